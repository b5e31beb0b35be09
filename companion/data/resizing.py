"""Pictures of different sizes brought to one size, with their boxes and masks moved along, when they are asked for.

Notes
-----
Pictures are scaled bilinearly with antialiasing, masks by the value at each pixel's centre. Where no picture lies
after `letterbox`, pictures are gray (114) and masks void (255): there is nothing to be seen there, so neither a loss
nor a metric should reward the answer "background". Boxes follow at once, for which only the heads of files are read.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from companion.check import integer
from companion.data.decoding import image_size, read_image
from companion.data.image_data import VOID, ImageData, Pictures
from companion.data.lazy import Lazy
from companion.data.placement import (
    CropCenter,
    Letterbox,
    Placement,
    Plan,
    Stretch,
    place_boxes,
    place_mask,
    place_picture,
)


def stretch(data: ImageData, height: int, width: int) -> ImageData:
    """Return the pictures at one size, without regard to their aspect ratio.

    Parameters
    ----------
    data : ImageData
        Pictures of any sizes.
    height, width : int
        New size, pixels.

    Returns
    -------
    ImageData
        Lazy pictures (height, width, C), with boxes and masks moved along.

    Raises
    ------
    TypeError, ValueError
        If a size is no whole number of at least 1, or, where there are boxes, a file is no picture.

    Examples
    --------
    >>> from companion.data import load
    >>> stretch(load("photos"), 32, 48).images[0].shape
    (32, 48, 3)
    """
    canvas = integer("height", height, minimum=1), integer("width", width, minimum=1)
    return _moved(data, Stretch(canvas), _all_kept)


def letterbox(data: ImageData, side: int) -> ImageData:
    """Return the pictures in squares: the longer side scaled to `side`, the rest filled with gray on both sides.

    Parameters
    ----------
    data : ImageData
        Pictures of any sizes.
    side : int
        New height and width, pixels.

    Returns
    -------
    ImageData
        Lazy pictures (side, side, C), with boxes and masks moved along. The aspect ratio is kept to half a pixel.

    Raises
    ------
    TypeError, ValueError
        If `side` is no whole number of at least 1, or, where there are boxes, a file is no picture.

    Examples
    --------
    >>> from companion.data import load
    >>> letterbox(load("photos"), 32).images[0].shape
    (32, 32, 3)
    """
    return _moved(data, Letterbox(_square(side)), _all_kept)


def crop_center(data: ImageData, side: int) -> ImageData:
    """Return the middle squares of the pictures, their shorter side first scaled to `side`.

    Parameters
    ----------
    data : ImageData
        Pictures of any sizes.
    side : int
        New height and width, pixels.

    Returns
    -------
    ImageData
        Lazy pictures (side, side, C), with boxes and masks moved along. Boxes are cut off at the edge. An object whose
        box has its centre outside is dropped with its label; the others are numbered anew in the instance masks, and
        what is still seen of a dropped one becomes void there. (Its pixels keep their class in the semantic mask.)
        Where there are no boxes, nothing is dropped.

    Raises
    ------
    TypeError, ValueError
        If `side` is no whole number of at least 1, or, where there are boxes, a file is no picture.

    Examples
    --------
    >>> from companion.data import load
    >>> crop_center(load("photos"), 32).images[0].shape
    (32, 32, 3)
    """
    return _moved(data, CropCenter(_square(side)), _centre_inside)


def picture_sizes(images: Pictures) -> list[tuple[int, int]]:
    """Return height and width of each picture, for files and resized pictures without decoding any.

    Parameters
    ----------
    images : ndarray of shape (N, H, W, C), or tuple or Lazy of N arrays (H, W, C)

    Returns
    -------
    list of N (int, int)

    Raises
    ------
    FileNotFoundError
        If a file is not there.
    ValueError
        If a file is no picture; the message names it.
    """
    if isinstance(images, np.ndarray):
        return [images.shape[1:3]] * len(images)
    if isinstance(images, Lazy) and isinstance(images.decode, _Placed):
        return [images.decode.plan.canvas] * len(images)
    if isinstance(images, Lazy) and images.decode is read_image:
        return [image_size(path) for path in images.items]
    return [image.shape[:2] for image in images]


@dataclass(frozen=True)
class _Placed:
    """Decodes one array and lays it on its canvas."""

    decode: Callable[[Any], NDArray[Any]]
    place: Callable[[NDArray[Any], Placement], NDArray[Any]]
    plan: Plan

    def __call__(self, item: Any) -> NDArray[Any]:
        array = self.decode(item)
        return self.place(array, self.plan(*array.shape[:2]))


@dataclass(frozen=True)
class _Renumbered:
    """Gives the objects of an instance mask the numbers 1, 2, ... in the order kept, and makes the others void."""

    decode: Callable[[Any], NDArray[Any]]

    def __call__(self, item: tuple[Any, NDArray[np.int64]]) -> NDArray[Any]:
        inner, kept = item
        numbers = np.full(VOID + 1, VOID, dtype=np.uint8)
        numbers[0], numbers[kept + 1] = 0, np.arange(1, len(kept) + 1)
        renumbered: NDArray[Any] = numbers[self.decode(inner)]
        return renumbered


def _square(side: int) -> tuple[int, int]:
    integer("side", side, minimum=1)
    return side, side


def _itself(array: NDArray[Any]) -> NDArray[Any]:
    return array


def _all_kept(boxes: NDArray[np.float64], canvas: tuple[int, int]) -> NDArray[np.int64]:
    return np.arange(len(boxes))


def _centre_inside(boxes: NDArray[np.float64], canvas: tuple[int, int]) -> NDArray[np.int64]:
    """Return the boxes whose centre lies on the canvas and of which an area does."""
    centres = (boxes[:, :2] + boxes[:, 2:]) / 2
    inside = ((centres >= 0) & (centres < canvas[::-1])).all(axis=1)
    clipped = _clipped(boxes, canvas)
    return np.flatnonzero(inside & (clipped[:, 2:] > clipped[:, :2]).all(axis=1))


def _clipped(boxes: NDArray[np.float64], canvas: tuple[int, int]) -> NDArray[np.float64]:
    return np.clip(boxes, 0, [canvas[1], canvas[0]] * 2)


def _lazily(arrays: Pictures | None, place: Callable[..., NDArray[Any]], plan: Plan) -> Lazy | None:
    if arrays is None:
        return None
    if isinstance(arrays, Lazy):
        return Lazy(_Placed(arrays.decode, place, plan), arrays.items)
    items: Any = arrays
    return Lazy(_Placed(_itself, place, plan), items)


def _moved(data: ImageData, plan: Plan, choose: Callable[..., NDArray[np.int64]]) -> ImageData:
    """Return the data laid out by `plan`, with the objects that `choose` keeps."""
    images = _lazily(data.images, place_picture, plan)
    masks, instances = (_lazily(part, place_mask, plan) for part in (data.masks, data.instances))
    parts: dict[str, Any] = {"images": images, "masks": masks, "instances": instances}
    if data.boxes is None:
        return replace(data, **parts)
    placements = [(size, plan(*size)) for size in picture_sizes(data.images)]
    boxes = [place_boxes(old, *where) for old, where in zip(data.boxes, placements, strict=True)]
    kept = [choose(moved, plan.canvas) for moved in boxes]
    parts["boxes"] = _picked([_clipped(moved, plan.canvas) for moved in boxes], kept)
    parts["labels"] = _picked(data.labels, kept) if isinstance(data.labels, tuple) else data.labels
    parts["difficult"] = None if data.difficult is None else _picked(data.difficult, kept)
    if instances is not None and any(len(old) != len(new) for old, new in zip(boxes, kept, strict=True)):
        parts["instances"] = Lazy(_Renumbered(instances.decode), tuple(zip(instances.items, kept, strict=True)))
    return replace(data, **parts)


def _picked(arrays: Sequence[NDArray[Any]], kept: Sequence[NDArray[np.int64]]) -> tuple[NDArray[Any], ...]:
    return tuple(array[chosen] for array, chosen in zip(arrays, kept, strict=True))
