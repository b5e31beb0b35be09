import numpy as np
import pytest

from companion.data.loading import load
from companion.data.photos import photo
from companion.pretrained.pretext_photos import HELD_OUT
from companion.pretrained.probe_data import _PARTS, probe_data


def test_the_parts_of_a_photograph_do_not_touch_and_hold_a_patch():
    (start, first), (second, third), (fourth, end) = (_PARTS[split] for split in ("train", "validation", "test"))
    assert (start, end) == (0, 1)
    assert first <= second < third <= fourth
    for name in HELD_OUT:
        assert photo(name).shape[1] * 0.2 >= 64


@pytest.mark.parametrize(("split", "count"), [("train", 700), ("validation", 420), ("test", 700)])
def test_photographs(split, count):
    data = probe_data("photographs", split)
    assert data.images.shape == (count, 32, 32, 1)
    assert data.class_names == HELD_OUT
    assert np.bincount(data.labels).tolist() == [count // 7] * 7
    assert np.array_equal(data.images, probe_data("photographs", split).images)


@pytest.mark.parametrize("name", ["digits", "faces"])
def test_stretched_sets_keep_their_labels_and_gray_levels(name):
    ours, theirs = probe_data(name, "validation"), load(name, split="validation")
    assert ours.images.shape[1:] == (32, 32, 1)
    assert np.array_equal(ours.labels, theirs.labels)
    before, after = (data.images.mean(axis=(1, 2, 3)) for data in (theirs, ours))
    assert np.abs(before - after).max() < 12


def test_letters():
    data = probe_data("letters", "validation")
    assert data.images.shape == (390, 32, 32, 1)
    assert "".join(data.class_names) == "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    assert np.bincount(data.labels).tolist() == [15] * 26
    light, dark = (data.images >= 190).mean(axis=(1, 2, 3)), (data.images <= 65).mean(axis=(1, 2, 3))
    assert (np.maximum(light, dark) > 0.005).all()  # the ink


def test_unknown_names():
    with pytest.raises(
        ValueError, match="name must be one of 'digits', 'faces', 'letters', 'photographs', got 'scenes'"
    ):
        probe_data("scenes", "train")
    with pytest.raises(ValueError, match="split must be one of 'train', 'validation', 'test', got 'all'"):
        probe_data("photographs", "all")
