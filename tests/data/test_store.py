"""What another process does while a store is looked at; the rest of it is tested by fetching, in test_fetch.py."""

from pathlib import Path

import pytest

from companion.data import lock, store
from companion.data.entries import Entry, RemoteFile, Unpacking
from companion.data.ledger import Ledger

FILE = RemoteFile("a.zip", "https://example.org/a.zip", 3, unpacking=Unpacking(10))
TOY = Entry("Toy", "full", (1, 1, 1), "", "", "", "", (), files=(FILE,), tree=("pictures", "list.txt"))


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "pictures").mkdir()
    (tmp_path / "list.txt").touch()
    return tmp_path


def test_a_tree_stands_when_all_of_it_is_there(folder):
    assert store.tree_stands(folder, TOY, Ledger())
    (folder / "list.txt").unlink()
    assert not store.tree_stands(folder, TOY, Ledger())


def test_a_tree_on_its_way_does_not_stand(folder):
    (folder / store.INCOMING / "a.zip.moving").mkdir(parents=True)
    assert not store.tree_stands(folder, TOY, Ledger())


def test_a_move_that_begins_while_the_tree_is_looked_at(folder, monkeypatch):
    (folder / "pictures").rmdir()
    exists = Path.exists

    def move_and_look(path):
        if path.name == "pictures":  # the other process has moved the folder, and not yet what else there is
            (folder / store.INCOMING / "a.zip.moving").mkdir(parents=True)
            path.mkdir()
        return exists(path)

    monkeypatch.setattr(Path, "exists", move_and_look)
    assert not store.tree_stands(folder, TOY, Ledger())


def test_who_waits_for_another_process_is_told(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(lock, "_SILENCE", 0)
    monkeypatch.setattr(store, "_PATIENCE", 0.5)
    with store.held(tmp_path), pytest.raises(TimeoutError), store.held(tmp_path):
        pass
    assert capsys.readouterr() == ("", f"another process is downloading into {tmp_path}; waiting\n")
