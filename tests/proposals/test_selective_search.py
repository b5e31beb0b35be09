import numpy as np
import pytest

from companion.boxes import box_iou
from companion.data.photos import photo
from companion.data.scenes import draw_scenes
from companion.detection.selectivesearch_package import package_regions, region_rects
from companion.proposals import describe_regions, group_regions, recall_at, selective_search
from companion.proposals.selective_search import NEAR_DUPLICATE, ranked_boxes


@pytest.fixture(scope="module")
def cat():
    return photo("chelsea")[50:170, 100:260]


@pytest.fixture(scope="module")
def boxes(cat):
    return selective_search(cat, scale=30, min_size=15)


def test_a_square_by_hand():
    picture = np.zeros((20, 30), np.uint8)
    picture[5:15, 8:18] = 255
    found = selective_search(picture, sigma=0, min_size=5)
    assert found.tolist() == [[0, 0, 30, 20], [8, 5, 18, 15]]


def test_two_colours_make_one_thing():
    """The halves of a thing are like each other and unlike the ground: all three boxes are proposed."""
    picture = np.zeros((40, 60, 3))
    picture[...] = (0.1, 0.2, 0.9)
    picture[10:30, 15:30], picture[10:30, 30:45] = (0.9, 0.2, 0.1), (0.8, 0.25, 0.1)
    found = selective_search(picture, scale=10, sigma=0, min_size=20).tolist()
    assert found[0] == [0, 0, 60, 40]
    assert found[1] == [15, 10, 45, 30]
    assert sorted(found[2:]) == [[15, 10, 30, 30], [30, 10, 45, 30]]


def test_order_by_hand():
    """Four stripes become two pairs: the last made comes first, and a near duplicate behind all others."""
    stripes = np.repeat([0, 1, 2, 3], [1, 19, 10, 10])[None].repeat(20, axis=0)
    regions = describe_regions(np.zeros((20, 40)), stripes)
    first, second = (group_regions(regions, pairs) for pairs in ([[0, 1], [2, 3]], [[2, 3]]))
    assert first.regions.boxes[4:, [0, 2]].tolist() == [[0, 20], [20, 40]]
    expected = [[20, 40], [0, 20], [30, 40], [20, 30], [0, 1], [1, 20]]  # 1 to 20 is 0.95 of 0 to 20
    assert ranked_boxes([first])[:, [0, 2]].tolist() == expected
    assert sorted(ranked_boxes([first, second])[:, [0, 2]].tolist()) == sorted(expected)
    assert ranked_boxes([second, first])[:3, [0, 2]].tolist() == [[20, 40], [30, 40], [0, 20]]  # in turn


def test_near_duplicates_wait(boxes):
    overlaps = np.triu(box_iou(boxes, boxes), k=1) > NEAR_DUPLICATE  # an earlier with a later one
    later = overlaps.any(axis=0)
    first = int(later.argmax())
    assert 10 < first < len(boxes)
    assert later[first:].all()


def test_boxes_are_in_the_picture_and_different(cat, boxes):
    height, width = cat.shape[:2]
    assert boxes.dtype == np.float64
    assert boxes[0].tolist() == [0, 0, width, height]
    assert (boxes[:, :2] >= 0).all()
    assert (boxes[:, 2:] <= (width, height)).all()
    assert (boxes[:, :2] < boxes[:, 2:]).all()
    assert len(np.unique(boxes, axis=0)) == len(boxes) > 100


def test_the_same_picture_gives_the_same_boxes(cat, boxes):
    assert np.array_equal(boxes, selective_search(cat, scale=30, min_size=15))


def test_floats_find_what_whole_numbers_find(cat, boxes):
    for floats in (cat / 255, (cat / 255).astype(np.float32)):
        found = selective_search(floats, scale=30, min_size=15)
        # Rounding may decide otherwise between edges of equal weight, so nearly all boxes must be there.
        assert (box_iou(boxes, found).max(axis=1) > 0.9).mean() > 0.95


def test_gray_counts_as_three_equal_channels(cat):
    gray = cat[:60, :60, 0]
    found = selective_search(gray, min_size=10)
    assert np.array_equal(found, selective_search(gray[:, :, None], min_size=10))
    assert np.array_equal(found, selective_search(np.stack([gray] * 3, axis=2), min_size=10))


def test_more_strategies_find_more_boxes(cat, boxes):
    alone = selective_search(cat, scale=30, min_size=15, strategies=[("colour", "texture", "size", "fill")])
    assert len(alone) < len(boxes)
    assert set(map(tuple, alone)) <= set(map(tuple, boxes))


@pytest.mark.parametrize(
    "picture",
    [np.zeros((1, 1)), np.ones((2, 2, 3)), np.full((1, 9), 7, np.uint8), np.full((40, 50, 3), 0.3, np.float32)],
)
def test_a_plain_picture_is_one_box(picture):
    height, width = picture.shape[:2]
    assert selective_search(picture).tolist() == [[0, 0, width, height]]


def test_higher_recall_than_the_package_on_scenes():
    scenes = draw_scenes(6, size=192, objects=(2, 4), object_size=(24, 96), seed=1)
    options = {"scale": 50.0, "sigma": 0.8, "min_size": 10}
    ours = [selective_search(image, **options) for image in scenes.images]
    theirs = [region_rects(package_regions(image, **options)) for image in scenes.images]
    for threshold in (0.5, 0.7):
        counts = (100, 500, 1000)
        found = recall_at(ours, scenes.boxes, counts, iou_threshold=threshold)
        assert (found > recall_at(theirs, scenes.boxes, counts, iou_threshold=threshold)).all()
        assert (found > recall_at([rows[::-1] for rows in theirs], scenes.boxes, counts, iou_threshold=threshold)).all()


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"strategies": []}, ValueError, "strategies must name the similarities of one grouping at least, got none"),
        ({"strategies": [["hue"]]}, ValueError, "similarities must be one of .* got 'hue'"),
        ({"strategies": ("colour", "size")}, TypeError, "strategies must be .* got 'colour' where the names of a"),
        ({"strategies": "colour"}, TypeError, "strategies must be a sequence of sequences of names, .* got 'colour'$"),
        ({"strategies": None}, TypeError, "strategies must be a sequence of sequences of names, .* got None"),
        ({"min_size": 0}, ValueError, "min_size must be a whole number of at least 1, got 0"),
        ({"scale": "100"}, TypeError, "scale must be a finite number of at least 0, got str '100'"),
    ],
)
def test_bad_options_are_named(options, error, message):
    with pytest.raises(error, match=message):
        selective_search(np.zeros((4, 4)), **options)


def test_a_picture_with_transparency_is_refused():
    with pytest.raises(ValueError, match=r"got 4 channels: leave out the transparency, image\[:, :, :3\]"):
        selective_search(np.zeros((8, 8, 4), np.uint8))
