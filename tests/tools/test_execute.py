"""Executing a notebook gives its outputs, its cost and the files it read, and leaves the environment alone."""

import os
from dataclasses import replace

import pytest
from nbclient.exceptions import CellExecutionError
from nbformat.v4 import new_code_cell, new_notebook

from tools import provenance
from tools.execute import execute, files_hash, source_hash


def notebook(*sources):
    return new_notebook(cells=[new_code_cell(source) for source in sources])


@pytest.fixture(scope="module")
def executed(tmp_path_factory):
    ours = notebook(
        "from companion import config\nconfig.tier()",
        "import os\nos.path.isdir(os.environ['COMPANION_DATA']), os.getcwd() == os.path.realpath(os.getcwd())",
        "block = bytearray(80_000_000)\nlen(block)",
    )
    folder = tmp_path_factory.mktemp("book")
    before = dict(os.environ)
    cost = execute(ours, folder / "example.ipynb")
    assert dict(os.environ) == before
    return ours, cost


def test_outputs_are_stored_and_the_mini_tier_is_set(executed):
    ours, _ = executed
    assert ours.cells[0].outputs[0].data["text/plain"] == "'mini'"
    assert ours.cells[1].outputs[0].data["text/plain"].startswith("(True")


def test_cost_holds_seconds_memory_and_the_files_that_were_imported(executed):
    _, cost = executed
    assert 0 < cost.seconds < 60
    assert 80 < cost.peak_memory_mb < 2000
    assert set(cost.companion_files) == {"companion/__init__.py", "companion/config.py"}


def test_a_notebook_is_fresh_until_its_code_or_a_file_it_read_changes(executed):
    ours, cost = executed
    recorded = provenance.entry(ours, cost)
    assert provenance.is_fresh(ours, recorded)
    assert not provenance.is_fresh(ours, None)
    assert not provenance.is_fresh(notebook("something else"), recorded)
    assert not provenance.is_fresh(ours, {**recorded, "companion": "another digest"})
    assert not provenance.is_fresh(ours, provenance.entry(ours, replace(cost, companion_files=())) | {"companion": ""})


def test_digests_change_with_what_they_stand_for():
    assert source_hash(notebook("1")) != source_hash(notebook("2"))
    assert source_hash(notebook("1 ")) == source_hash(notebook("1"))
    assert files_hash(("companion/config.py",)) != files_hash(("companion/check.py",))
    assert files_hash(("companion/does_not_exist.py",)) != files_hash(())


def test_a_failing_cell_is_an_error(tmp_path):
    with pytest.raises(CellExecutionError, match="ZeroDivisionError"):
        execute(notebook("1 / 0"), tmp_path / "example.ipynb")
