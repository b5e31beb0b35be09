"""The reader's progress: one small JSON file in the data folder, which never leaves this computer."""

import json
import os
import tempfile
from pathlib import Path
from typing import Any

from companion import config
from companion.exercises.outcome import CORRECT, Outcome

Entries = dict[str, dict[str, Any]]


def progress_file() -> Path:
    """Return where the progress is kept; the file need not exist yet."""
    return config.data_folder() / "progress.json"


def load() -> Entries:
    """Return what was recorded.

    Returns
    -------
    dict
        ``{key: {"attempts": int, "solved": bool}}``; empty where nothing was recorded or the file cannot be read.
    """
    return _read()[0]


def record(key: str, outcome: Outcome) -> str:
    """Count one attempt at an exercise.

    Parameters
    ----------
    key : str
        "chapter/name".
    outcome : Outcome
        What the check said; a solved exercise stays solved.

    Returns
    -------
    str
        Empty, or one sentence that says why it could not be saved. Checking goes on either way.
    """
    entries, note = _read()
    entry = entries.setdefault(key, {"attempts": 0, "solved": False})
    entry["attempts"] += 1
    entry["solved"] = entry["solved"] or outcome.kind == CORRECT
    try:
        _write(entries)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return f"Your progress could not be saved ({reason}): set COMPANION_DATA to a folder you may write to."
    return note


def table(keys: list[str]) -> list[tuple[str, int, int, int]]:
    """Return one row per chapter.

    Parameters
    ----------
    keys : list of str
        All exercises there are.

    Returns
    -------
    list of tuple
        ``(chapter, attempted, solved, total)``, in the order in which the chapters first appear in `keys`.

    Examples
    --------
    >>> table([])
    []
    """
    entries = load()
    rows = []
    for chapter in dict.fromkeys(key.split("/")[0] for key in keys):
        mine = [key for key in keys if key.split("/")[0] == chapter]
        attempted = sum(key in entries for key in mine)
        solved = sum(entries.get(key, {}).get("solved", False) for key in mine)
        rows.append((chapter, attempted, solved, len(mine)))
    return rows


def _read() -> tuple[Entries, str]:
    """Return the entries and a sentence if the file was damaged and therefore set aside."""
    path = progress_file()
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
        if _well_formed(entries):
            return entries, ""
    except OSError:
        return {}, ""
    except ValueError:
        pass
    aside = path.with_name("progress.damaged.json")
    try:
        path.replace(aside)
    except OSError:
        return {}, ""
    return {}, f"The progress file was damaged; it is kept as {aside.name}, and counting starts anew."


def _well_formed(entries: Any) -> bool:
    if not isinstance(entries, dict):
        return False
    return all(
        isinstance(entry, dict) and type(entry.get("attempts")) is int and type(entry.get("solved")) is bool
        for entry in entries.values()
    )


def _write(entries: Entries) -> None:
    """Write to a file beside it and rename, so that a crash never leaves half a file."""
    path = progress_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix="progress.", suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(entries, file, indent=1, sort_keys=True)
        os.replace(name, path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
