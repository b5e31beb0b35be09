import re

import numpy as np
import pytest
import sklearn.metrics
from hypothesis import given
from hypothesis import strategies as st

from companion.boxes import average_precision, match_detections, precision_recall_curve

POINTS = (None, 11, 101)
detections = st.lists(st.tuples(st.integers(0, 8), st.booleans()), max_size=30)  # score, hit
grid = st.lists(st.tuples(*[st.integers(0, 6)] * 2, *[st.integers(0, 4)] * 2), max_size=6).map(
    lambda rows: np.array([(x, y, x + w, y + h) for x, y, w, h in rows], float).reshape(-1, 4)
)


def curve_of(rows, missed):
    scores, hits = np.array([row[0] for row in rows], float), np.array([row[1] for row in rows], bool)
    return precision_recall_curve(scores, hits, max(int(hits.sum()) + missed, 1))


def test_five_detections_by_hand():
    # Four objects; best first the five are right, wrong, right, right, wrong.
    hits = [True, True, False, True, False]
    precision, recall = precision_recall_curve([0.7, 0.9, 0.8, 0.6, 0.5], hits, positives=4)
    assert precision.tolist() == [1, 1 / 2, 2 / 3, 3 / 4, 3 / 5]
    assert recall.tolist() == [1 / 4, 1 / 4, 2 / 4, 3 / 4, 3 / 4]
    # The envelope is 1 up to 1/4, 3/4 up to 3/4, then 0.
    assert average_precision(precision, recall) == pytest.approx(1 / 4 + 3 / 4 * 2 / 4)
    assert average_precision(precision, recall, points=11) == pytest.approx((3 * 1 + 5 * 3 / 4) / 11)
    assert average_precision(precision, recall, points=101) == pytest.approx((26 * 1 + 50 * 3 / 4) / 101)


def test_a_point_on_the_curve_counts():
    precision, recall = precision_recall_curve(np.arange(3), [True] * 3, positives=10)
    assert average_precision(precision, recall, points=11) == pytest.approx(4 / 11)  # 0, 0.1, 0.2 and 0.3 itself
    precision, recall = precision_recall_curve(np.arange(7), [True] * 7, positives=20)
    # COCO's 0.35 is 0.35000000000000003, which a recall of 7/20 does not reach.
    assert average_precision(precision, recall, points=101) == pytest.approx(35 / 101)


def test_nothing_found():
    precision, recall = precision_recall_curve([], [], positives=3)
    assert precision.shape == recall.shape == (0,)
    assert [average_precision(precision, recall, points=points) for points in POINTS] == [0, 0, 0]
    assert [average_precision([0.0, 0.0], [0.0, 0.0], points=points) for points in POINTS] == [0, 0, 0]


def test_equal_scores_in_their_order():
    precision, _ = precision_recall_curve([0.5, 0.5, 0.5], [True, False, False], positives=2)
    assert precision.tolist() == [1, 1 / 2, 1 / 3]


@given(detections, st.integers(0, 3), st.sampled_from(POINTS))
def test_it_lies_from_0_to_1(rows, missed, points):
    assert 0 <= average_precision(*curve_of(rows, missed), points=points) <= 1 + 1e-12


@given(st.integers(1, 30), st.integers(0, 5), st.sampled_from(POINTS))
def test_a_perfect_detector_has_1_whatever_it_says_afterwards(positives, wrong, points):
    rows = [(9, True)] * positives + [(1, False)] * wrong
    assert average_precision(*curve_of(rows, 0), points=points) == pytest.approx(1)


@given(detections, st.integers(0, 3), st.sampled_from(POINTS))
def test_only_the_order_of_the_scores_matters(rows, missed, points):
    other = [(np.exp(score) - 100, hit) for score, hit in rows]
    same = average_precision(*curve_of(rows, missed), points=points)
    assert average_precision(*curve_of(other, missed), points=points) == same


@given(detections, st.integers(0, 3), st.sampled_from(POINTS))
def test_a_last_false_positive_changes_nothing(rows, missed, points):
    same = average_precision(*curve_of(rows, missed), points=points)
    assert average_precision(*curve_of([*rows, (-1, False)], missed), points=points) == pytest.approx(same)


@given(detections, st.integers(0, 3), st.sampled_from(POINTS))
def test_only_true_positives_make_the_number(rows, missed, points):
    precision, recall = curve_of(rows, missed)
    rises = np.diff(recall, prepend=0) > 0
    few = average_precision(precision[rises], recall[rises], points=points)
    assert average_precision(precision, recall, points=points) == pytest.approx(few)


@given(detections)
def test_against_scikit_learn_where_all_is_found(rows):
    rows = [*rows, (4, True)]
    precision, recall = curve_of(rows, 0)
    scores, hits = np.array([row[0] for row in rows], float), np.array([row[1] for row in rows])
    order = np.argsort(-scores, kind="stable")
    theirs = sklearn.metrics.precision_recall_curve(hits, scores)
    last_of_equals = np.append(np.diff(scores[order]) != 0, True)  # equal scores share a point there
    assert [*precision[last_of_equals][::-1], 1] == pytest.approx(theirs[0])
    assert [*recall[last_of_equals][::-1], 0] == pytest.approx(theirs[1])
    # and their average has no envelope
    assert sklearn.metrics.average_precision_score(hits, scores) <= average_precision(precision, recall) + 1e-12


def test_matching_by_hand():
    truths = [[0, 0, 4, 4], [10, 0, 14, 4]]
    boxes = [
        [0, 0, 4, 5],  # 16/20 of the first, but with a lower score than the next
        [0, 0, 4, 4],  # the first
        [10, 0, 14, 2],  # 8/16 of the second: just enough
        [20, 0, 24, 4],  # nothing
        [1, 0, 5, 4],  # 12/20 of the first: enough, but taken
    ]
    scores = [0.6, 0.9, 0.5, 0.8, 0.7]
    assert match_detections(boxes, scores, truths).tolist() == [False, True, True, False, False]
    assert match_detections(boxes, scores, truths, iou_threshold=0.51).tolist() == [False, True, False, False, False]
    assert match_detections(boxes[:1], scores[:1], truths, iou_threshold=0.8).tolist() == [True]


def test_no_second_choice_and_the_first_of_equals():
    truths = [[0, 0, 4, 4], [1, 0, 5, 4]]
    # Both overlap the first one more; the second truth would have been free for the second.
    assert match_detections([[0, 0, 4, 4], [0, 0, 4, 4]], [0.9, 0.8], truths).tolist() == [True, False]
    assert match_detections([[0, 0, 4, 4]] * 2, [0.5, 0.5], truths[:1]).tolist() == [True, False]
    doubled = [[0, 0, 4, 4], [0, 0, 4, 4]]
    assert match_detections(doubled, [0.9, 0.8], doubled).tolist() == [True, False]


def test_matching_of_nothing():
    assert match_detections([], [], [[0, 0, 4, 4]]).tolist() == []
    assert match_detections([[0, 0, 4, 4]], [0.5], []).tolist() == [False]
    assert match_detections([], [], []).dtype == bool


@given(grid, grid, st.randoms(use_true_random=False))
def test_no_truth_is_found_twice(boxes, truths, random):
    scores = [random.randint(0, 8) for _ in boxes]
    hits = match_detections(boxes, scores, truths)
    assert hits.sum() <= len(truths)
    assert (match_detections(boxes, np.exp(scores), truths) == hits).all()


def test_bad_input():
    box = [[0, 0, 4, 4]]
    for message, call in {
        "scores must have shape (1,), got (2,)": lambda: match_detections(box, [0.1, 0.2], box),
        "scores must be finite, got nan": lambda: match_detections(box, [np.nan], box),
        "iou_threshold must be above 0, got 0": lambda: match_detections(box, [0.5], box, iou_threshold=0),
        "of at most 1, got 1.5": lambda: match_detections(box, [0.5], box, iou_threshold=1.5),
        "x1 <= x2": lambda: match_detections(box, [0.5], [[4, 0, 0, 4]]),
        "scores must have shape (2,), got (1,)": lambda: precision_recall_curve([0.5], [True, False], 1),
        "scores must be finite, got inf": lambda: precision_recall_curve([np.inf], [True], 1),
        "positives must be a whole number of at least 1, got 0": lambda: precision_recall_curve([0.5], [False], 0),
        "at most one hit per positive (1), got 2": lambda: precision_recall_curve([1, 2], [True, True], 1),
        "points must be one of None, 11, 101, got 10": lambda: average_precision([1], [1], points=10),
        "recall must have shape (1,), got (2,)": lambda: average_precision([1], [0.5, 1]),
        "precision must lie from 0 to 1": lambda: average_precision([1.5], [1]),
        "recall must lie from 0 to 1, got nan": lambda: average_precision([1], [np.nan]),
        "recall must not fall": lambda: average_precision([1, 1], [1, 0.5]),
    }.items():
        with pytest.raises(ValueError, match=re.escape(message)):
            call()
    with pytest.raises(TypeError, match="hits must be booleans, got dtype int64"):
        precision_recall_curve([0.5], [1], 1)
