import numpy as np
import pytest

from companion.architectures.lenet_paper_specs import SQUASH, TARGET_SHAPE, targets


def test_targets_are_ten_different_pictures_of_ink_and_paper():
    drawn = targets()
    assert drawn.shape == (10, 84) == (10, TARGET_SHAPE[0] * TARGET_SHAPE[1])
    assert set(np.unique(drawn)) == {-1, 1}
    differing = (drawn[:, None] != drawn).sum(axis=2)
    assert differing[~np.eye(10, dtype=bool)].min() >= 10


def test_fewer_classes_are_the_first_digits():
    assert np.array_equal(targets(3), targets()[:3])


def test_the_squashing_function_keeps_one():
    amplitude, slope = SQUASH
    assert amplitude * np.tanh(slope) == pytest.approx(1, abs=1e-4)


def test_bad_input():
    for number in (0, 11):
        with pytest.raises(ValueError, match=f"num_classes must be a whole number from 1 to 10, got {number}"):
            targets(number)
