import importlib
import warnings

import numpy as np
import pytest

from companion.data.photos import photo
from companion.detection.selectivesearch_package import fitting_bins, package_regions, region_rects

selectivesearch = pytest.importorskip("selectivesearch")

SEGMENTS = {"scale": 100, "sigma": 0.8, "min_size": 50}


@pytest.fixture(scope="module")
def cat():
    """Return a photograph of 100 x 151 pixels."""
    return photo("chelsea")[::3, ::3]


def test_boxes_worked_by_hand():
    regions = [{"rect": (3, 5, 10, 4)}, {"rect": (0, 0, 0, 0)}, {"rect": (3, 5, 10, 4)}, {"rect": (1, 0, 2, 3)}]
    assert region_rects(regions).tolist() == [[3, 5, 14, 10], [0, 0, 1, 1], [1, 0, 4, 4]]


def test_the_last_of_equal_boxes_counts_where_the_list_is_turned_round():
    regions = [{"rect": (0, 0, 3, 3)}, {"rect": (9, 9, 0, 0)}, {"rect": (0, 0, 3, 3)}, {"rect": (5, 5, 1, 1)}]
    assert region_rects(regions[::-1]).tolist() == [[5, 5, 7, 7], [0, 0, 4, 4], [9, 9, 10, 10]]


def test_no_region_gives_no_box():
    assert region_rects([]).shape == (0, 4)


def test_boxes_are_those_of_the_segments(cat):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        labelled, regions = selectivesearch.selective_search(cat, **SEGMENTS)
    segments = labelled[:, :, 3]
    count = len(np.unique(segments))
    for region in regions[:count]:
        rows, columns = np.nonzero(segments == region["labels"][0])
        box = [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]
        assert region_rects([region]).tolist() == [box]
    assert len(regions) == 2 * count - 1
    assert region_rects(regions[-1:]).tolist() == [[0, 0, 151, 100]]


def test_regions_are_the_package_s_own_without_its_warning(cat):
    with pytest.warns(UserWarning, match="local_binary_pattern"):
        theirs = selectivesearch.selective_search(cat, **SEGMENTS)[1]
    ours = package_regions(cat, **SEGMENTS)  # warnings are errors in this suite
    assert [region["rect"] for region in ours] == [region["rect"] for region in theirs]


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        (lambda image: image / 255, TypeError, "image must hold uint8, got dtype float64"),
        (lambda image: image.tolist(), TypeError, "image must hold uint8, got dtype int64"),
        (lambda image: image[:, :, 0], ValueError, r"image must have shape \(H, W, 3\), got \(100, 151\)"),
    ],
)
def test_pictures_that_the_package_would_take_for_others_are_refused(cat, change, error, message):
    with pytest.raises(error, match=message):
        package_regions(change(cat), **SEGMENTS)


def test_fitting_bins_count_every_pixel_and_are_put_away_again(cat):
    inner = importlib.import_module("selectivesearch.selectivesearch")
    before = inner._calc_colour_hist, inner._calc_texture_hist
    codes = np.array([[0, 128, 255]] * 4 + [[30, 128, 255]] * 4, dtype=float)
    hsv = np.array([[0.0, 0.5, 0.0], [1.0, 0.5, 255.0]])
    with fitting_bins():
        colour, texture = inner._calc_colour_hist(hsv), inner._calc_texture_hist(codes)
        fitting = package_regions(cat, **SEGMENTS)
    assert np.flatnonzero(colour).tolist() == [0, 24, 25 + 12, 50, 74]
    assert np.flatnonzero(texture).tolist() == [0, 1, 10 + 5, 29]
    assert texture.sum() == 3
    assert (inner._calc_colour_hist, inner._calc_texture_hist) == before
    assert [region["rect"] for region in fitting] != [region["rect"] for region in package_regions(cat, **SEGMENTS)]


def test_fitting_bins_are_put_away_after_an_error_too():
    inner = importlib.import_module("selectivesearch.selectivesearch")
    before = inner._calc_colour_hist, inner._calc_texture_hist
    with pytest.raises(RuntimeError, match="midway"), fitting_bins():
        raise RuntimeError("midway")
    assert (inner._calc_colour_hist, inner._calc_texture_hist) == before


def test_a_missing_package_is_named(cat, monkeypatch):
    import importlib.util
    import sys

    monkeypatch.delitem(sys.modules, "selectivesearch")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ImportError, match="selectivesearch is not installed; install it with"):
        package_regions(cat, **SEGMENTS)
