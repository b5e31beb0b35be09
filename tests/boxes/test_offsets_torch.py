import torch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion import boxes as reference
from companion.boxes.offsets import MOST_GROWTH
from companion.boxes.offsets_torch import decode_offsets, encode_offsets


def random_boxes(rng, *shape):
    corners = rng.uniform(0, 200, (*shape, 2))
    return np.concatenate([corners, corners + rng.uniform(0.1, 90, (*shape, 2))], axis=-1)


def test_by_hand():
    anchor, box = torch.tensor([0.0, 0, 10, 10]), torch.tensor([0.0, 0, 20, 10])
    offsets = encode_offsets(anchor, box)
    assert torch.allclose(offsets, torch.tensor([5, 0, np.log(2) / 0.2, 0], dtype=torch.float32))
    assert torch.allclose(decode_offsets(anchor, offsets), box)


@given(st.integers(0, 2**31), st.sampled_from([torch.float32, torch.float64]))
def test_equals_numpy(seed, dtype):
    rng = np.random.default_rng(seed)
    anchors, boxes = torch.tensor(random_boxes(rng, 7), dtype=dtype), torch.tensor(random_boxes(rng, 2, 7), dtype=dtype)
    scales = tuple(rng.uniform(0.05, 1, 4))
    offsets = encode_offsets(anchors, boxes, scales=scales)
    want = reference.encode_offsets(anchors.numpy(), boxes.numpy(), scales=scales)
    assert offsets.dtype == dtype
    assert offsets.numpy().dtype == want.dtype
    np.testing.assert_allclose(offsets, want, rtol=1e-6, atol=1e-6)
    back = decode_offsets(anchors, offsets, scales=scales)
    np.testing.assert_allclose(
        back, reference.decode_offsets(anchors.numpy(), offsets.numpy(), scales=scales), rtol=1e-6, atol=1e-4
    )
    np.testing.assert_allclose(back, boxes, rtol=1e-4, atol=1e-3 if dtype == torch.float32 else 1e-9)


def test_degenerate_boxes_and_large_offsets_stay_finite():
    anchor = torch.tensor([0.0, 0, 10, 10])
    for box in ([5.0, 0, 5, 10], [7.0, 0, 3, 10]):  # no width, and turned round
        offsets = encode_offsets(anchor, torch.tensor(box))
        np.testing.assert_allclose(offsets, reference.encode_offsets([0, 0, 10, 10], [5, 0, 5, 10]), rtol=1e-6)
    huge = decode_offsets(anchor, torch.tensor([0.0, 0, 1e6, -1e6]))
    assert torch.isclose(huge[2] - huge[0], torch.tensor(10 * MOST_GROWTH))
    assert huge[3] == huge[1]


def test_whole_numbers():
    anchor, box = torch.tensor([0, 0, 10, 10]), torch.tensor([5, 0, 15, 10])
    assert encode_offsets(anchor, box).tolist() == [5, 0, 0, 0]
    assert decode_offsets(anchor, torch.tensor([5, 0, 0, 0])).tolist() == [5, 0, 15, 10]


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
def test_half_precision_is_computed_in_single(dtype):
    anchor, box = torch.tensor([0, 0, 10, 10], dtype=dtype), torch.tensor([5, 0, 5, 10], dtype=dtype)
    offsets = encode_offsets(anchor, box)
    assert torch.equal(offsets, encode_offsets(anchor.float(), box.float()))
    wide = decode_offsets(anchor, torch.tensor([0, 0, 100, 0], dtype=dtype))
    assert wide.dtype == torch.float32
    assert (wide[2] - wide[0]).item() == pytest.approx(10 * MOST_GROWTH)


def test_gradients_pass():
    anchors = torch.tensor([[0.0, 0, 10, 10]], dtype=torch.float64)
    start = torch.tensor([[0.3, -0.2, 0.5, -0.4]], dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(lambda moves: decode_offsets(anchors, moves), start)
    box = torch.tensor([[1.0, 2, 8, 9]], dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(lambda goal: encode_offsets(anchors, goal), box)


def test_no_boxes():
    assert encode_offsets(torch.zeros(0, 4), torch.zeros(0, 4)).shape == (0, 4)
    assert decode_offsets(torch.zeros(0, 4), torch.zeros(2, 0, 4)).shape == (2, 0, 4)


def test_bad_input_is_named():
    box = torch.tensor([0.0, 0, 10, 10])
    with pytest.raises(ValueError, match=r"boxes must fit anchors of shape \(3, 4\), got \(2, 4\)"):
        encode_offsets(box.expand(3, 4), box.expand(2, 4))
    with pytest.raises(ValueError, match=r"offsets must have shape \(..., 4\), got \(3,\)"):
        decode_offsets(box, box[:3])
    with pytest.raises(ValueError, match=r"scales must have shape \(4,\), got \(2,\)"):
        decode_offsets(box, box, scales=(0.1, 0.2))
    with pytest.raises(ValueError, match=r"scales must be four positive numbers, got \[0.1, 0.1, 0.2, -0.2\]"):
        encode_offsets(box, box, scales=(0.1, 0.1, 0.2, -0.2))
