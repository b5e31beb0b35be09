import argparse
import re
from pathlib import Path

import pytest

from companion.data import catalogue, class_names, fetch_command, own
from companion.data.catalogue import PAGE, page
from companion.data.credits import CREDITS
from companion.data.fetch_choice import WEIGHTS
from companion.data.registry import REGISTRY, RemoteFile

BOOK = Path(__file__).parents[2] / PAGE


def test_page_and_registry_are_equal():
    assert BOOK.read_text(encoding="utf-8") == page(), "run: python -m companion.data.catalogue"


def section(title):
    """Return the text below a heading, up to the next one."""
    return page().split(f"\n### {title}\n")[1].split("\n#")[0]


def anchor(title):
    """Return what a link to a heading says."""
    return title.lower().replace(" ", "-")


@pytest.mark.parametrize("name", REGISTRY)
def test_every_set_stands_there_with_its_terms(name):
    entry = REGISTRY[name]
    text = section(name)
    assert entry.licence in text
    assert entry.citation in text
    assert entry.reading in text
    assert ("No page of this book shows" in text) != entry.shown
    for file in entry.files:
        assert f"]({file.url}), {file.size:,} bytes" in text
        assert file.checksum.partition(":")[2] in text
        assert f"as published by {file.published_by}." in text or not file.checksum
    assert ("the first download is pinned" in text) == any(not file.checksum for file in entry.files)


@pytest.mark.parametrize("name", REGISTRY)
def test_its_classes_stand_there_or_are_linked_to(name):
    names = REGISTRY[name].class_names
    link = re.search(r"Classes: (\d+), \[listed below\]\(#([a-z0-9-]+)\)", section(name))
    assert bool(link) == (len(names) > 12)
    if link:
        titles = [
            title for title in re.findall("^### (.*)$", page(), re.M) if title.lower().replace(" ", "-") == link[2]
        ]
        assert int(link[1]) == len(names)
        assert all(class_name in section(titles[0]) for class_name in names)
    else:
        assert all(class_name in section(name) for class_name in names)


def test_downloads_are_added_up_once():
    assert "- Download: 811.1 MB; used in the full tier of: transfer." in section("oxford_pets")
    assert "- Download: that of [`oxford_pets`](#oxford_pets); used in" in section("oxford_pets_trimaps")


def test_a_size_that_is_not_exact_is_said_to_be_about():
    file = RemoteFile("a.zip", "https://example.org/a.zip", 3_200_000, exact_size=False)
    told = catalogue._file(file)
    assert told == (
        "[a.zip](https://example.org/a.zip), about 3 MB; no checksum is published, so the first download is pinned"
    )


def test_coco_is_listed_with_its_ids_and_gaps():
    text = section("Classes of COCO")
    ids = {int(number): name for number, name in re.findall(r"(?<=\| )(\d+) ([a-z ]+)(?= \|)", text)}
    assert ids == dict(zip(class_names.COCO_IDS, class_names.COCO, strict=True))
    first_row = next(line for line in text.splitlines() if line.startswith("| 1 "))
    assert first_row == "| 1 person | 22 elephant | 46 wine glass | 67 dining table |"
    assert "12 (street sign)" in text
    assert "91 (hair brush)" in text


def test_imagenet_is_listed_by_hundreds():
    text = section("Classes of ILSVRC 2012 (ImageNet)")
    rows = re.findall(r"^\*(\d+) to (\d+):\* (.*)\.$", text, re.M)
    assert [(int(first), int(last)) for first, last, _ in rows] == [(i, i + 99) for i in range(0, 1000, 100)]
    assert tuple(name for *_, names in rows for name in names.split(", ")) == class_names.IMAGENET
    assert text.index("<details>") < text.index("tench") < text.index("</details>")


def test_links_within_the_page_lead_somewhere():
    titles = {anchor(title) for title in re.findall("^#+ (.*)$", page(), re.M)}
    assert set(re.findall(r"\]\(#([^)]*)\)", page())) <= titles


def test_commands_of_the_page_are_understood():
    parser = argparse.ArgumentParser()
    fetch_command.add_arguments(parser)
    commands = re.findall("^python -m companion fetch (.*)$", page(), re.M)
    assert len(commands) == 5
    for command in commands:
        given = parser.parse_args(command.split())
        assert set(given.names) <= {*REGISTRY, WEIGHTS}
        assert all(any(chapter in entry.chapters for entry in REGISTRY.values()) for chapter in given.chapter)


def test_functions_that_the_page_names_are_there():
    assert set(re.findall(r"`(read_\w+)`", page())) <= set(own.__all__)
    assert len(set(re.findall(r"`(read_\w+)`", page()))) == 5


def test_every_photograph_stands_where_it_belongs():
    shown, withheld = page().split("\n## Photographs that it only computes with\n")
    shown = shown.split("\n## Photographs that the book shows\n")[1]
    for name, credit in CREDITS.items():
        assert (f"| {name} |" in shown) == credit.shown
        assert (f"| {name} |" in withheld) != credit.shown


def test_it_is_written_in_place(tmp_path, monkeypatch):
    monkeypatch.setattr(catalogue, "PAGE", tmp_path / "datasets.md")
    assert catalogue.main() == 0
    assert (tmp_path / "datasets.md").read_text(encoding="utf-8").startswith("# Data sets\n")
