import torch
from torch.testing import assert_close

import numpy as np
import pytest

from companion.boxes import box_iou
from companion.detection.grid_loss_torch import cell_targets, grid_loss, overlap_of_distances
from companion.detection.grid_torch import cell_centres


def truths(*rows, pad=0):
    boxes = torch.tensor([[row[:4] for row in rows] + [[99.0, 99, 3, 3]] * pad], dtype=torch.float32)
    labels = torch.tensor([[row[4] for row in rows] + [-1] * pad], dtype=torch.int64)
    return boxes, labels


def asked(targets):
    return [tuple(cell) for cell in targets.positive[0].nonzero().tolist()]


def test_the_cells_in_the_middle_half_are_asked_by_hand():
    # Centres 4, 12, 20, 28; the box spans 0..32, its middle half 8..24.
    targets = cell_targets(*truths((0.0, 0, 32, 32, 2)), (4, 4))
    assert asked(targets) == [(1, 1), (1, 2), (2, 1), (2, 2)]
    assert targets.distances[0, 1, 2].tolist() == [20.0, 12.0, 12.0, 20.0]
    assert targets.labels[0, 1, 2] == 2
    assert targets.labels[0, 0, 0] == 0


def test_a_cell_of_two_objects_is_asked_for_the_smaller_one_in_either_order():
    large, small = (0.0, 0, 32, 32, 2), (8.0, 8, 16, 16, 5)
    for rows in ((large, small), (small, large)):
        targets = cell_targets(*truths(*rows), (4, 4))
        assert targets.labels[0, 1, 1] == 5
        assert targets.labels[0, 2, 2] == 2
        assert targets.distances[0, 1, 1].tolist() == [4.0, 4.0, 4.0, 4.0]


def test_padding_asks_nobody_even_where_it_holds_a_box():
    boxes, labels = truths((0.0, 0, 32, 32, 2))
    labels[:] = -1
    targets = cell_targets(boxes, labels, (4, 4))
    assert not targets.positive.any()
    real = cell_targets(*truths((0.0, 0, 32, 32, 2), pad=3), (4, 4))
    assert asked(real) == [(1, 1), (1, 2), (2, 1), (2, 2)]


def test_a_sliver_between_the_centres_asks_nobody():
    assert asked(cell_targets(*truths((5.0, 0, 11, 32, 1)), (4, 4))) == []


def test_the_edge_of_the_reach_counts_and_beyond_it_not():
    # A box of 8 x 8 reaches 6 pixels from its centre, but a cell must also lie inside: only x in (cx - 4, cx + 4).
    assert asked(cell_targets(*truths((4.0, 0, 12.0, 8, 1)), (1, 2))) == []  # both centres lie on its edge
    assert asked(cell_targets(*truths((3.9, 0, 11.9, 8, 1)), (1, 2))) == [(0, 0)]


def test_the_overlap_of_distances_is_the_overlap_of_boxes():
    rng = np.random.default_rng(0)
    first, second = rng.uniform(0.1, 9, (2, 50, 4))
    boxes = [np.concatenate([-part[:, :2], part[:, 2:]], axis=1) for part in (first, second)]
    got = overlap_of_distances(torch.tensor(first), torch.tensor(second)).numpy()
    assert np.allclose(got, np.diag(box_iou(*boxes)), atol=1e-12)


def test_a_perfect_answer_costs_nothing_and_a_wrong_class_its_cross_entropy():
    targets = cell_targets(*truths((0.0, 0, 16, 16, 1)), (2, 2))
    objectness, logits = torch.full((1, 2, 2), 100.0), torch.tensor([-100.0, 100.0]).expand(1, 2, 2, 2)
    assert targets.positive.all()
    assert grid_loss(objectness, logits, targets.distances, targets).item() == pytest.approx(0, abs=1e-6)
    assert grid_loss(objectness, -logits, targets.distances, targets).item() == pytest.approx(200)


def test_the_loss_by_hand_of_one_asked_cell_with_half_the_overlap():
    targets = cell_targets(*truths((0.0, 0, 8, 8, 0)), (1, 1))
    distances = torch.tensor([[[[4.0, 4, 4, 12]]]])  # 8 x 16: IoU 1/2
    loss = grid_loss(torch.ones(1, 1, 1), torch.zeros(1, 1, 1, 2), distances, targets)
    objectness = np.log1p(np.exp(1.0)) - 0.5  # cross-entropy of the logit 1 with the target 1/2
    assert loss.item() == pytest.approx(objectness + np.log(2) + 2 * 0.5, rel=1e-6)


def test_the_objectness_learns_the_overlap_and_does_not_move_the_box():
    targets = cell_targets(*truths((0.0, 0, 8, 8, 0)), (1, 1))
    gradients = []
    for logit in (-3.0, 3.0):
        distances = torch.tensor([[[[4.0, 4, 4, 12]]]], requires_grad=True)
        grid_loss(torch.full((1, 1, 1), logit), torch.zeros(1, 1, 1, 2), distances, targets).backward()
        gradients.append(distances.grad)
    assert_close(*gradients)
    assert gradients[0].abs().sum() > 0


def test_a_picture_without_objects_has_a_finite_loss_and_gradient():
    targets = cell_targets(*truths(pad=1), (2, 2))
    objectness = torch.zeros(1, 2, 2, requires_grad=True)
    loss = grid_loss(objectness, torch.zeros(1, 2, 2, 3), torch.ones(1, 2, 2, 4), targets)
    loss.backward()
    assert loss.item() == pytest.approx(4 * np.log(2), rel=1e-6)
    assert_close(objectness.grad, torch.full((1, 2, 2), 0.5))


def test_every_asked_cell_lies_inside_its_box():
    rng = np.random.default_rng(1)
    corners = np.sort(rng.uniform(0, 96, (20, 5, 2, 2)), axis=2).reshape(20, 5, 4)
    boxes, labels = torch.tensor(corners), torch.tensor(rng.integers(-1, 6, (20, 5)))
    targets = cell_targets(boxes, labels, (12, 12))
    centres = cell_centres(12, 12).double().expand(20, 12, 12, 2)
    found = torch.cat([centres - targets.distances[..., :2], centres + targets.distances[..., 2:]], dim=-1)
    for picture, row, column in targets.positive.nonzero().tolist():
        same = (found[picture, row, column] - boxes[picture]).abs().max(dim=-1).values < 1e-9
        assert labels[picture][same].tolist() == [targets.labels[picture, row, column]]
