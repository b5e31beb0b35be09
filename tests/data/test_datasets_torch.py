import numpy as np
import pytest

torch = pytest.importorskip("torch")

from companion.data import ImageData, load
from companion.data.datasets_torch import batches


def toy(count=7):
    images = np.arange(count * 12, dtype=np.uint8).reshape(count, 2, 2, 3)
    return ImageData("toy", "train", images, np.arange(count), tuple("abcdefg"))


def test_by_hand():
    (images, labels), *rest = batches(toy(), batch_size=4)
    assert images.shape == (4, 3, 2, 2)
    assert images.dtype == torch.float32
    assert labels.tolist() == [0, 1, 2, 3]
    assert len(rest) == 1
    assert rest[0][0].shape[0] == 3
    assert images[0, :, 0, 1].tolist() == pytest.approx([3 / 255, 4 / 255, 5 / 255])


def test_every_picture_once_in_another_order_each_epoch():
    loader = batches(toy(), batch_size=3, shuffle=True, seed=5)
    epochs = [[label for _, labels in loader for label in labels.tolist()] for _ in range(3)]
    assert all(sorted(epoch) == list(range(7)) for epoch in epochs)
    assert len({tuple(epoch) for epoch in epochs}) == 3
    torch.rand(10)
    again = batches(toy(), batch_size=3, shuffle=True, seed=5)
    assert [label for _, labels in again for label in labels.tolist()] == epochs[0]


def test_pictures_stay_with_their_labels():
    for images, labels in batches(toy(), batch_size=2, shuffle=True):
        assert (images[:, 0, 0, 0] * 255).round().int().tolist() == [12 * label for label in labels.tolist()]


def test_length_and_empty():
    assert len(batches(toy(), batch_size=3)) == 3
    assert len(batches(toy(), batch_size=7)) == 1
    assert list(batches(toy(0), batch_size=3, shuffle=True)) == []


def test_bad_input():
    with pytest.raises(ValueError, match="batch_size must be a whole number of at least 1, got 0"):
        batches(toy(), batch_size=0)
    with pytest.raises(TypeError, match="data must hold pictures of one size with one label each"):
        batches(load("photos"), batch_size=1)
