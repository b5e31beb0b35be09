import ast
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from companion.data import ImageData, image_data
from companion.data.lazy import Lazy


def make(count=3, **parts):
    images = np.arange(count * 4, dtype=np.uint8).reshape(count, 2, 2, 1)
    return ImageData("toy", "train", images, np.arange(count), ("a", "b", "c"), **parts)


def test_length_and_representation():
    assert len(make()) == 3
    assert repr(make()) == "ImageData('toy', 'train': 3 images (2, 2, 1), 3 classes)"


def test_representation_says_what_else_there_is():
    masks = np.zeros((3, 2, 2), dtype=np.uint8)
    data = make(instances=masks, masks=masks)
    assert repr(data) == "ImageData('toy', 'train': 3 images (2, 2, 1), 3 classes, masks, instances)"
    none = replace(make(0), labels=(), boxes=())
    assert repr(none) == "ImageData('toy', 'train': 0 images (2, 2, 1), 3 classes, boxes)"


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


@pytest.mark.parametrize(
    ("indices", "error", "message"),
    [
        ([1.0], TypeError, "indices must be whole numbers or booleans, got float64"),
        ([1.9], TypeError, "indices must be whole numbers or booleans, got float64"),
        (["1"], TypeError, "indices must hold numbers"),
        (1, ValueError, r"indices must have shape \(n,\), got \(\)"),
        ([[0, 1], [2, 0]], ValueError, r"indices must have shape \(n,\), got \(2, 2\)"),
        ([[0, 1], [2]], ValueError, r"indices must have shape \(n,\), got rows of unequal length"),
        (np.zeros((0, 2), int), ValueError, r"indices must have shape \(n,\), got \(0, 2\)"),
        ([True, False], ValueError, r"indices, if booleans, must have shape \(3,\), got \(2,\)"),
        ([-4], IndexError, "-4"),
    ],
)
def test_take_what_are_no_indices(indices, error, message):
    with pytest.raises(error, match=message):
        make().take(indices)


def test_take_by_booleans_and_from_the_end():
    assert make().take([True, False, True]).labels.tolist() == [0, 2]
    assert make().take((-1, 0)).labels.tolist() == [2, 0]
    assert make().take(np.array([1], np.uint8)).labels.tolist() == [1]
    assert make(0).take(np.array([], bool)).labels.tolist() == []


def labelled(labels, class_names=("a", "b"), **parts):
    return ImageData("toy", "train", np.zeros((3, 2, 2, 1), np.uint8), labels, class_names, **parts)


ONE_EACH = (np.array([0]), np.array([1]), np.array([0]))


@pytest.mark.parametrize(
    ("labels", "error", "message"),
    [
        (np.array([0, 1, 2]), ValueError, "labels must be from 0 to 1, the .*, got 2 for picture 2"),
        (np.array([0, -1, 2]), ValueError, "labels must be from 0 to 1, the .*, got -1 for picture 1"),
        (np.array([0.0, 1, 1]), TypeError, "labels must be arrays of whole numbers, got float64"),
        (np.array([True, False, True]), TypeError, "labels must be arrays of whole numbers, got bool"),
        ([0, 1, 1], TypeError, "labels must be arrays of whole numbers, got list"),
        (np.zeros((3, 1), int), ValueError, "labels must be one row of numbers, .*, got 2 axes"),
        ((np.array([], int), np.array([0, 1, 0, 2]), ONE_EACH[0]), ValueError, "got 2 for picture 1"),
        ((np.array([0, 0, 0]), np.array([], int), np.array([-1])), ValueError, "got -1 for picture 2"),
        ((*ONE_EACH[:2], np.array([])), TypeError, "labels must be arrays of whole numbers, got float64"),
        ((*ONE_EACH[:2], 0), TypeError, "labels must be arrays of whole numbers, got int"),
    ],
)
def test_labels_that_are_no_classes(labels, error, message):
    with pytest.raises(error, match=message):
        labelled(labels)


def test_labels_where_there_are_no_class_names():
    assert len(labelled(np.array([0, 7, 3]), ())) == 3
    with pytest.raises(ValueError, match=r"labels must be at least 0, got -1 for picture 1 \(v\)"):
        labelled(np.array([0, -1, 3]), (), names=("u", "v", "w"))


@pytest.mark.parametrize(("dtype", "told"), [(int, "int64"), (np.uint8, "uint8")])
def test_marks_of_difficulty_must_be_booleans(dtype, told):
    marks = (np.zeros(1, bool), np.zeros(1, dtype), np.zeros(1, bool))
    with pytest.raises(TypeError, match=rf"difficult of picture 1 \(v\) must be an array of booleans, got {told}"):
        labelled(ONE_EACH, difficult=marks, names=("u", "v", "w"))


def test_looking_at_many_labels_takes_no_time():
    images = np.zeros((70_000, 1, 1, 1), np.uint8)
    objects = tuple(np.array([0, 1, 1]) for _ in range(10_000))
    boxes, marks = tuple(np.zeros((3, 4)) for _ in objects), tuple(np.zeros(3, bool) for _ in objects)
    begin = time.perf_counter()
    ImageData("toy", "train", images, np.arange(70_000) % 10, tuple("abcdefghij"))
    ImageData("toy", "train", images[:10_000], objects, ("a", "b"), boxes, difficult=marks)
    assert time.perf_counter() - begin < 0.5


def test_the_value_of_void_is_written_once():
    sources = [file for file in Path(image_data.__file__).parent.rglob("*.py") if file.name != "image_data.py"]
    assert len(sources) > 40
    for file in sources:
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            value = getattr(node, "value", None) if isinstance(node, ast.Assign | ast.AnnAssign) else None
            assert not (isinstance(value, ast.Constant) and value.value in (254, 255)), f"{file.name}:{node.lineno}"
    assert image_data.VOID == 255


def test_unknown_split_and_unequal_lengths():
    images = np.zeros((2, 2, 2, 1), np.uint8)
    with pytest.raises(ValueError, match="split must be one of 'train', 'validation', 'test', got 'dev'"):
        ImageData("toy", "dev", images, np.zeros(2, int), ("a",))
    with pytest.raises(ValueError, match=r"labels must hold one entry per image \(2\), got 1"):
        ImageData("toy", "train", images, np.zeros(1, int), ("a",))


def lazy(*shapes):
    return Lazy(np.ones, tuple(shapes))


def test_lazy_parts_stay_lazy_when_taken():
    images = Lazy(np.arange, (3, 4, 5))
    data = ImageData("toy", "train", images, np.arange(3), tuple("abc"), masks=images, names=("x", "y", "z"))
    taken = data.take(np.array([2, 0]))
    assert isinstance(taken.images, Lazy)
    assert [image.size for image in taken.images] == [mask.size for mask in taken.masks] == [5, 3]
    assert taken.names == ("z", "x")
    assert [image.size for image in data.take(slice(1, None)).images] == [4, 5]
    assert repr(data) == "ImageData('toy', 'train': 3 images decoded when asked for, 3 classes, masks)"
    assert len(data.take([])) == 0


def test_nothing_is_decoded_before_it_is_asked_for():
    data = ImageData("toy", "train", Lazy(np.load, ("gone.npy",) * 3), np.arange(3), tuple("abc"))
    assert len(data.take([0, 2])) == 2
    with pytest.raises(FileNotFoundError, match=r"gone\.npy"):
        data.decoded()


def test_decoded_stacks_one_size_and_keeps_several():
    one, several = lazy((2, 3, 1), (2, 3, 1)), lazy((2, 3), (2, 3), (3, 2), (2, 3))
    stacked = ImageData("toy", "train", one, np.arange(2), tuple("ab"), masks=lazy((2, 3), (2, 3))).decoded()
    assert stacked.images.shape == (2, 2, 3, 1)
    assert stacked.masks.shape == (2, 2, 3)
    assert stacked.instances is None
    loose = ImageData("toy", "train", several, np.arange(4), tuple("abcd")).decoded().images
    assert [image.shape for image in loose] == [(2, 3), (2, 3), (3, 2), (2, 3)]
    assert all((image == 1).all() for image in loose)
    assert ImageData("toy", "train", tuple(one), np.arange(2), tuple("ab")).decoded().images.shape == (2, 2, 3, 1)
    assert make().decoded().images.shape == (3, 2, 2, 1)
    assert len(ImageData("toy", "train", lazy(), np.arange(0), ("a",)).decoded()) == 0


def test_difficult_objects_move_with_their_pictures():
    boxes = tuple(np.zeros((n, 4)) for n in (2, 1))
    images, labels = np.zeros((2, 4, 4, 3), np.uint8), (np.array([0, 0]), np.array([0]))
    difficult = (np.array([True, False]), np.array([False]))
    data = ImageData("toy", "test", images, labels, ("a",), boxes, difficult=difficult, names=("u", "v"))
    assert data.take([1, 0]).difficult[1].tolist() == [True, False]
    assert data.take([1]).names == ("v",)


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"boxes": (np.zeros((2, 4)), np.zeros((2, 4)))}, r"boxes of picture 1 must be 1, one per label, got 2"),
        (
            {"boxes": (np.zeros((1, 4)), np.zeros((1, 4))), "names": ("a.jpg", "b.jpg")},
            r"boxes of picture 0 \(a\.jpg\) must be 2, one per label, got 1",
        ),
        ({"difficult": (np.zeros(2, bool), np.zeros(0, bool))}, r"difficult of picture 1 must be 1, .*, got 0"),
        ({"difficult": (np.zeros(2, bool),)}, r"difficult must hold one entry per image \(2\), got 1"),
        ({"names": ("a.jpg",)}, r"names must hold one entry per image \(2\), got 1"),
        ({"masks": lazy((2, 2))}, r"masks must hold one entry per image \(2\), got 1"),
    ],
)
def test_parts_that_do_not_fit_together(parts, message):
    labels = (np.array([0, 1]), np.array([0]))
    with pytest.raises(ValueError, match=message):
        ImageData("toy", "train", np.zeros((2, 2, 2, 1), np.uint8), labels, ("a", "b"), **parts)
