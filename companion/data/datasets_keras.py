"""Batches of a data set for Keras: NHWC float32 in [0, 1], whatever the backend."""

from companion.check import require

require("keras")
import keras
import numpy as np

from companion.data.batching import Source, boxed, check_options, epoch_order, labelled, masked
from companion.data.image_data import ImageData


class _Batches(keras.utils.PyDataset):
    """Batches in an order that depends on the seed and the epoch alone."""

    def __init__(self, source: Source, batch_size: int, shuffle: bool, seed: int, workers: int):
        check_options(batch_size, seed, workers)
        super().__init__(workers=max(1, workers))
        self.source, self.batch_size, self.shuffle, self.seed = source, batch_size, shuffle, seed
        self.epoch = 0
        self._reorder()

    def __len__(self):
        return -(-len(self.source) // self.batch_size)

    def __getitem__(self, index):
        if not 0 <= index < len(self):
            raise IndexError(f"index must be from 0 to {len(self) - 1}, got {index}")
        images, targets = self.source.read(self.order[index * self.batch_size : (index + 1) * self.batch_size])
        whole = targets if isinstance(targets, dict) or targets.ndim == 1 else targets.astype(np.int32)
        return images.astype(np.float32) / 255, whole

    def on_epoch_end(self):
        """Move on to the order of the next epoch."""
        self.epoch += 1
        self._reorder()

    def _reorder(self):
        self.order = epoch_order(len(self.source), shuffle=self.shuffle, seed=self.seed, epoch=self.epoch)


def batches(
    data: ImageData, *, batch_size: int, shuffle: bool = False, seed: int = 0, workers: int = 0
) -> keras.utils.PyDataset:
    """Return a sequence of labelled batches.

    Parameters
    ----------
    data : ImageData
        Pictures of one size with one label each.
    batch_size : int
        Pictures in a batch; the last batch may be smaller.
    shuffle : bool
        Whether each epoch has its own order; a loop of one's own calls `on_epoch_end` as `fit` does.
    seed : int
        The orders of the first, second, ... epoch follow from it and equal those of the PyTorch loader.
    workers : int
        Threads that decode the next batches while `fit` computes; Keras uses at least one.

    Returns
    -------
    keras.utils.PyDataset
        Item i is images (N, H, W, C), float32 in [0, 1], and labels (N,), int64.

    Raises
    ------
    TypeError
        If the pictures differ in size or hold several labels. Of files this is known only when they are decoded.
    ValueError
        If `batch_size` is below 1, `seed` or `workers` below 0; while loading, if a file is corrupt.

    Notes
    -----
    `fit` with its default ``shuffle=True`` also permutes the batches of an epoch, and it may count an
    epoch while it builds the model. A loop of one's own meets neither.
    """
    return _Batches(labelled(data), batch_size, shuffle, seed, workers)


def box_batches(
    data: ImageData, *, batch_size: int, shuffle: bool = False, seed: int = 0, workers: int = 0
) -> keras.utils.PyDataset:
    """Return a sequence of batches with boxes.

    Parameters
    ----------
    data : ImageData
        Pictures of one size with a label for each box.
    batch_size : int
        Pictures in a batch; the last batch may be smaller.
    shuffle : bool
        Whether each epoch has its own order; a loop of one's own calls `on_epoch_end` as `fit` does.
    seed : int
        The orders of the first, second, ... epoch follow from it and equal those of the PyTorch loader.
    workers : int
        Threads that decode the next batches while `fit` computes; Keras uses at least one.

    Returns
    -------
    keras.utils.PyDataset
        Item i is images (N, H, W, C), float32 in [0, 1], and a dict of "boxes", (N, M, 4), float32, pixels, xyxy, and
        "labels", (N, M), int64. Difficult objects are left out. M is the number of objects in the fullest
        picture of `data` after that, at least 1, so that no batch is traced anew; what is missing is -1.

    Raises
    ------
    TypeError
        If the pictures differ in size or there is not a label for each box. The size of files is known only when they
        are decoded.
    ValueError
        If `batch_size` is below 1, `seed` or `workers` below 0; while loading, if a file is corrupt.
    """
    return _Batches(boxed(data), batch_size, shuffle, seed, workers)


def mask_batches(
    data: ImageData, *, batch_size: int, shuffle: bool = False, seed: int = 0, workers: int = 0
) -> keras.utils.PyDataset:
    """Return a sequence of batches with semantic masks.

    Parameters
    ----------
    data : ImageData
        Pictures of one size with masks.
    batch_size : int
        Pictures in a batch; the last batch may be smaller.
    shuffle : bool
        Whether each epoch has its own order; a loop of one's own calls `on_epoch_end` as `fit` does.
    seed : int
        The orders of the first, second, ... epoch follow from it and equal those of the PyTorch loader.
    workers : int
        Threads that decode the next batches while `fit` computes; Keras uses at least one.

    Returns
    -------
    keras.utils.PyDataset
        Item i is images (N, H, W, C), float32 in [0, 1], and masks (N, H, W), int32: 0 background, class c is c + 1,
        255 void (``ignore_class=255``).

    Raises
    ------
    TypeError
        If the pictures differ in size or there are no masks. The size of files is known only when they are decoded.
    ValueError
        If `batch_size` is below 1, `seed` or `workers` below 0; while loading, if a file is corrupt.
    """
    return _Batches(masked(data), batch_size, shuffle, seed, workers)
