import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.proposals.sliding_windows import cell_windows, sliding_windows

SIDES = st.tuples(st.integers(0, 30), st.integers(0, 30))
STEPS = st.tuples(st.integers(1, 12), st.integers(1, 12))


def test_windows_by_hand():
    assert sliding_windows((5, 6), window=(3, 4), step=2).tolist() == [
        [0, 0, 4, 3],
        [2, 0, 6, 3],
        [0, 2, 4, 5],
        [2, 2, 6, 5],
    ]


def test_the_64_windows_of_the_book():
    windows = sliding_windows(448, window=224, step=32)
    assert windows.dtype == np.float64
    assert windows.shape == (64, 4)
    assert windows[-1].tolist() == [224, 224, 448, 448]  # loops that say 7 miss it


@given(SIDES, STEPS, STEPS)
def test_windows_are_those_of_two_loops(size, window, step):
    loops = [
        [x, y, x + window[1], y + window[0]]
        for y in range(0, size[0] - window[0] + 1, step[0])
        for x in range(0, size[1] - window[1] + 1, step[1])
    ]
    assert sliding_windows(size, window=window, step=step).tolist() == loops


def test_a_window_as_large_as_the_picture_fits_once_and_a_larger_one_does_not():
    assert sliding_windows((7, 9), window=(7, 9), step=3).tolist() == [[0, 0, 9, 7]]
    assert sliding_windows((7, 9), window=(8, 9), step=3).shape == (0, 4)
    assert sliding_windows(0, window=1, step=1).shape == (0, 4)


@given(STEPS, STEPS, STEPS)
def test_cells_are_the_windows_of_the_picture_they_cover(grid, window, stride):
    size = tuple(part + move * (count - 1) for part, move, count in zip(window, stride, grid, strict=True))
    cells = cell_windows(grid, window=window, stride=stride)
    assert np.array_equal(cells, sliding_windows(size, window=window, step=stride))
    assert len(cells) == grid[0] * grid[1]


def test_no_cells():
    assert cell_windows((0, 3), window=5, stride=1).shape == (0, 4)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"image_size": -1, "window": 3, "step": 1}, "image_size must be a whole number of at least 0, got -1"),
        ({"image_size": 9, "window": 0, "step": 1}, "window must be a whole number of at least 1, got 0"),
        ({"image_size": 9, "window": 3, "step": (1, 0)}, "step must be a whole number of at least 1, got 0"),
        ({"image_size": (9, 9, 3), "window": 3, "step": 1}, r"image_size must be .* got 3 values: \(9, 9, 3\)"),
    ],
)
def test_bad_input_is_named(arguments, message):
    with pytest.raises(ValueError, match=message):
        sliding_windows(**arguments)


def test_bad_cells_are_named():
    with pytest.raises(ValueError, match="stride must be a whole number of at least 1, got 0"):
        cell_windows(3, window=5, stride=0)
    with pytest.raises(TypeError, match="window must be a whole number"):
        cell_windows(3, window=2.5, stride=1)
