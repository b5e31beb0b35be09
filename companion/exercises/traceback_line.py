"""Say where a reader's code raised: the exception, the line number and the text of that line."""

import linecache
import sys
import sysconfig
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

_LONGEST = 300  # characters of an exception's message
_PACKAGE = str(Path(__file__).parent.parent)
_NOT_THE_READERS = tuple({sys.prefix, sys.base_prefix, *sysconfig.get_paths().values(), _PACKAGE})


def describe_error(error: BaseException, *, after: Callable[..., Any] | None) -> str:
    """Return an exception with the line of the reader's code that raised it.

    Parameters
    ----------
    error : BaseException
        As it was caught.
    after : function, optional
        The function that called the reader's code; all frames where it is None.

    Returns
    -------
    str
        For example "ZeroDivisionError: division by zero, in line 3: `return 1 / 0`".
    """
    text = f"{type(error).__name__}{_message(error)}"
    frames = _frames(error, after)
    # The deepest line that the reader wrote, not the one inside NumPy.
    mine = [frame for frame in frames if not frame[0].startswith(_NOT_THE_READERS)] or (frames[:1] if after else [])
    if not mine:
        return text
    filename, number = mine[-1]
    line = linecache.getline(filename, number).strip()
    return f"{text}, in line {number}: `{line}`" if line else f"{text}, in line {number}"


def _frames(error: BaseException, after: Callable[..., Any] | None) -> list[tuple[str, int]]:
    """Return (file, line) of every frame that `after` called, outermost first."""
    walked = list(traceback.walk_tb(error.__traceback__))
    if after is not None:
        places = [place for place, (frame, _) in enumerate(walked) if frame.f_code is after.__code__]
        walked = walked[places[-1] + 1 :] if places else []
    return [(frame.f_code.co_filename, number) for frame, number in walked]


def _message(error: BaseException) -> str:
    try:
        message = " ".join(str(error).split())  # in one line
    except Exception:  # noqa: BLE001 - an exception of the reader's own may fail to print itself
        return ""
    if len(message) > _LONGEST:
        message = message[:_LONGEST] + " ..."
    return f": {message}" if message else ""
