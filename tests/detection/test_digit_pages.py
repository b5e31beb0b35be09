import numpy as np
import pytest

from companion import data
from companion.detection.digit_pages import NOTHING, WINDOW, draw_page, draw_windows, window_labels
from companion.proposals.sliding_windows import sliding_windows


@pytest.fixture(scope="module")
def digits():
    return data.load("digits", split="test")


def test_the_digits_of_a_page_lie_in_their_boxes_and_nowhere_else(digits):
    page, boxes, labels = draw_page(digits, count=13, rng=np.random.default_rng(1))
    assert (page.shape, page.dtype, boxes.dtype) == ((64, 96), np.uint8, np.float64)
    assert labels.tolist() == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2]
    rest = page.copy()
    for (x1, y1, x2, y2), label in zip(boxes.astype(int), labels, strict=True):
        same = (digits.images[digits.labels == label, :, :, 0] == page[y1:y2, x1:x2]).all(axis=(1, 2))
        assert same.any()
        rest[y1:y2, x1:x2] = 0
    assert not rest.any()


def test_digits_keep_their_distance(digits):
    _, boxes, _ = draw_page(digits, rng=np.random.default_rng(2))
    apart = np.abs(boxes[:, None, :2] - boxes[None, :, :2]).max(axis=2)
    assert apart[~np.eye(10, dtype=bool)].min() >= 10
    assert boxes.min() >= 2
    assert (boxes[:, 2:] <= [94, 62]).all()


def test_the_same_generator_gives_the_same_page(digits):
    first, second = (draw_page(digits, rng=np.random.default_rng(3))[0] for _ in range(2))
    assert np.array_equal(first, second)


def test_an_empty_page(digits):
    page, boxes, labels = draw_page(digits, count=0, size=(20, 30), rng=np.random.default_rng(0))
    assert (page.max(), boxes.shape, labels.shape) == (0, (0, 4), (0,))
    assert window_labels(np.array([[0.0, 0, 12, 12]]), boxes, labels).tolist() == [NOTHING]


def test_labels_at_the_edges_of_the_rule():
    windows = sliding_windows((12, 20), window=12, step=1)
    found = window_labels(windows, np.array([[7.0, 2, 15, 10]]), np.array([4]))
    assert found.tolist() == [NOTHING] * 3 + [-1, 4, 4, 4, -1, NOTHING]


def test_windows_are_half_digits_and_half_nothing(digits):
    windows = draw_windows(digits, 400, rng=np.random.default_rng(0))
    assert windows.images.shape == (400, WINDOW, WINDOW, 1)
    assert np.bincount(windows.labels, minlength=11)[NOTHING] == 200
    assert set(windows.labels.tolist()) == set(range(11))
    middle = windows.images[:, 3:-3, 3:-3, 0].reshape(400, -1).max(axis=1)
    assert middle[windows.labels != NOTHING].min() > 0
    assert windows.class_names[-1] == "nothing"


def test_few_windows(digits):
    assert len(draw_windows(digits, 7, rng=np.random.default_rng(0))) == 7
    assert len(draw_windows(digits, 0, rng=np.random.default_rng(0))) == 0


def test_bad_input_is_named(digits):
    with pytest.raises(ValueError, match="count must be a whole number of at least 0, got -1"):
        draw_page(digits, count=-1, rng=np.random.default_rng(0))
    with pytest.raises(ValueError, match=r"size must leave room for 10 digits, got \(20, 30\)"):
        draw_page(digits, size=(20, 30), rng=np.random.default_rng(0))
    with pytest.raises(ValueError, match=r"size must leave room for 1 digits, got \(11, 30\)"):
        draw_page(digits, count=1, size=(11, 30), rng=np.random.default_rng(0))
