import numpy as np
import pytest
from skimage.segmentation import felzenszwalb

from companion.data.photos import photo
from companion.proposals import felzenszwalb_segments


@pytest.fixture(scope="module")
def corner():
    return photo("coffee")[150:230, 200:300]


def two_halves(right, dtype=np.uint8):
    picture = np.zeros((6, 10), dtype)
    picture[:, 5:] = right
    return picture


def test_two_halves_by_hand():
    segments = felzenszwalb_segments(two_halves(200), sigma=0, min_size=1)
    assert segments.dtype == np.int64
    assert segments.tolist() == [[0] * 5 + [1] * 5] * 6


@pytest.mark.parametrize(("difference", "count"), [(3, 1), (4, 2)])
def test_the_scale_is_in_gray_levels(difference, count):
    # Inside each half of 30 pixels no edge has any weight, so an edge of less than 105 / 30 = 3.5 levels is crossed.
    segments = felzenszwalb_segments(two_halves(difference), scale=105, sigma=0, min_size=1)
    assert segments.max() + 1 == count


def test_a_gray_picture_has_weaker_edges_than_three_equal_channels():
    gray = two_halves(3)  # three channels make it 5.2 levels
    assert felzenszwalb_segments(gray, scale=105, sigma=0, min_size=1).max() == 0
    assert felzenszwalb_segments(np.stack([gray] * 3, axis=2), scale=105, sigma=0, min_size=1).max() == 1


def test_small_segments_join():
    picture = two_halves(0)
    picture[2:4, 4] = 200  # two pixels
    assert felzenszwalb_segments(picture, scale=1, sigma=0, min_size=2).max() == 1
    assert felzenszwalb_segments(picture, scale=1, sigma=0, min_size=3).max() == 0


def test_pixels_touch_at_corners():
    diagonal = np.eye(4)
    assert felzenszwalb_segments(diagonal, scale=1, sigma=0, min_size=1)[[0, 1, 2, 3], [0, 1, 2, 3]].tolist() == [0] * 4


@pytest.mark.parametrize(
    "options", [{"scale": 100, "sigma": 0.8, "min_size": 20}, {"scale": 10, "sigma": 0.5, "min_size": 5}]
)
def test_equals_scikit_image_and_numbers_are_consecutive(corner, options):
    segments = felzenszwalb_segments(corner, **options)
    assert np.array_equal(segments, felzenszwalb(corner, channel_axis=-1, **options))
    counts = np.bincount(segments.ravel())
    assert counts.min() >= options["min_size"]
    assert len(counts) > 5


def test_larger_scale_and_larger_minimum_give_fewer_segments(corner):
    few, many = (felzenszwalb_segments(corner, scale=scale, min_size=5).max() for scale in (300, 10))
    assert few < many
    few, many = (felzenszwalb_segments(corner, min_size=size).max() for size in (100, 5))
    assert few < many


@pytest.mark.parametrize("shape", [(1, 1), (2, 2), (1, 7), (7, 1), (1, 1, 3), (2, 2, 3), (3, 2, 1)])
def test_tiny_pictures_are_one_segment(shape):
    assert felzenszwalb_segments(np.full(shape, 0.5)).tolist() == np.zeros(shape[:2]).tolist()


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"scale": -1}, ValueError, "scale must be a finite number of at least 0, got -1"),
        ({"sigma": float("nan")}, ValueError, "sigma must be a finite number of at least 0, got nan"),
        ({"min_size": 0}, ValueError, "min_size must be a whole number of at least 1, got 0"),
        ({"min_size": 2.5}, TypeError, "min_size must be a whole number of at least 1, got float 2.5"),
    ],
)
def test_bad_options_are_named(options, error, message):
    with pytest.raises(error, match=message):
        felzenszwalb_segments(np.zeros((4, 4)), **options)


def test_a_picture_with_transparency_is_refused():
    with pytest.raises(ValueError, match="leave out the transparency"):
        felzenszwalb_segments(np.zeros((4, 4, 4), np.uint8))
