import torch

import numpy as np
import pytest

from companion.boxes import batched_nms, nms, nms_torch
from tests.boxes.box_sets import SETS


@pytest.mark.parametrize("boxes", SETS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_same_indices_as_the_reference(boxes, dtype):
    rng = np.random.default_rng(0)
    for count in [0, 1, 30, 300]:
        rows, scores, labels = boxes(rng, count).astype(dtype), rng.integers(0, 9, count), rng.integers(0, 3, count)
        tensors = [torch.from_numpy(part) for part in (rows, scores.astype(dtype), labels)]
        for threshold in (0, 0.3, 0.5, 1):
            kept = nms_torch.nms(*tensors[:2], iou_threshold=threshold)
            assert kept.dtype == torch.int64
            assert kept.tolist() == nms(rows, scores, iou_threshold=threshold).tolist()
            kept = nms_torch.batched_nms(*tensors, iou_threshold=threshold)
            assert kept.tolist() == batched_nms(rows, scores, labels, iou_threshold=threshold).tolist()


def test_by_hand():
    boxes = torch.tensor([[0.0, 0, 10, 10], [1, 0, 11, 10], [20, 0, 30, 10]])
    assert nms_torch.nms(boxes, torch.tensor([0.8, 0.9, 0.7])).tolist() == [1, 2]
    assert nms_torch.nms(boxes, torch.tensor([0.8, 0.9, 0.7]), iou_threshold=9 / 11).tolist() == [1, 0, 2]
    labels = torch.tensor([0, 1, 1], dtype=torch.int32)
    assert nms_torch.batched_nms(boxes, torch.tensor([0.8, 0.9, 0.7]), labels).tolist() == [1, 0, 2]


def test_an_inverted_box_stays_and_removes_none():
    boxes = torch.tensor([[4.0, 0, 0, 4], [0, 0, 4, 4], [4, 4, 0, 0], [0, 0, 4, 4]])
    before = boxes.clone()
    assert nms_torch.nms(boxes, torch.tensor([4.0, 3, 2, 1])).tolist() == [0, 1, 2]
    assert torch.equal(boxes, before)


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.int64])
def test_other_types_are_computed_in_float32(dtype):
    boxes = torch.tensor([[0, 0, 10, 10], [1, 0, 11, 10], [200, 0, 500, 300], [200, 0, 500, 296]], dtype=dtype)
    assert nms_torch.nms(boxes, torch.tensor([1, 2, 3, 4], dtype=dtype)).tolist() == [3, 1]


def test_gradients_do_not_get_in_the_way():
    boxes, scores = torch.tensor([[0.0, 0, 1, 1]], requires_grad=True), torch.ones(1, requires_grad=True)
    kept = nms_torch.nms(boxes, scores)
    scores[kept].sum().backward()
    assert scores.grad.tolist() == [1]
    assert boxes.grad is None


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a GPU")
def test_on_a_gpu():
    rng = np.random.default_rng(1)
    boxes, scores, labels = SETS[2](rng, 300), rng.uniform(size=300), rng.integers(0, 3, 300)
    tensors = [torch.from_numpy(part).cuda() for part in (boxes, scores, labels)]
    kept = nms_torch.batched_nms(*tensors)
    assert kept.is_cuda
    assert kept.tolist() == batched_nms(boxes, scores, labels).tolist()


@pytest.mark.parametrize(
    ("boxes", "scores", "message"),
    [
        (torch.zeros(2, 3), torch.zeros(2), r"boxes must have shape \(..., 4\), got \(2, 3\)"),
        (torch.zeros(4), torch.zeros(4), r"boxes must have shape \(N, 4\), got \(4,\)"),
        (torch.zeros(1, 2, 4), torch.zeros(2), r"boxes must have shape \(N, 4\), got \(1, 2, 4\)"),
        (torch.zeros(2, 4), torch.zeros(3), r"scores must have shape \(2,\), got \(3,\)"),
        (torch.full((1, 4), torch.nan), torch.zeros(1), "boxes must be finite, got"),
    ],
)
def test_bad_input(boxes, scores, message):
    with pytest.raises(ValueError, match=message):
        nms_torch.nms(boxes, scores)
    with pytest.raises(ValueError, match=message):
        nms_torch.batched_nms(boxes, scores, torch.zeros(boxes.shape[0], dtype=torch.int64))


def test_labels_are_whole_numbers():
    with pytest.raises(TypeError, match="labels must hold whole numbers, got dtype float32"):
        nms_torch.batched_nms(torch.zeros(1, 4), torch.zeros(1), torch.zeros(1))
