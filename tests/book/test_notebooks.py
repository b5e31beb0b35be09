"""Every notebook of the book keeps the rules of tools/notebook_rules.py."""

import json

import nbformat
import pytest

from tools import provenance
from tools.notebook_rules import problems
from tools.notebooks import notebook_paths, read
from tools.setup_cell import ROOT

PATHS = notebook_paths()
RECORD = provenance.load()


@pytest.mark.parametrize("path", PATHS, ids=lambda path: provenance.key(path))
def test_notebook_keeps_the_rules(path):
    assert problems(read(path), path, RECORD.get(provenance.key(path))) == []


@pytest.mark.parametrize("path", PATHS, ids=lambda path: provenance.key(path))
def test_notebook_is_valid_and_has_one_title(path):
    notebook = read(path)
    nbformat.validate(notebook)
    titles = [c for c in notebook.cells if c.cell_type == "markdown" and c.source.startswith("# ")]
    assert len(titles) == 1


def test_the_record_names_the_notebooks_that_stand_and_no_other():
    assert sorted(RECORD) == sorted(provenance.key(path) for path in PATHS)


def test_provenance_page_is_made_from_the_record():
    assert provenance.PAGE.read_text(encoding="utf-8") == provenance.page(dict(sorted(RECORD.items())))


def test_the_whole_book_stays_within_its_budget():
    assert sum(row["seconds"] for row in RECORD.values()) <= provenance.BOOK_SECONDS_LIMIT
    size = sum(path.stat().st_size for path in (ROOT / "book").rglob("*") if path.is_file())
    assert size <= 25 * 2**20, f"book/ holds {size / 2**20:.1f} MB; 25 are allowed"


def test_every_notebook_stands_in_the_table_of_contents():
    toc = (ROOT / "_toc.yml").read_text(encoding="utf-8")
    missing = [path for path in PATHS if f"book/{provenance.key(path).removesuffix('.ipynb')}" not in toc]
    assert missing == []


def test_notebooks_are_stored_as_jupyter_stores_them():
    for path in PATHS:
        text = path.read_text(encoding="utf-8")
        assert text == json.dumps(json.loads(text), indent=1, ensure_ascii=False, sort_keys=True) + "\n", path.name
