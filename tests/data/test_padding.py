import numpy as np
import pytest

from companion.data.padding import pad_boxes

BOXES = (np.array([[0.0, 1, 2, 3], [4, 5, 6, 7]]), np.zeros((0, 4)), np.array([[8.0, 9, 10, 11]]))
LABELS = (np.array([5, 6]), np.array([], int), np.array([0]))


def test_by_hand():
    padded = pad_boxes(BOXES, LABELS)
    assert padded["labels"].tolist() == [[5, 6], [-1, -1], [0, -1]]
    assert padded["boxes"][0].tolist() == [[0, 1, 2, 3], [4, 5, 6, 7]]
    assert padded["boxes"][2].tolist() == [[8, 9, 10, 11], [-1, -1, -1, -1]]
    assert (padded["boxes"].dtype, padded["labels"].dtype) == (np.float32, np.int64)


def test_difficult_objects_are_left_out_and_do_not_count():
    difficult = (np.array([True, False]), np.array([], bool), np.array([False]))
    padded = pad_boxes(BOXES, LABELS, difficult=difficult)
    assert padded["labels"].tolist() == [[6], [-1], [0]]
    assert padded["boxes"][0].tolist() == [[4, 5, 6, 7]]


def test_what_is_not_padding_is_what_was_there():
    rng = np.random.default_rng(0)
    boxes = [rng.uniform(0, 9, (n, 4)) for n in rng.integers(0, 6, 20)]
    labels = [rng.integers(0, 3, len(of_one)) for of_one in boxes]
    padded = pad_boxes(boxes, labels)
    for own_boxes, own_labels, all_boxes, all_labels in zip(boxes, labels, *padded.values(), strict=True):
        assert all_labels[all_labels >= 0].tolist() == own_labels.tolist()
        assert (all_boxes[all_labels >= 0] == own_boxes.astype(np.float32)).all()


def test_no_object_and_no_picture():
    assert pad_boxes(BOXES[1:2], LABELS[1:2])["boxes"].shape == (1, 1, 4)
    assert pad_boxes(BOXES[1:2], LABELS[1:2], minimum=0)["boxes"].shape == (1, 0, 4)
    assert pad_boxes((), ())["labels"].shape == (0, 1)


def test_bad_input():
    with pytest.raises(ValueError, match="boxes of picture 0 must be 1, one per label, got 2"):
        pad_boxes(BOXES[:1], LABELS[2:])
    with pytest.raises(ValueError, match="minimum must be a whole number of at least 0, got -1"):
        pad_boxes((), (), minimum=-1)
    with pytest.raises(ValueError, match=r"boxes\[0\] must have shape \(n, 4\), got \(2, 5\)"):
        pad_boxes((np.zeros((2, 5)),), LABELS[:1])


@pytest.mark.parametrize(
    ("boxes", "labels", "difficult", "message"),
    [
        (BOXES[:2], LABELS, None, "boxes must be of 3 pictures, like labels, got 2"),
        (BOXES, LABELS[:2], None, "boxes must be of 2 pictures, like labels, got 3"),
        (BOXES, LABELS, (np.zeros(2, bool),), "difficult must be of 3 pictures, like labels, got 1"),
        (BOXES, LABELS, tuple(np.zeros(n, bool) for n in (2, 0, 2)), "difficult of picture 2 must be 1, one per label"),
        (BOXES, LABELS, tuple(np.zeros(n, bool) for n in (1, 0, 1)), "difficult of picture 0 must be 2, one per label"),
    ],
)
def test_parts_of_different_length(boxes, labels, difficult, message):
    with pytest.raises(ValueError, match=message):
        pad_boxes(boxes, labels, difficult=difficult)


@pytest.mark.parametrize(("dtype", "told"), [(np.int64, "int64"), (np.uint8, "uint8"), (float, "float64")])
def test_difficult_must_be_booleans(dtype, told):
    difficult = (np.zeros(2, bool), np.zeros(0, bool), np.zeros(1, dtype))
    with pytest.raises(TypeError, match=f"difficult of picture 2 must be an array of booleans, got {told}"):
        pad_boxes(BOXES, LABELS, difficult=difficult)
