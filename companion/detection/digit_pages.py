"""Pages with handwritten digits at random places, and windows cut from such pages: detection at its smallest.

Notes
-----
The digits are those of `companion.data.load("digits")`, 8x8 pixels each. Where they lie is drawn, and how close they
may come to each other is limited, so this is a drill and no reader of handwriting.
"""

import numpy as np
from numpy.typing import NDArray

from companion.check import integer
from companion.data.image_data import ImageData
from companion.proposals.sliding_windows import sliding_windows

WINDOW = 12
"""Height and width of a window, pixels: a digit and two pixels around it."""
NOTHING = 10
"""Label of a window without a digit in its middle."""

_SIDE, _GAP, _TRIES = 8, 2, 1000
_NEAR, _FAR = 1, 3  # pixels from the middle of the window to the middle of the digit, along x or y


def draw_page(
    digits: ImageData, *, count: int = 10, size: tuple[int, int] = (64, 96), rng: np.random.Generator
) -> tuple[NDArray[np.uint8], NDArray[np.float64], NDArray[np.int64]]:
    """Return a page with digits that do not touch: of 10 digits, each class once.

    Parameters
    ----------
    digits : ImageData
        Pictures (N, 8, 8, 1), labels 0 to 9.
    count : int
        Number of digits; their labels are 0, 1, ..., 9, 0, 1, ...
    size : (int, int)
        Height and width of the page, pixels.
    rng : numpy.random.Generator
        Draws the pictures and their places.

    Returns
    -------
    page : ndarray of shape (*size), uint8
        0 where there is no ink.
    boxes : ndarray of shape (count, 4), float64, pixels, xyxy
        The 8x8 pixels of each digit; at least 2 pixels lie between any two, and between each and the edge.
    labels : ndarray of shape (count,), int64

    Raises
    ------
    TypeError, ValueError
        If `count` is negative, or no place is found for so many digits.

    Examples
    --------
    >>> from companion.data import load
    >>> page, boxes, labels = draw_page(load("digits", split="test"), rng=np.random.default_rng(0))
    >>> page.shape, boxes.shape, labels.tolist()
    ((64, 96), (10, 4), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    """
    labels = np.arange(integer("count", count, minimum=0)) % 10
    corners = _places(len(labels), size, rng)
    page = np.zeros(size, dtype=np.uint8)
    for label, (top, left) in zip(labels, corners, strict=True):
        chosen = rng.choice(np.flatnonzero(np.asarray(digits.labels) == label))
        page[top : top + _SIDE, left : left + _SIDE] = digits.images[chosen][..., 0]
    return page, np.concatenate([corners[:, ::-1], corners[:, ::-1] + _SIDE], axis=1).astype(np.float64), labels


def _places(count: int, size: tuple[int, int], rng: np.random.Generator) -> NDArray[np.int64]:
    """Return upper left pixels (row, column), each pair at least a digit and a gap apart along some axis."""
    places = np.empty((0, 2), dtype=np.int64)
    limits = np.array(size) - _SIDE - _GAP + 1
    for _ in range(_TRIES):
        if len(places) == count:
            return places
        place = rng.integers(_GAP, np.maximum(limits, _GAP + 1))
        if (place < limits).all() and (np.abs(places - place).max(axis=1, initial=0) >= _SIDE + _GAP).all():
            places = np.concatenate([places, place[None]])
    raise ValueError(f"size must leave room for {count} digits, got {size}")


def window_labels(
    windows: NDArray[np.float64], boxes: NDArray[np.float64], labels: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return what is in the middle of each window.

    Parameters
    ----------
    windows : ndarray of shape (N, 4), pixels, xyxy
    boxes : ndarray of shape (M, 4), pixels, xyxy
        Digits, see :func:`draw_page`.
    labels : ndarray of shape (M,), int64

    Returns
    -------
    ndarray of shape (N,), int64
        The digit whose middle is at most 1 pixel away along x and along y, `NOTHING` where none is nearer than 3
        pixels, and -1, not to be learned from, in between.

    Examples
    --------
    >>> windows = sliding_windows((12, 16), window=12, step=1)
    >>> window_labels(windows, np.array([[3.0, 2, 11, 10]]), np.array([7])).tolist()
    [7, 7, 7, -1, 10]
    """
    middles, centres = ((part[:, :2] + part[:, 2:]) / 2 for part in (windows, boxes))
    apart = np.abs(middles[:, None] - centres[None]).max(axis=2)  # (N, M)
    nearest = apart.min(axis=1, initial=np.inf)
    owner = apart.argmin(axis=1) if len(boxes) else np.zeros(len(windows), dtype=np.int64)
    known = np.append(labels, NOTHING)[owner]  # the last entry is for a page without digits
    return np.where(nearest <= _NEAR, known, np.where(nearest >= _FAR, NOTHING, -1)).astype(np.int64)


def draw_windows(digits: ImageData, count: int, *, rng: np.random.Generator) -> ImageData:
    """Return windows cut from pages, half of them (if `count` is a multiple of 40) with a digit in the middle.

    Parameters
    ----------
    digits : ImageData
        Pictures (N, 8, 8, 1), labels 0 to 9.
    count : int
        Number of windows.
    rng : numpy.random.Generator
        Draws pages and windows.

    Returns
    -------
    ImageData
        Pictures (count, 12, 12, 1), labels 0 to 9 and `NOTHING`.

    Raises
    ------
    TypeError, ValueError
        If `count` is negative.
    """
    wanted = integer("count", count, minimum=0)
    images, labels = [np.empty((0, WINDOW, WINDOW), np.uint8)], [np.empty(0, np.int64)]
    for _ in range(-(-wanted // 40)):  # 40 windows a page
        page, boxes, classes = draw_page(digits, rng=rng)
        windows = sliding_windows(page.shape, window=WINDOW, step=1)
        inside = window_labels(windows, boxes, classes)
        chosen = np.concatenate(
            [rng.choice(np.flatnonzero(kind), 20) for kind in ((inside >= 0) & (inside < NOTHING), inside == NOTHING)]
        )
        corners = windows[chosen, :2].astype(int)
        images.append(np.stack([page[y : y + WINDOW, x : x + WINDOW] for x, y in corners]))
        labels.append(inside[chosen])
    order = rng.permutation(sum(map(len, labels)))[:wanted]
    pictures, kinds = np.concatenate(images)[order][..., None], np.concatenate(labels)[order]
    return ImageData("digit windows", digits.split, pictures, kinds, (*digits.class_names, "nothing"))
