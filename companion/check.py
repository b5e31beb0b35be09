"""Checks of arguments: each returns the value it was given, or says which one is wrong, what is allowed, what came.

Every public function of the package calls these at its door, so that bad input gives one clear sentence and not a
broadcasting error ten frames deeper.
"""

import importlib
import importlib.util
import math
import numbers
import sys
from collections.abc import Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

T = TypeVar("T")

_EXTRA = {
    "torch": "torch",
    "torchvision": "torch",
    "keras": "keras",
    "tensorflow": "keras",
    "matplotlib": "notebooks",
    "cv2": "notebooks",
}


def integer(name: str, value: Any, *, minimum: int | None = None, maximum: int | None = None) -> int:
    """Return `value` as an int if it is a whole number in ``[minimum, maximum]``.

    Parameters
    ----------
    name : str
        Name of the argument, for the message.
    value : int
        The value to check; booleans and floats are refused.
    minimum, maximum : int, optional
        Inclusive bounds.

    Returns
    -------
    int
        The value.

    Raises
    ------
    TypeError
        If `value` is not a whole number.
    ValueError
        If it lies outside the bounds.

    Examples
    --------
    >>> integer("stride", 2, minimum=1)
    2
    >>> integer("stride", 0, minimum=1)
    Traceback (most recent call last):
    ...
    ValueError: stride must be a whole number of at least 1, got 0
    """
    allowed = "a whole number" + _bounds(minimum, maximum)
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, numbers.Integral):
        raise TypeError(f"{name} must be {allowed}, got {_describe(value)}")
    number = int(value)
    if (minimum is not None and number < minimum) or (maximum is not None and number > maximum):
        raise ValueError(f"{name} must be {allowed}, got {number}")
    return number


def real(name: str, value: Any, *, minimum: float | None = None, maximum: float | None = None) -> float:
    """Return `value` as a float if it is a finite number in ``[minimum, maximum]``.

    Parameters, errors and law as in :func:`integer`, for real numbers.

    Examples
    --------
    >>> real("momentum", 0.9, minimum=0, maximum=1)
    0.9
    """
    allowed = "a finite number" + _bounds(minimum, maximum)
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, numbers.Real):
        raise TypeError(f"{name} must be {allowed}, got {_describe(value)}")
    number = float(value)
    too_small, too_large = minimum is not None and number < minimum, maximum is not None and number > maximum
    if not math.isfinite(number) or too_small or too_large:
        raise ValueError(f"{name} must be {allowed}, got {value}")
    return number


def one_of(name: str, value: T, allowed: Sequence[T]) -> T:
    """Return `value` if it is one of `allowed`.

    Raises
    ------
    ValueError
        If it is not; the message lists what is allowed.

    Examples
    --------
    >>> one_of("mode", "same", ["valid", "same"])
    'same'
    """
    if not any(type(value) is type(option) and value == option for option in allowed):
        raise ValueError(f"{name} must be one of {', '.join(map(repr, allowed))}, got {value!r}")
    return value


def pair(name: str, value: Any, *, minimum: int = 0) -> tuple[int, int]:
    """Return ``(height, width)`` from one whole number for both, or a tuple, list or array of two.

    Examples
    --------
    >>> pair("kernel_size", 3, minimum=1), pair("kernel_size", (3, 5), minimum=1)
    ((3, 3), (3, 5))
    """
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if isinstance(value, (tuple, list)):
        if len(value) != 2:
            raise ValueError(f"{name} must be a whole number or (height, width), got {len(value)} values: {value!r}")
        return (integer(name, value[0], minimum=minimum), integer(name, value[1], minimum=minimum))
    both = integer(name, value, minimum=minimum)
    return both, both


def array(name: str, value: ArrayLike, *, shape: Sequence[int | str], numeric: bool = True) -> NDArray[Any]:
    """Return `value` as an array of the given shape.

    Parameters
    ----------
    name : str
        Name of the argument, for the message.
    value : array_like
        What to convert.
    shape : sequence of int or str
        One entry per axis: a number is required exactly, a letter stands for any length, and the same letter twice for
        the same length.
    numeric : bool
        Whether numbers (or booleans) are required.

    Returns
    -------
    ndarray
        The array, not a copy where none is needed.

    Raises
    ------
    TypeError
        If the entries are not numbers.
    ValueError
        If the shape does not fit.

    Examples
    --------
    >>> array("boxes", [[0.0, 0, 4, 4]], shape=("N", 4)).shape
    (1, 4)
    >>> array("boxes", [0.0, 0, 4, 4], shape=("N", 4))
    Traceback (most recent call last):
    ...
    ValueError: boxes must have shape (N, 4), got (4,)
    """
    try:
        result = np.asarray(value)
    except ValueError:
        raise ValueError(f"{name} must have shape {_shape(shape)}, got rows of unequal length") from None
    if numeric and not (np.issubdtype(result.dtype, np.number) or result.dtype == bool):
        raise TypeError(f"{name} must hold numbers, got dtype {result.dtype}")
    lengths: dict[str, int] = {}
    fits = result.ndim == len(shape)
    for want, got in zip(shape, result.shape, strict=False):
        fits = fits and got == (lengths.setdefault(want, got) if isinstance(want, str) else want)
    if not fits:
        raise ValueError(f"{name} must have shape {_shape(shape)}, got {result.shape}")
    return result


def require(module: str) -> None:
    """Say which extra to install if an optional package is missing, and refuse the import order that crashes.

    Parameters
    ----------
    module : str
        Import name: "torch", "keras", "tensorflow", "matplotlib", ...

    Raises
    ------
    ImportError
        If the package is not installed, or if PyTorch is asked for after TensorFlow was imported without it.

    Notes
    -----
    Importing triton after TensorFlow kills the process with a segmentation fault, and torchvision and PyTorch's
    optimisers import it; so it must come first wherever both frameworks are used. Asking for Keras or TensorFlow here
    imports it, which takes a tenth of a second, so that the modules of this package may be imported in any order. Who
    imports keras or tensorflow by hand imports torchvision before. Where triton is not installed (macOS, Windows) any
    order works.
    """
    if module not in sys.modules and importlib.util.find_spec(module) is None:
        extra = _EXTRA.get(module, "notebooks")
        raise ImportError(
            f'{module} is not installed; install it with: pip install "seeing-with-convolutions[{extra}]"', name=module
        )
    if module in ("torch", "torchvision") and _would_crash():
        raise ImportError(
            "import torchvision before keras or tensorflow: in the other order the process crashes; "
            "restart the kernel and import it first",
            name=module,
        )
    if module in ("keras", "tensorflow") and "tensorflow" not in sys.modules and importlib.util.find_spec("triton"):
        importlib.import_module("triton")


def _would_crash() -> bool:
    """Return whether triton is still to be imported although TensorFlow is there already."""
    if "tensorflow" not in sys.modules or "torchvision" in sys.modules or "triton" in sys.modules:
        return False
    return importlib.util.find_spec("triton") is not None


def _bounds(minimum: float | None, maximum: float | None) -> str:
    if minimum is not None and maximum is not None:
        return f" from {minimum} to {maximum}"
    if minimum is not None:
        return f" of at least {minimum}"
    return f" of at most {maximum}" if maximum is not None else ""


def _describe(value: Any) -> str:
    text = repr(value)
    return f"{type(value).__name__} {text}" if len(text) <= 40 else type(value).__name__


def _shape(shape: Sequence[int | str]) -> str:
    entries = ", ".join(map(str, shape))
    return f"({entries},)" if len(shape) == 1 else f"({entries})"
