import json
import os
from pathlib import Path

import torch
import torchvision

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.boxes import box_area, box_giou, box_iou, iou, xywh_to_xyxy

VECTORS = Path(os.environ.get("COMPANION_REAL_DATA", "")) / "metrics" / "vectors.json"
PEERS = {box_iou: torchvision.ops.box_iou, box_giou: torchvision.ops.generalized_box_iou}
MEASURES = list(PEERS)
coordinates = st.integers(0, 32_000).map(lambda n: n / 64)  # pixels; a shift rounds none of them away
sides = st.one_of(st.just(0), coordinates)
lists = st.lists(st.tuples(coordinates, coordinates, sides, sides), max_size=5).map(
    lambda rows: xywh_to_xyxy(np.array(rows, float).reshape(-1, 4))
)


def random_boxes(rng, count, kind):
    """Return boxes on a grid of 8 (equal, touching and empty ones are common), or anywhere."""
    ends = rng.integers(0, 8, (count, 2, 2)) if kind == "grid" else rng.uniform(0, 500, (count, 2, 2))
    return np.sort(ends, axis=1).reshape(count, 4).astype(float)


def test_by_hand():
    truth = [[0, 0, 4, 4]]
    guesses = [[2, 1, 6, 5], [1, 1, 3, 3], [0, 0, 4, 4], [9, 9, 10, 10], [4, 0, 8, 4], [4, 4, 5, 5]]
    assert box_iou(truth, guesses).tolist() == [[6 / 26, 4 / 16, 1, 0, 0, 0]]


def test_generalised_by_hand():
    truth = [[0, 0, 2, 2]]
    # around both: 4 x 3, of which 1 is shared and 9 covered; the truth itself; 2 x 4 fully covered; 6 x 2 with 4 empty
    guesses = [[1, 1, 4, 3], [0, 0, 2, 2], [0, 2, 2, 4], [4, 0, 6, 2]]
    shared, union, around = np.array([1, 4, 0, 0]), np.array([9, 4, 8, 8]), np.array([12, 4, 8, 12])
    want = shared / union - (around - union) / around
    np.testing.assert_allclose(box_giou(truth, guesses)[0], want, rtol=1e-15)


def test_no_pixel_is_added():
    assert box_iou([[0, 0, 1, 1]], [[1, 0, 2, 1]]).item() == 0
    assert box_iou([[0, 0, 2, 2]], [[1, 0, 3, 2]]).item() == 1 / 3
    voc = np.array([0, 0, 1, 1])
    assert box_iou([[0, 0, 2, 2]] + voc, [[1, 0, 3, 2]] + voc).item() == 6 / 12


def test_zero_union_gives_zero():
    point, line, other = [3, 3, 3, 3], [3, 3, 3, 9], [5, 5, 9, 5]
    for kind in (np.float32, np.float64):
        degenerate = np.array([point, line, other], kind)
        assert box_iou(degenerate, degenerate).tolist() == [[0] * 3] * 3
        # nothing is covered, so what lies around both is empty, unless that has no area either
        assert box_giou(degenerate, degenerate).tolist() == [[0, 0, -1], [0, 0, -1], [-1, -1, 0]]
    assert box_iou([line], [[0, 0, 9, 9]]).item() == 0
    assert box_giou([line], [[0, 0, 9, 9]]).item() == 0


@pytest.mark.parametrize("measure", MEASURES)
def test_no_boxes(measure):
    some = np.zeros((3, 4))
    assert measure(some, np.zeros((0, 4))).shape == (3, 0)
    assert measure([], some).shape == (0, 3)
    assert measure([], []).shape == (0, 0)


@given(lists, lists)
def test_laws_of_two_lists(first, second):
    overlap, generalised = box_iou(first, second), box_giou(first, second)
    assert overlap.shape == generalised.shape == (len(first), len(second))
    assert ((overlap >= 0) & (overlap <= 1)).all()
    assert ((generalised >= -1) & (generalised <= overlap)).all()
    assert (overlap == box_iou(second, first).T).all()
    assert (generalised == box_giou(second, first).T).all()


def test_rounding_never_puts_the_generalised_iou_above():
    outer = random_boxes(np.random.default_rng(0), 300, "anywhere")
    inner = (outer + np.tile((outer[:, :2] + outer[:, 2:]) / 2, 2)) / 2
    for boxes in (inner, outer):
        assert (box_giou(boxes, outer) <= box_iou(boxes, outer)).all()


@given(lists)
def test_a_box_with_area_fits_itself(boxes):
    solid = boxes[box_area(boxes) > 0]
    assert (np.diag(box_iou(solid, solid)) == 1).all()
    assert (np.diag(box_giou(solid, solid)) == 1).all()


@pytest.mark.parametrize("measure", MEASURES)
def test_moving_and_scaling_both_changes_nothing(measure):
    @given(lists, lists, st.floats(0.01, 100), st.integers(-64_000, 64_000).map(lambda n: n / 64))
    def law(first, second, scale, shift):
        want = measure(first, second)
        np.testing.assert_allclose(measure(first * scale, second * scale), want, rtol=1e-7, atol=1e-9)
        np.testing.assert_allclose(measure(first + shift, second + shift), want, rtol=1e-7, atol=1e-7)

    law()


@given(st.floats(0.05, 20))
def test_too_small_costs_as_much_as_too_large(scale):
    truth, half = [[-1, -1, 1, 1]], np.array([[-1, -1, 1, 1]])
    want = min(scale, 1 / scale) ** 2
    np.testing.assert_allclose(box_iou(truth, half * scale), want, rtol=1e-12)


def test_iou_is_flat_where_generalised_iou_still_falls():
    slid = np.array([[0.0, 0, 4, 4]]) + np.arange(0, 40)[:, None] * [1, 0, 1, 0]
    overlap, generalised = box_iou(slid[:1], slid)[0], box_giou(slid[:1], slid)[0]
    assert (overlap[4:] == 0).all()
    assert (np.diff(generalised) < 0).all()


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_equal_to_torchvision_in_1000_random_cases(measure, dtype):
    rng, infinite = np.random.default_rng(0), 0
    for case in range(1000):
        kind = "grid" if case % 2 else "anywhere"
        first, second = (random_boxes(rng, count, kind).astype(dtype) for count in rng.integers(0, 13, 2))
        got = measure(first, second)
        want = PEERS[measure](torch.from_numpy(first), torch.from_numpy(second)).numpy()
        finite = np.isfinite(want)
        infinite += (~finite).sum()
        assert got.dtype == dtype
        assert got.shape == want.shape
        np.testing.assert_allclose(got[finite], want[finite], atol=1e-6, rtol=0)
        assert np.isfinite(got).all()
    assert infinite > 100  # two boxes without area: theirs is nan


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("shape", [(1, 5000), (5000, 1), (40, 2100), (2100, 40), (33, 33)])
def test_tiles_leave_no_seam(measure, shape):
    rng = np.random.default_rng(1)
    first, second = (random_boxes(rng, count, "anywhere") for count in shape)
    got = measure(first, second)
    want = PEERS[measure](torch.from_numpy(first), torch.from_numpy(second)).numpy()
    np.testing.assert_allclose(got, want, atol=1e-12, rtol=0)
    assert got.flags.c_contiguous
    assert len(list(iou._tiles((shape[0], shape[1])))) == -(-shape[0] // iou._TILE[0]) * -(-shape[1] // iou._TILE[1])


@pytest.mark.parametrize("measure", MEASURES)
def test_types_and_inputs_are_kept(measure):
    single, double, whole = (np.array([[0, 0, 4, 4], [1, 1, 3, 3]], kind) for kind in ("f4", "f8", "i8"))
    assert measure(single, single).dtype == np.float32
    assert measure(single, double).dtype == measure(whole, whole).dtype == np.float64
    assert (single == whole).all()
    assert (double == whole).all()


@pytest.mark.parametrize("measure", MEASURES)
def test_bad_input_is_named(measure):
    good = np.zeros((1, 4))
    with pytest.raises(ValueError, match=r"first must have shape \(N, 4\), got \(4,\)"):
        measure([0, 0, 1, 1], good)
    with pytest.raises(ValueError, match=r"second must have shape \(N, 4\), got \(2, 5\)"):
        measure(good, np.zeros((2, 5)))
    with pytest.raises(ValueError, match=r"second must be xyxy .* got \[1.0, 0.0, 0.0, 1.0\] in row 1"):
        measure(good, [[0, 0, 1, 1], [1, 0, 0, 1]])
    with pytest.raises(ValueError, match=r"first must be finite, got \[0.0, 0.0, 1.0, nan\] in row 0"):
        measure([[0, 0, 1, np.nan]], good)


@pytest.mark.skipif(not VECTORS.is_file(), reason="COMPANION_REAL_DATA has no metrics/vectors.json")
@pytest.mark.parametrize(("measure", "name"), [(box_iou, "iou"), (box_giou, "generalized_iou")])
def test_published_pairs(measure, name):
    published = json.loads(VECTORS.read_text(encoding="utf-8"))["pairwise_iou"]
    whole, real = published["int_boxes1"], published["float_boxes"]
    want, tolerance = published[name], published["atol"]
    np.testing.assert_allclose(measure(whole, published["int_boxes2"]), want["int"], atol=tolerance["int"], rtol=0)
    np.testing.assert_allclose(measure(real, real), want["float"], atol=tolerance["float"], rtol=0)


@pytest.mark.skipif(not VECTORS.is_file(), reason="COMPANION_REAL_DATA has no metrics/vectors.json")
def test_published_losses():
    published = json.loads(VECTORS.read_text(encoding="utf-8"))["iou_losses"]
    for one, other, loss in published["generalized_box_iou_loss"]:
        assert 1 - box_giou([published["boxes"][one]], [published["boxes"][other]]).item() == pytest.approx(loss)
