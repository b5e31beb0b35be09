import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.metrics import log_loss

from companion.training.probabilities import cross_entropy, softmax

logits = arrays(float, st.tuples(st.integers(1, 5), st.integers(1, 4)), elements=st.floats(-50, 50))


def test_values_by_hand():
    assert softmax([0, math.log(3)]).tolist() == pytest.approx([0.25, 0.75])
    assert cross_entropy([[0, math.log(3)]], [0]) == pytest.approx(math.log(4))
    assert cross_entropy(np.zeros((7, 10)), np.arange(7)) == pytest.approx(math.log(10))


@given(logits, st.floats(-100, 100))
def test_a_common_shift_changes_nothing(values, shift):
    probabilities = softmax(values)
    assert np.allclose(probabilities.sum(axis=-1), 1)
    assert np.allclose(softmax(values + shift), probabilities)


def test_huge_logits_do_not_overflow():
    assert softmax([1e4, 0.0]).tolist() == [1, 0]
    assert cross_entropy([[1e4, 0.0]], [0]) == 0
    assert cross_entropy([[1e4, 0.0]], [1]) == 1e4


def test_like_scikit_learn():
    rng = np.random.default_rng(0)
    values, labels = rng.normal(size=(50, 4)), rng.integers(0, 4, 50)
    assert cross_entropy(values, labels) == pytest.approx(log_loss(labels, softmax(values), labels=range(4)))


def test_one_label_for_each_pixel():
    assert cross_entropy(np.zeros((2, 3, 3, 4)), np.zeros((2, 3, 3), int)) == pytest.approx(math.log(4))


def test_bad_input():
    with pytest.raises(ValueError, match=r"labels must have shape \(2,\), that of logits but for K, got \(3,\)"):
        cross_entropy(np.zeros((2, 4)), [0, 1, 2])
    with pytest.raises(ValueError, match="labels must be from 0 to 3, got 0 to 4"):
        cross_entropy(np.zeros((2, 4)), [0, 4])
    with pytest.raises(TypeError, match="labels must hold whole numbers, got dtype float64"):
        cross_entropy(np.zeros((2, 4)), [0.0, 1.0])
    with pytest.raises(ValueError, match="labels must hold at least one entry, got none"):
        cross_entropy(np.zeros((0, 4)), np.zeros(0, int))
