import pytest

from companion.normalization import tables


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
