import numpy as np
import pytest
from matplotlib.colors import to_hex

from companion import plot


def test_each_label_has_its_color_and_background_stays_clear():
    ax = plot.draw_mask([[0, 1], [3, 255]], class_names=["cat", "dog", "cow"], alpha=0.5)
    layer = ax.images[0].get_array()
    assert layer[0, 0, 3] == 0
    assert to_hex(layer[0, 1, :3]) == plot.class_color(0)
    assert to_hex(layer[1, 0, :3]) == plot.class_color(2)
    assert to_hex(layer[1, 1, :3]) == "#808080"
    assert layer[1, 1, 3] == 0.5
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["cat", "cow"]


def test_mask_lies_on_its_picture():
    ax = plot.show_image(np.zeros((3, 5)))
    assert plot.draw_mask(np.ones((3, 5), bool), ax=ax) is ax
    assert ax.images[1].get_extent() == ax.images[0].get_extent()


def test_nothing_but_background_draws_nothing():
    ax = plot.draw_mask(np.zeros((2, 2), np.uint8), class_names=["cat"])
    assert ax.get_legend() is None
    assert not ax.images[0].get_array().any()


def test_bad_masks():
    with pytest.raises(TypeError, match="mask must hold whole numbers .labels., got dtype float64"):
        plot.draw_mask([[0.5]])
    with pytest.raises(ValueError, match="mask must hold labels 0 to 1 .*got 1 to 2"):
        plot.draw_mask([[1, 2]], class_names=["cat"])
    with pytest.raises(ValueError, match="mask must hold labels 0 and more .*got -1 to 3"):
        plot.draw_mask([[-1, 3]])
    with pytest.raises(ValueError, match="alpha must be a finite number from 0 to 1, got 2"):
        plot.draw_mask([[1]], alpha=2)


def test_class_colors_repeat_after_the_last():
    assert plot.class_color(len(plot.COLORS) + 1) == plot.COLORS[1]
    with pytest.raises(ValueError, match="index must be a whole number of at least 0, got -1"):
        plot.class_color(-1)
