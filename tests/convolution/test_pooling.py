import torch
import torch.nn.functional as F
import torchvision  # noqa: F401  (before keras)

import keras
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companion.convolution.pooling import average_pool2d, max_pool2d

GRID = np.array([[1.0, 2, 0, 1, 9], [3, 4, 1, 0, 9], [0, 0, 5, 6, 9], [0, 8, 7, 2, 9], [9, 9, 9, 9, 9]])
PICTURE = GRID.reshape(1, 5, 5, 1)
shapes = st.tuples(st.integers(1, 3), st.integers(4, 9), st.integers(4, 9), st.integers(1, 3))


def to_torch(images):
    return torch.from_numpy(np.ascontiguousarray(images.transpose(0, 3, 1, 2)))


def test_by_hand_the_last_incomplete_row_is_dropped():
    assert max_pool2d(PICTURE, 2)[0, :, :, 0].tolist() == [[4, 1], [8, 7]]
    assert average_pool2d(PICTURE, 2)[0, :, :, 0].tolist() == [[2.5, 0.5], [2, 5]]


def test_overlapping_windows():
    assert max_pool2d(PICTURE, 3, stride=2)[0, :, :, 0].tolist() == [[5, 9], [9, 9]]


def test_padding_never_wins_a_maximum_and_counts_in_a_mean():
    assert (max_pool2d(-PICTURE - 1, 2, padding=1) < 0).all()
    assert average_pool2d(np.ones((1, 4, 4, 1)), 2, padding=1)[0, 0, 0, 0] == 0.25


def test_channels_and_images_do_not_mix():
    images = np.random.default_rng(0).normal(size=(2, 6, 6, 3))
    for pool in (max_pool2d, average_pool2d):
        alone = pool(images[1:, :, :, 2:], 2)
        np.testing.assert_allclose(pool(images, 2)[1:, :, :, 2:], alone, rtol=1e-12)


@given(shapes, st.integers(1, 4), st.integers(1, 3), st.integers(0, 2), st.integers(0, 2**31))
@settings(max_examples=40, deadline=None)
def test_equals_torch(shape, size, stride, padding, seed):
    padding = min(padding, size // 2)
    images = np.random.default_rng(seed).normal(size=shape)
    for pool, theirs in ((max_pool2d, F.max_pool2d), (average_pool2d, F.avg_pool2d)):
        want = theirs(to_torch(images), size, stride, padding).permute(0, 2, 3, 1).numpy()
        np.testing.assert_allclose(pool(images, size, stride=stride, padding=padding), want, rtol=1e-12, atol=1e-12)


@given(shapes, st.integers(1, 4), st.integers(1, 3), st.integers(0, 2**31))
@settings(max_examples=15, deadline=None)
def test_equals_keras(shape, size, stride, seed):
    images = np.random.default_rng(seed).normal(size=shape).astype("float32")
    for pool, theirs in ((max_pool2d, keras.ops.max_pool), (average_pool2d, keras.ops.average_pool)):
        want = keras.ops.convert_to_numpy(theirs(images, size, stride, padding="valid"))
        np.testing.assert_allclose(pool(images, size, stride=stride), want, rtol=1e-5, atol=1e-6)


def test_no_images_no_answer():
    assert max_pool2d(np.zeros((0, 4, 4, 2)), 2).shape == (0, 2, 2, 2)
    assert average_pool2d(np.zeros((0, 4, 4, 2)), 2).shape == (0, 2, 2, 2)


@pytest.mark.parametrize("pool", [max_pool2d, average_pool2d])
def test_bad_input_is_named(pool):
    with pytest.raises(ValueError, match="padding must be at most half of size 3, got 2"):
        pool(PICTURE, 3, padding=2)
    with pytest.raises(ValueError, match="size must be a whole number of at least 1, got 0"):
        pool(PICTURE, 0)
    with pytest.raises(ValueError, match="stride must be a whole number of at least 1, got 0"):
        pool(PICTURE, 2, stride=0)
    with pytest.raises(ValueError, match=r"images must have shape \(N, H, W, C\)"):
        pool(GRID, 2)
