"""Judge an answer: run an exercise's check on it and turn whatever happens into one of four outcomes."""

import copy
import functools
import inspect
import math
import numbers
import warnings
from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np

from companion.exercises.limits import TooSlow, lid_on_output, run_limited
from companion.exercises.outcome import CORRECT, ERROR, INCORRECT, NOT_ATTEMPTED, Outcome
from companion.exercises.traceback_line import describe_error

TIME_LIMIT = 5.0  # seconds, unless the exercise sets its own TIME_LIMIT

_DATA = (np.ndarray, np.random.Generator, list, dict, set, tuple, bytearray)
_PRAISE = "Well done."
_CHANGED = "The values are right, but your function changes an array it was given: build a new one instead."
_STUB = {
    "code": "Put your code where the three dots are, then run the cell again.",
    "number": "Replace the three dots by a number, then run the cell again.",
    "choice": 'Replace the three dots by a letter, for example `"a"`, then run the cell again.',
}


def judge(module: ModuleType, answer: Any, *, seed: int = 0) -> Outcome:
    """Return the outcome of `answer` to the exercise that `module` holds.

    Parameters
    ----------
    module : module
        An exercise file: KIND, PROMPT, check, ... With ``KEEP_ARGUMENTS = True`` the arrays that an answer is given
        must stay as they are. (The check never sees a change: answers work on copies.)
    answer : object
        What the reader gave: a function, a number or a letter.
    seed : int
        Seeds the random inputs of the check.

    Returns
    -------
    Outcome
        Not attempted, correct, incorrect or error. No exception of the answer leaves this function, not even
        ``SystemExit`` or ``KeyboardInterrupt``.
    """
    kind = module.KIND
    if answer is None or answer is ... or (isinstance(answer, str) and answer.strip() in ("", "?", "...")):
        return Outcome(NOT_ATTEMPTED, _STUB[kind])
    if kind == "choice":
        return _judge_choice(module, answer)
    if kind == "code" and not callable(answer):
        return Outcome(INCORRECT, f"Give the function itself, without calling it; yours is {_type_of(answer)}.")
    if kind == "number":
        if getattr(answer, "shape", None) == () and hasattr(answer, "item"):
            answer = answer.item()  # a number of NumPy or PyTorch
        if not _is_number(answer):
            return Outcome(INCORRECT, f"A number is needed; yours is {_not_a_number(answer)}.")
    return _judge_check(module, answer, seed)


def _is_number(answer: Any) -> bool:
    if isinstance(answer, bool) or not isinstance(answer, numbers.Real):
        return False
    return isinstance(answer, numbers.Integral) or math.isfinite(answer)


def _not_a_number(answer: Any) -> str:
    if isinstance(answer, float):
        return f"`{answer}`"
    return "a `str`: leave the quotes out" if isinstance(answer, str) else _type_of(answer)


def _judge_choice(module: ModuleType, answer: Any) -> Outcome:
    letters = ", ".join(module.OPTIONS)
    letter = answer.strip(" \t\n.()").lower() if isinstance(answer, str) else None
    if letter not in module.OPTIONS:
        given = repr(answer)[:40] if isinstance(answer, str) else _type_of(answer)
        return Outcome(INCORRECT, f"Answer with one of the letters {letters}, as a string; yours is {given}.")
    return Outcome(CORRECT if letter == module.CORRECT else INCORRECT, module.OPTIONS[letter][1])


def _judge_check(module: ModuleType, answer: Any, seed: int) -> Outcome:
    calls = _Calls(answer)
    seconds = float(getattr(module, "TIME_LIMIT", TIME_LIMIT))
    checked = functools.partial(module.check, calls.watched, np.random.default_rng(seed))
    try:
        with warnings.catch_warnings(), lid_on_output():
            warnings.simplefilter("ignore")
            sentence = run_limited(checked, seconds=seconds)
    except TooSlow:
        return Outcome(ERROR, f"Stopped after {seconds:g} seconds. Look for a loop that never ends.")
    except BaseException as error:  # noqa: BLE001 - SystemExit and KeyboardInterrupt of an answer must not end the kernel
        return _judge_error(module, calls, error)
    if sentence is None:
        changed = calls.changed and getattr(module, "KEEP_ARGUMENTS", False)
        return Outcome(INCORRECT, _CHANGED) if changed else Outcome(CORRECT, _PRAISE)
    if calls.only_nothing:
        return _nothing_returned()
    return Outcome(INCORRECT, sentence)


def _judge_error(module: ModuleType, calls: "_Calls", error: BaseException) -> Outcome:
    if error is calls.error:
        return Outcome(ERROR, describe_error(error, after=_Calls.call))
    if callable(calls.answer) and calls.watched is calls.answer:
        return Outcome(ERROR, describe_error(error, after=None))
    if calls.only_nothing:
        return _nothing_returned()
    # The check itself stumbled: over what the answer returned, or over what the answer is.
    got = f"Your function returned {calls.returned}" if calls.count else f"Your answer is {_type_of(calls.answer)}"
    kind = "a number" if module.KIND == "number" else "what the question asks for"
    return Outcome(INCORRECT, f"{got}, and not {kind}: look at its type and its shape.")


def _nothing_returned() -> Outcome:
    return Outcome(NOT_ATTEMPTED, "Your function returns nothing yet. Write its body and end it with `return`.")


class _Calls:
    """Watch the calls of a function: hand it copies of its arguments and remember what came back."""

    def __init__(self, answer: Any) -> None:
        self.answer, self.count, self.returned, self.only_nothing = answer, 0, "", False
        self.error: BaseException | None = None
        self.changed = False  # did a call write into an array among its arguments?
        is_function = inspect.isroutine(answer) or isinstance(answer, functools.partial)
        self.watched = _renamed(self.call, answer) if is_function else answer  # classes and models stay themselves

    def call(self, *arguments: Any, **options: Any) -> Any:
        copies = [_copied(value) for value in arguments]
        copied = {name: _copied(value) for name, value in options.items()}
        try:
            result = self.answer(*copies, **copied)
        except BaseException as error:
            self.error = error
            raise
        nothing = result is None or result is ...
        self.only_nothing = nothing and (self.only_nothing or not self.count)
        self.count += 1
        pairs = zip([*arguments, *options.values()], [*copies, *copied.values()], strict=True)
        self.changed |= any(_differs(*pair) for pair in pairs)
        self.returned = _type_of(result)
        return result


def _renamed(call: Callable[..., Any], answer: Callable[..., Any]) -> Callable[..., Any]:
    """Return `call` with the name and signature of `answer`."""

    @functools.wraps(answer)
    def watched(*arguments: Any, **options: Any) -> Any:
        return call(*arguments, **options)

    return watched


def _copied(value: Any) -> Any:
    """Return a deep copy of data; models and other objects stay themselves."""
    if not isinstance(value, _DATA) and type(value).__name__ != "Tensor":
        return value
    try:
        return copy.deepcopy(value)
    except Exception:  # noqa: BLE001 - a tensor inside a graph cannot be copied
        return value


def _differs(before: Any, after: Any) -> bool:
    """Return whether an array has other values than before; NaN equals NaN."""
    if not isinstance(before, np.ndarray):
        return False
    return not np.array_equal(before, after, equal_nan=before.dtype.kind in "fc")


def _type_of(value: Any) -> str:
    shape = getattr(value, "shape", None)
    name = type(value).__name__
    if isinstance(value, np.ndarray):
        return f"an array of shape {shape} and dtype {value.dtype}"
    return f"{'an' if name[0].lower() in 'aeiou' else 'a'} `{name}`"
