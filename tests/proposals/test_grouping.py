import numpy as np
import pytest

from companion.data.photos import photo
from companion.proposals import (
    Regions,
    describe_regions,
    felzenszwalb_segments,
    group_regions,
    histogram_intersection,
    region_boxes,
    touching_pairs,
)
from companion.proposals.similarities import region_similarity


def row_of(sizes, colour_bins):
    """Return regions that lie side by side, each of one colour, and their pairs."""
    count = len(sizes)
    edges = np.concatenate([[0], np.cumsum(sizes)])
    boxes = np.stack([edges[:-1], np.zeros(count), edges[1:], np.ones(count)], axis=1)
    colours, textures = np.zeros((count, 75), np.float32), np.zeros((count, 240), np.float32)
    colours[np.arange(count), colour_bins] = textures[:, 0] = 1
    pairs = np.stack([np.arange(count - 1), np.arange(1, count)], axis=1)
    return Regions(np.array(sizes, float), boxes, colours, textures, float(sum(sizes))), pairs


@pytest.fixture(scope="module")
def coffee():
    picture = photo("coffee")[150:250, 200:320]
    segments = felzenszwalb_segments(picture, scale=20, min_size=10)
    return picture, segments, describe_regions(picture, segments), touching_pairs(segments)


def test_colours_join_first_by_hand():
    regions, pairs = row_of([2, 3, 4, 1], [5, 5, 9, 9])
    hierarchy = group_regions(regions, pairs, similarities=["colour"])
    assert hierarchy.children.tolist() == [[0, 1], [2, 3], [4, 5]]
    assert hierarchy.similarities.tolist() == [1, 1, 0]
    assert hierarchy.regions.sizes.tolist() == [2, 3, 4, 1, 5, 5, 10]
    assert hierarchy.regions.boxes[4:].tolist() == [[0, 0, 5, 1], [5, 0, 10, 1], [0, 0, 10, 1]]


def test_merged_histogram_is_the_mean_weighted_by_size():
    regions, pairs = row_of([1, 3], [0, 1])
    merged = group_regions(regions, pairs).regions.colours[2]
    assert merged[:3].tolist() == [0.25, 0.75, 0]


def test_small_regions_join_first_by_hand():
    regions, pairs = row_of([5, 1, 2, 9], [0, 1, 2, 3])
    # 1 + 2, then 5 + 3, then 8 + 9: always the pair with the smallest sum.
    assert group_regions(regions, pairs, similarities=["size"]).children.tolist() == [[1, 2], [0, 4], [3, 5]]


def test_equal_similarities_merge_by_their_numbers():
    regions, pairs = row_of([1] * 5, [0] * 5)
    hierarchy = group_regions(regions, pairs[::-1], similarities=["colour"])
    assert hierarchy.children.tolist() == [[0, 1], [2, 3], [4, 6], [5, 7]]


def test_only_neighbours_merge():
    regions, pairs = row_of([1, 1, 1], [4, 8, 4])  # the two equal ones do not touch
    assert group_regions(regions, pairs, similarities=["colour"]).children[0].tolist() == [0, 1]


def test_one_region_and_none_to_merge():
    regions, pairs = row_of([4], [0])
    hierarchy = group_regions(regions, pairs)
    assert hierarchy.children.shape == (0, 2)
    assert hierarchy.similarities.shape == (0,)
    assert len(hierarchy.regions) == 1
    assert hierarchy.regions_after(0).tolist() == [0]


def test_regions_that_hang_together_nowhere_stay_apart():
    regions, _ = row_of([1, 1, 1], [0, 0, 0])
    assert len(group_regions(regions, []).children) == 0
    hierarchy = group_regions(regions, [[0, 1]])
    assert len(hierarchy.regions) == 4
    assert hierarchy.regions_after(1).tolist() == [3, 3, 2]


def test_pairs_given_twice_or_turned_round_change_nothing(coffee):
    _, _, regions, pairs = coffee
    once = group_regions(regions, pairs)
    for same in (np.concatenate([pairs, pairs[:9, ::-1]]), pairs[::-1], pairs[:, ::-1]):
        assert np.array_equal(once.children, group_regions(regions, same).children)


def test_regions_after_by_hand():
    regions, pairs = row_of([2, 3, 4, 1], [5, 5, 9, 9])
    hierarchy = group_regions(regions, pairs, similarities=["colour"])
    after = [hierarchy.regions_after(merges).tolist() for merges in range(4)]
    assert after == [[0, 1, 2, 3], [4, 4, 2, 3], [4, 4, 5, 5], [6, 6, 6, 6]]


def test_the_input_stays_as_it_was(coffee):
    picture, segments, regions, pairs = coffee
    group_regions(regions, pairs)
    fresh = describe_regions(picture, segments)
    for name in ("sizes", "boxes", "colours", "textures"):
        assert np.array_equal(getattr(regions, name), getattr(fresh, name))


def test_every_region_of_a_photograph_is_what_its_pixels_say(coffee):
    picture, segments, regions, pairs = coffee
    hierarchy = group_regions(regions, pairs)
    count = len(regions)
    assert count > 30
    assert len(hierarchy.regions) == 2 * count - 1
    for merges in (1, count // 2, count - 2):
        labels = hierarchy.regions_after(merges)[segments]
        names, relabelled = np.unique(labels, return_inverse=True)
        relabelled = relabelled.reshape(labels.shape)
        assert len(names) == count - merges
        measured = describe_regions(picture, relabelled)
        assert np.array_equal(measured.sizes, hierarchy.regions.sizes[names])
        assert np.array_equal(measured.boxes, hierarchy.regions.boxes[names])
        assert np.allclose(measured.colours, hierarchy.regions.colours[names], atol=1e-5)
        assert np.allclose(measured.textures, hierarchy.regions.textures[names], atol=1e-5)


def test_every_merge_is_of_the_most_similar_neighbours(coffee):
    """The queue gives what a search through all neighbours of the picture at that moment finds."""
    _, segments, regions, pairs = coffee
    hierarchy = group_regions(regions, pairs)
    for merges in range(0, len(hierarchy.children), 5):
        names, relabelled = np.unique(hierarchy.regions_after(merges)[segments], return_inverse=True)
        near = names[touching_pairs(relabelled.reshape(segments.shape))]
        similar = region_similarity(hierarchy.regions, near[:, 0], near[:, 1])
        assert hierarchy.similarities[merges] == pytest.approx(similar.max(), abs=1e-6)
        merged = region_similarity(hierarchy.regions, *hierarchy.children[merges])
        assert merged == pytest.approx(similar.max(), abs=1e-6)


def test_a_region_in_the_hole_of_another_fills_it():
    segments = np.zeros((6, 12), int)
    segments[2:4, 2:4] = 1
    segments[:, 6:] = 2
    regions = describe_regions(np.zeros((6, 12)), segments)
    assert group_regions(regions, touching_pairs(segments), similarities=["fill"]).children[0].tolist() == [0, 1]
    assert region_boxes(segments)[0].tolist() == [0, 0, 6, 6]
    assert histogram_intersection(regions.colours[0], regions.colours[1]) == pytest.approx(1)


@pytest.mark.parametrize(
    ("pairs", "options", "error", "message"),
    [
        ([[0, 2]], {}, ValueError, r"pairs must name two different regions of 2 each, got \[0, 2\]"),
        ([[0, 1], [1, 1]], {}, ValueError, r"got \[1, 1\]"),
        ([[-1, 0]], {}, ValueError, r"got \[-1, 0\]"),
        ([[0, 1, 0]], {}, ValueError, r"pairs must have shape \(P, 2\), got \(1, 3\)"),
        ([[0], [0, 1]], {}, ValueError, r"pairs must have shape \(P, 2\), got rows of unequal length"),
        ([[0, 1]], {"similarities": "fill"}, TypeError, "must be a sequence of names, .* got 'fill'"),
        ([[0, 1]], {"similarities": None}, TypeError, "must be a sequence of names, .* got None"),
        ([[0.0, 1.0]], {}, TypeError, "pairs must hold whole numbers, got dtype float64"),
        ([[0, 1]], {"similarities": ["color"]}, ValueError, "similarities must be one of 'colour', .* got 'color'"),
        ([[0, 1]], {"similarities": []}, ValueError, "similarities must name one at least"),
        ([[0, 1]], {"similarities": ["fill", "fill"]}, ValueError, "each once"),
    ],
)
def test_bad_input_is_named(pairs, options, error, message):
    regions, _ = row_of([1, 1], [0, 0])
    with pytest.raises(error, match=message):
        group_regions(regions, pairs, **options)


@pytest.mark.parametrize("merges", [-1, 3])
def test_merges_that_never_were(merges):
    regions, pairs = row_of([1, 1, 1], [0, 0, 0])
    with pytest.raises(ValueError, match=f"merges must be a whole number from 0 to 2, got {merges}"):
        group_regions(regions, pairs).regions_after(merges)
