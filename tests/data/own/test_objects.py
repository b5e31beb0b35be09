from pathlib import Path

import numpy as np
import pytest

from companion.data.outlines import Polygons
from companion.data.own.objects import Annotated, assembled, distinct_class_names, fitting_box, refuse_fractions
from companion.data.own.problems import Problems

SQUARE = Polygons((np.array([[1, 1], [3, 1], [3, 3], [1, 3.0]]),))


def test_box_inside_stays_as_it_is():
    assert fitting_box((0, 0, 40, 20), (20, 40)) == (0, 0, 40, 20)
    assert fitting_box((0.25, 1, 39.5, 19), (20, 40)) == (0.25, 1, 39.5, 19)


def test_one_pixel_is_cut_off():
    assert fitting_box((-1, -1, 41, 21), (20, 40)) == (0, 0, 40, 20)


@pytest.mark.parametrize("box", [(-1.01, 0, 9, 9), (0, -1.01, 9, 9), (0, 0, 41.01, 9), (0, 0, 9, 21.01)])
def test_more_than_one_pixel_is_an_error(box):
    with pytest.raises(ValueError, match="lies outside the picture of 40 x 20 pixels by more than 1; see whether"):
        fitting_box(box, (20, 40))


@pytest.mark.parametrize("box", [(5, 5, 5, 9), (5, 5, 9, 5), (9, 5, 5, 9), (5, 9, 9, 5)])
def test_no_area(box):
    with pytest.raises(ValueError, match=r"^the box from \(\d, 5\) to|^the box from \(5, 9\) to"):
        fitting_box(box, (20, 40))
    with pytest.raises(ValueError, match="has no area; draw it again or remove it"):
        fitting_box(box, (20, 40))


@pytest.mark.parametrize("box", [(-1, 2, 0, 9), (40, 2, 40.5, 9), (2, -1, 9, -0.5), (2, 20, 9, 21)])
def test_nothing_left_inside(box):
    with pytest.raises(ValueError, match="lies outside the picture of 40 x 20 pixels; remove it"):
        fitting_box(box, (20, 40))


@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
def test_not_finite(bad):
    with pytest.raises(ValueError, match="is not finite; draw it again"):
        fitting_box((0, 0, bad, 9), (20, 40))


@pytest.mark.parametrize("names", [[], ["cat", "cat"], ["cat", ""], [3]])
def test_bad_class_names(names):
    assert distinct_class_names(["cat", "dog"]) == ("cat", "dog")
    with pytest.raises(ValueError, match="class_names must be different names, at least one, got"):
        distinct_class_names(names)


def test_one_text_is_no_list_of_names():
    with pytest.raises(ValueError, match="^class_names must be a list of names") as caught:
        distinct_class_names("cat")
    assert str(caught.value) == """class_names must be a list of names such as ["cat"], got 'cat'"""


def annotated(count, outlined):
    boxes = ((1.0, 1.0, 3.0, 3.0),) * count
    outlines = (SQUARE,) * count if outlined else ()
    return Annotated(Path("a.jpg"), "a.jpg", (4, 5), (0,) * count, boxes, (False,) * count, outlines)


def test_masks_and_instances_agree():
    two = Annotated(
        Path("a.jpg"),
        "a.jpg",
        (4, 5),
        (2, 0),
        ((1, 1, 3, 3), (0, 0, 5, 4)),
        (False, False),
        (SQUARE, Polygons((np.array([[0, 0], [5, 0], [5, 4], [0, 4.0]]),))),
    )
    data = assembled([two], ("a", "b", "c"), Problems("here"), name="own", split="train")
    assert data.masks[0].tolist() == [[1, 1, 1, 1, 1], [1, 3, 3, 1, 1], [1, 3, 3, 1, 1], [1, 1, 1, 1, 1]]
    assert data.instances[0].tolist() == [[2, 2, 2, 2, 2], [2, 1, 1, 2, 2], [2, 1, 1, 2, 2], [2, 2, 2, 2, 2]]
    for index, label in enumerate(data.labels[0]):
        assert (data.masks[0][data.instances[0] == index + 1] == label + 1).all()


def test_crowd_lies_below():
    large = Polygons((np.array([[0, 0], [5, 0], [5, 4], [0, 4.0]]),))
    boxes = ((1, 1, 3, 3), (0, 0, 5, 4))
    two = Annotated(Path("a.jpg"), "a.jpg", (4, 5), (1, 0), boxes, (True, False), (SQUARE, large))
    data = assembled([two], ("a", "b"), Problems("here"), name="own", split="train")
    assert (data.instances[0] == 2).all()
    assert (data.masks[0] == 1).all()


def test_without_outlines_no_masks():
    data = assembled([annotated(2, False), annotated(0, False)], ("a",), Problems("here"), name="own", split="test")
    assert data.masks is None
    assert data.instances is None
    assert [boxes.shape for boxes in data.boxes] == [(2, 4), (0, 4)]
    assert {part.dtype.name for part in (*data.boxes, *data.labels, *data.difficult)} == {"float64", "int64", "bool"}
    assert data.names == ("a.jpg", "a.jpg")
    assert data.split == "test"


def test_most_that_a_mask_tells_apart():
    assert (
        assembled([annotated(254, True)], ("a",), Problems("here"), name="own", split="train").instances[0].max() == 254
    )
    assert len(assembled([annotated(255, False)], ("a",), Problems("here"), name="own", split="train")) == 1
    with pytest.raises(ValueError, match="- a.jpg: a mask tells at most 254 objects apart, got 255"):
        assembled([annotated(255, True)], ("a",), Problems("here"), name="own", split="train")
    many = [str(number) for number in range(255)]
    with pytest.raises(ValueError, match="- the classes: a mask tells at most 254 apart, got 255"):
        assembled([annotated(1, True)], many, Problems("here"), name="own", split="train")
    assert len(assembled([annotated(1, False)], many, Problems("here"), name="own", split="train")) == 1


@pytest.mark.parametrize(
    ("values", "size"),
    [
        ([], (6, 8)),
        ([0.1, 0.2, 0.5, 1.1], (6, 8)),
        ([0, 0.5, 1, 1], (2, 2)),
        ([1, 1, 1, 1], (6, 8)),
        ([-0.1, 1], (6, 8)),
    ],
)
def test_pixels_are_no_fractions(values, size):
    refuse_fractions(values, size, "VOC")


@pytest.mark.parametrize("size", [(6, 8), (1, 3), (3, 1)])
def test_fractions(size):
    with pytest.raises(ValueError, match="^all numbers lie between 0 and 1: COCO wants pixels, not fractions of the"):
        refuse_fractions([0, 0.5, 1, 1], size, "COCO")
