"""What the adapters of all frameworks share: which pictures come when, and the pictures of one batch as one array."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from companion.check import integer
from companion.data.image_data import ImageData, Pictures
from companion.data.lazy import Lazy
from companion.data.padding import pad_boxes

Targets = Pictures | dict[str, Any]

_REMEDY = "companion.data.resizing has stretch, letterbox and crop_center for pictures of different sizes"

_OTHER_BATCHES = (("boxes", "box_batches"), ("masks", "mask_batches"))


@dataclass(frozen=True)
class Source:
    """Pictures of one size and what a model is to say of them.

    Parameters
    ----------
    images : ndarray of shape (N, H, W, C), uint8, or tuple or Lazy of N arrays (H, W, C)
    targets : ndarray, tuple or Lazy of N entries, or dict of arrays of N entries
    """

    images: Pictures
    targets: Targets

    def __len__(self) -> int:
        return len(self.images)

    def read(self, indices: Sequence[int] | NDArray[np.int64]) -> tuple[NDArray[Any], Any]:
        """Return the pictures at `indices` (n, H, W, C) and their targets.

        Parameters
        ----------
        indices : sequence of n int

        Returns
        -------
        images : ndarray of shape (n, H, W, C)
        targets : ndarray of n entries, or dict of such arrays

        Raises
        ------
        TypeError
            If the pictures differ in size.
        ValueError
            If a file is corrupt.
        """
        chosen = np.asarray(indices, dtype=np.int64)
        if isinstance(self.targets, dict):
            return _stack(self.images, chosen), {name: part[chosen] for name, part in self.targets.items()}
        return _stack(self.images, chosen), _stack(self.targets, chosen)


def labelled(data: ImageData) -> Source:
    """Return pictures with one label each.

    Parameters
    ----------
    data : ImageData
        Pictures of one size.

    Returns
    -------
    Source
        Targets are labels (N,), int64.

    Raises
    ------
    TypeError
        If the pictures differ in size or hold several labels.
    """
    found = [f"{batches} gives {part}" for part, batches in _OTHER_BATCHES if getattr(data, part) is not None]
    _check("with one label each", data, isinstance(data.labels, np.ndarray), hint=", ".join(found))
    return Source(data.images, np.asarray(data.labels, dtype=np.int64))


def boxed(data: ImageData) -> Source:
    """Return pictures with padded boxes and labels; M is the same in all batches, so that nothing is traced again.

    Parameters
    ----------
    data : ImageData
        Pictures of one size.

    Returns
    -------
    Source
        Targets are a dict of "boxes", (N, M, 4), float32, and "labels", (N, M), int64. Difficult objects are left out;
        M is the number of objects in the fullest picture after that, at least 1; what is missing is -1.

    Raises
    ------
    TypeError
        If the pictures differ in size, or there is not a label for each box.
    """
    _check("with a label for each box", data, data.boxes is not None and isinstance(data.labels, tuple))
    boxes: Any = data.boxes
    return Source(data.images, pad_boxes(boxes, tuple(data.labels), difficult=data.difficult))


def masked(data: ImageData) -> Source:
    """Return pictures with their semantic masks.

    Parameters
    ----------
    data : ImageData
        Pictures of one size.

    Returns
    -------
    Source
        Targets are masks, each (H, W), uint8.

    Raises
    ------
    TypeError
        If the pictures differ in size, or there are no masks.
    """
    _check("with masks", data, data.masks is not None)
    masks: Any = data.masks
    return Source(data.images, masks)


def epoch_order(count: int, *, shuffle: bool, seed: int, epoch: int) -> NDArray[np.int64]:
    """Return the order of one epoch, which depends on nothing but these numbers.

    Parameters
    ----------
    count : int
        Number of pictures.
    shuffle : bool
        Whether they are in another order than 0, 1, ...
    seed, epoch : int
        What that order follows from.

    Returns
    -------
    ndarray of shape (count,), int64

    Examples
    --------
    >>> sorted(epoch_order(4, shuffle=True, seed=0, epoch=2).tolist())
    [0, 1, 2, 3]
    """
    return np.random.default_rng([seed, epoch]).permutation(count) if shuffle else np.arange(count)


def check_options(batch_size: int, seed: int, workers: int) -> None:
    """Refuse options out of bounds.

    Parameters
    ----------
    batch_size, seed, workers : int
        As the adapters are given them.

    Raises
    ------
    TypeError, ValueError
        If `batch_size` is below 1, or `seed` or `workers` below 0.
    """
    integer("batch_size", batch_size, minimum=1)
    integer("seed", seed, minimum=0)
    integer("workers", workers, minimum=0)


def _check(what: str, data: ImageData, holds: bool, *, hint: str = "") -> None:
    """Refuse data without the right targets, and sizes that are known to differ."""
    loose = isinstance(data.images, tuple) and len({image.shape for image in data.images}) > 1
    if loose or not holds:
        remedies = [hint] * (not holds and hint != "") + [_REMEDY] * loose
        raise TypeError("; ".join([f"data must hold pictures of one size {what}, got {data!r}", *remedies]))


def _stack(part: Pictures, chosen: NDArray[np.int64]) -> NDArray[Any]:
    if isinstance(part, np.ndarray):
        return part[chosen]
    arrays = [part[i] for i in chosen.tolist()]
    shapes = sorted({array.shape for array in arrays})
    if len(shapes) > 1:
        kind = "Lazy pictures" if isinstance(part, Lazy) else "pictures"
        raise TypeError(f"data must hold pictures of one size, got {kind} of {shapes[0]} and {shapes[-1]}; {_REMEDY}")
    return np.stack(arrays)
