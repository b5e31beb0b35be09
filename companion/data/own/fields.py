"""Values of a JSON object, each checked, so that what is wrong is said and not guessed."""

import math
from typing import Any


def part(item: Any, key: str) -> Any:
    """Return the value of a key, or raise a ValueError that names it."""
    if not isinstance(item, dict) or key not in item:
        raise ValueError(f"has no {key!r}")
    return item[key]


def whole(item: Any, key: str) -> int:
    """Return the whole number of a key, or raise a ValueError."""
    value = part(item, key)
    if type(value) is not int:
        raise ValueError(f"{key!r} must be a whole number, got {_told(value)}")
    return value


def word(item: Any, key: str) -> str:
    """Return the text of a key, or raise a ValueError; an empty one is none."""
    value = part(item, key)
    if not isinstance(value, str) or not value:
        raise ValueError(f"{key!r} must be a text, got {_told(value)}")
    return value


def number(item: Any, key: str) -> float:
    """Return the finite number of a key, or raise a ValueError."""
    value = part(item, key)
    if not _is_number(value):
        raise ValueError(f"{key!r} must be a finite number, got {_told(value)}")
    return float(value)


def numbers(values: Any, key: str, length: int | None) -> list[float]:
    """Return `values` if it is a list of finite numbers, so many if `length` is given, or raise a ValueError."""
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
