import importlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companion.boxes import box_iou
from companion.boxes.overlap_pairs import LabelledBoxes, Strips
from tests.boxes.box_sets import SETS, heaps, sizes, spread

module = importlib.import_module("companion.boxes.overlap_pairs")


def labelled(boxes, labels=None, threshold=0.5):
    corners = np.vstack([boxes.T, (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])]).astype(boxes.dtype)
    return LabelledBoxes(corners, np.zeros(len(boxes), int) if labels is None else labels, threshold)


def found(boxes, *, members=None, queries=None):
    """Return the pairs that are near each other, in the order in which they come."""
    everything = np.arange(boxes.corners.shape[1])
    strips = Strips(boxes, everything if members is None else members)
    parts = list(strips.near(everything if queries is None else queries))
    return np.concatenate([np.stack(part, axis=1) for part in parts] or [np.zeros((0, 2), int)])


@pytest.mark.parametrize("boxes", SETS)
@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**31), count=st.integers(0, 80), threshold=st.sampled_from([0, 0.1, 0.5, 0.9, 1]))
def test_every_pair_above_the_threshold_is_near(boxes, seed, count, threshold):
    rng = np.random.default_rng(seed)
    rows = boxes(rng, count).astype(rng.choice([np.float32, np.float64]))
    labels = rng.integers(0, 3, count)
    members, queries = (np.flatnonzero(rng.random(count) < 0.7) for _ in range(2))
    pairs = found(labelled(rows, labels, threshold), members=members, queries=queries)
    near = np.zeros((count, count), bool)
    near[tuple(pairs.T)] = True
    assert near.sum() == len(pairs)  # none twice
    wanted = (box_iou(rows, rows) > threshold) & (labels[:, None] == labels)
    assert not (wanted & ~near)[np.ix_(queries, members)].any()
    assert set(pairs[:, 0].tolist()) <= set(queries.tolist())
    assert set(pairs[:, 1].tolist()) <= set(members.tolist())
    assert (labels[pairs[:, 0]] == labels[pairs[:, 1]]).all()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("origin", [0, 2.0**40])
def test_pairs_lifted_above_the_threshold_by_rounding_are_near(dtype, origin):
    # Equal in height, so that the projections on the x-axis alone decide: the bound is met with equality.
    rng, unit = np.random.default_rng(0), np.spacing(dtype(max(origin, 1)))
    for _ in range(300):
        width, shift = rng.uniform(4, 1000, 2) * (unit if origin else 1)
        ends = np.array([[0, width], [shift, shift + width]]) + origin
        height = rng.uniform(1, 9)
        boxes = np.array([[x1, 0, x2, height] for x1, x2 in ends], dtype)
        iou = box_iou(boxes, boxes)[0, 1]
        if iou > 0:
            just_below = float(np.nextafter(iou, dtype(0)))
            assert [0, 1] in found(labelled(boxes, threshold=just_below)).tolist()


def test_overlapping_is_the_arithmetic_of_box_iou():
    rng = np.random.default_rng(1)
    for dtype in (np.float32, np.float64):
        boxes = sizes(rng, 200).astype(dtype)
        iou = box_iou(boxes, boxes)
        first, second = np.nonzero(iou > 0)
        for threshold in np.quantile(iou[iou > 0], [0.1, 0.5, 0.9], method="nearest"):
            above = labelled(boxes, threshold=float(threshold)).overlapping(first, second)
            assert above.tolist() == (iou[first, second] > threshold).tolist()


def test_few_pairs_are_near():
    boxes = spread(np.random.default_rng(2), 2000)
    overlapping = (box_iou(boxes, boxes) > 0.5).sum()
    assert len(found(labelled(boxes))) < 4 * overlapping + 8 * 2000


def test_pairs_come_in_limited_parts_and_in_the_order_of_the_queries(monkeypatch):
    boxes = labelled(heaps(np.random.default_rng(3), 500))
    at_once = found(boxes)
    monkeypatch.setattr(module, "_MOST_PAIRS", 100)
    queries = np.arange(500)[::-1]
    parts = [rows for rows, _ in Strips(boxes, np.arange(500)).near(queries)]
    assert 20 < len(parts) < 3 * len(at_once) / 100
    assert all(len(part) <= 100 or len(set(part.tolist())) == 1 for part in parts)
    assert (np.diff(np.concatenate(parts)) <= 0).all()
    assert sorted(map(tuple, found(boxes).tolist())) == sorted(map(tuple, at_once.tolist()))


def test_groups_of_similar_size_only_where_the_threshold_allows_any_partner():
    boxes = sizes(np.random.default_rng(4), 300)
    rows = np.arange(100, 300)
    assert [group.tolist() for group in labelled(boxes, threshold=0.5).by_size(rows)] == [rows.tolist()]
    groups = labelled(boxes, threshold=0).by_size(rows)
    assert sorted(np.concatenate(groups).tolist()) == rows.tolist()
    longer = np.maximum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1])
    assert len(groups) > 5
    assert all(longer[group].max() <= 8.0001 * longer[group].min() for group in groups)


def test_nothing_is_near_nothing():
    boxes = labelled(np.zeros((0, 4)))
    assert len(found(boxes)) == 0
    full = labelled(np.array([[0.0, 0, 4, 4]]))
    nobody = np.zeros(0, int)
    assert len(found(full, members=nobody)) == len(found(full, queries=nobody)) == 0
    assert found(full).tolist() == [[0, 0]]
