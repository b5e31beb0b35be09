"""Batches of a data set for PyTorch: the border where NHWC uint8 becomes NCHW float32 in [0, 1]."""

from companion.check import integer, require

require("torch")
import torch
from torch.utils.data import BatchSampler, DataLoader, Sampler, SequentialSampler, TensorDataset

import numpy as np

from companion.data.image_data import ImageData


class _SeededSampler(Sampler):
    """Indices in an order that depends on the seed and the epoch alone."""

    def __init__(self, count, seed):
        self.count, self.seed, self.epoch = count, seed, 0

    def __len__(self):
        return self.count

    def __iter__(self):
        order = np.random.default_rng([self.seed, self.epoch]).permutation(self.count)
        self.epoch += 1
        return iter(order.tolist())


def batches(data: ImageData, *, batch_size: int, shuffle: bool = False, seed: int = 0) -> DataLoader:
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

    Returns
    -------
    torch.utils.data.DataLoader
        Yields images (N, C, H, W), float32 in [0, 1], and labels (N,), int64.

    Raises
    ------
    TypeError
        If the pictures differ in size or hold several labels.
    ValueError
        If `batch_size` is below 1.

    Examples
    --------
    >>> from companion.data import load
    >>> images, labels = next(iter(batches(load("digits"), batch_size=32)))
    >>> images.shape, labels.dtype
    (torch.Size([32, 1, 8, 8]), torch.int64)
    """
    integer("batch_size", batch_size, minimum=1)
    if isinstance(data.images, tuple) or isinstance(data.labels, tuple):
        raise TypeError(f"data must hold pictures of one size with one label each, got {data!r}")
    images = torch.from_numpy(np.ascontiguousarray(data.images.transpose(0, 3, 1, 2))).float() / 255  # (N, C, H, W)
    labels = torch.from_numpy(np.asarray(data.labels, dtype=np.int64))
    integer("seed", seed, minimum=0)
    order = _SeededSampler(len(data), seed) if shuffle else SequentialSampler(range(len(data)))
    # Asking the tensors for a whole batch at once is many times faster than collating single pictures.
    sampler = BatchSampler(order, batch_size, drop_last=False)
    return DataLoader(TensorDataset(images, labels), batch_size=None, sampler=sampler)
