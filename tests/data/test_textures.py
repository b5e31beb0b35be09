from itertools import combinations

import numpy as np
import pytest

from companion.data import load, textures
from companion.data.credits import CREDITS
from companion.data.photos import photo

SPLITS = ("train", "validation", "test")


def overlap(first, second):
    """Shared area of every pair of boxes, (N, M)."""
    corner = np.maximum(first[:, None, :2], second[None, :, :2])
    far = np.minimum(first[:, None, 2:], second[None, :, 2:])
    return np.prod(np.clip(far - corner, 0, None), axis=-1)


@pytest.mark.parametrize("name", textures.CLASS_NAMES)
def test_regions_of_different_splits_are_disjoint_and_in_the_photograph(name):
    texture = textures.REGIONS[name]
    height, width = photo(texture.photo).shape[:2]
    parts = [np.array(getattr(texture, split)) for split in SPLITS]
    for part in parts:
        assert (part[:, :2] >= 0).all()
        assert (part[:, 2:] <= [width, height]).all()
    for first, second in combinations(parts, 2):
        assert not overlap(first, second).any()


@pytest.mark.parametrize("name", textures.CLASS_NAMES)
def test_no_test_patch_shares_a_pixel_with_a_training_patch(name):
    parts = [textures.draw_positions(name, split, textures.COUNTS[split]) for split in SPLITS]
    for first, second in combinations(parts, 2):
        assert not overlap(first, second).any()


def test_classes_that_share_a_photograph_do_not_share_regions():
    everything = [(t.photo, np.array(t.train + t.validation + t.test)) for t in textures.REGIONS.values()]
    for (name, first), (other, second) in combinations(everything, 2):
        assert name != other or not overlap(first, second).any()


def test_only_photographs_that_may_be_shown():
    assert len(textures.REGIONS) >= 10
    assert all(CREDITS[texture.photo].shown for texture in textures.REGIONS.values())


def test_patch_by_hand():
    square = np.array([[100, 50, 132, 82]])
    gray = photo("grass")[50:82, 100:132, 0]  # gray already: its three channels are equal
    assert (textures.cut_patches("grass", square)[0, ..., 0] == gray).all()


def test_a_reduced_patch_is_the_mean_of_its_blocks():
    patch = textures.cut_patches("brick", np.array([[0, 0, 64, 64]]))[0, ..., 0]
    assert patch[0, 0] == np.rint(photo("brick")[:2, :2, 0].astype(np.float32).mean())


def test_a_set_is_made_of_the_patches_at_its_positions():
    data = load("textures", split="test")
    label = data.class_names.index("roof")
    cut = textures.cut_patches("roof", textures.draw_positions("roof", "test", textures.COUNTS["test"]))
    assert (data.images[data.labels == label] == cut).all()


def test_the_leaking_split_leaks_and_has_the_same_sizes():
    parts = textures.split_at_random()
    for split, part in zip(SPLITS, parts, strict=True):
        assert np.bincount(part.labels).tolist() == [textures.COUNTS[split]] * len(textures.CLASS_NAMES)
    again = textures.split_at_random()
    assert (parts[0].images == again[0].images).all()
    # Squares drawn in one region overlap most of the time, and a random split puts some on each side.
    squares = textures.draw_positions("petals", "test", 40)
    assert (overlap(squares[:20], squares[20:]).max(axis=0) > 0).mean() > 0.9


def test_no_patch():
    assert textures.draw_positions("fur", "train", 0).shape == (0, 4)
    assert textures.cut_patches("fur", np.empty((0, 4), int)).shape == (0, 32, 32, 1)


def test_a_square_at_the_very_edge():
    assert textures.cut_patches("grass", np.array([[480, 480, 512, 512]])).shape == (1, 32, 32, 1)


def test_bad_input():
    with pytest.raises(ValueError, match="name must be one of 'brick', .*, got 'silk'"):
        textures.draw_positions("silk", "train", 1)
    with pytest.raises(ValueError, match="count must be a whole number of at least 0, got -1"):
        textures.draw_positions("fur", "train", -1)
    with pytest.raises(ValueError, match="positions must be squares of 32 pixels inside 512 x 512 pixels"):
        textures.cut_patches("grass", np.array([[481, 480, 513, 512]]))
    with pytest.raises(ValueError, match="positions must be squares of 64 pixels"):
        textures.cut_patches("brick", np.array([[0, 0, 32, 32]]))
