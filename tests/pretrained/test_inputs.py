import numpy as np
import pytest

from companion.pretrained.inputs import IMAGENET_MEAN, IMAGENET_STD, normalise


def test_by_hand():
    image = np.array([[[[0, 51, 255]]]], dtype=np.uint8)
    expected = [(0 - 0.485) / 0.229, (0.2 - 0.456) / 0.224, (1 - 0.406) / 0.225]
    assert np.allclose(normalise(image)[0, 0, 0], expected, atol=1e-6)


def test_the_mean_becomes_zero_and_one_deviation_more_one():
    mean, deviation = np.array(IMAGENET_MEAN), np.array(IMAGENET_STD)
    images = np.stack([mean, mean + deviation]).reshape(2, 1, 1, 3)
    assert np.allclose(normalise(images)[:, 0, 0], [[0, 0, 0], [1, 1, 1]], atol=1e-6)


def test_bytes_and_floats_agree_and_gray_is_repeated():
    gray = np.arange(64, dtype=np.uint8).reshape(1, 8, 8, 1)
    assert np.allclose(normalise(gray), normalise(gray / 255), atol=1e-6)
    assert np.array_equal(normalise(gray), normalise(np.repeat(gray, 3, axis=3)))
    assert normalise(gray).dtype == np.float32


def test_no_picture():
    assert normalise(np.empty((0, 32, 32, 3), np.uint8)).shape == (0, 32, 32, 3)


def test_the_ends_of_the_range_are_allowed():
    assert np.isfinite(normalise(np.array([0.0, 1.0]).reshape(1, 1, 2, 1))).all()


@pytest.mark.parametrize(
    ("images", "error", "message"),
    [
        (np.zeros((8, 8, 3)), ValueError, r"images must have shape \(N, H, W, C\), got \(8, 8, 3\)"),
        (np.zeros((1, 3, 8, 8)), ValueError, "images must have 1 or 3 channels, got 8"),
        (np.zeros((1, 8, 8, 3), np.int64), TypeError, r"images must be uint8, or float in \[0, 1\], got dtype int64"),
        (np.full((1, 8, 8, 3), 255.0), ValueError, r"images must be uint8, or float in \[0, 1\], got 255 to 255"),
        (np.full((1, 8, 8, 3), -0.1), ValueError, r"got -0.1 to -0.1"),
        (np.full((1, 8, 8, 3), np.nan), ValueError, r"got nan to nan"),
    ],
)
def test_bad_pictures(images, error, message):
    with pytest.raises(error, match=message):
        normalise(images)
