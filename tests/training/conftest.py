"""Three classes of 28x28 pictures that a net learns in two epochs, as arrays and as batches of both frameworks."""

from types import SimpleNamespace

import numpy as np
import pytest


def toy_images(count=48, seed=0):
    """Return images (N, 28, 28, 1) with a bright left, right or lower third, and their labels."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 3, count)
    images = rng.uniform(0, 0.5, (count, 28, 28, 1)).astype(np.float32)
    for image, label in zip(images, labels, strict=True):
        image[(slice(None), slice(None), slice(19, None))[label], (slice(9), slice(19, None), slice(None))[label]] += (
            0.5
        )
    return images, labels.astype(np.int64)


def torch_batches(images, labels, batch_size=20):
    import torch
    from torch.utils.data import DataLoader, TensorDataset

    channels_first = torch.from_numpy(images.transpose(0, 3, 1, 2).copy())
    return DataLoader(TensorDataset(channels_first, torch.from_numpy(labels)), batch_size=batch_size)


def keras_batches(images, labels, batch_size=20):
    import keras

    class Batches(keras.utils.PyDataset):
        def __len__(self):
            return -(-len(images) // batch_size)

        def __getitem__(self, index):
            here = slice(index * batch_size, (index + 1) * batch_size)
            return images[here], labels[here]

    return Batches()


@pytest.fixture
def toy():
    """Return the three functions of this file."""
    return SimpleNamespace(images=toy_images, torch_batches=torch_batches, keras_batches=keras_batches)
