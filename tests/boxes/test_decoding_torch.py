import torch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companion import boxes as reference
from companion.boxes.decoding_torch import decode_detections

ANCHORS = torch.tensor([[0.0, 0, 10, 10], [1, 0, 11, 10], [1, 0, 11, 10], [50, 50, 60, 60]])
PROBABILITIES = torch.tensor([[0.1, 0.9, 0], [0.2, 0.8, 0], [0.3, 0, 0.7], [0.6, 0.4, 0]])


def test_by_hand():
    boxes, labels, scores = decode_detections(PROBABILITIES, torch.zeros(4, 4), ANCHORS, score_threshold=0.3)
    assert labels.tolist() == [0, 1]
    assert torch.equal(scores, torch.tensor([0.9, 0.7]))
    assert boxes.tolist() == [[0, 0, 10, 10], [1, 0, 11, 10]]


@given(st.integers(0, 2**31), st.integers(0, 15), st.sampled_from([0, 0.3, 0.5]), st.integers(1, 6))
@settings(max_examples=60, deadline=None)
def test_equals_numpy(seed, count, score_threshold, most):
    rng = np.random.default_rng(seed)
    corners = rng.integers(0, 20, (count, 2))
    anchors = np.concatenate([corners, corners + rng.integers(5, 20, (count, 2))], axis=1).astype(float)
    rows, offsets = rng.integers(0, 4, (count, 3)) + 1e-9, rng.normal(0, 0.5, (count, 4))
    arrays = rows / rows.sum(axis=1, keepdims=True), offsets, anchors
    options = {"score_threshold": score_threshold, "iou_threshold": 0.4, "max_detections": most}
    got = decode_detections(*map(torch.tensor, arrays), **options)
    for ours, want in zip(got, reference.decode_detections(*arrays, **options), strict=True):
        assert ours.numpy().dtype == want.dtype
        np.testing.assert_allclose(ours, want, rtol=1e-6, atol=1e-6)


def test_the_edge_at_the_threshold_and_a_tie_with_background():
    rows = torch.tensor([[0.25, 0.5, 0.25], [0.125, 0.75, 0.125], [0.5, 0.5, 0]])
    apart = ANCHORS[[0, 3, 0]] + 100 * torch.arange(3)[:, None]
    assert decode_detections(rows, torch.zeros(3, 4), apart, score_threshold=0.5)[2].tolist() == [0.75]
    assert decode_detections(rows, torch.zeros(3, 4), apart, score_threshold=0.4)[2].tolist() == [0.75, 0.5]


def test_nothing_found():
    background = torch.tensor([[1.0, 0, 0]]).expand(4, 3)
    for rows, anchors in (
        (torch.zeros(0, 3), ANCHORS[:0]),
        (background, ANCHORS),
        (PROBABILITIES * torch.nan, ANCHORS),
    ):
        boxes, labels, scores = decode_detections(rows, torch.zeros(len(anchors), 4), anchors)
        assert boxes.shape == (0, 4)
        assert labels.shape == scores.shape == (0,)
        assert labels.dtype == torch.int64


def test_no_gradient_is_recorded():
    offsets = torch.zeros(4, 4, requires_grad=True)
    assert not any(part.requires_grad for part in decode_detections(PROBABILITIES, offsets, ANCHORS))


def test_bad_input_is_named():
    offsets = torch.zeros(4, 4)
    with pytest.raises(ValueError, match=r"class_probabilities must have shape \(4, 1 \+ num_classes\), got \(3, 3\)"):
        decode_detections(PROBABILITIES[:3], offsets, ANCHORS)
    with pytest.raises(ValueError, match=r"offsets must have shape \(4, 4\), got \(3, 4\)"):
        decode_detections(PROBABILITIES, offsets[:3], ANCHORS)
    with pytest.raises(ValueError, match=r"anchors must have shape \(4, 4\), got \(4, 3\)"):
        decode_detections(PROBABILITIES, offsets, ANCHORS[:, :3])
    with pytest.raises(ValueError, match="score_threshold must be a finite number from 0 to 1, got 2"):
        decode_detections(PROBABILITIES, offsets, ANCHORS, score_threshold=2)
    with pytest.raises(ValueError, match="max_detections must be a whole number of at least 1, got 0"):
        decode_detections(PROBABILITIES, offsets, ANCHORS, max_detections=0)
    with pytest.raises(ValueError, match="boxes must be finite, got .*nan"):
        decode_detections(PROBABILITIES, offsets * torch.nan, ANCHORS)
