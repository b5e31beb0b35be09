"""Every page of the book, seen by a real browser: offline, both themes, wide and narrow."""

import re

import pytest
import yaml

from tests.site.browser import HTML, NARROW, ROOT, THEMES, WIDE, opened, toc_pages

pytestmark = pytest.mark.site
every_page = pytest.mark.parametrize("page", toc_pages())

# The theme labels its search button and its header in a way axe frowns upon; ours must add nothing.
STOCK_RULES = {"label-content-name-mismatch", "region"}
HASH = re.compile(r"[0-9a-f]{16,}|\.(png|svg|jpe?g)$")


@every_page
def test_nothing_is_asked_of_the_outside(report, page):
    assert report(page).outside == []


@every_page
def test_no_path_of_the_machine_that_built_it_shows(page):
    assert str(ROOT) not in (HTML / f"{page}.html").read_text(encoding="utf-8")


@every_page
def test_the_console_shows_no_error(report, page):
    assert report(page).console == []


@every_page
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_page_fits_the_screen(report, page, width):
    assert report(page).widths[width] <= width


@every_page
def test_every_formula_is_typeset(report, page):
    look = report(page).look
    assert look["typeset"] == look["formulas"]
    assert look["errors"] == 0


@every_page
def test_solutions_and_hints_are_closed(report, page):
    assert report(page).look["open"] == []


@every_page
def test_every_picture_is_there_and_described(report, page):
    images = report(page).look["images"]
    assert [image["source"] for image in images if not image["loaded"]] == []
    assert [image["source"] for image in images if not image["alt"] or HASH.search(image["alt"])] == []


@every_page
def test_figures_keep_their_colours_in_the_dark(report, page):
    assert report(page).filtered == []


@every_page
@pytest.mark.parametrize("theme", THEMES)
def test_the_page_is_accessible(report, page, theme):
    found = {
        violation["id"]: [node["html"][:200] for node in violation["nodes"][:3]]
        for violation in report(page).violations[theme]
        if violation["id"] not in STOCK_RULES
    }
    assert found == {}


@every_page
def test_notebooks_open_in_colab(report, page):
    repository = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))["repository"]
    address = repository["url"].replace("https://github.com", "https://colab.research.google.com/github")
    is_notebook = (ROOT / f"{page}.ipynb").exists()
    wanted = {f"{address}/blob/{repository['branch']}/{page}.ipynb"} if is_notebook else set()
    assert set(report(page).look["colab"]) == wanted


@every_page
def test_the_download_is_the_notebook_itself(page):
    notebook = ROOT / f"{page}.ipynb"
    if notebook.exists():
        assert (HTML / "_sources" / f"{page}.ipynb").read_bytes() == notebook.read_bytes()


def test_search_works_without_a_network(browser, site):
    with opened(browser, f"{site}/search.html?q=convolution") as (page, report):
        page.wait_for_selector("#search-results li a")
        assert report.outside == []


def test_one_click_chooses_the_framework_everywhere(browser, site):
    pages = [page for page in toc_pages() if "framework-tabs" in (HTML / f"{page}.html").read_text(encoding="utf-8")]
    assert pages, "no page has tabs for PyTorch and Keras"
    with opened(browser, f"{site}/{pages[0]}.html") as (page, _):
        labels = page.locator(".framework-tabs label[data-sync-id='keras']")
        labels.first.click()
        shown = page.evaluate(
            "() => [...document.querySelectorAll('.framework-tabs input:checked + label')].map((n) => n.innerText)"
        )
    assert set(shown) == {"Keras"}
    assert len(shown) >= 1
