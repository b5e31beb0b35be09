"""Boxes and labels of many pictures in two arrays: what is missing is -1."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from companion.check import array, integer
from companion.data.consistency import check_counts, check_difficult

PADDING = -1
"""Coordinate and class of an object that is not there."""


def pad_boxes(
    boxes: Sequence[NDArray[np.float64]],
    labels: Sequence[NDArray[np.int64]],
    *,
    difficult: Sequence[NDArray[np.bool_]] | None = None,
    minimum: int = 1,
) -> dict[str, NDArray[np.float32 | np.int64]]:
    """Return the objects of N pictures in arrays that one can stack.

    Parameters
    ----------
    boxes : sequence of N ndarrays of shape (n_i, 4), pixels, xyxy
    labels : sequence of N ndarrays of shape (n_i,)
    difficult : sequence of N ndarrays of shape (n_i,), bool, optional
        Objects that are left out, and not counted either.
    minimum : int
        Smallest M.

    Returns
    -------
    dict
        "boxes", (N, M, 4), float32, and "labels", (N, M), int64. M is the number of objects of the fullest picture,
        once difficult ones are left out; each picture's own stand first, in their order, and the rest is -1.

    Raises
    ------
    TypeError
        If `difficult` are not booleans.
    ValueError
        If a picture has not as many boxes, or marks of difficulty, as labels.

    Examples
    --------
    >>> padded = pad_boxes([np.array([[0.0, 0, 4, 4]]), np.zeros((0, 4))], [np.array([2]), np.array([], int)])
    >>> padded["labels"].tolist(), padded["boxes"][1].tolist()
    ([[2], [-1]], [[-1.0, -1.0, -1.0, -1.0]])
    """
    integer("minimum", minimum, minimum=0)
    check_counts({"labels": labels, "boxes": boxes} | ({} if difficult is None else {"difficult": difficult}))
    check_difficult(() if difficult is None else difficult)
    kept = [np.ones(len(of_one), dtype=bool) for of_one in labels] if difficult is None else [~d for d in difficult]
    most = max([minimum, *(int(chosen.sum()) for chosen in kept)])
    all_boxes = np.full((len(kept), most, 4), PADDING, dtype=np.float32)
    all_labels = np.full((len(kept), most), PADDING, dtype=np.int64)
    for i, (chosen, own_boxes, own_labels) in enumerate(zip(kept, boxes, labels, strict=True)):
        array(f"boxes[{i}]", own_boxes, shape=("n", 4))
        count = int(chosen.sum())
        all_boxes[i, :count], all_labels[i, :count] = own_boxes[chosen], own_labels[chosen]
    return {"boxes": all_boxes, "labels": all_labels}
