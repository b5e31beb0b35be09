import numpy as np
import pytest

from companion.proposals.inputs import as_picture, as_rgb, as_segments


def test_gray_gets_a_channel_and_values_stay():
    gray = np.array([[0, 255], [7, 9]], np.uint8)
    assert as_picture(gray).tolist() == [[[0], [255]], [[7], [9]]]
    assert as_rgb(gray)[1, 1].tolist() == [9, 9, 9]
    assert as_rgb(gray[:, :, None]).shape == (2, 2, 3)


@pytest.mark.parametrize(
    ("given", "kept"), [("uint8", "uint8"), ("float32", "float32"), ("float64", "float64"), ("float16", "float64")]
)
def test_types(given, kept):
    assert as_picture(np.zeros((2, 3, 3), given)).dtype == kept


def test_the_bounds_of_floats_are_allowed():
    assert as_picture([[0.0, 1.0]]).shape == (1, 2, 1)


@pytest.mark.parametrize(
    ("image", "error", "message"),
    [
        (np.zeros((4, 5, 4), np.uint8), ValueError, r"gray or RGB, got 4 channels: leave out the transparency"),
        (np.zeros((4, 5, 2)), ValueError, r"image must have shape \(H, W\), .* got \(4, 5, 2\)"),
        (np.zeros((0, 5, 3)), ValueError, r"a pixel at least, got \(0, 5, 3\)"),
        (np.zeros(5), ValueError, r"got \(5,\)"),
        ([[0.5, 0.5], [0.5]], ValueError, r"image must have shape \(H, W\), .* got rows of unequal length"),
        (np.zeros((2, 4, 5, 3)), ValueError, r"got \(2, 4, 5, 3\)"),
        (np.zeros((4, 5), np.int64), TypeError, "uint8 or floats in \\[0, 1\\], got dtype int64"),
        (np.zeros((4, 5), bool), TypeError, "got dtype bool"),
        (np.full((4, 5), 1.5), ValueError, "image must lie in \\[0, 1\\] if it holds floats, got 1.5 to 1.5"),
        (np.full((4, 5), -0.1), ValueError, "got -0.1 to -0.1"),
        (np.array([[0.5, np.nan]]), ValueError, "got nan to nan"),
    ],
)
def test_bad_pictures_are_named(image, error, message):
    with pytest.raises(error, match=message):
        as_picture(image)


@pytest.mark.parametrize(
    ("segments", "error", "message"),
    [
        ([0, 1], ValueError, r"segments must have shape \(H, W\), got \(2,\)"),
        ([[0.0, 1.0]], TypeError, "segments must hold whole numbers, got dtype float64"),
        (np.zeros((0, 3), int), ValueError, r"a pixel at least, got shape \(0, 3\)"),
        ([[1, 2]], ValueError, "got 2 different numbers from 1 to 2"),
        ([[0, 2, 2]], ValueError, "got 2 different numbers from 0 to 2"),
        ([[0, -1]], ValueError, "from -1 to 0"),
        ([[0, 10**12]], ValueError, "from 0 to 1000000000000"),
    ],
)
def test_bad_segments_are_named(segments, error, message):
    with pytest.raises(error, match=message):
        as_segments(segments)


def test_segments_of_any_whole_type_become_int64():
    assert as_segments(np.array([[0, 1]], np.uint8)).dtype == np.int64
