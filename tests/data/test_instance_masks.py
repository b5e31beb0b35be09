import numpy as np
import pytest

from companion.data.instance_masks import majority_classes, numbered, read_instances, tight_boxes

MASK = np.array([[0, 5, 5, 255], [0, 0, 5, 255], [2, 0, 0, 0]], dtype=np.uint8)


def test_numbered_by_hand():
    assert numbered(MASK).tolist() == [[0, 2, 2, 255], [0, 0, 2, 255], [1, 0, 0, 0]]
    assert numbered(MASK).dtype == np.uint8


def test_numbering_twice_changes_nothing():
    assert (numbered(numbered(MASK)) == numbered(MASK)).all()


def test_boxes_by_hand():
    assert tight_boxes(MASK).tolist() == [[0, 2, 1, 3], [1, 0, 3, 2]]


def test_boxes_do_not_depend_on_the_numbers():
    assert (tight_boxes(numbered(MASK)) == tight_boxes(MASK)).all()


def test_box_of_a_drawn_rectangle():
    rng = np.random.default_rng(0)
    for _ in range(20):
        x1, y1, width, height = rng.integers(1, 9, 4)
        mask = np.zeros((20, 30), dtype=np.uint8)
        mask[y1 : y1 + height, x1 : x1 + width] = 7
        assert tight_boxes(mask).tolist() == [[x1, y1, x1 + width, y1 + height]]


def test_classes_by_hand():
    classes = np.array([[0, 3, 3, 255], [0, 0, 255, 255], [20, 0, 0, 0]], dtype=np.uint8)
    assert majority_classes(MASK, classes).tolist() == [19, 2]


def test_nobody():
    empty = np.full((2, 2), 255, dtype=np.uint8)
    assert tight_boxes(empty).shape == (0, 4)
    assert numbered(empty).tolist() == empty.tolist()
    assert majority_classes(empty, empty).shape == (0,)


def test_instance_without_a_class():
    with pytest.raises(ValueError, match="classes must hold a class where instances is 2, got background and void"):
        majority_classes(MASK, np.where(MASK == 2, 255, 1))


def test_bad_shape():
    with pytest.raises(ValueError, match=r"classes must have shape \(3, 4\), got \(2, 2\)"):
        majority_classes(MASK, np.zeros((2, 2), dtype=np.uint8))
    with pytest.raises(ValueError, match=r"mask must have shape \(H, W\), got \(3,\)"):
        tight_boxes(np.zeros(3))
    with pytest.raises(ValueError, match=r"mask must have shape \(H, W\), got \(3,\)"):
        numbered(np.zeros(3))


def test_file(tmp_path):
    from PIL import Image

    Image.fromarray(MASK).save(tmp_path / "a.png")
    assert (read_instances(tmp_path / "a.png") == numbered(MASK)).all()
