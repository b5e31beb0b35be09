import importlib

import torch
import torchvision

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companion.boxes import batched_nms, box_iou, nms, nms_by_definition
from companion.boxes.overlap_pairs import LabelledBoxes, Strips
from tests.boxes.box_sets import SETS, equal, heaps, spread, whole

module = importlib.import_module("companion.boxes.nms")
THRESHOLDS = [0, 0.01, 0.25, 0.3, 0.5, 0.7, 0.9, 0.999, 1]


@pytest.fixture
def small_blocks(monkeypatch):
    """Let few boxes pass through every stage that otherwise only many reach."""
    monkeypatch.setattr(module, "_BLOCK", (2, 8))


def torchvision_nms(boxes, scores, threshold):
    return torchvision.ops.nms(torch.from_numpy(boxes), torch.from_numpy(scores), threshold).tolist()


def both(boxes, scores, threshold):
    answers = [function(boxes, scores, iou_threshold=threshold).tolist() for function in (nms, nms_by_definition)]
    assert answers[0] == answers[1]
    return answers[0]


def test_by_hand():
    boxes = [[0, 0, 10, 10], [1, 0, 11, 10], [20, 0, 30, 10], [20, 5, 30, 10]]  # IoU 9/11 and 1/2
    scores = [0.8, 0.9, 0.6, 0.7]
    assert both(boxes, scores, 0.5) == [1, 3, 2]
    assert both(boxes, scores, 0.4) == [1, 3]
    assert both(boxes, scores, 0.9) == [1, 0, 3, 2]
    kept = nms(boxes, scores)
    assert kept.dtype == np.int64
    assert kept.tolist() == [1, 3, 2]


def test_at_the_threshold_a_box_stays():
    half = [[0, 0, 2, 1], [0, 0, 1, 1]]
    assert both(half, [1, 0], 0.5) == [0, 1]
    assert both(half, [1, 0], np.nextafter(0.5, 0)) == [0]
    touching = [[0, 0, 1, 1], [1, 0, 2, 1], [0.5, 0, 1.5, 1]]
    assert both(touching, [3, 2, 1], 0) == [0, 1]
    assert both([[0, 0, 1, 1]] * 3, [1, 2, 3], 1) == [2, 1, 0]


def test_a_removed_box_removes_no_other():
    chain = [[0, 0, 10, 10], [4, 0, 14, 10], [8, 0, 18, 10]]  # each has 3/7 with the next, the first 1/9 with the last
    assert both(chain, [3, 2, 1], 0.4) == [0, 2]


def test_equal_scores_keep_the_lower_index(small_blocks):
    boxes = [[0, 0, 4, 4]] * 3 + [[9, 9, 10, 10]] + [[0, 0, 4, 4]]
    assert both(boxes, [0.5] * 5, 0.5) == [0, 3]
    assert both(boxes, [0.5, 0.5, 0.7, 0.5, 0.7], 0.5) == [2, 3]


def test_boxes_without_area_stay_and_remove_none():
    line, point, box = [0, 0, 0, 4], [1, 1, 1, 1], [0, 0, 4, 4]
    for threshold in THRESHOLDS:
        assert both([line, line, point, point, box], [5, 4, 3, 2, 1], threshold) == [0, 1, 2, 3, 4]


def test_no_boxes():
    for nothing in ([], np.zeros((0, 4)), np.zeros((0, 4), np.float32)):
        assert both(nothing, [], 0.5) == []
        assert batched_nms(nothing, [], []).tolist() == []
    assert nms([], []).dtype == np.int64


@pytest.mark.parametrize("boxes", SETS)
@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**31), count=st.integers(0, 60), threshold=st.sampled_from(THRESHOLDS) | st.floats(0, 1))
def test_the_search_gives_what_the_definition_gives(boxes, seed, count, threshold):
    rng = np.random.default_rng(seed)
    rows = boxes(rng, count).astype(rng.choice([np.float32, np.float64]))
    scores = rng.integers(0, 5, count) if rng.random() < 0.5 else rng.uniform(size=count)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_BLOCK", (int(rng.integers(1, 9)), int(rng.integers(9, 70))))
        both(rows, scores, threshold)


@pytest.mark.parametrize("boxes", SETS)
@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**31), count=st.integers(1, 60), threshold=st.sampled_from(THRESHOLDS))
def test_laws(boxes, seed, count, threshold):
    rng = np.random.default_rng(seed)
    rows, scores = boxes(rng, count), rng.uniform(size=count)
    kept = nms(rows, scores, iou_threshold=threshold)
    overlap = box_iou(rows, rows) > threshold
    assert (np.diff(scores[kept]) <= 0).all()
    assert not np.triu(overlap[np.ix_(kept, kept)], 1).any()
    for row in set(range(count)) - set(kept.tolist()):
        assert (overlap[row, kept] & (scores[kept] >= scores[row])).any()
    assert nms(rows[kept], scores[kept], iou_threshold=threshold).tolist() == list(range(len(kept)))


# Areas below 2^24 are exact in float32, and so is every IoU up to one rounding: both sides see the same number.
# 0.3 and 0.7 are no float32 numbers: see the test after the next.
@pytest.mark.parametrize(
    ("dtype", "thresholds"),
    [(np.float32, [0, 0.25, 0.5, 0.75, 1]), (np.float64, [0, 0.25, 0.3, 0.5, 0.7, 1])],
)
def test_equal_to_torchvision_in_1000_random_cases(dtype, thresholds):
    rng = np.random.default_rng(0)
    removed = 0
    for case in range(1000):
        count = int(rng.integers(0, 40))
        boxes = [whole, whole, equal, heaps][case % 4](rng, count).astype(dtype)
        scores = rng.integers(0, 1 + count // 2, count).astype(dtype) if case % 3 else rng.uniform(size=count)
        threshold = thresholds[int(rng.integers(0, len(thresholds)))]
        kept = both(boxes, scores.astype(dtype), threshold)
        assert kept == torchvision_nms(boxes, scores.astype(dtype), threshold)
        removed += count - len(kept)
    assert removed > 3000


@pytest.mark.parametrize("boxes", [spread, heaps, equal])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_equal_to_torchvision_on_many_boxes(boxes, dtype):
    rng = np.random.default_rng(1)
    rows, scores = boxes(rng, 5444).astype(dtype), rng.integers(0, 1000, 5444).astype(dtype)
    for threshold in (0, 0.25, 0.5, 0.75):
        assert nms(rows, scores, iou_threshold=threshold).tolist() == torchvision_nms(rows, scores, threshold)


def test_a_float32_box_at_three_tenths_stays_though_torchvision_removes_it():
    boxes = np.array([[0, 0, 10, 1], [0, 0, 3, 1]], np.float32)
    scores = np.array([1, 0.5], np.float32)
    assert both(boxes, scores, 0.3) == [0, 1] == both(boxes.astype(float), scores, 0.3)
    assert torchvision_nms(boxes, scores, 0.3) == [0]
    assert torchvision_nms(boxes.astype(float), scores.astype(float), 0.3) == [0, 1]


def test_per_class_is_each_class_alone(small_blocks):
    rng = np.random.default_rng(2)
    for _ in range(200):
        count = int(rng.integers(0, 60))
        boxes, scores, labels = heaps(rng, count), rng.integers(0, 9, count), rng.choice([-1, 0, 7, 10**15], count)
        kept = batched_nms(boxes, scores, labels, iou_threshold=0.3)
        alone = [np.flatnonzero(labels == label) for label in np.unique(labels)]
        want = {i for rows in alone for i in rows[nms(boxes[rows], scores[rows], iou_threshold=0.3)].tolist()}
        assert set(kept.tolist()) == want
        assert (np.diff(kept)[np.diff(scores[kept]) == 0] > 0).all()
        assert (np.diff(scores[kept]) <= 0).all()


def test_per_class_by_hand():
    boxes = [[0, 0, 10, 10], [1, 0, 11, 10], [0, 1, 10, 11]]
    assert batched_nms(boxes, [0.8, 0.9, 0.7], [5, 3, 3]).tolist() == [1, 0]
    assert batched_nms(boxes, [0.8, 0.9, 0.7], [3, 3, 3]).tolist() == [1]
    assert batched_nms(boxes, [0.8, 0.9, 0.7], [1, 2, 3]).tolist() == [1, 0, 2]


def test_per_class_equals_torchvision():
    rng = np.random.default_rng(3)
    for count in [10, 300, 1500]:  # below and above the number from which theirs goes class by class
        boxes, scores = spread(rng, count), rng.permutation(count) / count
        labels = rng.integers(0, 20, count)
        tensors = (torch.from_numpy(part) for part in (boxes, scores, labels))
        assert batched_nms(boxes, scores, labels).tolist() == torchvision.ops.batched_nms(*tensors, 0.5).tolist()


def test_moving_classes_apart_fails_in_float32_where_comparing_labels_does_not():
    # Two boxes 4 pixels wide, 1.32 apart: IoU 2.68 / 5.32 = 0.504. They are of class 90 in a picture 16,000 pixels
    # wide, and 90 x 16,001 pixels further right float32 knows eighths of a pixel only: 1.32 becomes 1.375, IoU 0.488.
    boxes = np.array([[0, 0, 4, 4], [1.32, 0, 5.32, 4], [15996, 0, 16000, 4]], np.float32)
    scores, labels = np.array([0.9, 0.8, 0.7], np.float32), np.array([90, 90, 0])
    moved = boxes + (labels * (boxes.max() + 1)).astype(np.float32)[:, None]
    assert nms(moved, scores).tolist() == [0, 1, 2] == torchvision_nms(moved, scores, 0.5)
    tensors = (torch.from_numpy(part) for part in (boxes, scores, labels))
    assert torchvision.ops.batched_nms(*tensors, 0.5).tolist() == [0, 1, 2]
    assert batched_nms(boxes, scores, labels).tolist() == [0, 2]
    assert nms(boxes[:2], scores[:2]).tolist() == [0]


@pytest.fixture
def work(monkeypatch):
    """Count the pairs that are found near each other, and those of them whose IoU is computed."""
    counts = {"near": 0, "computed": 0}
    overlapping, near = LabelledBoxes.overlapping, Strips.near

    def counting(self, first, second):
        counts["computed"] += len(first)
        return overlapping(self, first, second)

    def passing(self, rows):
        for pairs in near(self, rows):
            counts["near"] += len(pairs[0])
            yield pairs

    monkeypatch.setattr(LabelledBoxes, "overlapping", counting)
    monkeypatch.setattr(Strips, "near", passing)
    return counts


@pytest.mark.parametrize("threshold", [0, 0.3, 0.5, 0.7, 1])
@pytest.mark.parametrize("boxes", [spread, heaps, equal, np.zeros])
def test_few_pairs_are_looked_at_whatever_the_boxes_are(boxes, threshold, work):
    rng, count = np.random.default_rng(4), 20_000
    rows = np.zeros((count, 4)) if boxes is np.zeros else boxes(rng, count)
    nms(rows, rng.uniform(size=count), iou_threshold=threshold)
    pairs = count * (count - 1) / 2
    assert work["near"] < 0.002 * pairs
    assert work["computed"] < 0.0012 * pairs


def test_one_large_box_does_not_make_everything_near(work):
    rng, count = np.random.default_rng(5), 10_000
    centres = rng.uniform(0, 1000, (count, 2))
    rows, scores = np.hstack([centres, centres + 1]), rng.uniform(size=count)
    rows[0], scores[0] = [-1000, -1000, 2000, 2000], -1
    kept = nms(rows, scores, iou_threshold=0)
    assert 0 not in kept
    assert len(kept) > 9000
    assert work["near"] < 0.01 * count * (count - 1) / 2


def test_input_is_left_alone():
    rng = np.random.default_rng(6)
    boxes, scores, labels = whole(rng, 50), rng.uniform(size=50), rng.integers(0, 3, 50)
    before = [part.copy() for part in (boxes, scores, labels)]
    nms(boxes, scores)
    batched_nms(boxes, scores, labels)
    assert all((part == copy).all() for part, copy in zip((boxes, scores, labels), before, strict=True))


@pytest.mark.parametrize("function", [nms, nms_by_definition, lambda *a, **k: batched_nms(*a, [0, 0], **k)])
@pytest.mark.parametrize(
    ("boxes", "scores", "threshold", "message"),
    [
        ([[0, 0, 1]] * 2, [1, 2], 0.5, r"boxes must have shape \(N, 4\), got \(2, 3\)"),
        ([[0, 0, 1, 1], [2, 0, 1, 1]], [1, 2], 0.5, r"boxes must be xyxy .* got \[2.0, 0.0, 1.0, 1.0\] in row 1"),
        ([[0, 0, 1, np.nan], [0, 0, 1, 1]], [1, 2], 0.5, "boxes must be finite, .* in row 0"),
        ([[0, 0, 1, 1]] * 2, [1], 0.5, r"scores must have shape \(2,\), got \(1,\)"),
        ([[0, 0, 1, 1]] * 2, [[1], [2]], 0.5, r"scores must have shape \(2,\), got \(2, 1\)"),
        ([[0, 0, 1, 1]] * 2, [1, np.nan], 0.5, "scores must be finite, got nan in row 1"),
        ([[0, 0, 1, 1]] * 2, [1, 2], 1.5, "iou_threshold must be a finite number from 0 to 1, got 1.5"),
        ([[0, 0, 1, 1]] * 2, [1, 2], -0.1, "iou_threshold must be a finite number from 0 to 1, got -0.1"),
    ],
)
def test_bad_input(function, boxes, scores, threshold, message):
    with pytest.raises(ValueError, match=message):
        function(boxes, scores, iou_threshold=threshold)


def test_bad_types():
    box = [[0, 0, 1, 1]]
    with pytest.raises(TypeError, match="scores must hold numbers, got dtype <U"):
        nms(box, ["high"])
    with pytest.raises(TypeError, match="scores must hold real numbers, got dtype complex128"):
        nms(box, [1j])
    with pytest.raises(TypeError, match="labels must hold whole numbers, got dtype float64"):
        batched_nms(box, [1], [0.5])
    with pytest.raises(ValueError, match=r"labels must have shape \(1,\), got \(2,\)"):
        batched_nms(box, [1], [0, 1])
