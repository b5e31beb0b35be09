import numpy as np
import pytest

pytest.importorskip("torchvision")  # before keras, or the process crashes
pytest.importorskip("keras")

from companion.data import ImageData, datasets_torch, load
from companion.data.datasets_keras import batches


def toy(count=7):
    images = np.arange(count * 12, dtype=np.uint8).reshape(count, 2, 2, 3)
    return ImageData("toy", "train", images, np.arange(count), tuple("abcdefg"))


def test_by_hand():
    part = batches(toy(), batch_size=4)
    images, labels = part[0]
    assert images.shape == (4, 2, 2, 3)
    assert images.dtype == np.float32
    assert labels.tolist() == [0, 1, 2, 3]
    assert images[0, 0, 1].tolist() == pytest.approx([3 / 255, 4 / 255, 5 / 255])
    assert len(part) == 2
    assert len(part[1][1]) == 3


def test_the_same_order_as_in_torch_in_every_epoch():
    ours = batches(toy(), batch_size=3, shuffle=True, seed=5)
    theirs = datasets_torch.batches(toy(), batch_size=3, shuffle=True, seed=5)
    for _ in range(3):
        got = [label for i in range(len(ours)) for label in ours[i][1].tolist()]
        assert got == [label for _, labels in theirs for label in labels.tolist()]
        ours.on_epoch_end()


def test_empty_and_past_the_end():
    assert len(batches(toy(0), batch_size=3)) == 0
    with pytest.raises(IndexError, match="index must be from 0 to 2, got 3"):
        batches(toy(), batch_size=3)[3]


def test_bad_input():
    with pytest.raises(ValueError, match="batch_size must be a whole number of at least 1, got 0"):
        batches(toy(), batch_size=0)
    with pytest.raises(TypeError, match="data must hold pictures of one size with one label each"):
        batches(load("photos"), batch_size=1)
