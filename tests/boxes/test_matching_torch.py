import torch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companion import boxes as reference
from companion.boxes.matching_torch import anchor_targets, match_anchors

ANCHORS = torch.tensor([[0.0, 0, 10, 10], [4, 0, 14, 10], [50, 50, 60, 60]])


def few_numbers(rng, count):
    """Return boxes on a small grid: many ties, touching boxes, boxes without area."""
    return np.sort(rng.integers(0, 6, (count, 2, 2)), axis=1).reshape(count, 4).astype(float)


def test_by_hand_both_want_the_same_anchor():
    match = match_anchors(ANCHORS, torch.tensor([[0.0, 0, 8, 10], [0, 0, 9, 10]]), torch.tensor([3, 7]))
    assert match.indices.tolist() == [1, 0, -1]
    assert torch.allclose(match.iou, torch.tensor([0.9, 4 / 14, 0]))


@given(st.integers(0, 2**31), st.integers(0, 12), st.integers(0, 7), st.sampled_from([0, 0.25, 0.5, 1]))
@settings(max_examples=100, deadline=None)
def test_equals_numpy_with_ties_padding_and_more_truths_than_anchors(seed, count, most, threshold):
    rng = np.random.default_rng(seed)
    dtype = np.float32 if seed % 2 else np.float64
    boxes, labels = few_numbers(rng, 3 * most).reshape(3, most, 4).astype(dtype), rng.integers(-1, 3, (3, most))
    anchors = few_numbers(rng, count).astype(dtype)
    anchors[:, 2:] += 1  # an anchor without area has no offsets
    arrays, tensors = (anchors, boxes, labels), [torch.tensor(part) for part in (anchors, boxes, labels)]
    match = match_anchors(*tensors, iou_threshold=threshold)
    want = reference.match_anchors(*arrays, iou_threshold=threshold)
    assert np.array_equal(match.indices, want.indices)
    assert match.iou.numpy().dtype == want.iou.dtype
    np.testing.assert_allclose(match.iou, want.iou, rtol=1e-6, atol=1e-6)
    targets, goal = anchor_targets(*tensors, match), reference.anchor_targets(*arrays, want)
    assert np.array_equal(targets.classes, goal.classes)
    assert np.array_equal(targets.mask, goal.mask)
    assert targets.offsets.numpy().dtype == goal.offsets.dtype
    np.testing.assert_allclose(targets.offsets, goal.offsets, rtol=1e-6, atol=2e-5 if dtype == np.float32 else 1e-9)


def test_peer_fault_padded_rows_claim_no_anchor_whatever_they_hold():
    boxes = torch.tensor([[[0.0, 0, 9, 10], [torch.nan] * 4], [[torch.inf, 0, -1, 5], [4, 0, 14, 10]]])
    labels = torch.tensor([[0, -1], [-1, 5]])
    match = match_anchors(ANCHORS, boxes, labels)
    assert match.indices.tolist() == [[0, -1, -1], [-1, 1, -1]]
    targets = anchor_targets(ANCHORS, boxes, labels, match)
    assert targets.classes.tolist() == [[1, 0, 0], [0, 6, 0]]
    assert targets.offsets.isfinite().all()


def test_peer_fault_the_greedy_match_is_exact_with_over_a_million_anchors():
    count, most = 1_200_000, 20
    generator = torch.Generator().manual_seed(0)
    corners = 4000 * torch.rand(count, 2, generator=generator)
    anchors = torch.cat([corners, corners + 10 + 80 * torch.rand(count, 2, generator=generator)], dim=1)
    places = count - 1 - 2 * torch.arange(most)
    match = match_anchors(anchors, anchors[places], torch.zeros(most, dtype=torch.int64), iou_threshold=1)
    assert match.indices[places].tolist() == list(range(most))
    assert (match.indices >= 0).sum() == most


def test_nothing_there():
    nothing = match_anchors(ANCHORS, torch.zeros(2, 0, 4), torch.zeros(2, 0, dtype=torch.int64))
    assert nothing.indices.tolist() == [[-1] * 3] * 2
    assert not nothing.iou.any()
    targets = anchor_targets(ANCHORS, torch.zeros(2, 0, 4), torch.zeros(2, 0, dtype=torch.int64), nothing)
    assert targets.classes.tolist() == [[0] * 3] * 2
    assert not targets.mask.any()
    assert not targets.offsets.any()
    assert match_anchors(torch.zeros(0, 4), ANCHORS, torch.tensor([0, 1, 2])).indices.shape == (0,)
    only_padding = match_anchors(ANCHORS, ANCHORS, torch.tensor([-1, -1, -1]), iou_threshold=0)
    assert only_padding.indices.tolist() == [-1] * 3
    assert not only_padding.iou.any()


def test_a_box_turned_round_shares_nothing_and_gives_finite_targets():
    boxes, labels = torch.tensor([[10.0, 10, 0, 0]]), torch.tensor([1])
    match = match_anchors(ANCHORS, boxes, labels)
    assert match.indices.tolist() == [0, -1, -1]
    assert match.iou.tolist() == [0, 0, 0]
    assert anchor_targets(ANCHORS, boxes, labels, match).offsets.isfinite().all()


@pytest.mark.parametrize("dtype", [torch.int64, torch.float16])
def test_whole_numbers_and_half_precision_are_computed_in_float32(dtype):
    boxes, labels = torch.tensor([[0, 0, 8, 10], [0, 0, 9, 10]]), torch.tensor([3, 7])
    match = match_anchors(ANCHORS.to(dtype), boxes.to(dtype), labels)
    assert match.indices.tolist() == [1, 0, -1]
    assert torch.allclose(match.iou, torch.tensor([0.9, 4 / 14, 0]))
    targets = anchor_targets(ANCHORS.to(dtype), boxes.to(dtype), labels, match)
    assert torch.equal(targets.offsets, anchor_targets(ANCHORS, boxes.float(), labels, match).offsets)


def test_no_gradient_is_recorded():
    boxes = ANCHORS.clone().requires_grad_()
    match = match_anchors(ANCHORS, boxes, torch.tensor([0, 1, 2]))
    assert not match.iou.requires_grad
    assert not anchor_targets(ANCHORS, boxes, torch.tensor([0, 1, 2]), match).offsets.requires_grad


def test_bad_input_is_named():
    labels = torch.tensor([0, 1, 2])
    with pytest.raises(ValueError, match=r"anchors must have shape \(A, 4\), got \(1, 3, 4\)"):
        match_anchors(ANCHORS[None], ANCHORS, labels)
    with pytest.raises(ValueError, match=r"boxes must have shape \(B, M, 4\) or \(M, 4\), got \(3, 2\)"):
        match_anchors(ANCHORS, ANCHORS[:, :2], labels)
    with pytest.raises(ValueError, match=r"labels must have shape \(1, 3\), got \(3,\)"):
        match_anchors(ANCHORS, ANCHORS[None], labels)
    with pytest.raises(TypeError, match="labels must be whole numbers, got dtype torch.float32"):
        match_anchors(ANCHORS, ANCHORS, labels.float())
    with pytest.raises(ValueError, match="iou_threshold must be a finite number from 0 to 1, got -0.1"):
        match_anchors(ANCHORS, ANCHORS, labels, iou_threshold=-0.1)
    with pytest.raises(TypeError, match="match must be what match_anchors returns, got tuple"):
        anchor_targets(ANCHORS, ANCHORS, labels, (labels, labels))
    with pytest.raises(ValueError, match=r"match must be of shape \(2,\), got \(3,\)"):
        anchor_targets(ANCHORS[:2], ANCHORS, labels, match_anchors(ANCHORS, ANCHORS, labels))
