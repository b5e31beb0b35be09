import numpy as np
import pytest

from companion.pretrained.pretext_marks import (
    NUM_CHARACTERS,
    NUM_OUTLINES,
    _distance_to_strokes,
    _grid,
    _outline_radii,
    _quadratic,
    cover_characters,
    cover_outlines,
)


def test_the_distance_to_a_stroke_by_hand():
    along_the_top = np.array([[[[-1.0, -1.0], [0.0, -1.0], [1.0, -1.0]]]], dtype=np.float32)  # one stroke, two pieces
    distance = _distance_to_strokes(along_the_top)[0]
    assert np.allclose(distance, np.broadcast_to((np.arange(32)[:, None] + 0.5) / 16, (32, 32)), atol=1e-4)


def test_a_curve_passes_through_its_points():
    points = np.array([[[[0, 0], [1, 2], [4, 0]]]], dtype=np.float32)
    curve = _quadratic(points)[0, 0]
    assert np.allclose(curve[[0, -1]], [[0, 0], [4, 0]])
    assert np.allclose((curve[3] + curve[4]) / 2, [1, 2], atol=0.1)


def test_regular_outlines_by_hand():
    radii, holes = _outline_radii()
    assert np.allclose(radii[0], 1)  # the disc
    square = radii[3]  # disc, triangle and its star, square
    assert np.isclose(square.max(), 1)
    assert np.isclose(square.min(), np.sqrt(0.5))
    assert np.isclose(holes.max(), 0.55)
    assert len(radii) == len(holes) == NUM_OUTLINES


@pytest.mark.parametrize(("cover", "count"), [(cover_characters, NUM_CHARACTERS), (cover_outlines, NUM_OUTLINES)])
def test_every_class_covers_something_and_not_all(cover, count):
    covered = cover(np.arange(count), np.random.default_rng(0))
    assert covered.shape == (count, 32, 32)
    assert covered.dtype == np.float32
    assert covered.min() >= 0
    assert covered.max() <= 1
    means = covered.mean(axis=(1, 2))
    assert means.min() > 0.01
    assert means.max() < 0.8


@pytest.mark.parametrize("cover", [cover_characters, cover_outlines])
def test_seeded_and_new_each_time(cover):
    rng, classes = np.random.default_rng(0), np.array([3, 3])
    first = cover(classes, rng)
    assert np.array_equal(first, cover(classes, np.random.default_rng(0)))
    assert not np.array_equal(first[0], first[1])


@pytest.mark.parametrize("cover", [cover_characters, cover_outlines])
def test_nothing_to_draw(cover):
    assert cover(np.empty(0, np.int64), np.random.default_rng(0)).shape == (0, 32, 32)


def test_the_grid_is_the_centres_of_pixels():
    assert np.allclose(_grid()[0, 0], -31 / 32)
    assert np.allclose(_grid()[0, 31], [31 / 32, -31 / 32])
