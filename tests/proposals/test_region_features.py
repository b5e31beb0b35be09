import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from companion.proposals import describe_regions, region_boxes, touching_pairs

LABELS = arrays(np.int64, st.tuples(st.integers(1, 6), st.integers(1, 7)), elements=st.integers(0, 6)).map(
    lambda labels: np.unique(labels, return_inverse=True)[1].reshape(labels.shape)
)
HOLE = [[0, 0, 0, 2], [0, 1, 0, 2], [0, 0, 0, 2]]


def test_boxes_by_hand():
    assert region_boxes(HOLE).tolist() == [[0, 0, 3, 3], [1, 1, 2, 2], [3, 0, 4, 3]]
    assert region_boxes([[0]]).tolist() == [[0, 0, 1, 1]]


@settings(deadline=None)
@given(LABELS)
def test_boxes_are_those_of_every_mask(labels):
    for region, box in enumerate(region_boxes(labels)):
        rows, columns = np.nonzero(labels == region)
        assert box.tolist() == [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]


def test_pairs_by_hand():
    assert touching_pairs(HOLE).tolist() == [[0, 1], [0, 2]]
    assert touching_pairs([[0, 1], [1, 0]]).tolist() == [[0, 1]]
    assert touching_pairs([[2, 0, 1]]).tolist() == [[0, 1], [0, 2]]


def test_boxes_that_overlap_are_no_neighbours():
    # The package takes regions for neighbours when their boxes overlap: here 0 and 2, with 1 between them.
    labels = np.zeros((5, 5), int)
    labels[1:, 1:] = 1
    labels[2:4, 2:4] = 2
    assert touching_pairs(labels).tolist() == [[0, 1], [1, 2]]


def test_one_segment_touches_nothing():
    assert touching_pairs([[0, 0]]).shape == (0, 2)
    assert touching_pairs([[0]]).dtype == np.int64


@settings(deadline=None)
@given(LABELS)
def test_pairs_are_those_of_all_pixels(labels):
    height, width = labels.shape
    expected = set()
    for y, x in np.ndindex(height, width):
        for below, right in ((y + 1, x), (y, x + 1)):
            if below < height and right < width and labels[y, x] != labels[below, right]:
                expected.add(tuple(sorted((int(labels[y, x]), int(labels[below, right])))))
    assert touching_pairs(labels).tolist() == [list(pair) for pair in sorted(expected)]


def test_description_by_hand():
    regions = describe_regions(np.zeros((3, 4), np.uint8), HOLE)
    assert len(regions) == 3
    assert regions.sizes.tolist() == [8, 1, 3]
    assert regions.picture_size == 12
    assert regions.boxes.tolist() == region_boxes(HOLE).tolist()
    assert (regions.colours.shape, regions.textures.shape) == ((3, 75), (3, 240))


def test_segments_must_fit_the_picture():
    with pytest.raises(ValueError, match=r"segments must have the height and width of image, \(2, 2\), got \(1, 2\)"):
        describe_regions(np.zeros((2, 2)), [[0, 1]])
