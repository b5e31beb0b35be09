import numpy as np
import pytest

from companion.data.backgrounds import PHOTOS, region
from companion.data.texture_regions import REGIONS
from companion.pretrained.pretext_photos import (
    HELD_OUT,
    NUM_SQUARES,
    SURFACES,
    THINGS,
    _bilinear,
    _squares,
    allowed,
    draw_patches,
    draw_squares,
    squares_of,
)


def overlap(one, other):
    return max(one[0], other[0]) < min(one[2], other[2]) and max(one[1], other[1]) < min(one[3], other[3])


def test_between_pixels_by_hand():
    picture = np.array([[[0], [10]], [[20], [30]]], dtype=np.uint8)
    assert _bilinear(picture, np.array([[0.25]]), np.array([[0.75]]))[0, 0, 0] == pytest.approx(17.5)


def test_the_photographs_are_shared_out():
    assert set(SURFACES) | set(THINGS) == set(PHOTOS)
    assert not set(HELD_OUT) & set(PHOTOS)
    assert len(_squares()) == NUM_SQUARES == 128


@pytest.mark.parametrize("name", PHOTOS)
def test_no_square_leaves_the_training_strip_or_touches_what_textures_are_judged_on(name):
    left, top, right, bottom = region(name, "train")
    kept = [texture for texture in REGIONS.values() if texture.photo == name]
    judged = [box for texture in kept for box in (*texture.validation, *texture.test)]
    squares = squares_of(name)
    assert squares
    for box in squares:
        assert left <= box[0] < box[2] <= right
        assert top <= box[1] < box[3] <= bottom
        assert not any(overlap(box, other) for other in judged)


def test_allowed_at_the_edge():
    assert allowed("brick", (236, 0, 300, 64))  # textures are validated from 300 on
    assert not allowed("brick", (237, 0, 301, 64))
    assert not allowed("gravel", (-1, 0, 63, 64))


def test_a_window_never_leaves_its_square():
    for label in (0, 30, 100, 120, 127):
        pictures = draw_squares(np.full(40, label), np.random.default_rng(label))
        assert pictures.shape == (40, 32, 32, 3)
        assert pictures.min() >= 0
        assert pictures.max() <= 255
        assert pictures.std(axis=(1, 2, 3)).mean() > 3


def test_seeded_and_new_each_time():
    one, other = (draw_squares(np.array([7, 7]), np.random.default_rng(3)) for _ in range(2))
    assert np.array_equal(one, other)
    assert not np.array_equal(one[0], one[1])


def test_patches():
    patches = draw_patches(10, np.random.default_rng(0))
    assert patches.shape == (10, 32, 32, 3)
    assert patches.dtype == np.float32
    assert draw_patches(0, np.random.default_rng(0)).shape == (0, 32, 32, 3)
