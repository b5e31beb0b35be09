"""Instance masks from files: numbered without gaps, and the smallest box around each object."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from companion.check import array
from companion.data.decoding import read_mask
from companion.data.image_data import VOID


def read_instances(path: Path) -> NDArray[np.uint8]:
    """Return the instance mask in a file.

    Parameters
    ----------
    path : path
        Mask file: 0 background, 255 void, every other value an object.

    Returns
    -------
    ndarray of shape (H, W), uint8
        0 background, 1 to n the objects, 255 void.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If the file is damaged or no mask; the message names it.
    """
    return numbered(read_mask(path))


def numbered(mask: NDArray[Any]) -> NDArray[np.uint8]:
    """Return an instance mask whose objects are numbered 1 to n in the same order, without gaps.

    Parameters
    ----------
    mask : ndarray of shape (H, W), uint8
        0 background, 255 void, every other value an object.

    Returns
    -------
    ndarray of shape (H, W), uint8

    Examples
    --------
    >>> numbered(np.array([[0, 7, 3, 255]], dtype=np.uint8))
    array([[  0,   2,   1, 255]], dtype=uint8)
    """
    mask = array("mask", mask, shape=("H", "W"))
    translation = np.zeros(256, dtype=np.uint8)
    values = _objects(mask)
    translation[values] = np.arange(1, len(values) + 1)
    translation[VOID] = VOID
    result: NDArray[np.uint8] = translation[mask]
    return result


def tight_boxes(mask: NDArray[Any]) -> NDArray[np.float64]:
    """Return the smallest box around each object of an instance mask.

    Parameters
    ----------
    mask : ndarray of shape (H, W), uint8
        0 background, 255 void, every other value an object.

    Returns
    -------
    ndarray of shape (n, 4), float64, pixels, xyxy
        In the order of the values. Coordinates are edges: one pixel has a box of width 1.

    Examples
    --------
    >>> tight_boxes(np.array([[0, 1, 1], [2, 0, 0]]))
    array([[1., 0., 3., 1.],
           [0., 1., 1., 2.]])
    """
    mask = array("mask", mask, shape=("H", "W"))
    boxes = []
    for value in _objects(mask):
        rows, columns = (np.flatnonzero((mask == value).any(axis=axis)) for axis in (1, 0))
        boxes.append((columns[0], rows[0], columns[-1] + 1, rows[-1] + 1))
    return np.array(boxes, dtype=np.float64).reshape(-1, 4)


def majority_classes(instances: NDArray[Any], classes: NDArray[Any]) -> NDArray[np.int64]:
    """Return the class of each object: the one that most of its pixels have in the semantic mask.

    Parameters
    ----------
    instances : ndarray of shape (H, W), uint8
        0 background, 255 void, every other value an object.
    classes : ndarray of shape (H, W), uint8
        0 background, class c is c + 1, 255 void.

    Returns
    -------
    ndarray of shape (n,), int64
        In the order of the values.

    Raises
    ------
    ValueError
        If an object has no pixel of any class.

    Examples
    --------
    >>> majority_classes(np.array([[0, 1, 1, 2]]), np.array([[0, 5, 5, 9]]))
    array([4, 8])
    """
    instances = array("instances", instances, shape=("H", "W"))
    classes = array("classes", classes, shape=instances.shape)
    labels = []
    for value in _objects(instances):
        counts = np.bincount(classes[instances == value], minlength=VOID)[1:VOID]
        if not counts.any():
            raise ValueError(f"classes must hold a class where instances is {value}, got background and void alone")
        labels.append(int(counts.argmax()))
    return np.array(labels, dtype=np.int64)


def _objects(mask: NDArray[Any]) -> NDArray[np.int64]:
    """Return the values that stand for objects, in ascending order."""
    values = np.flatnonzero(np.bincount(mask.reshape(-1), minlength=1)).astype(np.int64)
    objects: NDArray[np.int64] = values[(values != 0) & (values != VOID)]
    return objects
