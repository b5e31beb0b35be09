import pytest

from companion.pretrained.tables import FOLDER, NAMES, provenance, read_table, table_path, weights_path
from companion.training.tables import table_text

ROWS = [
    {"features": "pretrained", "labels_per_class": 5, "accuracy": 0.75},
    {"features": "x", "labels_per_class": 10, "accuracy": 1.0},
]


def test_what_is_written_is_read_back(tmp_path):
    path = table_path("small_vgg", folder=tmp_path)
    path.parent.mkdir()
    path.write_text(table_text(ROWS, ["command: python -m a: b", "date: today"]), encoding="utf-8")
    assert read_table("small_vgg", folder=tmp_path) == ROWS
    assert provenance("small_vgg", folder=tmp_path) == {"command": "python -m a: b", "date": "today"}


@pytest.mark.parametrize("function", [read_table, provenance, table_path, weights_path])
def test_unknown_name(function):
    with pytest.raises(ValueError, match="name must be one of 'small_vgg', 'small_resnet', got 'vgg16'"):
        function("vgg16")


def test_where_the_files_are():
    assert weights_path("small_vgg") == FOLDER / "weights" / "small_vgg.safetensors"
    assert table_path("small_vgg") == FOLDER / "results" / "small_vgg.csv"


@pytest.mark.parametrize("name", NAMES)
def test_the_committed_tables_are_whole(name):
    rows, notes = read_table(name), provenance(name)
    assert len(rows) == 36
    assert len({(row["features"], row["data"], row["labels_per_class"]) for row in rows}) == 36
    assert all(0 <= row["accuracy"] <= 1 and 0 <= row["deviation"] < 0.15 for row in rows)
    assert notes["command"] == f"python -m companion.pretrained.train {name}"
    assert set(notes) == {"command", "versions", "date", "recipe", "steps", "seconds", "pretext accuracy"}
