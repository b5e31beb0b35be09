"""Fixtures of the browser tests: one server, one browser, one visit to each page."""

from collections.abc import Callable, Iterator

import pytest

pytest.importorskip("playwright", reason="the browser tests need playwright")

from tests.site.browser import AXE, HTML, Browser, Report, launched, served, visit


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """Address of the built pages."""
    if not (HTML / "index.html").exists():
        pytest.fail(f"there are no pages in {HTML.name}: run make book first")
    with served() as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A running browser."""
    with launched() as running:
        yield running


@pytest.fixture(scope="session")
def report(site: str, browser: Browser) -> Callable[[str], Report]:
    """Return a function that visits a page once and remembers what it saw."""
    if not AXE.exists():
        pytest.fail("axe-core is missing: npm install --no-package-lock (make site-test does it)")
    seen: dict[str, Report] = {}

    def look(page: str) -> Report:
        if page not in seen:
            seen[page] = visit(browser, f"{site}/{page}.html")
        return seen[page]

    return look
