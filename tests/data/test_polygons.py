import re

import numpy as np
import pytest
import skimage.draw

from companion.data.polygons import polygon_mask


def test_triangle_by_hand():
    # Under the line from (0, 0) to (4, 4): the middles (c + 0.5, r + 0.5) with c < r; those on it lie on a right edge.
    below = polygon_mask(np.array([[0, 0], [4, 4], [0, 4]]), 4, 4)
    assert below.astype(int).tolist() == [[0, 0, 0, 0], [1, 0, 0, 0], [1, 1, 0, 0], [1, 1, 1, 0]]
    above = polygon_mask(np.array([[0, 0], [4, 0], [4, 4]]), 4, 4)
    assert (above ^ below).all()


def test_middle_on_an_edge():
    left_and_above = polygon_mask(np.array([[0.5, 0.5], [2.5, 0.5], [2.5, 1.5], [0.5, 1.5]]), 3, 4)
    assert left_and_above.astype(int).tolist() == [[1, 1, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]]


def test_neighbours_share_no_pixel_and_leave_none_out():
    rng = np.random.default_rng(0)
    for _ in range(50):
        x, y = rng.integers(0, 41, 2) / 2
        corners = [(0, 0), (20, 0), (20, 20), (0, 20)]
        sides = zip(corners, corners[1:] + corners[:1], strict=True)
        count = sum(polygon_mask(np.array([a, b, (x, y)]), 20, 20).astype(int) for a, b in sides)
        assert (count == 1).all()


def test_same_as_scikit_image_where_no_middle_lies_on_an_edge():
    rng = np.random.default_rng(1)
    for _ in range(100):
        corners = rng.uniform(-5, 25, (rng.integers(3, 9), 2))
        rows, columns = skimage.draw.polygon(corners[:, 1] - 0.5, corners[:, 0] - 0.5, (17, 20))
        expected = np.zeros((17, 20), dtype=bool)
        expected[rows, columns] = True
        assert (polygon_mask(corners, 17, 20) == expected).all()


def test_direction_and_start_do_not_matter():
    corners = np.random.default_rng(2).uniform(0, 12, (7, 2))
    mask = polygon_mask(corners, 12, 12)
    assert (polygon_mask(corners[::-1], 12, 12) == mask).all()
    assert (polygon_mask(np.roll(corners, 3, axis=0), 12, 12) == mask).all()


def test_crossing_itself_is_even_odd():
    square = np.array([[0, 0], [4, 0], [4, 4], [0, 4]])
    assert polygon_mask(square, 4, 4).all()
    assert not polygon_mask(np.concatenate([square, square]), 4, 4).any()


def test_outside_the_picture_is_cut_off():
    assert polygon_mask(np.array([[-9, -9], [99, -9], [99, 99], [-9, 99]]), 3, 5).all()
    assert not polygon_mask(np.array([[6, 0], [9, 0], [9, 3]]), 3, 5).any()
    assert not polygon_mask(np.array([[-6, 0], [-1, 0], [-1, 3]]), 3, 5).any()


def test_nothing():
    assert not polygon_mask(np.empty((0, 2)), 3, 3).any()
    assert not polygon_mask(np.array([[0, 0], [3, 3]]), 3, 3).any()
    assert polygon_mask(np.array([[0, 0], [3, 3], [0, 3]]), 0, 3).shape == (0, 3)


def test_bad_corners():
    with pytest.raises(ValueError, match=r"corners must have shape \(N, 2\), got \(4,\)"):
        polygon_mask(np.zeros(4), 3, 3)
    with pytest.raises(ValueError, match="height must be a whole number of at least 0, got -1"):
        polygon_mask(np.zeros((3, 2)), -1, 3)
    with pytest.raises(ValueError, match="width must be a whole number of at least 0, got -1"):
        polygon_mask(np.zeros((3, 2)), 3, -1)


@pytest.mark.parametrize("wrong", [np.nan, np.inf, -np.inf, 1.1e9, -1e300])
@pytest.mark.parametrize("axis", [0, 1])
def test_corners_that_lie_nowhere(wrong, axis):
    corners = np.array([[0.0, 0], [4, 0], [4, 4]])
    corners[1, axis] = wrong
    told = f"{wrong:g}, 0" if axis == 0 else f"4, {wrong:g}"
    with pytest.raises(ValueError, match=re.escape(f"corners must be finite numbers of at most 1e+09, got ({told})")):
        polygon_mask(corners, 4, 4)


def test_corners_far_away():
    assert polygon_mask(np.array([[-1e9, -1e9], [1e9, -1e9], [1e9, 1e9], [-1e9, 1e9]]), 3, 3).all()
