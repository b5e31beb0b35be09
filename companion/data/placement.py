"""Where a picture comes to lie on a canvas of another size, and moving pixels, masks and boxes there."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from companion.data.image_data import VOID

GRAY = 114
"""Value of a canvas where no picture lies: about the mean of photographs, as YOLO implementations have it."""


@dataclass(frozen=True)
class Placement:
    """A scaled picture on a canvas; what sticks out is cut off.

    Parameters
    ----------
    scaled : tuple of int
        Height and width of the scaled picture, pixels.
    offset : tuple of int
        Row and column of the canvas where its upper left pixel lies; below zero where it sticks out.
    canvas : tuple of int
        Height and width of the canvas, pixels.
    """

    scaled: tuple[int, int]
    offset: tuple[int, int]
    canvas: tuple[int, int]


@dataclass(frozen=True)
class Stretch:
    """Every picture fills the canvas, whatever becomes of its aspect ratio."""

    canvas: tuple[int, int]

    def __call__(self, height: int, width: int) -> Placement:
        """Return where a picture of this size comes to lie."""
        return Placement(self.canvas, (0, 0), self.canvas)


@dataclass(frozen=True)
class Letterbox:
    """The longer side fills the canvas, the rest stays empty on both sides."""

    canvas: tuple[int, int]

    def __call__(self, height: int, width: int) -> Placement:
        """Return where a picture of this size comes to lie."""
        side = self.canvas[0]
        scale = side / max(height, width)
        scaled = max(1, round(height * scale)), max(1, round(width * scale))
        return Placement(scaled, ((side - scaled[0]) // 2, (side - scaled[1]) // 2), self.canvas)


@dataclass(frozen=True)
class CropCenter:
    """The shorter side fills the canvas, the rest is cut off on both sides."""

    canvas: tuple[int, int]

    def __call__(self, height: int, width: int) -> Placement:
        """Return where a picture of this size comes to lie."""
        side = self.canvas[0]
        scale = side / min(height, width)
        scaled = max(side, round(height * scale)), max(side, round(width * scale))
        return Placement(scaled, (-((scaled[0] - side) // 2), -((scaled[1] - side) // 2)), self.canvas)


Plan = Stretch | Letterbox | CropCenter


def place_picture(picture: NDArray[np.uint8], placement: Placement) -> NDArray[np.uint8]:
    """Return the picture scaled and laid on a gray canvas.

    Parameters
    ----------
    picture : ndarray of shape (H, W, C), uint8
    placement : Placement

    Returns
    -------
    ndarray of shape (*placement.canvas, C), uint8
        Scaled bilinearly, and averaged over the pixels that become one where it shrinks (no aliasing).
    """
    scaled = picture
    if picture.shape[:2] != placement.scaled:
        size = placement.scaled[::-1]
        planes = [picture] if picture.shape[2] == 3 else [picture[..., c] for c in range(picture.shape[2])]
        resized = [np.array(Image.fromarray(plane).resize(size, Image.Resampling.BILINEAR)) for plane in planes]
        scaled = resized[0] if picture.shape[2] == 3 else np.stack(resized, axis=2)
    return _lay(scaled, placement, GRAY)


def place_mask(mask: NDArray[np.uint8], placement: Placement) -> NDArray[np.uint8]:
    """Return the mask scaled and laid on a void canvas; each pixel takes the value below its centre.

    Parameters
    ----------
    mask : ndarray of shape (H, W), uint8
    placement : Placement

    Returns
    -------
    ndarray of shape placement.canvas, uint8
    """
    rows, columns = (
        ((np.arange(new) + 0.5) * (old / new)).astype(int)
        for old, new in zip(mask.shape, placement.scaled, strict=True)
    )
    return _lay(mask[rows[:, None], columns], placement, VOID)


def place_boxes(boxes: NDArray[np.float64], size: tuple[int, int], placement: Placement) -> NDArray[np.float64]:
    """Return boxes moved along, not yet cut off at the edge of the canvas.

    Parameters
    ----------
    boxes : ndarray of shape (n, 4), float, pixels, xyxy
    size : tuple of int
        Height and width of the picture they were drawn in.
    placement : Placement

    Returns
    -------
    ndarray of shape (n, 4), float64, pixels of the canvas, xyxy

    Examples
    --------
    >>> place_boxes(np.array([[0.0, 0, 10, 20]]), (20, 10), Letterbox((40, 40))(20, 10))
    array([[10.,  0., 30., 40.]])
    """
    (height, width), (top, left) = placement.scaled, placement.offset
    scale = np.array([width / size[1], height / size[0]] * 2)
    moved: NDArray[np.float64] = boxes * scale + np.array([left, top, left, top], dtype=np.float64)
    return moved


def _lay(scaled: NDArray[np.uint8], placement: Placement, empty: int) -> NDArray[np.uint8]:
    """Return a canvas with the scaled array on it."""
    if placement.scaled == placement.canvas:
        return scaled
    canvas = np.full((*placement.canvas, *scaled.shape[2:]), empty, dtype=scaled.dtype)
    onto, out_of = zip(*map(_overlap, placement.canvas, placement.scaled, placement.offset), strict=True)
    canvas[onto] = scaled[out_of]
    return canvas


def _overlap(canvas: int, scaled: int, offset: int) -> tuple[slice, slice]:
    """Return along one axis where on the canvas, and which part of the picture, comes to lie."""
    first, last = max(offset, 0), min(offset + scaled, canvas)
    return slice(first, last), slice(first - offset, last - offset)
