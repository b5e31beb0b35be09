import numpy as np
import pytest

from companion.data.photos import photo
from companion.proposals import colour_histograms, edge_strengths, texture_histograms
from companion.proposals.region_histograms import COLOUR_BINS, DIRECTIONS, TEXTURE_BINS

HALVES = np.array([0, 0, 1, 1])[None].repeat(4, axis=0)


def test_colours_by_hand():
    picture = np.zeros((4, 4, 3), np.uint8)
    picture[:, :2] = (255, 0, 0)  # hue 0, saturation 1, value 1
    picture[:2, 2:] = (0, 255, 0)  # hue 1/3: bin 8
    histograms = colour_histograms(picture, HALVES)
    assert np.flatnonzero(histograms[0]).tolist() == [0, 49, 74]
    assert histograms[0, [0, 49, 74]].tolist() == pytest.approx([1 / 3] * 3)
    # Half of the other region is green, half black: hue 0, saturation 0, value 0.
    assert np.flatnonzero(histograms[1]).tolist() == [0, 8, 25, 49, 50, 74]
    assert histograms[1, 8] == pytest.approx(1 / 6)


def test_every_colour_bin_can_be_reached():
    ramp = np.linspace(0, 1, 100)[None]
    assert (colour_histograms(ramp, np.zeros((1, 100), int))[0, 2 * COLOUR_BINS :] > 0).all()  # value
    hues = photo("coffee")[::8, ::8]
    used = colour_histograms(hues, np.zeros(hues.shape[:2], int))[0] > 0
    assert used.sum() > 50  # of 75; the package reaches 3 with floats in [0, 1]


@pytest.mark.parametrize("histograms", [colour_histograms, texture_histograms])
def test_rows_sum_to_one_and_do_not_depend_on_the_type(histograms):
    picture = photo("chelsea")[100:140, 100:150]
    labels = np.arange(40 * 50).reshape(40, 50) // 500
    rows = histograms(picture, labels)
    assert rows.dtype == np.float32
    assert rows.sum(axis=1) == pytest.approx(np.ones(4), abs=1e-5)
    assert np.array_equal(rows, histograms(picture / 255, labels))
    assert np.array_equal(rows, histograms((picture / 255).astype(np.float32), labels))


@pytest.mark.parametrize("histograms", [colour_histograms, texture_histograms])
def test_gray_counts_as_three_equal_channels(histograms):
    gray = photo("chelsea")[100:120, 100:130, 0]
    labels = (np.arange(30) // 10)[None].repeat(20, axis=0)
    assert np.array_equal(histograms(gray, labels), histograms(np.stack([gray] * 3, axis=2), labels))


def test_the_histogram_of_a_union_is_the_mean_weighted_by_size():
    picture = photo("chelsea")[100:120, 100:120]
    labels = np.zeros((20, 20), int)
    labels[:, 5:] = 1
    for histograms in (colour_histograms, texture_histograms):
        parts, whole = histograms(picture, labels), histograms(picture, np.zeros_like(labels))
        assert np.allclose(0.25 * parts[0] + 0.75 * parts[1], whole[0], atol=1e-6)


def test_a_ramp_rises_one_way():
    ramp = np.linspace(0, 1, 16)[:, None].repeat(12, axis=1)  # brighter downwards
    maps = edge_strengths(ramp)
    assert maps.shape == (3 * DIRECTIONS, 16, 12)
    inside = maps[:DIRECTIONS, 8, 6]  # right, right and down, down, left and down, left, ...
    assert inside.tolist() == pytest.approx([0, 1, 1, 1, 0, 0, 0, 0], abs=1e-3)
    assert np.array_equal(maps[:8], maps[8:16])
    assert (maps.min(), maps.max()) == (0, 1)


def test_a_channel_has_its_own_edges():
    picture = np.zeros((9, 9, 3))
    picture[:, 5:, 1] = 1  # green alone
    maps = edge_strengths(picture)
    assert not maps[:8].any()
    assert not maps[16:].any()
    assert maps[8].max() == 1


def test_turning_the_picture_turns_the_directions():
    picture = photo("chelsea")[100:130, 100:130, 0]
    upright, turned = edge_strengths(picture), edge_strengths(np.rot90(picture))  # by 90 degrees against the clock
    for direction in range(DIRECTIONS):
        assert np.allclose(np.rot90(upright[direction]), turned[(direction - 2) % DIRECTIONS], atol=1e-5)


@pytest.mark.parametrize("value", [0.0, 0.3, 1.0])
def test_without_an_edge_everything_is_in_the_first_bins(value):
    texture = texture_histograms(np.full((7, 9, 3), value), np.zeros((7, 9), int))
    assert np.flatnonzero(texture).tolist() == list(range(0, 3 * DIRECTIONS * TEXTURE_BINS, TEXTURE_BINS))


def test_less_than_a_gray_level_is_no_texture():
    noise = 0.5 + np.random.default_rng(0).uniform(0, 1e-4, (9, 9))
    assert edge_strengths(noise).max() < 0.02


def test_stripes_differ_from_a_plain_region():
    picture = np.full((16, 32), 0.5)
    picture[:, :16:4] = picture[:, 1:16:4] = 1.0
    labels = (np.arange(32) // 16)[None].repeat(16, axis=0)
    stripes, plain = texture_histograms(picture, labels)
    assert np.minimum(stripes, plain).sum() < 0.95
    right, down = stripes[:TEXTURE_BINS], stripes[2 * TEXTURE_BINS : 3 * TEXTURE_BINS]
    assert right[1:].sum() > 10 * down[1:].sum()


@pytest.mark.parametrize("histograms", [colour_histograms, texture_histograms])
@pytest.mark.parametrize("shape", [(2, 8), (4, 5)])
def test_segments_of_another_picture_are_refused(histograms, shape):
    with pytest.raises(ValueError, match=r"segments must have the height and width of image, \(4, 4\), got"):
        histograms(np.zeros((4, 4)), np.zeros(shape, int))  # (2, 8): as many pixels
