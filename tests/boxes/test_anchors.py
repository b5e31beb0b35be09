import torch
from torchvision.models.detection.anchor_utils import AnchorGenerator
from torchvision.models.detection.image_list import ImageList

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companion.boxes import anchor_grid, multiscale_anchors

positive = st.floats(0.1, 100)


def test_by_hand():
    anchors = anchor_grid((1, 2), (4, 8), sizes=(2, 4), aspect_ratios=(1, 4))
    first = [[1, 1, 3, 3], [0, 0, 4, 4], [1.5, 0, 2.5, 4]]  # the third is 1 wide and 4 high: h / w = 4, area 4
    assert anchors.tolist() == first + [[x1 + 4, y1, x2 + 4, y2] for x1, y1, x2, y2 in first]


def test_places_run_row_by_row():
    centers = anchor_grid((2, 3), (20, 30), sizes=(4,), aspect_ratios=(1,)).reshape(-1, 2, 2).mean(axis=1)
    assert centers.tolist() == [[5, 5], [15, 5], [25, 5], [5, 15], [15, 15], [25, 15]]


def test_every_size_with_the_first_ratio_then_the_first_size_with_the_others():
    (x1, y1, x2, y2) = anchor_grid(1, 100, sizes=(10, 20, 30), aspect_ratios=(4, 1, 0.25)).T
    assert np.allclose(np.sqrt((x2 - x1) * (y2 - y1)), [10, 20, 30, 10, 10])
    assert np.allclose((y2 - y1) / (x2 - x1), [4, 4, 4, 1, 0.25])


def test_numbers_of_the_curriculum():
    per_pixel = anchor_grid((561, 728), (561, 728), sizes=(100, 200, 300), aspect_ratios=(1, 2, 0.5))
    assert per_pixel.shape == (2_042_040, 4)
    sizes = ((51, 70), (95, 114), (138, 158), (182, 202), (225, 246))
    assert multiscale_anchors((32, 16, 8, 4, 1), 256, sizes=sizes, aspect_ratios=(1, 2, 0.5)).shape == (5_444, 4)


def test_peer_fault_anchor_width_on_a_picture_that_is_not_square():
    # Dive into Deep Learning scales widths by height / width of the picture: right only where both are equal
    (x1, y1, x2, y2) = anchor_grid((3, 4), (561, 728), sizes=(100, 40), aspect_ratios=(1, 4)).reshape(12, 3, 4)[0].T
    assert np.allclose(x2 - x1, [100, 40, 50])
    assert np.allclose(y2 - y1, [100, 40, 200])
    assert np.allclose([(x1 + x2) / 2, (y1 + y2) / 2], [[728 / 8], [561 / 6]])  # strides 182 along x, 187 along y


@given(st.lists(positive, min_size=1, max_size=3), st.lists(positive, min_size=1, max_size=3), st.integers(1, 4))
@settings(max_examples=40, deadline=None)
def test_area_and_ratio_are_what_was_asked_for_and_the_grid_is_symmetric(sizes, ratios, rows):
    anchors = anchor_grid((rows, 3), (64, 50), sizes=sizes, aspect_ratios=ratios)
    width, height = (anchors[:, 2:] - anchors[:, :2]).T
    places = len(anchors) // (len(sizes) + len(ratios) - 1)
    assert places == rows * 3
    assert np.allclose(np.sqrt(width * height), np.tile(sizes + sizes[:1] * (len(ratios) - 1), places))
    assert np.allclose(height / width, np.tile(ratios[:1] * len(sizes) + ratios[1:], places))
    assert np.allclose((anchors[:, :2] + anchors[:, 2:]).mean(axis=0) / 2, [25, 32])


def test_equals_torchvision_up_to_half_a_stride():
    ratios = (1.0, 4.0, 0.25)  # sides are even pixels, which torchvision's rounding leaves alone
    theirs = AnchorGenerator(sizes=((32,), (64,)), aspect_ratios=(ratios, ratios))
    maps = [torch.zeros(1, 1, 8, 12), torch.zeros(1, 1, 4, 6)]
    (want,) = theirs(ImageList(torch.zeros(1, 3, 128, 192), [(128, 192)]), maps)
    got = multiscale_anchors(((8, 12), (4, 6)), (128, 192), sizes=((32,), (64,)), aspect_ratios=ratios)
    half_a_stride = np.repeat([8.0, 16.0], [8 * 12 * 3, 4 * 6 * 3])[:, None]
    assert np.array_equal(got - half_a_stride, want.numpy())


def test_scales_are_one_after_another():
    both = multiscale_anchors((2, 1), 16, sizes=((4, 6), (8, 9)), aspect_ratios=(1, 2))
    fine = anchor_grid(2, 16, sizes=(4, 6), aspect_ratios=(1, 2))
    assert np.array_equal(both, np.concatenate([fine, anchor_grid(1, 16, sizes=(8, 9), aspect_ratios=(1, 2))]))


def test_nothing_to_lay_is_refused():
    with pytest.raises(ValueError, match=r"sizes must hold at least one number, all positive and finite, got \[\]"):
        anchor_grid(2, 16, sizes=(), aspect_ratios=(1,))
    with pytest.raises(ValueError, match="aspect_ratios must hold at least one number"):
        anchor_grid(2, 16, sizes=(4,), aspect_ratios=())
    with pytest.raises(ValueError, match="at least one feature map, got 0 for 0 maps"):
        multiscale_anchors((), 16, sizes=(), aspect_ratios=(1,))


def test_bad_input_is_named():
    with pytest.raises(ValueError, match=r"sizes must .* positive and finite, got \[4.0, 0.0\]"):
        anchor_grid(2, 16, sizes=(4, 0), aspect_ratios=(1,))
    with pytest.raises(ValueError, match=r"aspect_ratios must .* got \[inf\]"):
        anchor_grid(2, 16, sizes=(4,), aspect_ratios=(np.inf,))
    with pytest.raises(ValueError, match=r"feature_size must be a whole number of at least 1, got 0"):
        anchor_grid((2, 0), 16, sizes=(4,), aspect_ratios=(1,))
    with pytest.raises(TypeError, match="image_size must be a whole number of at least 1, got float 16.0"):
        anchor_grid(2, 16.0, sizes=(4,), aspect_ratios=(1,))
    with pytest.raises(TypeError, match="feature_sizes must be a sequence with one entry for each feature map, got 4"):
        multiscale_anchors(4, 16, sizes=((4,),), aspect_ratios=(1,))
    with pytest.raises(
        ValueError, match="sizes must hold one sequence for each of at least one feature map, got 1 for 2"
    ):
        multiscale_anchors((2, 1), 16, sizes=((4,),), aspect_ratios=(1,))
