import math

import torch
from torchvision.models.detection._utils import BoxCoder

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.boxes import decode_offsets, encode_offsets
from companion.boxes.offsets import MOST_GROWTH

corner, side = st.floats(-1000, 1000), st.floats(0.01, 5000)


@st.composite
def a_box(draw):
    x, y, width, height = draw(corner), draw(corner), draw(side), draw(side)
    return np.array([x, y, x + width, y + height])


def random_boxes(count, rng, *leading):
    corners = rng.uniform(0, 200, (*leading, count, 2))
    return np.concatenate([corners, corners + rng.uniform(1, 90, (*leading, count, 2))], axis=-1)


def test_by_hand():
    # centre from (5, 5) to (10, 5), width from 10 to 20
    assert np.allclose(encode_offsets([0, 0, 10, 10], [0, 0, 20, 10]), [0.5 / 0.1, 0, math.log(2) / 0.2, 0])
    assert np.allclose(decode_offsets([0, 0, 10, 10], [5, 0, math.log(2) / 0.2, 0]), [0, 0, 20, 10])
    assert encode_offsets([3, 4, 10, 20], [3, 4, 10, 20]).tolist() == [0, 0, 0, 0]


@given(a_box(), a_box())
def test_decode_inverts_encode(anchor, box):
    tolerance = 1e-9 * max(np.abs(anchor).max(), np.abs(box).max())
    np.testing.assert_allclose(decode_offsets(anchor, encode_offsets(anchor, box)), box, rtol=0, atol=tolerance)


@given(a_box(), st.lists(st.floats(-20, 20), min_size=4, max_size=4))
def test_encode_inverts_decode(anchor, offsets):
    box = decode_offsets(anchor, offsets)
    rounding = 1e-12 * np.abs(anchor).max() / (box[2:] - box[:2]).min()  # of a small box far from the origin
    np.testing.assert_allclose(encode_offsets(anchor, box), offsets, rtol=1e-9, atol=1e-9 + 1e3 * rounding)


@given(a_box(), a_box(), st.floats(0.1, 10))
def test_moving_or_scaling_both_changes_nothing(anchor, box, factor):
    want = encode_offsets(anchor, box)
    np.testing.assert_allclose(encode_offsets(anchor * factor, box * factor), want, rtol=1e-6, atol=1e-6)


def test_scales_divide():
    plain = encode_offsets([0, 0, 10, 10], [1, 2, 31, 12], scales=(1, 1, 1, 1))
    assert np.allclose(encode_offsets([0, 0, 10, 10], [1, 2, 31, 12], scales=(2, 4, 5, 8)), plain / [2, 4, 5, 8])


def test_equals_torchvision():
    rng = np.random.default_rng(0)
    anchors, boxes = random_boxes(200, rng), random_boxes(200, rng)
    theirs = BoxCoder(weights=(10.0, 10.0, 5.0, 5.0))
    want = theirs.encode_single(torch.tensor(boxes), torch.tensor(anchors)).numpy()
    np.testing.assert_allclose(encode_offsets(anchors, boxes), want, rtol=1e-9, atol=1e-9)
    offsets = rng.normal(0, 5, (200, 4))
    want = theirs.decode_single(torch.tensor(offsets), torch.tensor(anchors)).numpy()
    np.testing.assert_allclose(decode_offsets(anchors, offsets), want, rtol=1e-9, atol=1e-9)


def test_leading_axes_broadcast():
    rng = np.random.default_rng(0)
    anchors, boxes = random_boxes(5, rng), random_boxes(5, rng, 3)
    offsets = encode_offsets(anchors, boxes)
    assert offsets.shape == (3, 5, 4)
    assert np.array_equal(offsets[2], encode_offsets(anchors, boxes[2]))
    assert np.allclose(decode_offsets(anchors, offsets), boxes)


def test_single_precision_stays():
    anchors = np.array([[0, 0, 10, 10]], np.float32)
    assert encode_offsets(anchors, anchors).dtype == decode_offsets(anchors, anchors).dtype == np.float32
    assert encode_offsets(anchors, anchors.astype(np.float64)).dtype == np.float64
    assert encode_offsets([[0, 0, 10, 10]], [[0, 0, 5, 5]]).dtype == np.float64


def test_no_boxes():
    assert encode_offsets(np.zeros((0, 4)), np.zeros((0, 4))).shape == (0, 4)
    assert decode_offsets(np.zeros((2, 0, 4)), np.zeros((0, 4))).shape == (2, 0, 4)


def test_a_box_without_width_gives_finite_offsets_and_comes_back_nearly_so():
    anchor = np.array([0.0, 0, 10, 10])
    offsets = encode_offsets(anchor, [5, 0, 5, 10])
    assert np.allclose(offsets, [0, 0, -math.log(MOST_GROWTH) / 0.2, 0])
    np.testing.assert_allclose(decode_offsets(anchor, offsets), [5, 0, 5, 10], atol=1e-5)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_growth_ends_where_the_next_operation_would_overflow(dtype):
    anchor = np.array([0, 0, 10, 10], dtype)
    huge = decode_offsets(anchor, np.array([0, 0, 1e6, -1e6], dtype))
    width, height = huge[2:] - huge[:2]
    assert np.isclose(width, 10 * MOST_GROWTH)
    assert height == 0
    edge = math.log(MOST_GROWTH) / 0.2
    below = decode_offsets(anchor.astype(float), [0, 0, edge - 0.01, 0])
    assert below[2] - below[0] < 10 * MOST_GROWTH * 0.999


def test_bad_input_is_named():
    box = [0, 0, 10, 10]
    with pytest.raises(ValueError, match="anchors must have a width and a height above 0"):
        encode_offsets([0, 0, 0, 10], box)
    with pytest.raises(ValueError, match="boxes must be xyxy with x1 <= x2"):
        encode_offsets(box, [5, 0, 4, 10])
    with pytest.raises(ValueError, match="offsets must be finite"):
        decode_offsets(box, [np.nan, 0, 0, 0])
    with pytest.raises(ValueError, match=r"boxes must fit anchors of shape \(3, 4\), got \(2, 4\)"):
        encode_offsets([box] * 3, [box] * 2)
    with pytest.raises(ValueError, match=r"offsets must have shape \(..., 4\), got \(3,\)"):
        decode_offsets(box, [0, 0, 0])
    with pytest.raises(ValueError, match="scales must be four positive numbers, got"):
        encode_offsets(box, box, scales=(0.1, 0.1, 0.2, 0))
    with pytest.raises(ValueError, match=r"scales must have shape \(4,\), got \(2,\)"):
        decode_offsets(box, box, scales=(0.1, 0.2))
