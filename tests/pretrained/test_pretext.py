import numpy as np
import pytest

from companion.pretrained.pretext import FAMILIES, NUM_CLASSES, _coarse, draw_batch, expose, paint


def test_coarse_by_hand():
    image = np.zeros((1, 32, 32, 3), np.float32)
    image[:, :, 16:] = 4.0
    row = _coarse(image, 2)[0, 0, :, 0]
    assert np.allclose(row[:15], 0)
    assert np.allclose(row[15:17], [1, 3])  # a quarter and three quarters of the way between two centres
    assert np.allclose(row[17:], 4)


def test_the_classes():
    assert FAMILIES == {"characters": 192, "outlines": 64, "patterns": 60, "squares": 128}
    assert NUM_CLASSES == 444


def test_a_batch():
    images, labels = draw_batch(300, np.random.default_rng(0))
    assert images.shape == (300, 32, 32, 3)
    assert images.dtype == np.uint8
    assert labels.min() >= 0
    assert labels.max() < NUM_CLASSES
    edges = np.cumsum([0, *FAMILIES.values()])
    shares = np.histogram(labels, edges)[0] / 300
    assert np.abs(shares - [0.35, 0.15, 0.15, 0.35]).max() < 0.1


def test_seeded_and_endless():
    rng = np.random.default_rng(1)
    first = draw_batch(8, rng)
    again = draw_batch(8, np.random.default_rng(1))
    assert np.array_equal(first[0], again[0])
    assert np.array_equal(first[1], again[1])
    assert not np.array_equal(first[0], draw_batch(8, rng)[0])


def test_empty_batch_and_bad_count():
    images, labels = draw_batch(0, np.random.default_rng(0))
    assert images.shape == (0, 32, 32, 3)
    assert labels.shape == (0,)
    with pytest.raises(ValueError, match="count must be a whole number of at least 0, got -1"):
        draw_batch(-1, np.random.default_rng(0))


def test_marks_stand_out_from_their_ground():
    coverage = np.zeros((200, 32, 32), np.float32)
    coverage[:, :, 16:] = 1
    gray = paint(coverage, np.random.default_rng(0), plain=1.0) @ np.array([0.299, 0.587, 0.114], np.float32)
    step = np.abs(gray[:, :, 16:].mean(axis=(1, 2)) - gray[:, :, :16].mean(axis=(1, 2)))
    assert np.quantile(step, 0.05) > 40


def test_exposure_changes_nothing_it_is_given_and_keeps_gray_gray():
    images = np.full((4, 32, 32, 3), 128, np.float32)
    before = images.copy()
    taken = expose(images, np.random.default_rng(0))
    assert np.array_equal(images, before)
    assert taken.dtype == np.uint8
    assert taken.std() > 0
