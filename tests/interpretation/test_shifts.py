import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from companion.interpretation.shifts import add_noise, blur, scale_contrast

images = arrays(np.uint8, array_shapes(min_dims=4, max_dims=4, max_side=6))


@given(images)
def test_no_strength_changes_nothing(pictures):
    assert (add_noise(pictures, strength=0, rng=np.random.default_rng(0)) == pictures).all()
    assert (blur(pictures, radius=0) == pictures).all()
    assert (scale_contrast(pictures, factor=1) == pictures).all()


@given(images, st.integers(0, 3), st.floats(0, 1))
def test_blur_and_less_contrast_stay_inside_the_range(pictures, radius, factor):
    for changed in (blur(pictures, radius=radius), scale_contrast(pictures, factor=factor)):
        assert changed.shape == pictures.shape
        assert changed.dtype == np.uint8
        assert pictures.min() <= changed.min() <= changed.max() <= pictures.max()


def test_values_by_hand():
    corner = np.zeros((1, 3, 3, 1), np.uint8)
    corner[0, 0, 0] = 90  # repeated beyond the border: 4 of the 9 pixels of its window
    assert blur(corner, radius=1)[0, :, :, 0].tolist() == [[40, 20, 0], [20, 10, 0], [0, 0, 0]]
    assert scale_contrast(np.array([0, 200], np.uint8).reshape(1, 1, 2, 1), factor=2).ravel().tolist() == [0, 255]
    assert scale_contrast(np.array([0, 200], np.uint8).reshape(2, 1, 1, 1), factor=0).ravel().tolist() == [0, 200]


def test_noise_has_its_strength_and_follows_the_generator():
    gray = np.full((1, 200, 200, 1), 128, np.uint8)
    noisy = add_noise(gray, strength=10, rng=np.random.default_rng(0))
    assert noisy.astype(float).std() == pytest.approx(10, rel=0.02)
    assert (noisy == add_noise(gray, strength=10, rng=np.random.default_rng(0))).all()
    assert (noisy != add_noise(gray, strength=10, rng=np.random.default_rng(1))).any()


def test_no_picture():
    none = np.zeros((0, 4, 4, 1), np.uint8)
    assert blur(none, radius=1).shape == scale_contrast(none, factor=2).shape == none.shape


def test_bad_input():
    with pytest.raises(TypeError, match="images must be uint8, got dtype float64"):
        blur(np.zeros((1, 2, 2, 1)), radius=1)
    with pytest.raises(ValueError, match=r"images must have shape \(N, H, W, C\), got \(2, 2\)"):
        scale_contrast(np.zeros((2, 2), np.uint8), factor=1)
    with pytest.raises(ValueError, match="radius must be a whole number of at least 0, got -1"):
        blur(np.zeros((1, 2, 2, 1), np.uint8), radius=-1)
    with pytest.raises(ValueError, match="strength must be a finite number of at least 0, got -1"):
        add_noise(np.zeros((1, 2, 2, 1), np.uint8), strength=-1, rng=np.random.default_rng(0))
    with pytest.raises(ValueError, match="images must hold pixels"):
        blur(np.zeros((1, 0, 2, 1), np.uint8), radius=1)
