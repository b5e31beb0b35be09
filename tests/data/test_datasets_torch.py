import numpy as np
import pytest

torch = pytest.importorskip("torch")

from PIL import Image

from companion.data import ImageData, load
from companion.data.datasets_torch import batches, box_batches, mask_batches
from companion.data.decoding import read_image
from companion.data.lazy import Lazy
from companion.data.scenes import draw_scenes


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
    with pytest.raises(ValueError, match="workers must be a whole number of at least 0, got -1"):
        batches(toy(), batch_size=1, workers=-1)


def pictures(folder, count=5):
    """Return pictures in files, the same in memory, and the files."""
    rng = np.random.default_rng(0)
    arrays = rng.integers(0, 256, (count, 6, 8, 3)).astype(np.uint8)
    paths = tuple(folder / f"{i}.png" for i in range(count))
    for path, array in zip(paths, arrays, strict=True):
        Image.fromarray(array).save(path)
    data = ImageData("toy", "train", Lazy(read_image, paths), np.arange(count), tuple("abcde"))
    return data, data.decoded(), paths


@pytest.mark.parametrize("workers", [0, 2])
def test_lazy_and_eager_give_the_same_with_and_without_workers(tmp_path, workers):
    lazy, eager, _ = pictures(tmp_path)
    ours = batches(lazy, batch_size=2, shuffle=True, seed=3, workers=workers)
    theirs = batches(eager, batch_size=2, shuffle=True, seed=3)
    assert ours.num_workers == workers
    for _ in range(2):
        for (images, labels), (others, other_labels) in zip(ours, theirs, strict=True):
            assert torch.equal(images, others)
            assert torch.equal(labels, other_labels)
            assert images.is_contiguous()


@pytest.mark.parametrize("workers", [0, 1])
def test_a_corrupt_picture_is_named_from_a_worker_too(tmp_path, workers):
    lazy, _, paths = pictures(tmp_path)
    paths[3].write_bytes(paths[3].read_bytes()[:80])
    with pytest.raises(ValueError, match=r"path must name a whole picture, got .*3\.png: "):
        list(batches(lazy, batch_size=2, workers=workers))


def test_padded_boxes_by_hand():
    boxes = (np.array([[0.0, 0, 1, 1], [1, 1, 2, 2]]), np.zeros((0, 4)), np.array([[0.0, 1, 2, 2]]))
    labels = (np.array([3, 4]), np.array([], int), np.array([5]))
    data = ImageData("toy", "train", np.zeros((3, 2, 2, 3), np.uint8), labels, tuple("abcdef"), boxes)
    (_, first), (_, second) = box_batches(data, batch_size=2)
    assert first["labels"].tolist() == [[3, 4], [-1, -1]]
    assert second["boxes"].tolist() == [[[0, 1, 2, 2], [-1, -1, -1, -1]]]
    assert (first["boxes"].dtype, first["labels"].dtype) == (torch.float32, torch.int64)


def test_masks_and_scenes_without_objects():
    scenes = draw_scenes(3, size=64, objects=(0, 0))
    (images, targets) = next(iter(box_batches(scenes, batch_size=3)))
    assert images.shape == (3, 3, 64, 64)
    assert targets["boxes"].tolist() == [[[-1] * 4]] * 3
    _, masks = next(iter(mask_batches(draw_scenes(2), batch_size=2)))
    assert (masks.shape, masks.dtype) == ((2, 128, 128), torch.int64)
    assert (masks.numpy() == draw_scenes(2).masks).all()
