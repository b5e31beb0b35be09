"""Checks of what an `ImageData` is made of: kinds and ranges of numbers, and parts that belong together."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from companion.check import array

Arrays = NDArray[Any] | tuple[NDArray[Any], ...]


def checked_indices(indices: Any, count: int) -> NDArray[Any]:
    """Return indices of pictures as an array that NumPy can index with.

    Parameters
    ----------
    indices : array_like of shape (n,), int, or of shape (count,), bool
        Which pictures.
    count : int
        How many pictures there are.

    Returns
    -------
    ndarray of shape (n,), int, or of shape (count,), bool

    Raises
    ------
    TypeError
        If they are neither whole numbers nor booleans.
    ValueError
        If they are not in one row, or not one boolean per picture.

    Examples
    --------
    >>> checked_indices([1.0, 1.9], 3)
    Traceback (most recent call last):
    ...
    TypeError: indices must be whole numbers or booleans, got float64
    """
    row = array("indices", indices, shape=("n",))
    if not len(row):
        row = row.astype(np.int64)  # an empty list has become an array of floats
    if row.dtype == bool:
        return array("indices, if booleans,", row, shape=(count,))
    if not np.issubdtype(row.dtype, np.integer):
        raise TypeError(f"indices must be whole numbers or booleans, got {row.dtype}")
    return row


def check_labels(labels: Arrays, class_names: Sequence[str], names: Sequence[str] = ()) -> None:
    """Refuse labels that are no classes.

    Parameters
    ----------
    labels : ndarray of shape (N,), or tuple of N ndarrays of shape (n_i,)
        One label per picture or per object.
    class_names : sequence of str
        Name of class 0, 1, ...; if empty, any label from 0 on is allowed.
    names : sequence of N str, or ()
        What the pictures are called, for the message.

    Raises
    ------
    TypeError
        If labels are not whole numbers.
    ValueError
        If they are not in one row, or one of them lies outside the classes.

    Examples
    --------
    >>> check_labels(np.array([0, 2]), ("cat", "dog"), ("a.jpg", "b.jpg"))
    Traceback (most recent call last):
    ...
    ValueError: labels must be from 0 to 1, the classes of class_names, got 2 for picture 1 (b.jpg)
    """
    rows = labels if isinstance(labels, tuple) else (labels,)
    # Each kind of array is judged once and all labels are compared at once, because there may be many thousands.
    for dtype, ndim in {(_dtype(row), np.ndim(row)) for row in rows}:
        if not (isinstance(dtype, np.dtype) and np.issubdtype(dtype, np.integer)):
            raise TypeError(f"labels must be arrays of whole numbers, got {getattr(dtype, '__name__', dtype)}")
        if ndim != 1:
            raise ValueError(f"labels must be one row of numbers, or one row per picture, got {ndim} axes")
    together = np.concatenate(rows) if rows else np.empty(0, dtype=np.int64)
    wrong = np.flatnonzero((together < 0) | ((together >= len(class_names)) & bool(class_names)))
    if len(wrong):
        ends = np.cumsum([len(row) for row in rows]) if isinstance(labels, tuple) else np.arange(1, len(together) + 1)
        picture = told_picture(int(np.searchsorted(ends, wrong[0], side="right")), names)
        allowed = f"from 0 to {len(class_names) - 1}, the classes of class_names" if class_names else "at least 0"
        raise ValueError(f"labels must be {allowed}, got {together[wrong[0]]} for {picture}")


def check_difficult(difficult: Sequence[NDArray[Any]], names: Sequence[str] = ()) -> None:
    """Refuse marks of difficult objects that are not booleans: ``~`` turns 0 into -1 and not into True.

    Parameters
    ----------
    difficult : sequence of N ndarrays of shape (n_i,), bool
        Whether each object is difficult.
    names : sequence of N str, or ()
        What the pictures are called, for the message.

    Raises
    ------
    TypeError
        If they are anything but arrays of booleans.
    """
    for i, row in enumerate(difficult):
        kind = _dtype(row)
        if kind != np.dtype(bool):
            told = getattr(kind, "__name__", kind)
            raise TypeError(f"difficult of {told_picture(i, names)} must be an array of booleans, got {told}")


def check_counts(parts: dict[str, Sequence[NDArray[Any]]], names: Sequence[str] = ()) -> None:
    """Refuse pictures whose labels, boxes and marks of difficulty differ in number.

    Parameters
    ----------
    parts : dict of str to sequence of N ndarrays
        By name of the argument; the others must have as many pictures, and in each as many entries, as the first.
    names : sequence of N str, or ()
        What the pictures are called, for the message.

    Raises
    ------
    ValueError
        If they differ.

    Examples
    --------
    >>> check_counts({"labels": [np.array([0, 1])], "boxes": [np.zeros((1, 4))]})
    Traceback (most recent call last):
    ...
    ValueError: boxes of picture 0 must be 2, one per label, got 1
    """
    first, *others = parts
    for part in others:
        if len(parts[part]) != len(parts[first]):
            raise ValueError(f"{part} must be of {len(parts[first])} pictures, like {first}, got {len(parts[part])}")
        for i, (one, other) in enumerate(zip(parts[first], parts[part], strict=True)):
            if len(one) != len(other):
                picture = told_picture(i, names)
                raise ValueError(f"{part} of {picture} must be {len(one)}, one per {first[:-1]}, got {len(other)}")


def told_picture(index: int, names: Sequence[str] = ()) -> str:
    """Return how to name a picture in a message.

    Parameters
    ----------
    index : int
        Which picture.
    names : sequence of str
        What the pictures are called, or ().

    Returns
    -------
    str

    Examples
    --------
    >>> told_picture(1, ("a.jpg", "b.jpg")), told_picture(1)
    ('picture 1 (b.jpg)', 'picture 1')
    """
    return f"picture {index} ({names[index]})" if names else f"picture {index}"


def _dtype(row: Any) -> Any:
    """Return the kind of an array's entries, or what it is if it is no array."""
    return row.dtype if isinstance(row, np.ndarray) else type(row)
