import numpy as np
import pytest

from companion.data import ImageData


def make(count=3, **parts):
    images = np.arange(count * 4, dtype=np.uint8).reshape(count, 2, 2, 1)
    return ImageData("toy", "train", images, np.arange(count), ("a", "b", "c"), **parts)


def test_length_and_representation():
    assert len(make()) == 3
    assert repr(make()) == "ImageData('toy', 'train': 3 images (2, 2, 1), 3 classes)"


def test_take_keeps_every_part_together():
    boxes = tuple(np.full((i, 4), float(i)) for i in range(3))
    data = make(boxes=boxes, masks=np.arange(12, dtype=np.uint8).reshape(3, 2, 2))
    taken = data.take([2, 0])
    assert taken.labels.tolist() == [2, 0]
    assert taken.images[0].tolist() == data.images[2].tolist()
    assert [len(box) for box in taken.boxes] == [2, 0]
    assert taken.masks[1].tolist() == data.masks[0].tolist()
    assert taken.instances is None


@pytest.mark.parametrize("all_of_it", [slice(None), [0, 1, 2], np.array([True, True, True])])
def test_take_everything_changes_nothing(all_of_it):
    data = make()
    assert (data.take(all_of_it).images == data.images).all()


def test_take_nothing():
    assert len(make().take([])) == 0
    assert make().take([]).images.shape == (0, 2, 2, 1)


def test_take_out_of_range():
    with pytest.raises(IndexError, match="3"):
        make().take([3])


def test_unknown_split_and_unequal_lengths():
    images = np.zeros((2, 2, 2, 1), np.uint8)
    with pytest.raises(ValueError, match="split must be one of 'train', 'validation', 'test', got 'dev'"):
        ImageData("toy", "dev", images, np.zeros(2, int), ("a",))
    with pytest.raises(ValueError, match=r"labels must hold one entry per image \(2\), got 1"):
        ImageData("toy", "train", images, np.zeros(1, int), ("a",))
