"""A face finder: a small net that judges windows of 25 pixels, laid over a photograph at many sizes.

Notes
-----
The net has no padding, so its one pass over a picture gives what it would say of every window by itself, up to
rounding. It learns from the 60 face patches of the training part (`companion.data.load("faces")`), cut from press
photographs, upright and seen from the front. What it makes of other faces is not known.
"""

from collections.abc import Sequence

from companion.check import integer, real, require

require("torch")

import torch
from torch import Tensor, nn

import numpy as np
from numpy.typing import NDArray

from companion.boxes.nms import nms
from companion.proposals.dense_torch import to_fully_convolutional
from companion.proposals.image_pyramid import PyramidLevel, image_pyramid

WINDOW, STRIDE = 25, 4
"""Height and width of a window, and the distance between windows of one level, pixels of the level."""
SUPPRESSED_IOU = 0.3
"""Of two windows that overlap more than this, only the better one is called a face."""

_GRID = 4
_LUMA = np.array([0.2125, 0.7154, 0.0721], dtype=np.float32)


class FaceNet(nn.Module):
    """Two convolutions and poolings without padding, then two dense layers; see :func:`face_net`."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.base = nn.Sequential(
            nn.Conv2d(1, width, 4),  # 25 -> 22
            nn.ReLU(),
            nn.MaxPool2d(2),  # 11
            nn.Conv2d(width, 2 * width, 4),  # 8
            nn.ReLU(),
            nn.MaxPool2d(2),  # 4
        )
        self.head = nn.Sequential(
            nn.Flatten(), nn.Dropout(0.3), nn.Linear(2 * width * _GRID**2, 32), nn.ReLU(), nn.Linear(32, 1)
        )
        self.to(memory_format=torch.channels_last)  # on a CPU the pooling is ten times faster so

    def forward(self, patches: Tensor) -> Tensor:
        """Return a logit (N,) for each patch (N, 1, 25, 25) with values in [0, 1]; above 0 is a face."""
        return self.head(self.base(4 * patches - 2))[:, 0]

    def maps(self, pictures: Tensor) -> Tensor:
        """Return the logits (N, rows, columns) of all windows of pictures (N, 1, H, W), in one pass."""
        return to_fully_convolutional(self.base, self.head, grid_size=_GRID)(4 * pictures - 2)[:, 0]


def face_net(width: int = 16) -> FaceNet:
    """Build the net, in training mode and with random weights from PyTorch's global generator.

    Parameters
    ----------
    width : int
        Filters of the first convolution.

    Returns
    -------
    FaceNet
        24,945 parameters with 16 filters.

    Raises
    ------
    TypeError, ValueError
        If `width` is no whole number of at least 1.

    Examples
    --------
    >>> net = face_net().eval()
    >>> net(torch.zeros(2, 1, 25, 25)).shape, net.maps(torch.zeros(1, 1, 33, 50)).shape
    (torch.Size([2]), torch.Size([1, 3, 7]))
    """
    return FaceNet(integer("width", width, minimum=1))


def face_pyramid(picture: NDArray[np.uint8]) -> list[PyramidLevel]:
    """Return a photograph in gray at several sizes, from its own down to the last that a window fits into.

    Parameters
    ----------
    picture : ndarray of shape (H, W, 3), uint8

    Returns
    -------
    list of PyramidLevel
        Float32 in [0, 1], four levels an octave.

    Raises
    ------
    ValueError
        If `picture` is not such an array.
    """
    if picture.ndim != 3 or picture.shape[2] != 3 or picture.dtype != np.uint8:
        raise ValueError(f"picture must have shape (H, W, 3) and dtype uint8, got {picture.shape}, {picture.dtype}")
    return image_pyramid(picture @ _LUMA / np.float32(255), window=WINDOW)


@torch.no_grad()
def windows_above(
    model: FaceNet, levels: Sequence[PyramidLevel], *, threshold: float = 0.0
) -> tuple[NDArray[np.float64], NDArray[np.float32], NDArray[np.int64]]:
    """Return all windows of a photograph whose logit is above a threshold.

    Parameters
    ----------
    model : FaceNet
        In evaluation mode.
    levels : sequence of PyramidLevel
        What :func:`face_pyramid` gives.
    threshold : float
        Logit that a window must exceed.

    Returns
    -------
    boxes : ndarray of shape (N, 4), float64, pixels of the photograph, xyxy
    logits : ndarray of shape (N,), float32
    places : ndarray of shape (N, 3), int64
        Number of the level, and row and column of the window's upper left pixel there.
    """
    real("threshold", threshold)
    boxes, logits, places = [np.empty((0, 4))], [np.empty(0, np.float32)], [np.empty((0, 3), np.int64)]
    for number, level in enumerate(levels):
        scores = model.maps(torch.from_numpy(level.image)[None, None])[0].numpy()  # (rows, columns)
        rows, columns = np.nonzero(scores > threshold)
        corners = STRIDE * np.stack([columns, rows], axis=1)
        boxes.append(level.to_picture(np.concatenate([corners, corners + WINDOW], axis=1)))
        logits.append(scores[rows, columns])
        places.append(np.stack([np.full(len(rows), number), corners[:, 1], corners[:, 0]], axis=1))
    return np.concatenate(boxes), np.concatenate(logits), np.concatenate(places)


def cut_windows(levels: Sequence[PyramidLevel], places: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return the pixels of windows, as the net saw them.

    Parameters
    ----------
    levels : sequence of PyramidLevel
        Of one photograph.
    places : ndarray of shape (N, 3), int64
        What :func:`windows_above` returned, or some rows of it.

    Returns
    -------
    ndarray of shape (N, 25, 25), float32
    """
    patches = [levels[k].image[row : row + WINDOW, column : column + WINDOW] for k, row, column in places.tolist()]
    return np.stack(patches) if patches else np.empty((0, WINDOW, WINDOW), np.float32)


def find_faces(
    model: FaceNet, levels: Sequence[PyramidLevel], *, threshold: float = 0.0, iou_threshold: float = SUPPRESSED_IOU
) -> tuple[NDArray[np.float64], NDArray[np.float32]]:
    """Return the faces that the net sees in a photograph: of windows that overlap, the best alone.

    Parameters
    ----------
    model, levels, threshold
        As in :func:`windows_above`.
    iou_threshold : float
        Of two windows with a larger IoU than this the lower one is dropped.

    Returns
    -------
    boxes : ndarray of shape (N, 4), float64, pixels of the photograph, xyxy
        Best first.
    logits : ndarray of shape (N,), float32
    """
    boxes, logits, _ = windows_above(model, levels, threshold=threshold)
    kept = nms(boxes, logits, iou_threshold=iou_threshold)
    return boxes[kept], logits[kept]
