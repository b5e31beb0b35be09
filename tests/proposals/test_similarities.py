import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.proposals import Regions, fill_similarity, histogram_intersection, size_similarity
from companion.proposals.similarities import SIMILARITIES, box_around, region_similarity


def regions():
    """Return an L of 3 pixels, the pixel that completes its square, and a pixel that touches at a corner, of 16."""
    colours, textures = np.zeros((3, 75), np.float32), np.zeros((3, 240), np.float32)
    colours[0, :4], colours[1, 2:6], colours[2, 70:74] = 0.25, 0.25, 0.25
    textures[0, :5], textures[1, 4:9], textures[2, :5] = 0.2, 0.2, 0.2
    boxes = np.array([[0.0, 0, 2, 2], [1, 1, 2, 2], [2, 2, 3, 3]])
    return Regions(np.array([3.0, 1, 1]), boxes, colours, textures, 16.0)


def test_intersection_by_hand():
    assert histogram_intersection([0.5, 0.5, 0], [0.25, 0.25, 0.5]) == 0.5
    assert histogram_intersection([1, 0], [0, 1]) == 0
    assert histogram_intersection(np.eye(2), [1, 0]).tolist() == [1, 0]


@given(st.lists(st.tuples(st.integers(1, 99), st.integers(1, 99)), min_size=1, max_size=9))
def test_intersection_is_symmetric_and_one_for_equals(counts):
    first, second = (np.array(column) / sum(column) for column in zip(*counts, strict=True))
    assert histogram_intersection(first, second) == histogram_intersection(second, first)
    assert 0 <= histogram_intersection(first, second) <= 1 + 1e-12
    assert histogram_intersection(first, first) == pytest.approx(1)


def test_size_by_hand():
    assert size_similarity(10, 15, 100) == 0.75
    assert size_similarity([40, 1], [60, 1], 100).tolist() == [0, 0.98]


def test_fill_by_hand():
    assert fill_similarity(4, 3, 1, 16) == 1  # no gap
    assert fill_similarity([4, 12], [1, 1], 1, 16).tolist() == [1 - 2 / 16, 1 - 10 / 16]


def test_box_around_by_hand():
    assert box_around(np.array([0.0, 2, 3, 4]), np.array([[1.0, 1, 2, 2], [5, 5, 6, 6]])).tolist() == [
        [0, 1, 3, 4],
        [0, 2, 6, 6],
    ]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["colour"], [0.5, 0]),
        (["texture"], [0.2, 1]),
        (["size"], [1 - 4 / 16, 1 - 4 / 16]),
        (["fill"], [1, 1 - (9 - 3 - 1) / 16]),
        (SIMILARITIES, [0.5 + 0.2 + 0.75 + 1, 0 + 1 + 0.75 + 11 / 16]),
    ],
)
def test_sum_by_hand(names, expected):
    first, second = np.array([0, 0]), np.array([1, 2])
    assert region_similarity(regions(), first, second, similarities=names).tolist() == pytest.approx(expected)
    assert region_similarity(regions(), second, first, similarities=names).tolist() == pytest.approx(expected)


def test_of_no_pairs():
    none = np.zeros(0, int)
    assert region_similarity(regions(), none, none).shape == (0,)
