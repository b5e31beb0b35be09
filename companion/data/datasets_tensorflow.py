"""Batches of a data set as a `tf.data.Dataset`: NHWC float32 in [0, 1], read ahead in the background."""

from companion.check import require

require("tensorflow")
import numpy as np
import tensorflow as tf

from companion.data.batching import Source, boxed, check_options, epoch_order, labelled, masked
from companion.data.image_data import ImageData


def batches(
    data: ImageData, *, batch_size: int, shuffle: bool = False, seed: int = 0, workers: int = 0
) -> tf.data.Dataset:
    """Return a dataset of labelled batches.

    Parameters
    ----------
    data : ImageData
        Pictures of one size with one label each.
    batch_size : int
        Pictures in a batch; the last batch may be smaller.
    shuffle : bool
        Whether each pass has its own order.
    seed : int
        The orders of the first, second, ... pass follow from it and equal those of the PyTorch loader.
    workers : int
        Threads that decode batches in parallel, at least one. The next batches are always decoded ahead.

    Returns
    -------
    tf.data.Dataset
        Images (N, H, W, C), float32 in [0, 1], and labels (N,), int64.

    Raises
    ------
    TypeError
        If the pictures differ in size or hold several labels. Of files this is known only when they are decoded.
    ValueError
        If `batch_size` is below 1, `seed` or `workers` below 0.
    tf.errors.InvalidArgumentError
        While loading, if a file is corrupt; the message names it.

    Notes
    -----
    Give `fit` ``shuffle=False``: it cannot shuffle such a dataset, and warns.
    """
    return _dataset(labelled(data), batch_size, shuffle, seed, workers)


def box_batches(
    data: ImageData, *, batch_size: int, shuffle: bool = False, seed: int = 0, workers: int = 0
) -> tf.data.Dataset:
    """Return a dataset of batches with boxes.

    Parameters
    ----------
    data : ImageData
        Pictures of one size with a label for each box.
    batch_size : int
        Pictures in a batch; the last batch may be smaller.
    shuffle : bool
        Whether each pass has its own order.
    seed : int
        The orders of the first, second, ... pass follow from it and equal those of the PyTorch loader.
    workers : int
        Threads that decode batches in parallel, at least one. The next batches are always decoded ahead.

    Returns
    -------
    tf.data.Dataset
        Images (N, H, W, C), float32 in [0, 1], and a dict of "boxes", (N, M, 4), float32, pixels, xyxy, and "labels",
        (N, M), int64. Difficult objects are left out. M is the number of objects in the fullest picture of `data` after
        that, at least 1; what is missing is -1.

    Raises
    ------
    TypeError
        If the pictures differ in size or there is not a label for each box. The size of files is known only when they
        are decoded.
    ValueError
        If `batch_size` is below 1, `seed` or `workers` below 0.
    tf.errors.InvalidArgumentError
        While loading, if a file is corrupt; the message names it.
    """
    return _dataset(boxed(data), batch_size, shuffle, seed, workers)


def mask_batches(
    data: ImageData, *, batch_size: int, shuffle: bool = False, seed: int = 0, workers: int = 0
) -> tf.data.Dataset:
    """Return a dataset of batches with semantic masks.

    Parameters
    ----------
    data : ImageData
        Pictures of one size with masks.
    batch_size : int
        Pictures in a batch; the last batch may be smaller.
    shuffle : bool
        Whether each pass has its own order.
    seed : int
        The orders of the first, second, ... pass follow from it and equal those of the PyTorch loader.
    workers : int
        Threads that decode batches in parallel, at least one. The next batches are always decoded ahead.

    Returns
    -------
    tf.data.Dataset
        Images (N, H, W, C), float32 in [0, 1], and masks (N, H, W), int32: 0 background, class c is c + 1, 255 void.

    Raises
    ------
    TypeError
        If the pictures differ in size or there are no masks. The size of files is known only when they are decoded.
    ValueError
        If `batch_size` is below 1, `seed` or `workers` below 0.
    tf.errors.InvalidArgumentError
        While loading, if a file is corrupt; the message names it.
    """
    return _dataset(masked(data), batch_size, shuffle, seed, workers)


def _dataset(source: Source, batch_size: int, shuffle: bool, seed: int, workers: int) -> tf.data.Dataset:
    """Read batch after batch; the indices are drawn anew at each pass."""
    check_options(batch_size, seed, workers)
    example = _read(source, [0]) if len(source) else (np.zeros((0, 0, 0, 0), np.float32), np.zeros(0, np.int64))
    passes = 0

    def indices():
        nonlocal passes
        order = epoch_order(len(source), shuffle=shuffle, seed=seed, epoch=passes)
        passes += 1
        yield from (order[first : first + batch_size] for first in range(0, len(order), batch_size))

    def read(chosen):
        flat = [tf.as_dtype(part.dtype) for part in tf.nest.flatten(example)]
        parts = tf.numpy_function(lambda these: tf.nest.flatten(_read(source, these)), [chosen], flat)
        for part, like in zip(parts, tf.nest.flatten(example), strict=True):
            part.set_shape((None, *like.shape[1:]))
        return tf.nest.pack_sequence_as(example, parts)

    chosen = tf.data.Dataset.from_generator(indices, output_signature=tf.TensorSpec((None,), tf.int64))
    loaded = chosen.map(read, num_parallel_calls=max(1, workers), deterministic=True)
    return loaded.apply(tf.data.experimental.assert_cardinality(-(-len(source) // batch_size))).prefetch(
        tf.data.AUTOTUNE
    )


def _read(source: Source, indices):
    """Return a batch as NumPy arrays; the division is done here, because a graph would multiply by 1 / 255."""
    images, targets = source.read(indices)
    whole = targets if isinstance(targets, dict) or targets.ndim == 1 else targets.astype(np.int32)
    return images.astype(np.float32) / 255, whole
