"""Progress is one small local file; nothing about it ever stops a check."""

import errno
import json
import os

import pytest

from companion import exercises
from companion.exercises import progress
from companion.exercises.outcome import CORRECT, INCORRECT, Outcome

WRONG, RIGHT = Outcome(INCORRECT, "no"), Outcome(CORRECT, "yes")


def test_attempts_are_counted_and_solved_stays_solved():
    assert progress.load() == {}
    for outcome in (WRONG, RIGHT, WRONG):
        assert progress.record("basics/a", outcome) == ""
    assert progress.load() == {"basics/a": {"attempts": 3, "solved": True}}


def test_table():
    progress.record("basics/a", RIGHT)
    progress.record("basics/b", WRONG)
    progress.record("gone/x", RIGHT)
    keys = ["start/z", "basics/a", "basics/b", "basics/c"]
    assert progress.table(keys) == [("start", 0, 0, 1), ("basics", 2, 1, 3)]
    assert progress.table([]) == []


@pytest.mark.parametrize(
    "damage", ["{", "[]", '{"a": 1}', '{"a": {"attempts": "1", "solved": true}}', "\x00", '{"a": {"attempts": true}}']
)
def test_a_damaged_file_is_set_aside(damage, own_data_folder):
    own_data_folder.mkdir()
    progress.progress_file().write_text(damage, encoding="utf-8")
    note = progress.record("basics/a", RIGHT)
    assert "damaged" in note
    assert str(own_data_folder) not in note
    assert (own_data_folder / "progress.damaged.json").read_text(encoding="utf-8") == damage
    assert progress.load() == {"basics/a": {"attempts": 1, "solved": True}}


def test_bytes_that_are_no_text(own_data_folder):
    own_data_folder.mkdir()
    progress.progress_file().write_bytes(b"\xff\xfe\xff")
    assert "damaged" in progress.record("basics/a", RIGHT)


def test_a_folder_that_cannot_be_made(own_data_folder):
    own_data_folder.write_text("a file stands in the way")
    note = progress.record("basics/a", RIGHT)
    assert note.startswith("Your progress could not be saved (")
    assert note.endswith("set COMPANION_DATA to a folder you may write to.")
    assert note.count(". ") == 0
    assert progress.load() == {}


def test_a_full_disk_leaves_the_old_file_and_no_litter(monkeypatch, own_data_folder):
    progress.record("basics/a", RIGHT)

    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "replace", full)
    assert "No space left" in progress.record("basics/b", RIGHT)
    assert [path.name for path in own_data_folder.iterdir()] == ["progress.json"]
    assert json.loads(progress.progress_file().read_text()) == {"basics/a": {"attempts": 1, "solved": True}}


def test_checking_goes_on_when_progress_cannot_be_saved(own_data_folder):
    own_data_folder.write_text("a file stands in the way")
    outcome = exercises.get("start/channels_first_or_last").check("d")
    assert outcome.kind == "correct"
    assert "could not be saved" in repr(outcome)


def test_a_check_is_recorded_and_a_stub_is_not():
    exercise = exercises.get("start/channels_first_or_last")
    exercise.check(...)
    assert not progress.progress_file().exists()
    exercise.check("a")
    assert progress.load() == {"start/channels_first_or_last": {"attempts": 1, "solved": False}}
    exercise.check("d")
    assert progress.load()["start/channels_first_or_last"] == {"attempts": 2, "solved": True}
