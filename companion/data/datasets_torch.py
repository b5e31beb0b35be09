"""Batches of a data set for PyTorch: the border where NHWC uint8 becomes NCHW float32 in [0, 1]."""

from companion.check import require

require("torch")
import torch
from torch.utils.data import BatchSampler, DataLoader, Dataset, Sampler

import numpy as np

from companion.data.batching import Source, boxed, check_options, epoch_order, labelled, masked
from companion.data.image_data import ImageData


class EpochSampler(Sampler):
    """Indices in an order that depends on the seed and the epoch alone.

    Parameters
    ----------
    count : int
        Number of indices.
    shuffle : bool
        Whether each epoch has its own order.
    seed : int
        What the orders of the first, second, ... epoch follow from.
    """

    def __init__(self, count: int, shuffle: bool, seed: int):
        self.count, self.shuffle, self.seed, self.epoch = count, shuffle, seed, 0

    def __len__(self):
        return self.count

    def __iter__(self):
        order = epoch_order(self.count, shuffle=self.shuffle, seed=self.seed, epoch=self.epoch)
        self.epoch += 1
        return iter(order.tolist())


class _Batches(Dataset):
    """Whole batches as tensors: reading one at once is many times faster than collating single pictures."""

    def __init__(self, source: Source):
        self.source = source

    def __len__(self):
        return len(self.source)

    def __getitem__(self, indices):
        images, targets = self.source.read(indices)
        pictures = torch.from_numpy(np.ascontiguousarray(images.transpose(0, 3, 1, 2))).float() / 255  # (N, C, H, W)
        if isinstance(targets, dict):
            return pictures, {name: torch.from_numpy(part) for name, part in targets.items()}
        return pictures, torch.from_numpy(targets).long()


def batches(data: ImageData, *, batch_size: int, shuffle: bool = False, seed: int = 0, workers: int = 0) -> DataLoader:
    """Return a loader of labelled pictures.

    Parameters
    ----------
    data : ImageData
        Pictures of one size with one label each.
    batch_size : int
        Pictures in a batch; the last batch may be smaller.
    shuffle : bool
        Whether each epoch has its own order.
    seed : int
        The orders of the first, second, ... epoch follow from it, whatever else is drawn in between.
    workers : int
        Processes that decode the next batches in the background; 0 decodes when asked. The order is the same.

    Returns
    -------
    torch.utils.data.DataLoader
        Yields images (N, C, H, W), float32 in [0, 1], and labels (N,), int64.

    Raises
    ------
    TypeError
        If the pictures differ in size or hold several labels. Of files this is known only when they are decoded.
    ValueError
        If `batch_size` is below 1, `seed` or `workers` below 0; while loading, if a file is corrupt.

    Examples
    --------
    >>> from companion.data import load
    >>> images, labels = next(iter(batches(load("digits"), batch_size=32)))
    >>> images.shape, labels.dtype
    (torch.Size([32, 1, 8, 8]), torch.int64)
    """
    return _loader(labelled(data), batch_size, shuffle, seed, workers)


def box_batches(
    data: ImageData, *, batch_size: int, shuffle: bool = False, seed: int = 0, workers: int = 0
) -> DataLoader:
    """Return a loader of pictures with boxes.

    Parameters
    ----------
    data : ImageData
        Pictures of one size with a label for each box.
    batch_size : int
        Pictures in a batch; the last batch may be smaller.
    shuffle : bool
        Whether each epoch has its own order.
    seed : int
        The orders of the first, second, ... epoch follow from it, whatever else is drawn in between.
    workers : int
        Processes that decode the next batches in the background; 0 decodes when asked. The order is the same.

    Returns
    -------
    torch.utils.data.DataLoader
        Yields images (N, C, H, W), float32 in [0, 1], and a dict of "boxes", (N, M, 4), float32, pixels, xyxy, and
        "labels", (N, M), int64. Difficult objects are left out. M is the number of objects in the fullest
        picture of `data` after that, at least 1; what is missing is -1.

    Raises
    ------
    TypeError
        If the pictures differ in size or there is not a label for each box. The size of files is known only when they
        are decoded.
    ValueError
        If `batch_size` is below 1, `seed` or `workers` below 0; while loading, if a file is corrupt.

    Examples
    --------
    >>> from companion.data.scenes import draw_scenes
    >>> images, targets = next(iter(box_batches(draw_scenes(3, objects=(0, 2)), batch_size=3)))
    >>> targets["boxes"].shape, targets["labels"].shape
    (torch.Size([3, 2, 4]), torch.Size([3, 2]))
    """
    return _loader(boxed(data), batch_size, shuffle, seed, workers)


def mask_batches(
    data: ImageData, *, batch_size: int, shuffle: bool = False, seed: int = 0, workers: int = 0
) -> DataLoader:
    """Return a loader of pictures with semantic masks.

    Parameters
    ----------
    data : ImageData
        Pictures of one size with masks.
    batch_size : int
        Pictures in a batch; the last batch may be smaller.
    shuffle : bool
        Whether each epoch has its own order.
    seed : int
        The orders of the first, second, ... epoch follow from it, whatever else is drawn in between.
    workers : int
        Processes that decode the next batches in the background; 0 decodes when asked. The order is the same.

    Returns
    -------
    torch.utils.data.DataLoader
        Yields images (N, C, H, W), float32 in [0, 1], and masks (N, H, W), int64: 0 background, class c is c + 1, 255
        void (``ignore_index=255``).

    Raises
    ------
    TypeError
        If the pictures differ in size or there are no masks. The size of files is known only when they are decoded.
    ValueError
        If `batch_size` is below 1, `seed` or `workers` below 0; while loading, if a file is corrupt.
    """
    return _loader(masked(data), batch_size, shuffle, seed, workers)


def _loader(source: Source, batch_size: int, shuffle: bool, seed: int, workers: int) -> DataLoader:
    check_options(batch_size, seed, workers)
    sampler = BatchSampler(EpochSampler(len(source), shuffle, seed), batch_size, drop_last=False)
    return DataLoader(_Batches(source), batch_size=None, sampler=sampler, num_workers=workers)
