import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companion.boxes import (
    anchor_targets,
    box_iou,
    decode_offsets,
    encode_offsets,
    match_anchors,
    multiscale_anchors,
)

ANCHORS = np.array([[0.0, 0, 10, 10], [4, 0, 14, 10], [50, 50, 60, 60]])


def by_brute_force(anchors, boxes, labels, iou_threshold):
    """Return index and IoU of each anchor of one picture, from the sorted list of all pairs."""
    table = box_iou(boxes, anchors)
    rows, places = np.flatnonzero(labels >= 0), range(len(anchors))
    indices, iou, waiting = np.full(len(anchors), -1), np.zeros(len(anchors)), set(rows)
    for row, place in sorted(((r, a) for r in rows for a in places), key=lambda pair: (-table[pair], *pair)):
        if row in waiting and indices[place] < 0:
            indices[place], iou[place] = row, table[row, place]
            waiting.remove(row)
    for place in np.flatnonzero(indices < 0):
        best = max(rows, key=lambda row: (table[row, place], -row), default=None)
        iou[place] = 0 if best is None else table[best, place]
        indices[place] = best if best is not None and iou[place] >= iou_threshold else -1
    return indices, iou


def few_numbers(rng, count, *, most=6):
    """Return boxes on a small grid: many ties, touching boxes, boxes without area."""
    return np.sort(rng.integers(0, most, (count, 2, 2)), axis=1).reshape(count, 4).astype(float)


def test_by_hand_both_want_the_same_anchor():
    # IoU of the first truth: 0.8, 0.2857; of the second: 0.9, 0.3571. The second takes anchor 0, the best pair of all
    match = match_anchors(ANCHORS, [[0, 0, 8, 10], [0, 0, 9, 10]], [3, 7])
    assert match.indices.tolist() == [1, 0, -1]
    assert np.allclose(match.iou, [0.9, 4 / 14, 0])


@given(st.integers(0, 2**31), st.integers(0, 12), st.integers(0, 7), st.sampled_from([0, 0.25, 0.5, 1]))
@settings(max_examples=150, deadline=None)
def test_equals_brute_force_with_ties_padding_and_more_truths_than_anchors(seed, count, most, threshold):
    rng = np.random.default_rng(seed)
    anchors, batch = few_numbers(rng, count), 3
    boxes, labels = few_numbers(rng, batch * most).reshape(batch, most, 4), rng.integers(-1, 3, (batch, most))
    match = match_anchors(anchors, boxes, labels, iou_threshold=threshold)
    assert match.indices.shape == match.iou.shape == (batch, count)
    assert match.indices.dtype == np.int64
    for picture in range(batch):
        indices, iou = by_brute_force(anchors, boxes[picture], labels[picture], threshold)
        assert match.indices[picture].tolist() == indices.tolist()
        assert match.iou[picture].tolist() == iou.tolist()


@given(st.integers(0, 2**31), st.integers(0, 8), st.integers(0, 8))
@settings(max_examples=40, deadline=None)
def test_every_truth_has_an_anchor_while_there_are_any(seed, count, most):
    rng = np.random.default_rng(seed)
    match = match_anchors(few_numbers(rng, count), few_numbers(rng, most), np.zeros(most, int), iou_threshold=1)
    assert len(np.setdiff1d(match.indices, [-1])) == min(count, most)


def test_peer_fault_padded_rows_claim_no_anchor():
    # Dive into Deep Learning pads with boxes of -1 and lets each of them take an anchor like a true one
    first, second = (
        [[0, 0, 9, 10], [4, 0, 14, 10], [4, 0, 14, 10]],
        [[-1, -1, -1, -1], [50, 50, 10, 10], [4, 0, 14, 10]],
    )
    boxes = np.array([first, second], dtype=float)
    match = match_anchors(ANCHORS, boxes, [[0, -1, -1], [-1, -1, 5]], iou_threshold=0.5)
    assert match.indices.tolist() == [[0, -1, -1], [-1, 2, -1]]
    assert match.iou.tolist() == [[0.9, 5 / 14, 0], [6 / 14, 1, 0]]
    targets = anchor_targets(ANCHORS, boxes, [[0, -1, -1], [-1, -1, 5]], match)
    assert targets.classes.tolist() == [[1, 0, 0], [0, 6, 0]]
    lowest = match_anchors(ANCHORS, boxes, [[0, -1, -1], [-1, -1, -1]], iou_threshold=0)
    assert lowest.indices.tolist() == [[0, 0, 0], [-1, -1, -1]]


def test_peer_fault_the_greedy_match_is_exact_with_over_a_million_anchors():
    # Dive into Deep Learning divides the flat index of the maximum in float32, which holds whole numbers up to 2 ** 24
    count, most = 1_200_000, 20
    last = (count - 1) * most + most - 1
    assert last > 2**24
    assert int(np.float32(last) / np.float32(most)) == count  # one beyond the last anchor
    rng = np.random.default_rng(0)
    corners = rng.uniform(0, 4000, (count, 2))
    anchors = np.concatenate([corners, corners + rng.uniform(10, 90, (count, 2))], axis=1)
    places = count - 1 - 2 * np.arange(most)[::-1]
    match = match_anchors(anchors, anchors[places], np.zeros(most, int), iou_threshold=1)
    assert match.indices[places].tolist() == list(range(most))
    assert (match.indices >= 0).sum() == most
    assert (match.iou[places] == 1).all()


def test_ties_lower_truth_first_then_lower_anchor():
    same = np.array([[0.0, 0, 4, 4]])
    assert match_anchors(same.repeat(3, 0), same.repeat(2, 0), [0, 1], iou_threshold=1).indices.tolist() == [0, 1, 0]
    assert match_anchors(same, same.repeat(3, 0), [-1, 5, 6]).indices.tolist() == [1]
    assert match_anchors(same.repeat(2, 0), [[0, 0, 4, 2]], [0]).indices.tolist() == [0, 0]


def test_more_truths_than_anchors_the_best_pairs_win():
    match = match_anchors(ANCHORS[:1], [[0, 0, 5, 10], [0, 0, 9, 10], [0, 0, 7, 10]], [0, 0, 0])
    assert match.indices.tolist() == [1]
    assert match.iou.tolist() == [0.9]


def test_a_truth_that_touches_no_anchor_still_gets_one():
    match = match_anchors(ANCHORS, [[0, 0, 10, 10], [80, 80, 90, 90]], [0, 1])
    assert match.indices.tolist() == [0, 1, -1]
    assert match.iou[1] == 0


def test_the_edge_at_the_threshold():
    half = [[0, 0, 10, 5], [0, 0, 10, 10]]  # IoU 1/2 and 1 with anchor 0
    anchors = [[0, 0, 10, 10], [0, 0, 10, 10]]
    assert match_anchors(anchors, half[:1], [0], iou_threshold=0.5).indices.tolist() == [0, 0]
    assert match_anchors(anchors, half[:1], [0], iou_threshold=np.nextafter(0.5, 1)).indices.tolist() == [0, -1]


def test_nothing_there():
    nothing = match_anchors(ANCHORS, np.zeros((2, 0, 4)), np.zeros((2, 0), int))
    assert nothing.indices.tolist() == [[-1] * 3] * 2
    assert nothing.iou.tolist() == [[0] * 3] * 2
    assert match_anchors(ANCHORS, [], []).indices.tolist() == [-1] * 3
    assert match_anchors(np.zeros((0, 4)), [[0, 0, 1, 1]], [0]).indices.shape == (0,)
    assert match_anchors(ANCHORS, np.zeros((0, 5, 4)), np.zeros((0, 5), int)).indices.shape == (0, 3)
    only_padding = match_anchors(ANCHORS, np.full((1, 2, 4), 7.0), [[-1, -1]], iou_threshold=0)
    assert only_padding.indices.tolist() == [[-1] * 3]
    targets = anchor_targets(ANCHORS, np.zeros((2, 0, 4)), np.zeros((2, 0), int), nothing)
    assert targets.classes.tolist() == [[0] * 3] * 2
    assert not targets.mask.any()
    assert not targets.offsets.any()


def test_a_batch_is_its_pictures():
    rng = np.random.default_rng(0)
    anchors = multiscale_anchors((4, 2), 64, sizes=((16, 20), (32, 40)), aspect_ratios=(1, 2, 0.5))
    corners = rng.uniform(0, 40, (5, 6, 2))
    boxes = np.concatenate([corners, corners + rng.uniform(4, 24, (5, 6, 2))], axis=2)
    labels = rng.integers(-1, 4, (5, 6))
    match = match_anchors(anchors, boxes, labels)
    targets = anchor_targets(anchors, boxes, labels, match)
    for picture in range(5):
        alone = match_anchors(anchors, boxes[picture], labels[picture])
        assert np.array_equal(match.indices[picture], alone.indices)
        one = anchor_targets(anchors, boxes[picture], labels[picture], alone)
        for part in ("classes", "offsets", "mask"):
            assert np.array_equal(getattr(targets, part)[picture], getattr(one, part))


def test_targets_by_hand_and_decoded():
    boxes, labels = np.array([[0.0, 0, 20, 10], [4, 1, 14, 9]]), [4, 0]
    match = match_anchors(ANCHORS, boxes, labels)
    targets = anchor_targets(ANCHORS, boxes, labels, match, scales=(1, 1, 1, 1))
    assert match.indices.tolist() == [0, 1, -1]
    assert targets.classes.tolist() == [5, 1, 0]
    assert np.allclose(targets.offsets, [[0.5, 0, np.log(2), 0], [0, 0, 0, np.log(0.8)], [0, 0, 0, 0]])
    assert targets.mask.tolist() == [True, True, False]
    assert np.allclose(decode_offsets(ANCHORS, targets.offsets, scales=(1, 1, 1, 1))[:2], boxes)
    usual = anchor_targets(ANCHORS, boxes, labels, match)
    assert np.allclose(usual.offsets[0], encode_offsets(ANCHORS[0], boxes[0]))


@pytest.mark.parametrize(("dtype", "label"), [(np.uint8, 255), (np.int8, 127)])
def test_the_largest_label_of_a_small_type_does_not_become_background(dtype, label):
    labels = np.array([label], dtype)
    match = match_anchors(ANCHORS, ANCHORS[:1], labels)
    assert anchor_targets(ANCHORS, ANCHORS[:1], labels, match).classes.tolist() == [label + 1, 0, 0]


def test_a_truth_without_width_gives_finite_targets():
    boxes = [[5, 0, 5, 10]]
    targets = anchor_targets(ANCHORS, boxes, [0], match_anchors(ANCHORS, boxes, [0]))
    assert targets.mask.tolist() == [True, False, False]
    assert np.isfinite(targets.offsets).all()


def test_single_precision_stays():
    anchors = ANCHORS.astype(np.float32)
    match = match_anchors(anchors, anchors, [0, 1, 2])
    assert match.iou.dtype == np.float32
    assert match.indices.dtype == np.int64
    assert anchor_targets(anchors, anchors, [0, 1, 2], match).offsets.dtype == np.float32


def test_arguments_stay_as_they_are():
    boxes, labels = np.array([[0.0, 0, 9, 10], [3, 3, 3, 3]]), np.array([2, -1])
    copies = ANCHORS.copy(), boxes.copy(), labels.copy()
    anchor_targets(ANCHORS, boxes, labels, match_anchors(ANCHORS, boxes, labels))
    assert all(np.array_equal(*pair) for pair in zip(copies, (ANCHORS, boxes, labels), strict=True))


def test_bad_input_is_named():
    boxes, labels = np.array([[0.0, 0, 9, 10], [3, 3, 4, 4]]), np.array([2, 1])
    with pytest.raises(ValueError, match="anchors must be xyxy with x1 <= x2"):
        match_anchors([[5, 0, 4, 10]], boxes, labels)
    with pytest.raises(ValueError, match="boxes must be xyxy .* got .* in row 0, 0"):
        match_anchors(ANCHORS, [boxes[:, [0, 3, 2, 1]]], [labels])
    with pytest.raises(ValueError, match=r"labels must have shape \(1, 2\), got \(2,\)"):
        match_anchors(ANCHORS, boxes[None], labels)
    with pytest.raises(ValueError, match=r"boxes must have shape \(M, 4\), got \(1, 1, 2, 4\)"):
        match_anchors(ANCHORS, boxes[None, None], labels)
    with pytest.raises(ValueError, match="labels must be at least -1, which says that there is no box, got -2"):
        match_anchors(ANCHORS, boxes, labels - 3)
    with pytest.raises(TypeError, match="labels must be whole numbers, got dtype float64"):
        match_anchors(ANCHORS, boxes, labels * 1.0)
    with pytest.raises(ValueError, match="iou_threshold must be a finite number from 0 to 1, got 1.5"):
        match_anchors(ANCHORS, boxes, labels, iou_threshold=1.5)
    match = match_anchors(ANCHORS, boxes, labels)
    with pytest.raises(ValueError, match=r"match.indices must have shape \(2,\), got \(3,\)"):
        anchor_targets(ANCHORS[:2], boxes, labels, match)
    with pytest.raises(ValueError, match=r"labels must have shape \(2,\), got rows of unequal length"):
        match_anchors(ANCHORS, boxes, [[2], [1, 0]])
    with pytest.raises(TypeError, match="match must be what match_anchors returns, got tuple"):
        anchor_targets(ANCHORS, boxes, labels, (match.indices, match.iou))
    with pytest.raises(ValueError, match="match must come from the same boxes and labels"):
        anchor_targets(ANCHORS, boxes[:1], labels[:1], match)
