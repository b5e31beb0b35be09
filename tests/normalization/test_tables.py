import pytest

from companion.normalization import tables


def test_a_table_comes_back_as_it_was_written(tmp_path, monkeypatch):
    rows = [{"net": "dense", "seed": 0, "accuracy": 0.5}, {"net": "dense", "seed": 1, "accuracy": 0.75}]
    monkeypatch.setattr(tables, "_FOLDER", tmp_path)
    tables.table_path("small_batches").write_text(tables.table_text(rows, ["command: none", "date: today"]))
    assert tables.read_table("small_batches") == rows
    assert [type(value) for value in tables.read_table("small_batches")[0].values()] == [str, int, float]
    assert tables.provenance("small_batches") == ["command: none", "date: today"]


@pytest.mark.parametrize("name", tables.NAMES)
def test_committed_tables_name_command_versions_and_date(name):
    notes = tables.provenance(name)
    assert [note.split(":")[0] for note in notes] == ["command", "versions", "date"]
    assert all(0 <= row["accuracy"] <= 1 for row in tables.read_table(name))


def test_every_combination_stands_once():
    sweep = tables.read_table("learning_rate_sweep")
    assert len({(row["normalization"], row["learning_rate"], row["seed"]) for row in sweep}) == len(sweep) == 120
    small = tables.read_table("small_batches")
    keys = {(row["net"], row["normalization"], row["batch_size"], row["seed"]) for row in small}
    assert len(keys) == len(small) == 120


def test_bad_input():
    with pytest.raises(ValueError, match="name must be one of 'learning_rate_sweep', 'small_batches', got 'other'"):
        tables.read_table("other")
    with pytest.raises(ValueError, match="rows must hold at least one row, got none"):
        tables.table_text([], [])
    with pytest.raises(ValueError, match="rows must all have the columns seed, got seed, rate in row 1"):
        tables.table_text([{"seed": 1}, {"seed": 1, "rate": 2}], [])
