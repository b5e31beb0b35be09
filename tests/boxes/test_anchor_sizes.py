import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companion.boxes import box_iou, kmeans_anchors, mean_best_iou
from companion.boxes.anchor_sizes import _improved, _start, size_iou

GROUPS = np.array([[10.0, 10], [11, 9], [9, 11], [40, 20], [42, 20], [41, 20]])
sizes = st.lists(st.tuples(st.floats(1, 500), st.floats(1, 500)), min_size=2, max_size=30, unique=True)


def rng(seed=0):
    return np.random.default_rng(seed)


def test_iou_of_sizes_by_hand():
    assert size_iou([[4, 4], [2, 8]], [[4, 4], [4, 8]]).tolist() == [[1, 0.5], [8 / 24, 0.5]]


def test_iou_of_sizes_is_that_of_boxes_on_one_centre():
    first, second = rng().uniform(1, 50, (5, 2)), rng(1).uniform(1, 50, (7, 2))
    boxes = [np.concatenate([-size[:, ::-1], size[:, ::-1]], axis=1) / 2 for size in (first, second)]
    np.testing.assert_allclose(size_iou(first, second), box_iou(*boxes), rtol=1e-12)


def test_mean_best_iou_by_hand():
    assert np.isclose(mean_best_iou([[4, 4], [2, 8]], [[4, 4]]), (1 + 8 / 24) / 2)
    assert mean_best_iou(GROUPS, GROUPS[::-1]) == 1


def test_two_groups_get_an_anchor_each_the_smaller_first():
    assert kmeans_anchors(GROUPS, 2, rng=rng()).tolist() == [[10, 10], [41, 20]]


def test_one_large_box_does_not_pull_the_anchor_away():
    # the mean of these, 28 x 28, has IoU 0.13 with four of them; the method of the paper would move there
    boxes = [[10, 10]] * 4 + [[100, 100]]
    assert np.isclose(mean_best_iou(boxes, [[28, 28]]), (4 * 100 / 784 + 784 / 10_000) / 5)
    for seed in range(8):
        assert mean_best_iou(boxes, kmeans_anchors(boxes, 1, rng=rng(seed))) == (4 + 0.01) / 5


def test_the_same_generator_gives_the_same_anchors():
    boxes = rng(3).uniform(1, 100, (50, 2))
    assert np.array_equal(kmeans_anchors(boxes, 5, rng=rng(7)), kmeans_anchors(boxes, 5, rng=rng(7)))
    assert not np.array_equal(kmeans_anchors(boxes, 5, rng=rng(7)), kmeans_anchors(boxes, 5, rng=rng(8)))


@given(sizes, st.integers(1, 5), st.integers(0, 2**31))
@settings(max_examples=60, deadline=None)
def test_mean_iou_never_falls_from_one_round_to_the_next(boxes, k, seed):
    boxes = np.array(boxes)
    anchors = _start(boxes, min(k, len(boxes)), rng(seed))
    before = mean_best_iou(boxes, anchors)
    for _ in range(10):
        anchors = _improved(anchors, boxes, size_iou(boxes, anchors))
        after = mean_best_iou(boxes, anchors)
        assert after >= before - 1e-12
        before = after


@given(sizes, st.integers(0, 2**31))
@settings(max_examples=40, deadline=None)
def test_as_many_anchors_as_sizes_fit_perfectly(boxes, seed):
    anchors = kmeans_anchors(boxes * 2, len(boxes), rng=rng(seed))
    assert sorted(map(tuple, anchors)) == sorted(boxes)
    assert (np.diff(anchors.prod(axis=1)) >= 0).all()


def test_an_anchor_without_boxes_goes_to_the_worst_fitted_box():
    anchors = np.array([[10.0, 10], [41, 20], [500, 500]])
    moved = _improved(anchors, GROUPS, size_iou(GROUPS, anchors))
    assert moved.tolist() == [[10, 10], [41, 20], [11, 9]]  # 0.826 with 10 x 10; its equal, 9 x 11, comes later


def test_several_anchors_without_boxes_go_to_different_boxes():
    anchors = np.array([[41.0, 20], [500, 500], [600, 600]])
    moved = _improved(anchors, GROUPS, size_iou(GROUPS, anchors))
    assert len(np.unique(moved, axis=0)) == 3
    assert mean_best_iou(GROUPS, moved) > mean_best_iou(GROUPS, anchors)


def test_equal_boxes_take_one_anchor_and_no_more():
    assert kmeans_anchors([[5, 7]] * 4, 1, rng=rng()).tolist() == [[5, 7]]
    with pytest.raises(ValueError, match="k must be at most the number of different box_sizes, 1, got 2"):
        kmeans_anchors([[5, 7]] * 4, 2, rng=rng())


def test_bad_input_is_named():
    with pytest.raises(ValueError, match="k must be a whole number of at least 1, got 0"):
        kmeans_anchors(GROUPS, 0, rng=rng())
    with pytest.raises(ValueError, match="box_sizes must hold at least one height and width, got none"):
        kmeans_anchors(np.zeros((0, 2)), 1, rng=rng())
    with pytest.raises(ValueError, match=r"box_sizes must be positive and finite, got \[3.0, 0.0\] in row 1"):
        kmeans_anchors([[2, 2], [3, 0]], 1, rng=rng())
    with pytest.raises(ValueError, match=r"box_sizes must have shape \(N, 2\), got \(1, 4\)"):
        kmeans_anchors([[0, 0, 4, 4]], 1, rng=rng())
    with pytest.raises(TypeError, match="rng must be a numpy.random.Generator, .* got 0"):
        kmeans_anchors(GROUPS, 1, rng=0)
    with pytest.raises(ValueError, match="anchor_sizes must hold at least one"):
        mean_best_iou(GROUPS, np.zeros((0, 2)))


def test_sizes_that_differ_by_rounding_alone_can_all_be_drawn():
    boxes = [[5.0, 5], [np.nextafter(5, 6), 5], [5, np.nextafter(5, 6)]]
    assert len(np.unique(kmeans_anchors(boxes, 3, rng=rng()), axis=0)) == 3
