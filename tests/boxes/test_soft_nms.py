import importlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companion.boxes import box_iou, nms, soft_nms
from tests.boxes.box_sets import SETS

BOXES = [[0, 0, 10, 10], [1, 0, 11, 10], [20, 0, 30, 10], [0, 0, 10, 5]]
SCORES = [0.9, 0.8, 0.7, 0.6]
METHODS = ["linear", "gaussian"]


def by_definition(boxes, scores, factor, lowest):
    """Return (index, score), box by box, as in figure 2 of the paper."""
    taken, left = [], dict(enumerate(scores))
    while left:
        best = max(left, key=lambda index: (left[index], -index))
        score = left.pop(best)
        if score < lowest:
            break
        taken.append((best, score))
        for other in left:
            left[other] *= factor(float(box_iou(boxes[best : best + 1], boxes[other : other + 1])[0, 0]))
    return taken


def test_linear_by_hand():
    # IoU of the first with the second 9/11, with the last 1/2, which is not above the threshold. The second, when its
    # turn comes, has 45 of 105 squares with the last: not above it either.
    indices, scores = soft_nms(BOXES, SCORES)
    assert indices.tolist() == [0, 2, 3, 1]
    assert indices.dtype == np.int64
    assert scores.tolist() == pytest.approx([0.9, 0.7, 0.6, 0.8 * 2 / 11])


def test_linear_with_a_lower_threshold_by_hand():
    # The last falls to 0.6 (1 - 1/2) = 0.3, and the second to 0.8 (1 - 9/11) = 0.145, whose IoU with the last, 3/7, is
    # above 0.4, but the last was taken before and is not touched; instead it lowers the second by 1 - 3/7.
    indices, scores = soft_nms(BOXES, SCORES, iou_threshold=0.4)
    assert indices.tolist() == [0, 2, 3, 1]
    assert scores.tolist() == pytest.approx([0.9, 0.7, 0.3, 0.8 * (2 / 11) * (4 / 7)])


def test_gaussian_by_hand():
    indices, scores = soft_nms(BOXES[:3], SCORES[:3], method="gaussian", sigma=0.25)
    assert indices.tolist() == [0, 2, 1]
    assert scores.tolist() == pytest.approx([0.9, 0.7, 0.8 * np.exp(-4 * 81 / 121)])


def test_at_the_threshold_a_score_stays():
    half = [[0, 0, 2, 1], [0, 0, 1, 1]]
    assert soft_nms(half, [1.0, 0.5], iou_threshold=0.5)[1].tolist() == [1, 0.5]
    assert soft_nms(half, [1.0, 0.5], iou_threshold=0.49)[1].tolist() == [1, 0.25]


def test_a_box_is_dropped_where_its_score_falls_below_the_lowest():
    half = [[0, 0, 2, 1], [0, 0, 1, 1], [5, 5, 6, 6]]
    assert soft_nms(half, [1, 0.5, 0.25], iou_threshold=0.4, score_threshold=0.25)[0].tolist() == [0, 1, 2]
    assert soft_nms(half, [1, 0.5, 0.25], iou_threshold=0.4, score_threshold=0.26)[0].tolist() == [0]
    assert soft_nms(half, [1, 0.5, -1], iou_threshold=0.4, score_threshold=0)[0].tolist() == [0, 1]
    assert len(soft_nms(half, [0.1, 0.2, 0.3], score_threshold=0.4)[0]) == 0  # not even the best reaches it
    # An equal box falls to 0 with "linear": dropped by any threshold above 0, kept by 0.
    assert len(soft_nms([half[0]] * 2, [1, 1])[0]) == 1
    indices, scores = soft_nms([half[0]] * 2, [1, 1], score_threshold=0)
    assert (indices.tolist(), scores.tolist()) == ([0, 1], [1, 0])


def test_equal_scores_take_the_lower_index_first():
    far = [[20 * i, 0, 20 * i + 10, 10] for i in (3, 1, 2, 0)]
    assert soft_nms(far, [0.5, 0.7, 0.5, 0.7])[0].tolist() == [1, 3, 0, 2]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("boxes", SETS)
@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**31), count=st.integers(0, 25))
def test_the_definition_and_the_laws(boxes, method, seed, count):
    rng = np.random.default_rng(seed)
    rows, scores, limit = boxes(rng, count), rng.uniform(size=count), float(rng.choice([0, 0.25, 0.5, 0.9]))
    indices, lowered = soft_nms(rows, scores, method=method, iou_threshold=limit, sigma=0.4, score_threshold=0.05)
    linear = lambda iou: 1 - iou if iou > limit else 1  # noqa: E731
    wanted = by_definition(rows, scores, linear if method == "linear" else lambda iou: np.exp(-iou * iou / 0.4), 0.05)
    assert indices.tolist() == [index for index, _ in wanted]
    assert lowered == pytest.approx([score for _, score in wanted])
    assert (np.diff(lowered) <= 0).all()
    assert (lowered <= scores[indices]).all()
    everything = soft_nms(rows, scores, method=method, iou_threshold=limit, score_threshold=0)
    assert sorted(everything[0].tolist()) == list(range(count))
    kept = nms(rows, scores, iou_threshold=0)  # they share nothing with one another
    alone = soft_nms(rows[kept], scores[kept], method=method, score_threshold=0)
    assert alone[0].tolist() == list(range(len(kept)))
    assert (alone[1] == scores[kept]).all()


def test_a_tiny_sigma_is_nms_at_threshold_0():
    rng = np.random.default_rng(0)
    boxes, scores = SETS[0](rng, 80), rng.permutation(80) / 80 + 0.01
    kept = soft_nms(boxes, scores, method="gaussian", sigma=1e-300)[0]
    assert kept.tolist() == nms(boxes, scores, iou_threshold=0).tolist()


@pytest.mark.parametrize("method", METHODS)
def test_types_empties_and_pure(method):
    for dtype, wanted in [(np.float32, np.float32), (np.float64, np.float64), (np.float16, np.float64)]:
        boxes, scores = np.array(BOXES, dtype), np.array(SCORES, dtype)
        copies = boxes.copy(), scores.copy()
        indices, lowered = soft_nms(boxes, scores, method=method)
        assert indices.dtype == np.int64
        assert lowered.dtype == wanted
        assert (boxes == copies[0]).all()
        assert (scores == copies[1]).all()
    indices, lowered = soft_nms([], [], method=method)
    assert (len(indices), len(lowered), indices.dtype, lowered.dtype) == (0, 0, np.int64, np.float64)
    assert importlib.import_module("companion.boxes.soft_nms").soft_nms is soft_nms


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"method": "hard"}, "method must be one of 'linear', 'gaussian', got 'hard'"),
        ({"iou_threshold": 2}, "iou_threshold must be a finite number from 0 to 1, got 2"),
        ({"sigma": 0}, "sigma must be a finite number greater than 0, got 0"),
        ({"score_threshold": -1}, "score_threshold must be a finite number of at least 0, got -1"),
        ({"boxes": [[0, 0, 1, 1]] * 3}, r"scores must have shape \(3,\), got \(4,\)"),
        ({"scores": [1, 2, np.inf, 3]}, "scores must be finite, got inf in row 2"),
        ({"boxes": [[0, 1, 1, 0]] * 4}, "boxes must be xyxy .* in row 0"),
    ],
)
def test_bad_input(options, message):
    with pytest.raises(ValueError, match=message):
        soft_nms(**{"boxes": BOXES, "scores": SCORES, **options})
