import numpy as np
import pytest
import sklearn.metrics
from hypothesis import given
from hypothesis import strategies as st

from companion.training.scores import calibration_bins, expected_calibration_error, precision_recall_curve

samples = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 5)), min_size=1, max_size=30)


def test_a_curve_by_hand():
    curve = precision_recall_curve([0, 1, 0, 1], [0.1, 0.4, 0.6, 0.9])
    assert curve.thresholds.tolist() == [0.1, 0.4, 0.6, 0.9]
    assert curve.precision.tolist() == pytest.approx([2 / 4, 2 / 3, 1 / 2, 1, 1])
    assert curve.recall.tolist() == [1, 1, 0.5, 0.5, 0]


@given(samples)
def test_like_scikit_learn_and_recall_never_rises(rows):
    labels, scores = map(np.array, zip(*[*rows, (1, 3)], strict=True))
    curve = precision_recall_curve(labels, scores / 5)
    theirs = sklearn.metrics.precision_recall_curve(labels, scores / 5)
    for ours, expected in zip((curve.precision, curve.recall, curve.thresholds), theirs, strict=True):
        assert ours == pytest.approx(expected)
    assert (np.diff(curve.recall) <= 0).all()


def test_equal_scores_share_a_threshold():
    assert precision_recall_curve([0, 1, 1], [0.5, 0.5, 0.5]).thresholds.tolist() == [0.5]


def test_calibration_by_hand():
    # Three predictions of 0.8, two right; two of 0.6, both right: 3/5 * |2/3 - 0.8| + 2/5 * |1 - 0.6|.
    probabilities = [[0.8, 0.2], [0.8, 0.2], [0.2, 0.8], [0.6, 0.4], [0.4, 0.6]]
    labels = [0, 1, 1, 0, 1]
    assert expected_calibration_error(labels, probabilities, num_bins=10) == pytest.approx(0.08 + 0.16)
    bins = calibration_bins(labels, probabilities, num_bins=10)
    assert bins.count.sum() == 5
    assert bins.accuracy[bins.count == 3] == pytest.approx([2 / 3])


def test_a_confidence_on_an_edge_belongs_to_the_lower_bin():
    assert calibration_bins([0], [[0.5, 0.5]], num_bins=2).count.tolist() == [1, 0]
    assert calibration_bins([0], [[1.0, 0.0]], num_bins=2).count.tolist() == [0, 1]


@given(samples, st.integers(1, 20))
def test_the_error_lies_in_0_to_1_and_is_0_for_certain_and_right(rows, num_bins):
    labels, scores = map(np.array, zip(*rows, strict=True))
    positive = scores / 5
    assert 0 <= expected_calibration_error(labels, np.stack([1 - positive, positive], 1), num_bins=num_bins) <= 1
    assert expected_calibration_error(labels, np.eye(2)[labels], num_bins=num_bins) == 0


def test_empty_bins_are_not_numbers():
    bins = calibration_bins([0], [[1.0, 0.0]], num_bins=3)
    assert np.isnan(bins.accuracy[:2]).all()


def test_bad_input():
    with pytest.raises(ValueError, match="probabilities must be rows of numbers from 0 to 1, at least one row"):
        calibration_bins(np.zeros(0, int), np.zeros((0, 3)))
    with pytest.raises(ValueError, match="apply softmax to logits"):
        calibration_bins([0], [[3.0, -1.0]])
    with pytest.raises(ValueError, match=r"labels must have shape \(1,\), got \(2,\)"):
        expected_calibration_error([0, 1], [[0.5, 0.5]])
    with pytest.raises(ValueError, match="labels must be 0 or 1, with at least one 1"):
        precision_recall_curve([0, 0], [0.1, 0.2])
    with pytest.raises(ValueError, match="scores must be finite"):
        precision_recall_curve([0, 1], [0.1, np.nan])
