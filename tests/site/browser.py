"""Visit the built pages with a real browser and report what a test wants to know. Nothing here leaves the machine."""

import functools
import http.server
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from playwright.sync_api import Browser, Page, Route, sync_playwright

REPOSITORY = Path(__file__).resolve().parents[2]
ROOT = Path(os.environ.get("SITE_ROOT", REPOSITORY))  # another folder: a book under construction
HTML = ROOT / "_build" / "html"
AXE = REPOSITORY / "node_modules" / "axe-core" / "axe.min.js"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
WIDE, NARROW = 1440, 390
THEMES = ("light", "dark")

_LOOK = """() => ({
  formulas: document.querySelectorAll(".math").length,
  typeset: document.querySelectorAll(".math mjx-container").length,
  errors: document.querySelectorAll("mjx-merror").length,
  open: [...document.querySelectorAll(".bd-article details[open]")].map((node) => node.innerText.slice(0, 60)),
  images: [...document.querySelectorAll(".bd-article img")].map((node) => ({
    source: node.getAttribute("src"), alt: node.getAttribute("alt"), loaded: node.naturalWidth > 0,
  })),
  colab: [...document.querySelectorAll("a[href*='colab.research.google.com']")].map((node) => node.href),
})"""
_FILTERS = """() => [...document.querySelectorAll(".bd-article img")]
  .filter((node) => getComputedStyle(node).filter !== "none").map((node) => node.getAttribute("src"))"""
_WIDTH = "() => document.documentElement.scrollWidth"
_AXE = "() => axe.run(document, {resultTypes: ['violations']}).then((result) => result.violations)"


@dataclass
class Report:
    """What one page showed."""

    outside: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    look: dict[str, Any] = field(default_factory=dict)
    filtered: list[str] = field(default_factory=list)
    widths: dict[int, int] = field(default_factory=dict)
    violations: dict[str, list[dict[str, Any]]] = field(default_factory=dict)


def toc_pages() -> list[str]:
    """Return the pages of ``_toc.yml`` in reading order."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))

    def files(node: Any) -> Iterator[str]:
        if isinstance(node, dict):
            yield from (node[key] for key in ("root", "file") if key in node)
        for child in node.values() if isinstance(node, dict) else node:
            if isinstance(child, (dict, list)):
                yield from files(child)

    return list(files(toc))


@contextmanager
def served(folder: Path = HTML) -> Iterator[str]:
    """Serve a folder on a free local port and yield its address."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def launched() -> Iterator[Browser]:
    """Start the Chromium of this machine."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        raise FileNotFoundError(f"none of {', '.join(BROWSERS)} is installed; on Debian: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def opened(browser: Browser, address: str, *, theme: str = "light", width: int = WIDE) -> Iterator[tuple[Page, Report]]:
    """Open a page with a fresh memory; requests to other hosts are noted and refused."""
    report = Report()
    home = "/".join(address.split("/")[:3])
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme)

    def refuse(route: Route) -> None:
        report.outside.append(route.request.url)
        route.abort()

    context.route(lambda url: not url.startswith((home, "data:", "blob:")), refuse)
    page = context.new_page()
    page.on("console", lambda message: report.console.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: report.console.append(str(error)))
    page.goto(address, wait_until="networkidle")
    if page.query_selector(".math"):
        page.wait_for_function("() => window.MathJax?.startup?.promise")
        page.evaluate("() => MathJax.startup.promise.then(() => true)")
    yield page, report
    context.close()


def visit(browser: Browser, address: str) -> Report:
    """Look at one page in both themes and both widths."""
    with opened(browser, address) as (page, report):
        _scroll(page)
        report.look = page.evaluate(_LOOK)
        page.add_script_tag(path=AXE)
        for theme in THEMES:
            page.emulate_media(color_scheme=theme)
            page.wait_for_function(f"() => document.documentElement.dataset.theme === '{theme}'")
            page.wait_for_timeout(350)  # colours fade from one theme to the other
            report.violations[theme] = page.evaluate(_AXE)
        report.filtered = page.evaluate(_FILTERS)
        for width in (WIDE, NARROW):
            page.set_viewport_size({"width": width, "height": 900})
            page.wait_for_timeout(150)
            report.widths[width] = page.evaluate(_WIDTH)
    return report


def _scroll(page: Page) -> None:
    """Bring pictures that load late into view."""
    page.evaluate("() => document.querySelectorAll('img').forEach((node) => node.removeAttribute('loading'))")
    page.wait_for_load_state("networkidle")
