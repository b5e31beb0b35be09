import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from matplotlib import pyplot as plt

from companion import plot


def test_boxes_lie_where_they_say():
    ax = plot.show_image(np.zeros((20, 20)))
    assert plot.draw_boxes([[1, 2, 5, 12], [0, 0, 3, 3]], labels=["cat", "dog"], ax=ax, color=["red", "blue"]) is ax
    first = ax.patches[0]
    assert (first.get_xy(), first.get_width(), first.get_height()) == ((1, 2), 4, 10)
    assert [text.get_text() for text in ax.texts] == ["cat", "dog"]
    assert [text.get_va() for text in ax.texts] == ["bottom", "top"]


@given(arrays(float, (3, 2, 2), elements=st.floats(0, 99)))
def test_any_boxes_come_back_from_their_patches(corners):
    boxes = np.sort(corners, axis=1).reshape(3, 4)
    ax = plot.draw_boxes(boxes, ax=plt.figure().add_subplot())
    drawn = [[*p.get_xy(), p.get_x() + p.get_width(), p.get_y() + p.get_height()] for p in ax.patches]
    plt.close(ax.figure)
    assert np.allclose(drawn, boxes)


def test_no_box_and_no_label():
    ax = plot.draw_boxes(np.zeros((0, 4)))
    assert plot.draw_boxes([], ax=ax) is ax
    assert not ax.patches
    assert not plot.draw_boxes([[0, 0, 0, 0]], ax=ax).texts


@pytest.mark.parametrize(
    ("boxes", "options", "words"),
    [
        ([0, 0, 1, 1], {}, r"boxes must have shape \(N, 4\), got \(4,\)"),
        ([[0, 0, 1, 1], [5, 0, 2, 1]], {}, r"x1 <= x2 and y1 <= y2, got \[5.0, 0.0, 2.0, 1.0\] in row 1"),
        ([[0, 0, 1, 1]], {"labels": ["a", "b"]}, "labels must hold 1 entries"),
        ([[0, 0, 1, 1]], {"color": ["red", "blue"]}, "color must hold 1 entries"),
    ],
)
def test_bad_boxes(boxes, options, words):
    with pytest.raises(ValueError, match=words):
        plot.draw_boxes(boxes, **options)
