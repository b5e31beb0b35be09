"""Values of a JSON object, each checked, so that what is wrong is said and not guessed."""

import math
from typing import Any


def part(item: Any, key: str) -> Any:
    """Return the value of a key.

    Parameters
    ----------
    item : object
        A value of the JSON file, a dict if all is well.
    key : str
        Its key.

    Returns
    -------
    object

    Raises
    ------
    ValueError
        If `item` is no dict or has no such key.
    """
    if not isinstance(item, dict) or key not in item:
        raise ValueError(f"has no {key!r}")
    return item[key]


def whole(item: Any, key: str) -> int:
    """Return the whole number of a key.

    Parameters
    ----------
    item : object
        A value of the JSON file, a dict if all is well.
    key : str
        Its key.

    Returns
    -------
    int

    Raises
    ------
    ValueError
        If it is missing or no whole number.
    """
    value = part(item, key)
    if type(value) is not int:
        raise ValueError(f"{key!r} must be a whole number, got {_told(value)}")
    return value


def word(item: Any, key: str) -> str:
    """Return the text of a key.

    Parameters
    ----------
    item : object
        A value of the JSON file, a dict if all is well.
    key : str
        Its key.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If it is missing, no text or empty.
    """
    value = part(item, key)
    if not isinstance(value, str) or not value:
        raise ValueError(f"{key!r} must be a text, got {_told(value)}")
    return value


def number(item: Any, key: str) -> float:
    """Return the finite number of a key.

    Parameters
    ----------
    item : object
        A value of the JSON file, a dict if all is well.
    key : str
        Its key.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If it is missing, no number, or not finite as a float.
    """
    value = part(item, key)
    if not _is_number(value):
        raise ValueError(f"{key!r} must be a finite number, got {_told(value)}")
    return float(value)


def numbers(values: Any, key: str, length: int | None) -> list[float]:
    """Return a list of finite numbers.

    Parameters
    ----------
    values : object
        A value of the JSON file, a list if all is well.
    key : str
        What it is called, for the message.
    length : int or None
        How many numbers there must be; any number of them if None.

    Returns
    -------
    list of float

    Raises
    ------
    ValueError
        If it is no list, of another length, or holds anything else.
    """
    if not isinstance(values, list) or not all(map(_is_number, values)) or length not in (None, len(values)):
        raise ValueError(f"{key!r} must hold {'' if length is None else f'{length} '}finite numbers")
    return [float(value) for value in values]


def _is_number(value: Any) -> bool:
    try:
        return type(value) in (int, float) and math.isfinite(value)
    except OverflowError:  # a whole number of hundreds of digits
        return False


def _told(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:60]}..."
