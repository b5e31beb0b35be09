"""Single pictures for `torchvision.transforms.v2`: boxes and masks are turned, cut and scaled together with them."""

from collections.abc import Callable
from typing import Any

from companion.check import require

require("torch")
import torch
from torch.utils.data import DataLoader, Dataset, default_collate
from torchvision import tv_tensors

import numpy as np

from companion.data.batching import check_options
from companion.data.datasets_torch import EpochSampler
from companion.data.image_data import ImageData


class PictureDataset(Dataset):
    """One picture after another, of any size, as tensors that know what they are.

    Parameters
    ----------
    data : ImageData
        Pictures with labels, and boxes and masks where there are any.
    transform : callable, optional
        Given an image and its target, returns both; as the transforms of torchvision's v2 do.

    Notes
    -----
    Item i is an image (C, H, W), uint8, and a target. The target is the label, or, where there are boxes or masks, a
    dict of what there is: "boxes", `BoundingBoxes` (n, 4), xyxy; "labels", (n,) or (); "mask", the semantic `Mask`
    (H, W); "masks", one `Mask` an object (n, H, W), uint8, 0 or 1. Difficult objects are left out of boxes, labels and
    object masks.

    Examples
    --------
    >>> from torchvision.transforms import v2
    >>> from companion.data.scenes import draw_scenes
    >>> image, target = PictureDataset(draw_scenes(1), v2.CenterCrop(64))[0]
    >>> image.shape, target["mask"].shape
    (torch.Size([3, 64, 64]), torch.Size([64, 64]))
    """

    def __init__(self, data: ImageData, transform: Callable[[Any, Any], tuple[Any, Any]] | None = None):
        self.data, self.transform = data, transform

    def __len__(self):
        return len(self.data)

    def __getitem__(self, index):
        if not 0 <= index < len(self):
            raise IndexError(f"index must be from 0 to {len(self) - 1}, got {index}")
        image = tv_tensors.Image(torch.from_numpy(self.data.images[index].transpose(2, 0, 1).copy()))  # (C, H, W)
        target = self._target(index, tuple(image.shape[1:]))
        return (image, target) if self.transform is None else self.transform(image, target)

    def _target(self, index: int, size: tuple[int, int]):
        data, labels = self.data, torch.as_tensor(self.data.labels[index])
        if all(part is None for part in (data.boxes, data.masks, data.instances)) and labels.ndim == 0:
            return int(labels)
        kept = np.arange(labels.numel())
        if data.difficult is not None:
            kept = np.flatnonzero(~data.difficult[index])
        target = {"labels": labels if labels.ndim == 0 else labels[kept]}
        if data.boxes is not None:
            boxes = data.boxes[index] if labels.ndim == 0 else data.boxes[index][kept]
            target["boxes"] = tv_tensors.BoundingBoxes(
                torch.as_tensor(boxes, dtype=torch.float32), format="XYXY", canvas_size=size
            )
        if data.masks is not None:
            target["mask"] = tv_tensors.Mask(torch.from_numpy(data.masks[index].copy()))
        if data.instances is not None:
            of_each = data.instances[index] == (kept + 1)[:, None, None]  # (n, H, W)
            target["masks"] = tv_tensors.Mask(torch.from_numpy(of_each.astype(np.uint8)))
        return target


def dataset_batches(
    dataset: Dataset,
    *,
    batch_size: int,
    shuffle: bool = False,
    seed: int = 0,
    workers: int = 0,
    collate: Callable[[list[Any]], Any] = default_collate,
) -> DataLoader:
    """Return a loader of any data set of single items, in the orders of :func:`companion.data.datasets_torch.batches`.

    Parameters
    ----------
    dataset : torch.utils.data.Dataset
        Items by index, a `PictureDataset` for instance.
    batch_size : int
        Items in a batch; the last batch may be smaller.
    shuffle : bool
        Whether each epoch has its own order.
    seed : int
        What the orders follow from, and with `workers` also what random transforms draw.
    workers : int
        Processes that make the next batches in the background.
    collate : callable
        Makes a batch of a list of items: stacks them, or :func:`collate_lists` where they differ in size.

    Returns
    -------
    torch.utils.data.DataLoader

    Raises
    ------
    TypeError, ValueError
        If `batch_size` is below 1, or `seed` or `workers` below 0.
    """
    check_options(batch_size, seed, workers)
    return DataLoader(
        dataset,
        batch_size,
        sampler=EpochSampler(len(dataset), shuffle, seed),
        num_workers=workers,
        collate_fn=collate,
        generator=torch.Generator().manual_seed(seed),
    )


def collate_lists(batch: list[Any]) -> tuple[list[Any], list[Any]]:
    """Return a list of images and a list of targets, as torchvision's detectors take them.

    Parameters
    ----------
    batch : list of (image, target)

    Returns
    -------
    images : list
    targets : list
    """
    images, targets = zip(*batch, strict=True)
    return list(images), list(targets)
