import numpy as np
import pytest

from companion import plot


def test_heat_lies_on_its_picture():
    ax = plot.show_image(np.zeros((6, 9)))
    assert plot.draw_heat([[0, 1], [2, 4]], size=(6, 9), ax=ax, alpha=0.5) is ax
    picture, heat = ax.images
    assert heat.get_extent() == picture.get_extent()
    assert heat.get_array().tolist() == [[0, 1], [2, 4]]
    assert (heat.get_clim(), heat.get_alpha()) == ((0, 4), 0.5)
    assert (ax.get_xlim(), ax.get_ylim()) == ((0, 9), (6, 0))


def test_cold_maps_and_limits():
    assert plot.draw_heat([[0.0]], size=(2, 2)).images[-1].get_clim() == (0, 1)
    assert plot.draw_heat([[3.0]], size=(2, 2), limits=(1, 9)).images[-1].get_clim() == (1, 9)


def test_bad_heat():
    with pytest.raises(ValueError, match=r"heat must have shape \(h, w\), got \(1, 1, 1\)"):
        plot.draw_heat([[[1]]], size=(2, 2))
    with pytest.raises(ValueError, match="size must be a whole number of at least 1, got 0"):
        plot.draw_heat([[1]], size=(0, 2))
    with pytest.raises(ValueError, match="alpha must be a finite number from 0 to 1, got 2"):
        plot.draw_heat([[1]], size=(2, 2), alpha=2)
