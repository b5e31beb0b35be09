import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("torchvision")

from torchvision import tv_tensors
from torchvision.transforms import v2

from companion.data import ImageData, load
from companion.data.datasets_torch import batches
from companion.data.lazy import Lazy
from companion.data.pictures_torch import PictureDataset, collate_lists, dataset_batches
from companion.data.scenes import draw_scenes


def test_a_picture_with_one_label():
    digits = load("digits", split="test")
    image, target = PictureDataset(digits)[3]
    assert isinstance(image, tv_tensors.Image)
    assert (image.shape, image.dtype, target) == ((1, 8, 8), torch.uint8, digits.labels[3])
    assert (image[0].numpy() == digits.images[3, ..., 0]).all()


def test_a_scene_with_everything():
    scenes = draw_scenes(3, size=64, objects=(2, 3), object_size=(12, 24))
    image, target = PictureDataset(scenes)[1]
    count = len(scenes.boxes[1])
    assert target["boxes"].canvas_size == (64, 64)
    assert (target["boxes"].numpy() == scenes.boxes[1]).all()
    assert target["labels"].tolist() == scenes.labels[1].tolist()
    assert (target["mask"].numpy() == scenes.masks[1]).all()
    assert target["masks"].shape == (count, 64, 64)
    assert all((target["masks"][i].numpy() == (scenes.instances[1] == i + 1)).all() for i in range(count))


def test_a_flip_moves_boxes_and_masks_along():
    scenes = draw_scenes(1, size=64, objects=(2, 2), object_size=(12, 24))
    image, target = PictureDataset(scenes, v2.RandomHorizontalFlip(p=1))[0]
    assert (image.numpy() == scenes.images[0].transpose(2, 0, 1)[..., ::-1]).all()
    assert (target["mask"].numpy() == scenes.masks[0][:, ::-1]).all()
    x1, y1, x2, y2 = scenes.boxes[0].T
    assert (target["boxes"].numpy() == np.stack([64 - x2, y1, 64 - x1, y2], axis=1)).all()


def test_difficult_objects_are_left_out():
    scenes = draw_scenes(1, size=64, objects=(2, 2), object_size=(12, 24))
    data = ImageData(
        *(getattr(scenes, part) for part in ("name", "split", "images", "labels", "class_names", "boxes", "masks")),
        instances=scenes.instances,
        difficult=(np.array([True, False]),),
    )
    target = PictureDataset(data)[0][1]
    assert (target["boxes"].numpy() == scenes.boxes[0][1:]).all()
    assert target["labels"].tolist() == scenes.labels[0][1:].tolist()
    assert (target["masks"].numpy() == (scenes.instances == 2)).all()


def test_one_label_with_a_mask():
    data = ImageData(
        "pets", "test", np.zeros((1, 4, 4, 3), np.uint8), np.array([1]), ("a", "b"), masks=np.ones((1, 4, 4))
    )
    target = PictureDataset(data)[0][1]
    assert target["labels"].item() == 1
    assert set(target) == {"labels", "mask"}


@pytest.mark.parametrize("workers", [0, 2])
def test_batches_have_the_orders_of_the_other_loaders(workers):
    digits = load("digits", split="test").take(slice(10))
    ours = dataset_batches(
        PictureDataset(digits, v2.Compose([v2.ToDtype(torch.float32, scale=True)])),
        batch_size=4,
        shuffle=True,
        seed=2,
        workers=workers,
    )
    theirs = batches(digits, batch_size=4, shuffle=True, seed=2)
    for _ in range(2):
        for (images, labels), (others, other_labels) in zip(ours, theirs, strict=True):
            assert torch.allclose(images, others)
            assert labels.tolist() == other_labels.tolist()


def test_pictures_of_different_sizes_in_lists():
    shapes = ((2, 3, 3), (4, 5, 3))
    data = ImageData("toy", "test", Lazy(np.zeros, shapes), np.arange(2), ("a", "b"))
    images, targets = next(iter(dataset_batches(PictureDataset(data), batch_size=2, collate=collate_lists)))
    assert [tuple(image.shape) for image in images] == [(3, 2, 3), (3, 4, 5)]
    assert targets == [0, 1]


def test_past_the_end_and_bad_input():
    dataset = PictureDataset(load("digits", split="test").take([0]))
    assert len(list(dataset)) == 1
    with pytest.raises(IndexError, match="index must be from 0 to 0, got 1"):
        dataset[1]
    with pytest.raises(ValueError, match="batch_size must be a whole number of at least 1, got 0"):
        dataset_batches(dataset, batch_size=0)
