import json
import os
import warnings
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion import boxes as room
from companion.boxes import box_area, clip, cxcywh_to_xyxy, denormalise, normalise, xywh_to_xyxy, xyxy_to_xywh

VECTORS = Path(os.environ.get("COMPANION_REAL_DATA", "")) / "metrics" / "vectors.json"
BY_HAND = {"xyxy": [10, 15, 30, 45], "xywh": [10, 15, 20, 30], "cxcywh": [20, 30, 20, 30]}
CONVERSIONS = [(one, other) for one in BY_HAND for other in BY_HAND if one != other]
numbers = st.floats(-1e4, 1e4, width=32)
sides = st.floats(0, 1e4, width=32)


def convert(one, other):
    return getattr(room, f"{one}_to_{other}")


@st.composite
def boxes(draw, form="xyxy"):
    """Draw (2, n, 4) boxes whose numbers are of ordinary size; sides of zero are among them."""
    rows = draw(st.lists(st.tuples(numbers, numbers, sides, sides), max_size=4))
    sized = np.array(rows * 2, float).reshape(2, -1, 4)
    return xywh_to_xyxy(sized) if form == "xyxy" else sized


@pytest.mark.parametrize(("one", "other"), CONVERSIONS)
def test_by_hand(one, other):
    assert convert(one, other)(BY_HAND[one]).tolist() == BY_HAND[other]
    assert convert(one, other)(np.array([[BY_HAND[one]]])).tolist() == [[BY_HAND[other]]]


@pytest.mark.parametrize(("one", "other"), CONVERSIONS)
def test_conversions_undo_each_other(one, other):
    @given(boxes(one))
    def law(rows):
        there = convert(one, other)(rows)
        again = convert(other, one)(there)
        assert there.shape == again.shape == rows.shape
        np.testing.assert_allclose(again, rows, atol=1e-9)

    law()


@given(boxes())
def test_a_detour_arrives_where_the_straight_way_does(rows):
    detour = room.xywh_to_cxcywh(xyxy_to_xywh(rows))
    np.testing.assert_allclose(detour, room.xyxy_to_cxcywh(rows), atol=1e-9)


@given(boxes(), st.tuples(st.integers(1, 2000), st.integers(1, 2000)))
def test_denormalising_undoes_normalising(rows, size):
    np.testing.assert_allclose(denormalise(normalise(rows, size), size), rows, atol=1e-9)


@pytest.mark.parametrize("form", ["xywh", "cxcywh"])
def test_normalising_commutes_with_the_formats(form):
    size, corners = (300, 700), np.array([[10.0, 20, 310, 120]])
    normalised = convert("xyxy", form)(normalise(corners, size))
    np.testing.assert_allclose(normalised, normalise(convert("xyxy", form)(corners), size), atol=1e-12)


def test_x_is_divided_by_the_width():
    assert normalise([[50, 50, 200, 100]], (100, 200)).tolist() == [[0.25, 0.5, 1, 1]]
    assert denormalise([0.25, 0.5, 1, 1], (100, 200)).tolist() == [50, 50, 200, 100]
    assert normalise([10, 10, 20, 20], 20).tolist() == [0.5, 0.5, 1, 1]


def test_clipping_by_hand():
    outside, inside, over = [-9, -9, -1, -1], [1, 2, 3, 4], [-1, 5, 30, 50]
    assert clip([outside, inside, over], (10, 20)).tolist() == [[0, 0, 0, 0], inside, [0, 5, 20, 10]]
    assert clip([[20, 10, 20, 10], [25, 12, 30, 15]], (10, 20)).tolist() == [[20, 10, 20, 10]] * 2


@given(boxes(), st.tuples(st.integers(1, 2000), st.integers(1, 2000)))
def test_clipping_twice_is_clipping_once_and_never_enlarges(rows, size):
    once = clip(rows, size)
    assert (clip(once, size) == once).all()
    assert (box_area(once) <= box_area(rows)).all()


@given(boxes())
def test_area_is_width_times_height_of_every_format(rows):
    want = xyxy_to_xywh(rows)[..., 2:].prod(axis=-1)
    assert box_area(rows).shape == rows.shape[:-1]
    np.testing.assert_allclose(box_area(rows), want, rtol=1e-12)


def test_area_of_a_line_and_a_point_is_zero():
    assert box_area([[3, 3, 3, 9], [3, 3, 9, 3], [3, 3, 3, 3], [3, 3, 4, 9]]).tolist() == [0, 0, 0, 6]
    assert box_area([0, 0, 3, 2]).shape == ()


@pytest.mark.parametrize("function", [convert(*pair) for pair in CONVERSIONS] + [box_area])
def test_no_boxes_give_no_boxes(function):
    assert function(np.zeros((3, 0, 4))).shape[:2] == (3, 0)
    assert function([]).shape[:1] == (0,)


EVERY = [convert(*pair) for pair in CONVERSIONS] + [
    box_area,
    lambda rows: clip(rows, 9),
    lambda rows: normalise(rows, 9),
    lambda rows: denormalise(rows, 9),
]


@pytest.mark.parametrize("function", EVERY)
def test_types_and_inputs_are_kept(function):
    for given_type, want in [(np.float32, np.float32), (np.float64, np.float64), (int, np.float64), ("f2", np.float64)]:
        rows = np.array([[1, 2, 3, 4]], given_type)
        before = rows.copy()
        assert function(rows).dtype == want
        assert (rows == before).all()


@pytest.mark.parametrize("function", EVERY)
def test_bad_shapes_and_values_are_named(function):
    with pytest.raises(ValueError, match=r"boxes must have shape \(\.\.\., 4\), got \(2, 3\)"):
        function(np.zeros((2, 3)))
    with pytest.raises(ValueError, match=r"boxes must have shape \(\.\.\., 4\), got \(\)"):
        function(3.0)
    with pytest.raises(ValueError, match="got rows of unequal length"):
        function([[0, 0, 1, 1], [0, 0, 1]])
    with pytest.raises(ValueError, match=r"boxes must be finite, got \[0.0, 0.0, nan, 1.0\] in row 1"):
        function([[0, 0, 1, 1], [0, 0, np.nan, 1]])
    with pytest.raises(ValueError, match="boxes must be finite"), warnings.catch_warnings():
        function([0, 0, np.inf, 1])
    with pytest.raises(TypeError, match="boxes must hold real numbers, got dtype"):
        function([["a"] * 4])
    with pytest.raises(TypeError, match="boxes must hold real numbers, got dtype complex128"):
        function([[1j] * 4])


@pytest.mark.parametrize("function", [convert("xyxy", "xywh"), convert("xyxy", "cxcywh"), box_area, EVERY[-3]])
def test_inverted_corners_are_refused(function):
    with pytest.raises(
        ValueError, match=r"boxes must be xyxy with x1 <= x2 and y1 <= y2, got \[3.0, .*\] in row 1, 0$"
    ):
        function([[[0, 0, 1, 1]], [[3, 0, 2, 5]]])
    with pytest.raises(ValueError, match=r"y1 <= y2, got \[0.0, 2.0, 1.0, 1.0\]$"):
        function([0, 2, 1, 1])


@pytest.mark.parametrize("function", [xywh_to_xyxy, cxcywh_to_xyxy, room.xywh_to_cxcywh, room.cxcywh_to_xywh])
def test_negative_sizes_are_refused(function):
    with pytest.raises(ValueError, match=r"boxes must have width >= 0 and height >= 0, got \[0.0, .*\] in row 1"):
        function([[0, 0, 1, 1], [0, 0, 1, -1]])


@pytest.mark.parametrize("function", [clip, normalise, denormalise])
def test_the_size_of_the_picture_is_checked(function):
    with pytest.raises(ValueError, match="image_size must be a whole number of at least 1, got 0"):
        function([[0, 0, 1, 1]], (0, 5))
    with pytest.raises(ValueError, match=r"image_size must be a whole number or \(height, width\), got 3 values"):
        function([[0, 0, 1, 1]], (5, 5, 3))


@pytest.mark.skipif(not VECTORS.is_file(), reason="COMPANION_REAL_DATA has no metrics/vectors.json")
@pytest.mark.parametrize(("one", "other"), CONVERSIONS)
def test_published_conversions(one, other):
    published = json.loads(VECTORS.read_text(encoding="utf-8"))["box_convert"]
    assert convert(one, other)(published[one]).tolist() == published[other]


@pytest.mark.skipif(not VECTORS.is_file(), reason="COMPANION_REAL_DATA has no metrics/vectors.json")
def test_published_areas():
    for case in json.loads(VECTORS.read_text(encoding="utf-8"))["box_area"]["cases"]:
        half = "float16" in case.get("dtype", "")
        rows = np.array(case["boxes"], np.float16 if half else np.float64)
        np.testing.assert_allclose(box_area(rows), case["area"], atol=case.get("atol", 0), rtol=0)
