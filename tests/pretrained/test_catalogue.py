from pathlib import Path

from companion.pretrained import catalogue, official, small

PAGE = Path(__file__).parents[2] / catalogue.PAGE


def test_the_page_is_what_the_command_writes():
    assert PAGE.read_text(encoding="utf-8") == catalogue.page(), "run: python -m companion.pretrained.catalogue"


def test_a_row_of_each_table_worked_by_hand():
    rows = {(row["data"], row["features"], row["labels_per_class"]): row for row in small.facts("small_vgg").table}
    ten = rows["digits", "pretrained", 10]
    assert f"{100 * ten['accuracy']:.1f} ± {100 * ten['deviation']:.1f}" in catalogue.page()
    assert "| `weights/vgg16` | [vgg16-397923af.pth](https://" in catalogue.page()
    assert "| 553 MB | `397923af` |" in catalogue.page()


def test_nothing_is_left_out():
    page = catalogue.page()
    assert all(f"`{name}`" in page for name in official.ENTRIES)
    assert all(f"### {name}\n" in page for name in small.NAMES)
    assert all(entry.licence in page for entry in official.ENTRIES.values())
    assert all(f"- {entry.citation}.\n" in page for entry in official.ENTRIES.values())


def test_what_it_claims_of_the_small_weights():
    for name in small.NAMES:
        cells = {(r["data"], r["features"], r["labels_per_class"]): r["accuracy"] for r in small.facts(name).table}
        gain = {data: cells[data, "pretrained", 10] - cells[data, "random", 10] for data, *_ in cells}
        assert min(gain["digits"], gain["letters"]) > 0.15 > max(gain["faces"], gain["photographs"]) > 0
        assert gain["photographs"] <= gain["faces"] + 0.01


def test_it_can_be_written(tmp_path, monkeypatch):
    monkeypatch.setattr(catalogue, "PAGE", tmp_path / "weights.md")
    assert catalogue.main() == 0
    assert (tmp_path / "weights.md").read_text(encoding="utf-8") == catalogue.page()
