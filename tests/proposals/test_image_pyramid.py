import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.proposals.image_pyramid import PyramidLevel, image_pyramid, pyramid_sizes


def test_sizes_by_hand():
    assert pyramid_sizes((100, 60), window=(10, 20), levels_per_octave=1) == [(100, 60), (50, 30)]
    assert pyramid_sizes(25, window=25) == [(25, 25)]
    assert pyramid_sizes((24, 100), window=25) == []


@given(st.integers(1, 300), st.integers(1, 300), st.integers(1, 40), st.integers(1, 6))
def test_sizes_shrink_and_hold_a_window(height, width, window, levels):
    sizes = pyramid_sizes((height, width), window=window, levels_per_octave=levels)
    assert sizes[:1] == [(height, width)] * (min(height, width) >= window)
    assert all(min(size) >= window for size in sizes)
    for before, after in zip(sizes, sizes[1:], strict=False):
        assert after != before
        assert after[0] <= before[0]
        assert after[1] <= before[1]


def test_an_octave_has_as_many_levels_as_asked_for():
    assert pyramid_sizes(256, window=16, levels_per_octave=3)[::3] == [
        (256, 256),
        (128, 128),
        (64, 64),
        (32, 32),
        (16, 16),
    ]


def test_sizes_that_round_to_the_same_pixels_are_one_level():
    assert pyramid_sizes(30, window=28, levels_per_octave=50) == [(30, 30), (29, 29), (28, 28)]
    assert pyramid_sizes(1, window=1) == [(1, 1)]


def test_half_a_picture_by_hand():
    level = image_pyramid([[0.0, 0, 8, 8]] * 4, window=2, levels_per_octave=1)[1]
    # triangle weights 1, 3, 3, 1 around each place, those beyond the edge left out
    assert np.allclose(level.image, [[8 / 7, 48 / 7]] * 2)
    assert level.scale == (0.5, 0.5)


def test_levels_are_those_of_an_antialiased_interpolation():
    torch = pytest.importorskip("torch")
    image = np.random.default_rng(0).random((50, 37, 3))
    pictures = torch.from_numpy(image).permute(2, 0, 1)[None]
    for level in image_pyramid(image, window=9)[1:]:
        theirs = torch.nn.functional.interpolate(pictures, level.image.shape[:2], mode="bilinear", antialias=True)
        assert np.allclose(level.image, theirs[0].permute(1, 2, 0).numpy(), rtol=0, atol=1e-12)


def test_a_flat_picture_stays_flat_and_the_first_level_is_the_picture():
    image = np.full((30, 40), 0.25, dtype=np.float32)
    levels = image_pyramid(image, window=8)
    assert levels[0].image is image
    for level in levels:
        assert level.image.dtype == np.float32
        assert np.allclose(level.image, 0.25, rtol=0, atol=1e-6)


def test_whole_numbers_become_floats_of_the_same_value():
    assert image_pyramid(np.full((8, 8), 200, np.uint8), window=8)[0].image.tolist() == [[200.0] * 8] * 8


def test_boxes_of_every_level_reach_the_picture_s_edges():
    for level in image_pyramid(np.zeros((51, 77)), window=10):
        height, width = level.image.shape
        assert np.allclose(level.to_picture([[0, 0, width, height]]), [[0, 0, 77, 51]])
    assert PyramidLevel(np.zeros((2, 2)), (0.5, 0.5)).to_picture(np.empty((0, 4))).shape == (0, 4)


def test_no_level_where_no_window_fits():
    assert image_pyramid(np.zeros((9, 30)), window=10) == []
    assert image_pyramid(np.zeros((0, 30)), window=10) == []


def test_bad_input_is_named():
    with pytest.raises(ValueError, match=r"image must have shape \(H, W\), got \(5,\)"):
        image_pyramid(np.zeros(5), window=2)
    with pytest.raises(TypeError, match="image must hold numbers"):
        image_pyramid([["a", "b"]], window=1)
    with pytest.raises(ValueError, match="levels_per_octave must be a whole number of at least 1, got 0"):
        pyramid_sizes(10, window=2, levels_per_octave=0)
    with pytest.raises(ValueError, match="window must be a whole number of at least 1, got 0"):
        pyramid_sizes(10, window=0)
