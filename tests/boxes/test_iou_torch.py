import torch

import numpy as np
import pytest

from companion.boxes import iou, iou_torch

NAMES = ["box_iou", "box_giou"]


def random_boxes(rng, *shape):
    """Return boxes of which many are equal, touch, or have no area."""
    ends = rng.integers(0, 8, (*shape, 2, 2)) if rng.random() < 0.5 else rng.uniform(0, 500, (*shape, 2, 2))
    return np.sort(ends, axis=-2).reshape(*shape, 4).astype(float)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_equal_to_the_reference_in_1000_random_cases(name, dtype):
    rng = np.random.default_rng(0)
    for _ in range(1000):
        first, second = (random_boxes(rng, count).astype(dtype) for count in rng.integers(0, 13, 2))
        got = getattr(iou_torch, name)(torch.from_numpy(first), torch.from_numpy(second))
        assert got.dtype == getattr(torch, dtype)
        np.testing.assert_allclose(got.numpy(), getattr(iou, name)(first, second), atol=1e-6, rtol=0)


def test_rounding_never_puts_the_generalised_iou_above():
    outer = torch.from_numpy(np.sort(np.random.default_rng(0).uniform(0, 500, (300, 2, 2)), axis=1).reshape(-1, 4))
    middle = (outer[:, :2] + outer[:, 2:]).repeat(1, 2) / 2
    inner = (outer + middle) / 2
    for boxes in (inner, outer):
        assert (iou_torch.box_giou(boxes, outer) <= iou_torch.box_iou(boxes, outer)).all()


@pytest.mark.parametrize("name", NAMES)
def test_a_batch_is_its_pictures_one_by_one(name):
    rng = np.random.default_rng(1)
    anchors, boxes = (torch.from_numpy(random_boxes(rng, *shape)) for shape in [(7,), (2, 3, 5)])
    function = getattr(iou_torch, name)
    together = function(anchors, boxes)
    assert together.shape == (2, 3, 7, 5)
    assert all(torch.equal(together[i, j], function(anchors, boxes[i, j])) for i in range(2) for j in range(3))
    assert torch.equal(function(boxes, boxes)[1, 2], function(boxes[1, 2], boxes[1, 2]))
    assert function(anchors, boxes[:, :, :0]).shape == (2, 3, 7, 0)


def test_zero_union_gives_zero_with_a_finite_gradient():
    line = torch.tensor([[3.0, 3, 3, 900]], requires_grad=True)
    part = torch.tensor([[3.0, 5, 3, 800]], requires_grad=True)
    for name in NAMES:
        value = getattr(iou_torch, name)(line, part)
        value.sum().backward()
        assert value.item() == 0
        assert line.grad.isfinite().all()
        assert part.grad.isfinite().all()


@pytest.mark.parametrize("name", NAMES)
def test_gradients_pass(name):
    first = torch.tensor([[0.0, 0, 4, 4], [1, 2, 5, 9]], dtype=torch.float64, requires_grad=True)
    second = torch.tensor([[2.0, 1, 6, 5], [8, 7, 9, 12]], dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(getattr(iou_torch, name), (first, second))


def test_boxes_that_miss_get_a_direction_from_the_generalised_iou_alone():
    truth = torch.tensor([[0.0, 0, 4, 4]])
    for name, direction in [("box_iou", 0), ("box_giou", -1)]:
        guess = torch.tensor([[9.0, 0, 13, 4]], requires_grad=True)
        getattr(iou_torch, name)(truth, guess).sum().backward()
        assert torch.sign(guess.grad[0, 0] + guess.grad[0, 2]).item() == direction  # further to the right is worse


def test_inverted_boxes_share_nothing():
    inverted, other = torch.tensor([[5.0, 0, 1, 4]]), torch.tensor([[0.0, 0, 6, 6]])
    assert iou_torch.box_iou(inverted, other).item() == 0
    assert iou_torch.box_iou(inverted, inverted).item() == 0
    assert iou_torch.box_giou(inverted, inverted).isfinite().all()


def test_half_precision_is_computed_in_single():
    large = torch.tensor([[0, 0, 600, 600]], dtype=torch.float16)
    for dtype in (torch.float16, torch.bfloat16):
        value = iou_torch.box_iou(large.to(dtype), large.to(dtype))
        assert value.dtype == torch.float32
        assert value.item() == 1
    assert iou_torch.box_iou(large.int(), large.int()).item() == 1


@pytest.mark.parametrize("name", NAMES)
def test_bad_shapes_are_named(name):
    good = torch.zeros(1, 4)
    with pytest.raises(ValueError, match=r"first must have shape \(\.\.\., N, 4\), got \(4,\)"):
        getattr(iou_torch, name)(torch.zeros(4), good)
    with pytest.raises(ValueError, match=r"second must have shape \(\.\.\., N, 4\), got \(2, 5\)"):
        getattr(iou_torch, name)(good, torch.zeros(2, 5))
    with pytest.raises(ValueError, match=r"second must fit the leading axes of first, \(3,\), got \(2,\)"):
        getattr(iou_torch, name)(torch.zeros(3, 1, 4), torch.zeros(2, 1, 4))
