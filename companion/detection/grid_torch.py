"""A small grid detector: every cell of a 12 x 12 grid says if an object is there, of which class, and where it ends.

It is anchor-free, of one scale: the simplest net with raw output like that of large ones, several boxes an object. Its
weights were trained by this project on drawn scenes of 96 x 96 pixels (``companion.detection.grid_recipe_torch``).
"""

from pathlib import Path

from companion.check import array, real, require

require("torch")

import torch
from torch import Tensor, nn

import numpy as np
from numpy.typing import ArrayLike, NDArray
from safetensors.torch import load_file

STRIDE = 8
"""Pixels between the centres of neighbouring cells."""

NUM_CLASSES = 6
"""Classes of the drawn scenes: `companion.data.shapes.SHAPES`."""

WEIGHTS = Path(__file__).parent / "weights" / "grid_detector.safetensors"

RawDetections = list[tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]]

_BATCH_SIZE = 64
_LONGEST = 6.0  # a distance is at most e^6 strides, far beyond any picture: no overflow while the net is untrained


class GridDetector(nn.Module):
    """Convolutional net that gives every cell an objectness, class scores and the distances to four edges.

    Parameters
    ----------
    num_classes : int
        Number of classes.
    width : int
        Channels of the first layer; the others have two, three and four times as many.

    Notes
    -----
    Like FCOS, without its pyramid and its centre-ness: the objectness, apart from the classes as in YOLO, learns the
    overlap that the cell's box reaches.

    References
    ----------
    Tian et al. 2019, FCOS: fully convolutional one-stage object detection, sections 3.1 and 3.3.
    Redmon et al. 2016, You only look once, section 2 (confidence = objectness times overlap).

    Examples
    --------
    >>> [tuple(part.shape) for part in GridDetector()(torch.zeros(2, 3, 96, 96))]
    [(2, 12, 12), (2, 12, 12, 6), (2, 12, 12, 4)]
    """

    def __init__(self, num_classes: int = NUM_CLASSES, width: int = 16) -> None:
        super().__init__()
        self.features = nn.Sequential(
            *_block(3, width, stride=2),
            *_block(width, 2 * width, stride=2),
            *_block(2 * width, 2 * width),
            *_block(2 * width, 3 * width, stride=2),
            *_block(3 * width, 4 * width),
            *_block(4 * width, 4 * width, dilation=2),
        )
        self.head = nn.Conv2d(4 * width, 1 + num_classes + 4, kernel_size=1)

    def forward(self, images: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return what every cell says.

        Parameters
        ----------
        images : Tensor of shape (B, 3, H, W), float
            RGB in 0..1, H and W multiples of 8.

        Returns
        -------
        objectness : Tensor of shape (B, H/8, W/8)
            Logits.
        class_logits : Tensor of shape (B, H/8, W/8, num_classes)
        distances : Tensor of shape (B, H/8, W/8, 4), pixels
            From the cell's centre to the left, top, right and lower edge, all above 0.
        """
        cells = self.head(self.features(images - 0.5)).permute(0, 2, 3, 1)  # (B, h, w, 1 + num_classes + 4)
        distances = STRIDE * torch.exp(cells[..., -4:].clamp(max=_LONGEST))
        return cells[..., 0], cells[..., 1:-4], distances


def _block(in_channels: int, out_channels: int, *, stride: int = 1, dilation: int = 1) -> list[nn.Module]:
    convolution = nn.Conv2d(in_channels, out_channels, 3, stride, padding=dilation, dilation=dilation, bias=False)
    return [convolution, nn.BatchNorm2d(out_channels), nn.ReLU()]


def cell_centres(height: int, width: int) -> Tensor:
    """Return the centres of the cells.

    Parameters
    ----------
    height, width : int
        Number of cells.

    Returns
    -------
    Tensor of shape (height, width, 2), pixels, x and y

    Examples
    --------
    >>> cell_centres(1, 2).tolist()
    [[[4.0, 4.0], [12.0, 4.0]]]
    """
    y, x = ((torch.arange(count) + 0.5) * STRIDE for count in (height, width))
    return torch.stack(torch.meshgrid(x, y, indexing="xy"), dim=-1)


def to_tensor(images: NDArray[np.uint8]) -> Tensor:
    """Return pictures (B, H, W, 3), uint8, as a tensor (B, 3, H, W) in 0..1."""
    # A copy, since PyTorch warns of arrays that nobody may write to.
    return torch.tensor(images).permute(0, 3, 1, 2).float() / 255


def load_detector() -> GridDetector:
    """Return the detector with the weights that this project trained, in evaluation mode.

    Examples
    --------
    >>> sum(weight.numel() for weight in load_detector().parameters()) < 100_000
    True
    """
    model = GridDetector()
    counters = {key: value for key, value in model.state_dict().items() if key.endswith("num_batches_tracked")}
    model.load_state_dict(load_file(WEIGHTS) | counters)
    return model.eval()


@torch.no_grad()
def raw_detections(model: GridDetector, images: NDArray[np.uint8], *, score_threshold: float) -> RawDetections:
    """Return what the cells of each picture found, before any suppression.

    Parameters
    ----------
    model : GridDetector
        In evaluation mode, on any device.
    images : ndarray of shape (B, H, W, 3), uint8
        RGB; H and W multiples of 8, not 0.
    score_threshold : float
        A cell counts if its score is at least this, 0 to 1; 0 gives all cells.

    Returns
    -------
    list of B tuples
        Of each picture: boxes (n, 4), float64, pixels, xyxy, clipped to the picture; scores (n,), float64; labels (n,),
        int64. Best score first; of equal scores the upper, then the left cell.

    Raises
    ------
    TypeError, ValueError
        If an argument has another shape or type, the threshold lies outside 0..1 or the model is in training mode.

    Notes
    -----
    A cell gives one detection, of its best class: score = objectness * probability of that class.
    """
    real("score_threshold", score_threshold, minimum=0, maximum=1)
    pictures = _as_pictures(images)
    if model.training:  # its batch norms would mix the pictures of a batch, and learn from them
        raise ValueError("model must be in evaluation mode, got one in training mode: call model.eval() first")
    device = next(model.parameters()).device
    found: RawDetections = []
    for start in range(0, len(pictures), _BATCH_SIZE):
        batch = to_tensor(pictures[start : start + _BATCH_SIZE]).to(device)
        boxes, scores, labels = (part.cpu().numpy() for part in _decode(*model(batch)))
        found += [_chosen(*picture, score_threshold) for picture in zip(boxes, scores, labels, strict=True)]
    return found


def _decode(objectness: Tensor, class_logits: Tensor, distances: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Return boxes (B, cells, 4), scores and labels (B, cells)."""
    height, width = objectness.shape[1:]
    centres = cell_centres(height, width).to(distances)
    boxes = torch.cat([centres - distances[..., :2], centres + distances[..., 2:]], dim=-1)  # (B, h, w, 4)
    edges = boxes.new_tensor([width, height, width, height]) * STRIDE
    likeliest, labels = class_logits.softmax(dim=-1).max(dim=-1)  # (B, h, w)
    scores = objectness.sigmoid() * likeliest
    return boxes.clamp(min=0).minimum(edges).flatten(1, 2), scores.flatten(1), labels.flatten(1)


def _chosen(
    boxes: NDArray[np.float32], scores: NDArray[np.float32], labels: NDArray[np.int64], threshold: float
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]:
    order = np.argsort(-scores, kind="stable")
    order = order[scores[order] >= threshold]
    return boxes[order].astype(np.float64), scores[order].astype(np.float64), labels[order]


def _as_pictures(images: ArrayLike) -> NDArray[np.uint8]:
    pictures = array("images", images, shape=("B", "H", "W", 3))
    if pictures.dtype != np.uint8:
        raise TypeError(f"images must be uint8, got {pictures.dtype}")
    if any(side == 0 or side % STRIDE for side in pictures.shape[1:3]):
        given = pictures.shape[1:3]
        raise ValueError(f"images must have height and width in multiples of {STRIDE}, at least {STRIDE}, got {given}")
    return pictures
