"""Run-length codes of masks, as COCO writes them."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from companion.check import array


def run_length_mask(counts: Sequence[int] | NDArray[Any], height: int, width: int) -> NDArray[np.bool_]:
    """Return the mask of a run-length code.

    Parameters
    ----------
    counts : sequence of int
        Runs outside and inside by turns, beginning with outside, down the first column, then the next.
    height, width : int
        Size of the picture.

    Returns
    -------
    ndarray of shape (H, W), bool

    Raises
    ------
    ValueError
        If a run is negative or the runs do not add up to the picture.

    Examples
    --------
    >>> run_length_mask([1, 2, 1], 2, 2).astype(int)
    array([[0, 1],
           [1, 0]])
    """
    counts = array("counts", counts, shape=("N",)).astype(np.int64)
    if (counts < 0).any():
        raise ValueError(f"counts must not be negative, got {counts.min()}")
    if counts.sum() != height * width:
        raise ValueError(f"counts must add up to {height} x {width} = {height * width} pixels, got {counts.sum()}")
    inside = np.arange(len(counts)) % 2 == 1
    return np.repeat(inside, counts).reshape(width, height).T


def mask_run_lengths(mask: NDArray[Any]) -> list[int]:
    """Return the run-length code of a mask; `run_length_mask` inverts it.

    Parameters
    ----------
    mask : ndarray of shape (H, W), bool

    Returns
    -------
    list of int
        Runs outside and inside by turns, beginning with outside.

    Examples
    --------
    >>> mask_run_lengths(np.array([[False, True], [True, False]]))
    [1, 2, 1]
    """
    flat = array("mask", mask, shape=("H", "W")).astype(bool).T.reshape(-1)
    changes = np.flatnonzero(flat[1:] != flat[:-1]) + 1
    begins_inside = [0] if flat.size and flat[0] else []
    runs: list[int] = np.diff(np.concatenate([[0], changes, [flat.size]])).astype(int).tolist()
    return begins_inside + runs


def uncompressed_counts(text: str) -> list[int]:
    """Return the runs of a COCO run-length code that is written as text.

    Parameters
    ----------
    text : str
        Characters from "0" on, six bits each: five of the number, the lowest first, and one that says that more
        follow; the highest bit read is the sign. From the fourth number on, what is written is the difference from the
        number two before.

    Returns
    -------
    list of int

    Raises
    ------
    ValueError
        If a character is none of these or the last number is cut off.

    References
    ----------
    COCO API, ``common/maskApi.c``, rleToString and rleFrString.

    Examples
    --------
    >>> uncompressed_counts("13P1O")
    [1, 3, 32, 2]
    """
    counts: list[int] = []
    number, shift = 0, 0
    for character in text:
        bits = ord(character) - 48
        if not 0 <= bits < 64:
            raise ValueError(f"counts must be written in characters from '0' to 'o', got {character!r}")
        number |= (bits & 31) << shift
        shift += 5
        if bits & 32:
            continue
        if bits & 16:
            number -= 1 << shift
        counts.append(number + (counts[-2] if len(counts) > 2 else 0))
        number, shift = 0, 0
    if shift:
        raise ValueError("counts must end with a whole number, got a text that is cut off")
    return counts
