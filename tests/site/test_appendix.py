"""Glossary, bibliography and API pages are complete and in order."""

import re
import sys
import unicodedata

import pytest

from tests.site.browser import REPOSITORY, toc_pages

APPENDIX = REPOSITORY / "book" / "appendix"
HANGUL = re.compile(r"[가-힣]")


def entries(name):
    """Return heading -> text of the third-level entries of a page."""
    parts = re.split(r"^### (.+)\n", (APPENDIX / name).read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], (re.sub(r"^## .*", "", part, flags=re.M) for part in parts[2::2]), strict=True))


@pytest.fixture(scope="module")
def glossary():
    return entries("glossary.md")


@pytest.fixture(scope="module")
def references():
    return entries("references.md")


def test_glossary_is_alphabetical_and_large_enough(glossary):
    terms = [term.lower() for term in glossary]
    assert terms == sorted(set(terms))
    assert len(terms) >= 60


def test_every_term_has_a_korean_name_one_line_and_its_section(glossary):
    for term, text in glossary.items():
        lines = text.strip().splitlines()
        assert len(lines) == 1, term
        korean, _, rest = lines[0].removeprefix("**").partition(".** ")
        assert HANGUL.search(korean), term
        assert re.search(r"→ \[.+\]\(\.\./\w+/\w+\.ipynb\)$", rest), term


def test_every_reference_names_its_year_and_is_named_after_its_first_author(references):
    assert len(references) >= 40
    for key, text in references.items():
        name, year = re.fullmatch(r"([A-Za-z]+?)(\d{4})b?", key).groups()
        flat = re.sub(r"[\s-]", "", unicodedata.normalize("NFD", text)).encode("ascii", "ignore").decode()  # é is e
        assert year in text, key
        if name not in ("ITU",):
            assert flat.lower().find(name.lower()) in range(30), key


def test_no_two_references_share_an_address(references):
    assert len({key.lower() for key in references}) == len(references)


def test_sources_cited_in_pages_exist(references):
    keys = {key.lower() for key in references}
    for path in (REPOSITORY / "book").rglob("*"):
        if path.suffix in (".md", ".ipynb") and ".ipynb_checkpoints" not in path.parts:
            cited = re.findall(r"references\.md#([\w-]+)", path.read_text(encoding="utf-8"))
            assert set(cited) <= keys, path.name


def test_every_room_has_its_api_page():
    folders = {path.parent.name for path in (REPOSITORY / "companion").glob("*/__init__.py")}
    pages = {page.rpartition("/")[2] for page in toc_pages() if page.startswith("book/appendix/api/")}
    assert pages == folders | {"companion"}
    assert all(f"<!-- room: {room} -->" in (APPENDIX / "api" / f"{room}.md").read_text() for room in pages)


def test_the_api_page_describes_each_object_once(monkeypatch):
    monkeypatch.syspath_prepend(str(REPOSITORY / "_ext"))
    import api_page

    modules, contents = api_page.public_modules(), api_page.contents()
    described = [id(getattr(modules[name], member)) for name, members in contents.items() for member in members]
    assert len(described) == len(set(described))
    assert "output_size" in contents["companion.convolution.arithmetic"]
    assert "curves" in contents["companion.plot"]
    sys.modules.pop("api_page")
