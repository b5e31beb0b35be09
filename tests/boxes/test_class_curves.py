import numpy as np
import pytest

from companion.boxes import average_precision
from companion.boxes.candidates import FlatDetections
from companion.boxes.claims import Verdicts
from companion.boxes.class_curves import rank_verdicts

# Class 0: three ground truths, detections 0, 2, 3. Class 1: none, detection 1. Class 2: one, no detection.
LABELS, SCORES, RANKS = np.array([0, 1, 0, 0]), np.array([0.5, 0.7, 0.9, 0.8]), np.array([1, 0, 0, 0])
HITS = np.array([[True, False, True, False], [True, False, False, False]])
COUNTED = np.array([[True, True, True, True], [True, True, True, False]])  # the last one is ignored at the second


def ranked():
    found = FlatDetections(np.zeros((4, 4)), SCORES, LABELS, np.arange(4), RANKS)
    verdicts = Verdicts(HITS, COUNTED, np.ones(4, bool))
    order = np.lexsort((-SCORES, LABELS))
    return rank_verdicts(found, verdicts, order=order, positives=np.array([3, 0, 1]))


def test_the_curves_by_hand():
    precision, recall, scores = ranked().curve(0, 0)
    assert scores.tolist() == [0.9, 0.8, 0.5]
    assert precision == pytest.approx([1, 1 / 2, 2 / 3])
    assert recall == pytest.approx([1 / 3, 1 / 3, 2 / 3])
    precision, recall, scores = ranked().curve(0, 1)
    assert (precision.tolist(), scores.tolist()) == ([0, 0.5], [0.9, 0.5])
    assert recall == pytest.approx([0, 1 / 3])
    assert np.isnan(ranked().curve(1, 0).recall).all()
    assert [len(column) for column in ranked().curve(2, 0)] == [0, 0, 0]


def test_average_precisions_by_hand():
    found = ranked().average_precisions(None)
    assert found[:, 0] == pytest.approx([1 / 3 * 1 + 1 / 3 * 2 / 3, 1 / 3 * 1 / 2])
    assert np.isnan(found[:, 1]).all()
    assert found[:, 2].tolist() == [0, 0]


@pytest.mark.parametrize("points", [None, 11, 101])
def test_average_precisions_are_those_of_the_curves(points):
    for row in range(2):
        precision, recall, _ = ranked().curve(0, row)
        expected = average_precision(precision, recall, points=points)
        assert ranked().average_precisions(points)[row, 0] == pytest.approx(expected)


def test_recalls_by_limit():
    assert ranked().recalls(np.inf)[:, [0, 2]] == pytest.approx(np.array([[2 / 3, 0], [1 / 3, 0]]))
    # detection 0 is the second of its class in its picture
    assert ranked().recalls(1)[:, 0] == pytest.approx([1 / 3, 0])
    assert np.isnan(ranked().recalls(1)[:, 1]).all()
