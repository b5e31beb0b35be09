from dataclasses import replace

import numpy as np
import pytest

from companion.data import ImageData, load
from companion.data.batching import boxed, check_options, epoch_order, labelled, masked
from companion.data.lazy import Lazy
from companion.data.scenes import draw_scenes


def toy(images=None):
    images = np.arange(24, dtype=np.uint8).reshape(6, 2, 2, 1) if images is None else images
    return ImageData("toy", "train", images, np.arange(len(images)), tuple("abcdef"))


def test_pictures_stay_with_their_targets():
    images, labels = labelled(toy()).read([4, 1])
    assert images[:, 0, 0, 0].tolist() == [16, 4]
    assert labels.tolist() == [4, 1]


def test_eager_tuple_and_lazy_read_the_same():
    eager = toy().images
    for images in (tuple(eager), Lazy(np.asarray, eager)):
        assert (labelled(toy(images)).read([5, 0, 0])[0] == eager[[5, 0, 0]]).all()


def test_boxes_have_one_width_in_all_batches():
    scenes = draw_scenes(8, size=64, objects=(0, 3), object_size=(8, 16))
    most = max(map(len, scenes.boxes))
    widths = {boxed(scenes).read([i])[1]["boxes"].shape for i in range(8)}
    assert widths == {(1, most, 4)}
    assert masked(scenes).read([2])[1].shape == (1, 64, 64)


def test_difficult_objects_are_left_out():
    scenes = draw_scenes(1, size=64, objects=(2, 2), object_size=(8, 16))
    data = replace(scenes, difficult=(np.array([True, False]),))
    assert boxed(data).read([0])[1]["labels"].tolist() == [[scenes.labels[0][1]]]
    assert boxed(data).read([0])[1]["boxes"].shape == (1, 1, 4)  # the width, too, is counted without them
    none_left = replace(scenes, difficult=(np.array([True, True]),))
    assert boxed(none_left).read([0])[1]["labels"].tolist() == [[-1]]


def test_orders_are_permutations_that_differ_by_seed_and_epoch():
    orders = [tuple(epoch_order(9, shuffle=True, seed=s, epoch=e)) for s in range(3) for e in range(3)]
    assert len(set(orders)) == 9
    assert all(sorted(order) == list(range(9)) for order in orders)
    assert epoch_order(4, shuffle=False, seed=1, epoch=1).tolist() == [0, 1, 2, 3]
    assert epoch_order(0, shuffle=True, seed=0, epoch=0).size == 0


def test_different_sizes_name_the_remedy():
    for make in (labelled, masked):
        with pytest.raises(TypeError, match=r"pictures of one size with .*; companion\.data\.resizing has stretch"):
            make(load("photos"))
    shapes = Lazy(np.zeros, ((2, 3, 1), (4, 5, 1)))
    assert labelled(toy(shapes)).read([0])[0].shape == (1, 2, 3, 1)
    with pytest.raises(TypeError, match=r"one size, got Lazy pictures of \(2, 3, 1\) and \(4, 5, 1\); .* letterbox"):
        labelled(toy(shapes)).read([0, 1])


@pytest.mark.parametrize(
    ("make", "message"),
    [(boxed, "with a label for each box"), (masked, "with masks")],
)
def test_targets_that_are_not_there(make, message):
    with pytest.raises(TypeError, match=f"data must hold pictures of one size {message}, got ImageData"):
        make(toy())
    with pytest.raises(TypeError, match="with one label each"):
        labelled(draw_scenes(1))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ((0, 0, 0), "batch_size must be a whole number of at least 1, got 0"),
        ((1, -1, 0), "seed must be a whole number of at least 0, got -1"),
        ((1, 0, -1), "workers must be a whole number of at least 0, got -1"),
    ],
)
def test_options_out_of_bounds(options, message):
    check_options(1, 0, 0)
    with pytest.raises(ValueError, match=message):
        check_options(*options)


@pytest.mark.parametrize(
    ("absent", "end"),
    [
        ([], "boxes, masks, instances\\); box_batches gives boxes, mask_batches gives masks"),
        (["masks", "instances"], "classes, boxes\\); box_batches gives boxes"),
        (["boxes"], "classes, masks, instances\\); mask_batches gives masks"),
        (["boxes", "masks", "instances"], "classes\\)"),
    ],
)
def test_labels_of_several_objects_name_the_other_batches(absent, end):
    scenes = draw_scenes(2, size=64, objects=(1, 2), object_size=(8, 16))
    with pytest.raises(TypeError, match=f"with one label each, got .*{end}$"):
        labelled(replace(scenes, **dict.fromkeys(absent)))


def test_pictures_of_different_sizes_with_one_label_each_need_no_other_batches():
    images = (np.zeros((2, 3, 1), np.uint8), np.zeros((4, 5, 1), np.uint8))
    data = ImageData("toy", "train", images, np.zeros(2, int), ("a",), masks=tuple(image[..., 0] for image in images))
    with pytest.raises(TypeError, match=r"masks\); companion\.data\.resizing"):
        labelled(data)
