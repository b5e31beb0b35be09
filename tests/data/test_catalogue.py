from pathlib import Path

import pytest

from companion.data.catalogue import PAGE, page
from companion.data.credits import CREDITS
from companion.data.registry import REGISTRY

BOOK = Path(__file__).parents[2] / PAGE


def test_page_and_registry_are_equal():
    assert BOOK.read_text(encoding="utf-8") == page(), "run: python -m companion.data.catalogue"


@pytest.mark.parametrize("name", REGISTRY)
def test_every_set_stands_there_with_its_terms(name):
    entry = REGISTRY[name]
    section = page().split(f"\n### {name}\n")[1].split("\n#")[0]
    assert entry.licence in section
    assert entry.citation in section
    assert all(class_name in section for class_name in entry.class_names)
    assert all(file.md5 in section for file in entry.files)


def test_every_photograph_stands_where_it_belongs():
    shown, withheld = page().split("\n## Photographs that it only computes with\n")
    shown = shown.split("\n## Photographs that the book shows\n")[1]
    for name, credit in CREDITS.items():
        assert (f"| {name} |" in shown) == credit.shown
        assert (f"| {name} |" in withheld) != credit.shown


def test_it_is_written_in_place(tmp_path, monkeypatch):
    from companion.data import catalogue

    monkeypatch.setattr(catalogue, "PAGE", tmp_path / "datasets.md")
    assert catalogue.main() == 0
    assert (tmp_path / "datasets.md").read_text(encoding="utf-8").startswith("# Data sets\n")
