"""What to say when a name is unknown: the one that was probably meant."""

import difflib
from collections.abc import Iterable, Sequence

from companion.check import one_of

_LIKENESS = 0.7  # of two names, 1 for equal ones; below it a guess misleads more often than it helps


def closest(value: str, allowed: Iterable[str]) -> str:
    """Return the name that was probably meant, or "".

    Parameters
    ----------
    value : str
        What was given.
    allowed : iterable of str
        The names; what stands before a slash may have been left out.

    Returns
    -------
    str
        One of `allowed`, or "" if none is like it.

    Examples
    --------
    >>> closest("fashion_mnst", ["mnist", "fashion_mnist"]), closest("VGG16", ["weights/vgg16", "weights/VGG16"])
    ('fashion_mnist', 'weights/VGG16')
    """
    written = {form: name for name in allowed for form in (name.rpartition("/")[2], name)}
    if value in written:
        return written[value]
    alike = {form.lower(): name for form, name in reversed(written.items())}  # the first of several stays
    found = difflib.get_close_matches(value.lower(), alike, n=1, cutoff=_LIKENESS)
    return alike[found[0]] if found else ""


def known(argument: str, value: str, allowed: Sequence[str]) -> str:
    """Return `value` if it is one of `allowed`.

    Parameters
    ----------
    argument : str
        Name of the argument, for the message.
    value : str
        The name to check.
    allowed : sequence of str
        The names.

    Returns
    -------
    str
        The value.

    Raises
    ------
    ValueError
        If it is not; the message lists what is allowed, and ends with what was probably meant.

    Examples
    --------
    >>> known("name", "digit", ("digits", "faces"))
    Traceback (most recent call last):
    ...
    ValueError: name must be one of 'digits', 'faces', got 'digit'; did you mean 'digits'?
    """
    try:
        return one_of(argument, value, allowed)
    except ValueError as error:
        meant = closest(value, allowed) if isinstance(value, str) else ""
        raise ValueError(f"{error}; did you mean {meant!r}?" if meant else str(error)) from None
