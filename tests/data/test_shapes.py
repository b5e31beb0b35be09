import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.data.shapes import SHAPES, make_pose, signed_distance


def grid(side=160):
    return np.arange(-side / 2, side / 2, dtype=np.float32) + 0.5


def mask_of(shape, size, **options):
    return signed_distance(make_pose(shape, size, **options), grid(), grid()) <= 0


@pytest.mark.parametrize(
    ("shape", "share"),  # of a box of 120 x 120 pixels
    [
        ("disc", np.pi / 4),
        ("ring", np.pi / 4 * (1 - 0.55**2)),
        ("square", 1.0),
        ("cross", 2 * 0.34 - 0.34**2),
        ("triangle", np.sqrt(3) / 4),
    ],
)
def test_area(shape, share):
    angle = np.pi / 4 if shape == "square" else 0.0  # the square stands on a corner until it is turned
    assert mask_of(shape, 120.0, angle=angle).sum() == pytest.approx(share * 120**2, rel=0.02)


def test_a_star_has_five_points_and_is_hollow_between_them():
    distance = signed_distance(make_pose("star", 60.0), grid(), grid())
    turns = np.arange(20) * 2 * np.pi / 20
    radius = 60 / (2 * np.sin(2 * np.pi / 5)) * 0.7  # well outside the inner pentagon, well inside the tips
    rows, columns = np.int64(np.floor(80 - radius * np.cos(turns))), np.int64(np.floor(80 + radius * np.sin(turns)))
    inside = distance[rows, columns] <= 0
    assert (np.diff(np.concatenate([inside, inside[:1]]).astype(int)) == 1).sum() == 5


@given(
    st.sampled_from(SHAPES),
    st.floats(8, 70),
    st.floats(0.6, 1),
    st.floats(0, 2 * np.pi),
)
def test_the_mask_fills_its_bounds(shape, size, squash, angle):
    pose = make_pose(shape, size, squash=squash, angle=angle)
    assert max(pose.bounds[2:] - pose.bounds[:2]) == pytest.approx(size)
    rows, columns = np.nonzero(signed_distance(pose, grid(), grid()) <= 0)
    got = np.array([columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]) - 80
    inwards = (got - pose.bounds) * [1, 1, -1, -1]
    assert inwards.min() >= -0.51  # a pixel counts from its centre on
    assert inwards.max() <= 6  # a sharp tip may miss every pixel centre


@given(st.sampled_from(SHAPES), st.floats(0, 2 * np.pi))
def test_half_a_turn_mirrors(shape, angle):
    first, second = (signed_distance(make_pose(shape, 40, angle=a), grid(), grid()) for a in (angle, angle + np.pi))
    assert np.allclose(first, second[::-1, ::-1], atol=1e-3)
