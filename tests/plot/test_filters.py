import numpy as np
import pytest

from companion import plot


def test_feature_maps_share_one_scale():
    maps = np.stack([np.zeros((3, 4)), np.full((3, 4), 2.0)], axis=-1)
    axes = plot.feature_maps(maps, titles=["silent", "loud"])
    assert [ax.images[0].get_clim() for ax in axes] == [(0, 2), (0, 2)]
    assert (axes[1].images[0].get_array() == 2).all()
    assert axes[0].get_title() == "silent"
    assert plot.feature_maps(maps, limits=(0, 9))[0].images[0].get_clim() == (0, 9)


def test_signed_maps_are_symmetric_about_zero():
    image = plot.feature_maps(np.array([[[-3.0], [1.0]]]))[0].images[0]
    assert image.get_clim() == (-3, 3)
    assert image.get_cmap().name == "RdBu_r"


def test_no_channel_and_silent_maps():
    assert not plot.feature_maps(np.zeros((3, 3, 0)))[0].images
    assert plot.feature_maps(np.zeros((3, 3, 1)))[0].images[0].get_clim() == (0, 1)
    with pytest.raises(ValueError, match=r"maps must have shape \(H, W, C\), got \(3, 3\)"):
        plot.feature_maps(np.zeros((3, 3)))


def test_gray_filters_are_shown_signed():
    weights = np.zeros((2, 2, 1, 2))
    weights[0, 1, 0, 1] = -0.5
    axes = plot.filters(weights)
    assert axes[1].images[0].get_array().tolist() == [[0, -0.5], [0, 0]]
    assert axes[0].images[0].get_clim() == (-0.5, 0.5)


def test_color_filters_have_gray_at_zero():
    weights = np.zeros((1, 1, 3, 1))
    weights[0, 0, 0] = 2.0
    assert plot.filters(weights)[0].images[0].get_array()[0, 0].tolist() == [1.0, 0.5, 0.5]


def test_deeper_filters_are_refused_with_a_way_out():
    with pytest.raises(ValueError, match=r"got \(3, 3, 8, 4\).*choose one input channel"):
        plot.filters(np.zeros((3, 3, 8, 4)))
    assert len(plot.filters(np.zeros((3, 3, 8, 4))[:, :, [2], :])) == 4
