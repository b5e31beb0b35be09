import pytest

from companion.training import tables

ROWS = [{"net": "dense", "seed": 0, "accuracy": 0.5}, {"net": "dense", "seed": 1, "accuracy": 0.75}]


def test_text_worked_by_hand():
    assert tables.table_text(ROWS, ["date: today"]) == "# date: today\nnet,seed,accuracy\ndense,0,0.5\ndense,1,0.75\n"


def test_a_table_comes_back_as_it_was_written(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text(tables.table_text(ROWS, ["command: none", "date: today"]), encoding="utf-8")
    assert tables.read_table(path) == ROWS
    assert [type(value) for value in tables.read_table(path)[0].values()] == [str, int, float]
    assert tables.provenance(path) == ["command: none", "date: today"]


def test_a_table_without_rows_and_one_without_notes(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("seed,accuracy\n", encoding="utf-8")
    assert tables.read_table(path) == tables.provenance(path) == []


def test_bad_input():
    with pytest.raises(ValueError, match="rows must hold at least one row, got none"):
        tables.table_text([], [])
    with pytest.raises(ValueError, match="rows must all have the columns seed, got seed, rate in row 1"):
        tables.table_text([{"seed": 1}, {"seed": 1, "rate": 2}], [])
