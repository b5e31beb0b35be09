"""Batches of a data set for Keras: NHWC float32 in [0, 1], whatever the backend."""

from companion.check import integer, require

require("keras")
import keras
import numpy as np

from companion.data.image_data import ImageData


class _Batches(keras.utils.PyDataset):
    """Batches in an order that depends on the seed and the epoch alone."""

    def __init__(self, data, batch_size, shuffle, seed):
        super().__init__()
        self.data, self.batch_size, self.shuffle, self.seed = data, batch_size, shuffle, seed
        self.epoch = 0
        self._reorder()

    def __len__(self):
        return -(-len(self.data) // self.batch_size)

    def __getitem__(self, index):
        if not 0 <= index < len(self):
            raise IndexError(f"index must be from 0 to {len(self) - 1}, got {index}")
        chosen = self.order[index * self.batch_size : (index + 1) * self.batch_size]
        return self.data.images[chosen].astype(np.float32) / 255, self.data.labels[chosen]

    def on_epoch_end(self):
        """Move on to the order of the next epoch."""
        self.epoch += 1
        self._reorder()

    def _reorder(self):
        count = len(self.data)
        rng = np.random.default_rng([self.seed, self.epoch])
        self.order = rng.permutation(count) if self.shuffle else np.arange(count)


def batches(data: ImageData, *, batch_size: int, shuffle: bool = False, seed: int = 0) -> keras.utils.PyDataset:
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

    Returns
    -------
    keras.utils.PyDataset
        Item i is images (N, H, W, C), float32 in [0, 1], and labels (N,), int64.

    Raises
    ------
    TypeError
        If the pictures differ in size or hold several labels.
    ValueError
        If `batch_size` is below 1.
    """
    integer("batch_size", batch_size, minimum=1)
    if isinstance(data.images, tuple) or isinstance(data.labels, tuple):
        raise TypeError(f"data must hold pictures of one size with one label each, got {data!r}")
    return _Batches(data, batch_size, shuffle, integer("seed", seed, minimum=0))
