"""Find the exercises on disk: one file each, in a folder per chapter."""

import difflib
import importlib
from pathlib import Path
from types import ModuleType

from companion.exercises.exercise import Exercise

_FOLDER = Path(__file__).parent


def available() -> list[str]:
    """Return the keys of all exercises, sorted.

    Returns
    -------
    list of str
        Keys of the form "chapter/name".

    Examples
    --------
    >>> "start/mean_brightness" in available()
    True
    """
    files = (path for path in _FOLDER.glob("*/*.py") if not path.name.startswith("_"))
    return sorted(f"{path.parent.name}/{path.stem}" for path in files)


def exercise_file(key: str) -> Path:
    """Return the file that holds an exercise.

    Parameters
    ----------
    key : str
        "chapter/name".

    Returns
    -------
    Path
        An existing file.

    Raises
    ------
    TypeError
        If `key` is not a string.
    ValueError
        If there is no such exercise; the message names the nearest keys.
    """
    if not isinstance(key, str):
        raise TypeError(f'key must be a string like "chapter/name", got {type(key).__name__}')
    keys = available()
    if key not in keys:
        near = difflib.get_close_matches(key, keys, n=3, cutoff=0.5)
        advice = f"did you mean {' or '.join(map(repr, near))}?" if near else "exercises.available() lists them all"
        raise ValueError(f"key must name an exercise, got {key!r}; {advice}")
    return _FOLDER / f"{key}.py"


def get(key: str) -> Exercise:
    """Return one exercise.

    Parameters
    ----------
    key : str
        "chapter/name", as in :func:`available`.

    Returns
    -------
    Exercise
        With ``check``, ``hint`` and ``solution``.

    Raises
    ------
    TypeError, ValueError
        If `key` does not name an exercise; the message names the nearest keys.
    ImportError
        If the exercise needs a framework that is not installed; the message says which extra brings it.
    """
    return Exercise(key, exercise_module(key))


def exercise_module(key: str) -> ModuleType:
    """Return the module of one exercise: its file, imported; parameters and errors as in :func:`get`."""
    chapter, name = exercise_file(key).with_suffix("").parts[-2:]
    return importlib.import_module(f"companion.exercises.{chapter}.{name}")
