import pickle
from itertools import combinations

import numpy as np
import pytest

from companion.data import backgrounds, load
from companion.data import scenes as drawing
from companion.data.credits import CREDITS
from companion.data.lazy import Lazy
from companion.data.scenes import Recipe, draw_scenes, draw_split
from companion.data.shapes import SHAPES


@pytest.fixture(scope="module")
def scenes():
    return draw_scenes(60, size=96, objects=(2, 5), object_size=(12, 48), occlusion=0.4, seed=3)


def test_shapes_and_types(scenes):
    assert scenes.images.shape == (60, 96, 96, 3)
    assert scenes.masks.shape == scenes.instances.shape == (60, 96, 96)
    assert {part.dtype for part in (scenes.images, scenes.masks, scenes.instances)} == {np.dtype(np.uint8)}
    assert all(len(labels) == len(boxes) for labels, boxes in zip(scenes.labels, scenes.boxes, strict=True))
    assert len(scenes.class_names) >= 5


def test_boxes_are_the_bounds_of_the_visible_pixels(scenes):
    for instances, boxes in zip(scenes.instances, scenes.boxes, strict=True):
        for i, (x1, y1, x2, y2) in enumerate(boxes):
            rows, columns = np.nonzero(instances == i + 1)
            assert (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1) == (x1, y1, x2, y2)


def test_semantic_mask_is_the_class_of_the_instance(scenes):
    for mask, instances, labels in zip(scenes.masks, scenes.instances, scenes.labels, strict=True):
        assert (mask == np.concatenate([[0], labels + 1])[instances]).all()
        assert instances.max() == len(labels)


def test_number_and_size_of_objects(scenes):
    counts = [len(labels) for labels in scenes.labels]
    assert (min(counts), max(counts)) == (2, 5)
    sides = np.concatenate([boxes[:, 2:] - boxes[:, :2] for boxes in scenes.boxes])
    assert sides.max() <= 49
    assert set(np.concatenate(scenes.labels)) == set(range(len(SHAPES)))


def test_nothing_overlaps_where_nothing_may():
    scenes = draw_scenes(20, size=96, objects=(3, 3), object_size=(20, 20), occlusion=0.0)
    sides = np.concatenate([boxes[:, 2:] - boxes[:, :2] for boxes in scenes.boxes])
    assert sides.max(axis=1).min() >= 16  # unhidden: only the tip of a star may fall between pixel centres
    assert sides.max() <= 21


def test_occlusion_happens_and_stays_below_its_limit():
    free = draw_scenes(40, size=64, objects=(4, 4), object_size=(24, 24), occlusion=0.6)
    strict = draw_scenes(40, size=64, objects=(4, 4), object_size=(24, 24), occlusion=0.1)

    # A disc of side 24 has at least 0.75 * pi * 144 pixels; what is left of it says how much is hidden.
    def visible(scenes):
        pairs = zip(scenes.instances, scenes.labels, strict=True)
        return [(mask == k + 1).sum() for mask, labels in pairs for k in np.flatnonzero(labels == 0)]

    assert min(visible(strict)) >= 0.9 * 0.73 * np.pi * 144
    assert min(visible(free)) < 0.75 * np.pi * 144


def test_seed_decides_and_count_does_not():
    first, longer, other = (draw_scenes(n, object_size=(16, 40), seed=s) for n, s in ((3, 0), (5, 0), (3, 1)))
    assert (first.images == longer.images[:3]).all()
    assert (first.instances == longer.instances[:3]).all()
    assert (first.images != other.images).any()


def test_the_pixels_are_those_of_the_first_version():
    """Stored results were measured on them: sums of what version 0.1 drew."""
    scenes = draw_split("test", 3)
    assert [int(image.sum()) for image in scenes.images] == [5353571, 2423450, 3628590]
    assert [labels.tolist() for labels in scenes.labels] == [[2, 0, 3, 2], [4, 1, 3, 2], [2]]


def test_many_scenes_are_drawn_when_asked_for_and_are_the_same(monkeypatch):
    options = {"size": 64, "objects": (0, 3), "object_size": (12, 30), "seed": 4}
    monkeypatch.setattr(drawing, "IN_MEMORY", 5)
    at_once, later = draw_scenes(5, **options), draw_scenes(6, **options)
    assert isinstance(at_once.images, np.ndarray)
    assert all(isinstance(part, Lazy) for part in (later.images, later.masks, later.instances))
    for part in ("images", "masks", "instances"):
        assert (getattr(later.take(slice(5)).decoded(), part) == getattr(at_once, part)).all()
    for part in ("labels", "boxes"):
        assert all((a == b).all() for a, b in zip(getattr(at_once, part), getattr(later, part)[:5], strict=True))
    again = pickle.loads(pickle.dumps(later))
    assert (again.images[5] == later.images[5]).all()


def test_splits_differ_and_see_disjoint_backgrounds():
    assert (draw_split("train", 2).images != draw_split("test", 2).images).any()
    for name in backgrounds.PHOTOS:
        assert CREDITS[name].shown
        regions = [backgrounds.region(name, split) for split in ("train", "validation", "test")]
        for (ax1, ay1, ax2, ay2), (bx1, by1, bx2, by2) in combinations(regions, 2):
            assert min(ax2, bx2) <= max(ax1, bx1) or min(ay2, by2) <= max(ay1, by1)


def test_the_object_is_where_its_mask_says():
    scenes = draw_scenes(30, objects=(1, 1), object_size=(40, 60))
    picture, inside = scenes.images.astype(float), scenes.instances > 0
    edge = np.abs(np.diff(picture.sum(axis=3), axis=2))
    border = inside[:, :, 1:] != inside[:, :, :-1]
    assert edge[border].mean() > 1.5 * edge[~border].mean()


def test_no_scene():
    empty = draw_scenes(0)
    assert empty.images.shape == (0, 128, 128, 3)
    assert empty.boxes == ()


def test_scenes_without_objects():
    bare = draw_scenes(1, objects=(0, 0))
    assert bare.boxes[0].shape == (0, 4)
    assert not bare.masks.any()


def test_load_gives_the_default_scenes():
    data = load("scenes", split="validation")
    assert data.images.shape == (250, 128, 128, 3)
    assert (data.images[:2] == draw_split("validation", 2).images).all()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"size": 8}, "size must be a whole number of at least 16, got 8"),
        ({"objects": (3, 2)}, r"objects\[1\] must be a whole number from 3 to 255, got 2"),
        ({"object_size": (16, 200)}, r"object_size\[1\] must be a whole number from 16 to 128, got 200"),
        ({"occlusion": 0.95}, "occlusion must be a finite number from 0 to 0.9, got 0.95"),
        ({"seed": -1}, "seed must be a whole number of at least 0, got -1"),
        ({"objects": (30, 30), "object_size": (64, 64)}, "objects must fit: 30 objects of 64 pixels and more"),
    ],
)
def test_bad_input(options, message):
    with pytest.raises(ValueError, match=message):
        draw_scenes(1, **options)


def test_unknown_split():
    with pytest.raises(ValueError, match="split must be one of .*, got 'dev'"):
        draw_split("dev", 1, Recipe())
