"""Train the small grid detector on drawn scenes."""

from companion.check import integer, one_of, require

require("torch")

import torch
from torch import Tensor

import numpy as np

from companion.data.image_data import ImageData
from companion.data.scenes import Recipe, draw_split
from companion.detection.grid_loss_torch import cell_targets, grid_loss
from companion.detection.grid_torch import STRIDE, GridDetector, to_tensor
from companion.training.progress import progress_bar
from companion.training.schedules import linear_warmup_cosine

SCENES = Recipe(size=96, objects=(1, 5), object_size=(14, 48), occlusion=0.35)
"""What the pictures look like: small and half-hidden objects, so that the detector stays short of perfect."""

COUNTS = {"train": 3000, "validation": 300, "test": 300}
"""Pictures of each split; the backgrounds of different splits share no pixel of a photograph."""

_BATCH_SIZE, _RATE, _DECAY = 32, 4e-3, 0.05


def scenes(split: str) -> ImageData:
    """Return the pictures of one split.

    Parameters
    ----------
    split : str
        "train", "validation" or "test".

    Returns
    -------
    ImageData
        `COUNTS` of the split many pictures of 96 x 96 pixels, always the same.

    Raises
    ------
    ValueError
        If the split is unknown.
    """
    one_of("split", split, tuple(COUNTS))
    return draw_split(split, COUNTS[split], SCENES).decoded()


def train(*, epochs: int, seed: int) -> GridDetector:
    """Return a detector trained on the training pictures, in evaluation mode.

    Parameters
    ----------
    epochs : int
        Passes over the pictures.
    seed : int
        Of the initialization, the order and the flips. PyTorch's global generator is left as it was.

    Raises
    ------
    TypeError, ValueError
        If an argument is no whole number of the allowed size.

    Notes
    -----
    AdamW, a linear warm-up, then a cosine. Every batch is mirrored and transposed at random.
    """
    integer("epochs", epochs, minimum=1)
    integer("seed", seed, minimum=0)
    data = scenes("train")
    boxes, labels = padded_truths(data)
    steps = epochs * -(-len(data) // _BATCH_SIZE)
    with torch.random.fork_rng(devices=[]), progress_bar(steps) as bar:
        torch.manual_seed(seed)
        model = GridDetector().to(memory_format=torch.channels_last).train()
        optimizer = torch.optim.AdamW(model.parameters(), lr=_RATE, weight_decay=_DECAY)
        batches = (chosen for _ in range(epochs) for chosen in torch.randperm(len(data)).split(_BATCH_SIZE))
        for step, chosen in enumerate(batches):
            optimizer.param_groups[0]["lr"] = _RATE * linear_warmup_cosine(step / steps)
            _update(model, optimizer, *flipped(to_tensor(data.images[chosen.numpy()]), boxes[chosen]), labels[chosen])
            bar.update(1)
    return model.eval()


def _update(
    model: GridDetector, optimizer: torch.optim.Optimizer, images: Tensor, boxes: Tensor, labels: Tensor
) -> None:
    images = images.contiguous(memory_format=torch.channels_last)
    targets = cell_targets(boxes, labels, (images.shape[2] // STRIDE, images.shape[3] // STRIDE))
    loss = grid_loss(*model(images), targets)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()


def padded_truths(data: ImageData) -> tuple[Tensor, Tensor]:
    """Return boxes (B, M, 4), float32, and labels (B, M), int64, padded with -1 to the most objects of a picture."""
    most = max(map(len, data.labels), default=0)
    boxes = np.zeros((len(data), max(most, 1), 4), np.float32)
    labels = np.full(boxes.shape[:2], -1)
    for row, (picture_boxes, picture_labels) in enumerate(zip(data.boxes or (), data.labels, strict=True)):
        boxes[row, : len(picture_labels)] = picture_boxes
        labels[row, : len(picture_labels)] = picture_labels
    return torch.from_numpy(boxes), torch.from_numpy(labels)


def flipped(images: Tensor, boxes: Tensor) -> tuple[Tensor, Tensor]:
    """Mirror a batch left to right, and exchange its rows and columns, each with probability a half.

    Parameters
    ----------
    images : Tensor of shape (B, C, H, H)
        Square pictures.
    boxes : Tensor of shape (B, M, 4), pixels, xyxy
        Their boxes, which move along.

    Returns
    -------
    tuple of Tensor
        New pictures and boxes: as they were, mirrored, transposed, or both, which is a quarter turn to the left. These
        are four of the eight ways to turn and mirror a square.
    """
    mirror, transpose = (torch.rand(2) < 0.5).tolist()
    if mirror:
        images, size = images.flip(-1), images.shape[-1]
        boxes = torch.stack([size - boxes[..., 2], boxes[..., 1], size - boxes[..., 0], boxes[..., 3]], dim=-1)
    if transpose:
        images, boxes = images.transpose(-1, -2), boxes[..., [1, 0, 3, 2]]
    return images, boxes
