import numpy as np
import pytest
import sklearn.metrics
from hypothesis import given
from hypothesis import strategies as st

from companion.training.metrics import accuracy, confusion_matrix, f1, precision, recall

pairs = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=40)

# Ten patients, three ill; four alarms, two of them right.
ILL = [1, 1, 1, 0, 0, 0, 0, 0, 0, 0]
ALARM = [1, 1, 0, 1, 1, 0, 0, 0, 0, 0]


def test_ten_patients_by_hand():
    assert accuracy(ILL, ALARM) == 0.7
    assert confusion_matrix(ILL, ALARM, num_classes=2).tolist() == [[5, 2], [1, 2]]
    assert precision(ILL, ALARM) == 0.5
    assert recall(ILL, ALARM) == pytest.approx(2 / 3)
    assert f1(ILL, ALARM) == pytest.approx(4 / 7)


@given(pairs)
def test_like_scikit_learn(samples):
    labels, predictions = map(list, zip(*samples, strict=True))
    matrix = confusion_matrix(labels, predictions, num_classes=4)
    assert (matrix == sklearn.metrics.confusion_matrix(labels, predictions, labels=range(4))).all()
    assert accuracy(labels, predictions) == pytest.approx(sklearn.metrics.accuracy_score(labels, predictions))
    for positive in range(4):
        options = {"labels": [positive], "average": "macro", "zero_division": 0}
        for ours, name in ((precision, "precision_score"), (recall, "recall_score"), (f1, "f1_score")):
            theirs = getattr(sklearn.metrics, name)(labels, predictions, **options)
            assert ours(labels, predictions, positive=positive) == pytest.approx(theirs)


@given(pairs)
def test_laws(samples):
    labels, predictions = map(np.array, zip(*samples, strict=True))
    matrix = confusion_matrix(labels, predictions, num_classes=4)
    assert matrix.sum() == len(samples)
    assert (confusion_matrix(predictions, labels, num_classes=4) == matrix.T).all()
    assert np.trace(matrix) / matrix.sum() == pytest.approx(accuracy(labels, predictions))
    assert precision(labels, predictions) == recall(predictions, labels)
    low, high = sorted((precision(labels, predictions), recall(labels, predictions)))
    assert low - 1e-9 <= f1(labels, predictions) <= high + 1e-9


def test_zero_over_zero_is_zero():
    assert precision([1, 1], [0, 0]) == 0
    assert recall([0, 0], [1, 1]) == 0
    assert f1([0, 0], [0, 0]) == 0


def test_nothing_to_judge():
    with pytest.raises(ValueError, match="labels must hold at least one entry, got none"):
        accuracy(np.zeros(0, int), np.zeros(0, int))


def test_bad_input():
    with pytest.raises(ValueError, match=r"predictions must have shape \(2,\), got \(3,\)"):
        accuracy([0, 1], [0, 1, 1])
    with pytest.raises(ValueError, match="predictions must be from 0 to 1, got 0 to 2"):
        confusion_matrix([0, 1], [0, 2], num_classes=2)
    with pytest.raises(ValueError, match="labels must be at least 0, got -1 to 1"):
        precision([-1, 1], [0, 1])
    with pytest.raises(TypeError, match="predictions must hold whole numbers, got dtype float64"):
        recall([0, 1], [0.2, 0.9])
    with pytest.raises(ValueError, match="num_classes must be a whole number of at least 1, got 0"):
        confusion_matrix([0], [0], num_classes=0)
