import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companion.boxes import batched_nms, decode_detections, decode_offsets, encode_offsets

ANCHORS = np.array([[0.0, 0, 10, 10], [1, 0, 11, 10], [1, 0, 11, 10], [50, 50, 60, 60]])
PROBABILITIES = np.array([[0.1, 0.9, 0], [0.2, 0.8, 0], [0.3, 0, 0.7], [0.6, 0.4, 0]])


def still(anchors=ANCHORS):
    return np.zeros((len(anchors), 4))


def by_loops(probabilities, offsets, anchors, score_threshold, iou_threshold, max_detections):
    """Return the detections, class by class, from the same boxes."""
    found = []
    boxes = decode_offsets(anchors, offsets)
    for label in range(probabilities.shape[1] - 1):
        rows = [
            row for row, p in enumerate(probabilities) if p.argmax() == label + 1 and p[label + 1] > score_threshold
        ]
        scores = probabilities[rows, label + 1]
        kept = batched_nms(boxes[rows], scores, np.zeros(len(rows), int), iou_threshold=iou_threshold)
        found += [(-scores[i], rows[i], label) for i in kept]
    best = sorted(found)[:max_detections]
    return boxes[[row for _, row, _ in best]], [label for *_, label in best], [-score for score, *_ in best]


def test_by_hand():
    # anchor 1 is suppressed by anchor 0, of the same label; anchor 2 lies there too but has another; 3 is background
    boxes, labels, scores = decode_detections(PROBABILITIES, still(), ANCHORS, score_threshold=0.3)
    assert labels.tolist() == [0, 1]
    assert scores.tolist() == [0.9, 0.7]
    assert boxes.tolist() == [[0, 0, 10, 10], [1, 0, 11, 10]]


def test_the_boxes_are_decoded():
    truth = np.array([[2.0, 1, 9, 12]])
    boxes, _, _ = decode_detections([[0, 1]], encode_offsets(ANCHORS[:1], truth), ANCHORS[:1])
    assert np.allclose(boxes, truth)


def test_peer_fault_background_is_not_the_best_foreground_class():
    # Dive into Deep Learning takes the best class beside the background, though the background is more probable
    rows = np.array([[0.4, 0.3, 0.3], [0.3, 0.4, 0.3], [0.45, 0.45, 0.1]])
    apart = ANCHORS[[0, 3, 0]] + 100 * np.arange(3)[:, None]
    boxes, labels, scores = decode_detections(rows, still(apart), apart, score_threshold=0.2)
    assert labels.tolist() == [0]
    assert scores.tolist() == [0.4]
    assert boxes.tolist() == [apart[1].tolist()]


def test_peer_fault_suppression_is_per_class():
    rows = np.array([[0.1, 0.9, 0], [0.2, 0, 0.8]])
    same = ANCHORS[[0, 0]]
    assert decode_detections(rows, still(same), same)[1].tolist() == [0, 1]
    assert decode_detections(rows[:, [0, 2, 1]], still(same), same)[1].tolist() == [1, 0]
    assert decode_detections(rows[[0, 0]], still(same), same)[1].tolist() == [0]


def test_peer_fault_suppression_comes_after_the_threshold():
    # in the other order the first box, which is background, removes the second and is then dropped itself
    rows = np.array([[0.55, 0.45, 0], [0.3, 0.4, 0.3]])
    same = ANCHORS[[0, 0]]
    assert decode_detections(rows, still(same), same, score_threshold=0.3)[2].tolist() == [0.4]
    assert decode_detections(rows, still(same), same, score_threshold=0.4)[2].tolist() == []


def test_the_edges_at_both_thresholds():
    same = ANCHORS[[0, 0]]
    rows = np.array([[0, 0.5, 0.25, 0.25], [0, 0.75, 0.25, 0]])
    assert decode_detections(rows, still(same), same, score_threshold=0.5, iou_threshold=1)[2].tolist() == [0.75]
    assert decode_detections(rows, still(same), same, score_threshold=0.4, iou_threshold=1)[2].tolist() == [0.75, 0.5]


@given(st.integers(0, 2**31), st.integers(0, 12), st.sampled_from([0, 0.3, 0.5]), st.integers(1, 6))
@settings(max_examples=60, deadline=None)
def test_equals_loops(seed, count, score_threshold, most):
    rng = np.random.default_rng(seed)
    corners = rng.integers(0, 20, (count, 2))
    anchors = np.concatenate([corners, corners + rng.integers(5, 20, (count, 2))], axis=1).astype(float)
    rows, offsets = rng.integers(0, 4, (count, 3)) + 1e-9, rng.normal(0, 0.5, (count, 4))
    rows = rows / rows.sum(axis=1, keepdims=True)
    options = {"score_threshold": score_threshold, "iou_threshold": 0.4, "max_detections": most}
    boxes, labels, scores = decode_detections(rows, offsets, anchors, **options)
    want = by_loops(rows, offsets, anchors, *options.values())
    assert labels.tolist() == want[1]
    assert scores.tolist() == want[2]
    assert np.allclose(boxes.reshape(-1, 4), want[0].reshape(-1, 4))


def test_only_the_best_stay():
    apart = ANCHORS[[0] * 5] + 100 * np.arange(5)[:, None]
    scores = np.array([0.6, 0.9, 0.7, 0.8, 0.95])
    found = decode_detections(np.stack([1 - scores, scores], axis=1), still(apart), apart, max_detections=3)
    assert found[2].tolist() == [0.95, 0.9, 0.8]


def test_nothing_found():
    for rows, anchors in (
        (np.zeros((0, 3)), ANCHORS[:0]),
        (np.tile([1.0, 0, 0], (4, 1)), ANCHORS),
        (np.ones((4, 1)), ANCHORS),
    ):
        boxes, labels, scores = decode_detections(rows, still(anchors), anchors)
        assert boxes.shape == (0, 4)
        assert labels.shape == scores.shape == (0,)
        assert labels.dtype == np.int64


def test_single_precision_stays():
    boxes, _, scores = decode_detections(
        PROBABILITIES.astype(np.float32), still().astype(np.float32), ANCHORS.astype(np.float32)
    )
    assert boxes.dtype == scores.dtype == np.float32


def test_bad_input_is_named():
    with pytest.raises(ValueError, match="class_probabilities must lie from 0 to 1; if these are logits"):
        decode_detections(PROBABILITIES * 3, still(), ANCHORS)
    with pytest.raises(ValueError, match="class_probabilities must lie from 0 to 1"):
        decode_detections(PROBABILITIES * np.nan, still(), ANCHORS)
    with pytest.raises(ValueError, match=r"class_probabilities must have shape \(4, 1 \+ num_classes\), got \(3, 3\)"):
        decode_detections(PROBABILITIES[:3], still(), ANCHORS)
    with pytest.raises(ValueError, match="class_probabilities must have a column for the background"):
        decode_detections(PROBABILITIES[:, :0], still(), ANCHORS)
    with pytest.raises(ValueError, match=r"offsets must have shape \(4, 4\), got \(3, 4\)"):
        decode_detections(PROBABILITIES, still()[:3], ANCHORS)
    with pytest.raises(ValueError, match="score_threshold must be a finite number from 0 to 1, got 2"):
        decode_detections(PROBABILITIES, still(), ANCHORS, score_threshold=2)
    with pytest.raises(ValueError, match="iou_threshold must be"):
        decode_detections(PROBABILITIES, still(), ANCHORS, iou_threshold=-1)
    with pytest.raises(ValueError, match="max_detections must be a whole number of at least 1, got 0"):
        decode_detections(PROBABILITIES, still(), ANCHORS, max_detections=0)
