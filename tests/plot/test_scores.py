from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion import plot


def test_curve_is_drawn_as_given_and_a_second_one_adds_no_second_background():
    ax = plot.precision_recall([0.5, 1, 1], [1, 0.5, 0], label="first")
    assert ax.lines[-1].get_xdata().tolist() == [1, 0.5, 0]
    assert ax.lines[-1].get_ydata().tolist() == [0.5, 1, 1]
    assert ax.lines[-1].get_label() == "first"
    before = len(ax.lines)
    assert plot.precision_recall([1.0], [0.0], ax=ax) is ax
    assert len(ax.lines) == before + 1


def test_background_lines_have_one_f1():
    for line, text in zip(plot.precision_recall([], []).lines, (0.2, 0.4, 0.6, 0.8), strict=False):
        recall, precision = line.get_data()
        assert np.allclose(2 * precision * recall / (precision + recall), text)


def test_bad_rates():
    with pytest.raises(ValueError, match="recall must have the length of precision, 2, got 1"):
        plot.precision_recall([1, 1], [0])
    with pytest.raises(ValueError, match=r"precision must lie in \[0, 1\], got 0 to 83"):
        plot.precision_recall([83, 0], [0, 1])


def bins(count, confidence, accuracy):
    edges = np.linspace(0, 1, len(count) + 1)
    return SimpleNamespace(edges=edges, count=count, confidence=confidence, accuracy=accuracy)


def test_reliability_leaves_out_empty_bins_and_shows_the_gap():
    ax = plot.reliability(bins([0, 3, 1], [np.nan, 0.6, 0.9], [np.nan, 0.5, 1.0]), title="before")
    gaps, dots = ax.collections
    assert dots.get_offsets().tolist() == [[0.6, 0.5], [0.9, 1.0]]
    assert [segment.tolist() for segment in gaps.get_segments()] == [[[0.6, 0.5], [0.6, 0.6]], [[0.9, 1.0], [0.9, 0.9]]]
    assert ax.get_title() == "before"
    assert len(plot.reliability(bins([0], [np.nan], [np.nan])).collections[-1].get_offsets()) == 0


@given(st.lists(st.integers(1, 1000), min_size=2, max_size=5))
def test_fuller_bins_have_larger_dots(count):
    ax = plot.reliability(bins(np.array(count), np.linspace(0.1, 0.9, len(count)), np.linspace(0, 1, len(count))))
    areas = ax.collections[-1].get_sizes()
    assert (np.argsort(areas, kind="stable") == np.argsort(count, kind="stable")).all()
    ax.figure.clear()
    from matplotlib import pyplot as plt

    plt.close("all")


def test_bad_bins():
    with pytest.raises(ValueError, match=r"bins.count must have shape \(B,\), got \(1, 1\)"):
        plot.reliability(bins([[1]], [0.5], [0.5]))
