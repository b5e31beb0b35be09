"""Recall on real photographs, for whoever has them: ours against the `selectivesearch` package."""

import os
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from companion.data import own
from companion.detection.selectivesearch_package import package_regions, region_rects
from companion.proposals import recall_at, selective_search

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        "COMPANION_REAL_DATA" not in os.environ, reason="COMPANION_REAL_DATA names no folder of real data"
    ),
]

COUNTS = (100, 500, 1000)
SIDE = 320  # pixels of the longer side: at full size the package alone would take minutes
SEGMENTS = {"scale": 100, "sigma": 0.8, "min_size": 20}
SETS = {"coco128_train": 4, "raccoon": 8}  # every how many pictures


def read(name):
    root = Path(os.environ["COMPANION_REAL_DATA"]) / "trees" / name
    if name == "raccoon":
        return own.read_voc(root / "images", root / "annotations")
    pictures, labels = root / "images", root / "boxes_yolo"
    stems = {path.stem for path in pictures.iterdir()} & {path.stem for path in labels.iterdir()}
    return own.read_yolo(pictures, labels, [str(index) for index in range(80)], names=sorted(stems))


def shrunk(image, boxes):
    """Return a picture in RGB whose longer side has at most `SIDE` pixels, with its boxes."""
    height, width = image.shape[:2]
    factor = min(1, SIDE / max(height, width))
    size = round(width * factor), round(height * factor)
    rgb = np.broadcast_to(image, (height, width, 3))
    small = np.asarray(Image.fromarray(np.ascontiguousarray(rgb)).resize(size, Image.Resampling.BILINEAR))
    return small, boxes * np.tile([size[0] / width, size[1] / height], 2)


@cache
def recalls(name, threshold):
    """Return the recall at `COUNTS` of ours, of the package with the latest region first, and of it as it is."""
    images, truths, ours, theirs = pictures(name)
    assert len(images) >= 25
    lists = (ours, [boxes[::-1] for boxes in theirs], theirs)
    return [recall_at(proposals, truths, COUNTS, iou_threshold=threshold) for proposals in lists]


@cache
def pictures(name):
    data = read(name)
    chosen = range(0, len(data), SETS[name])
    images, truths = zip(*[shrunk(data.images[index], data.boxes[index]) for index in chosen], strict=True)
    ours = [selective_search(image, **SEGMENTS) for image in images]
    theirs = [region_rects(package_regions(image, **SEGMENTS)) for image in images]
    return images, truths, ours, theirs


@pytest.mark.parametrize("threshold", [0.5, 0.7])
@pytest.mark.parametrize("name", SETS)
def test_ours_finds_more_than_the_package(name, threshold):
    ours, latest_first, as_returned = recalls(name, threshold)
    assert (ours > as_returned).all()
    if (name, threshold) == ("raccoon", 0.5):  # one large animal a picture: both find nearly all of them
        assert (ours >= latest_first).all()
        assert ours.sum() > latest_first.sum()
    else:
        assert (ours > latest_first).all()


@pytest.mark.parametrize("name", SETS)
def test_proposals_lie_in_the_picture_and_are_different(name):
    images, _, ours, _ = pictures(name)
    for image, boxes in zip(images, ours, strict=True):
        height, width = image.shape[:2]
        assert (boxes[:, :2] >= 0).all()
        assert (boxes[:, 2:] <= (width, height)).all()
        assert (boxes[:, 2:] > boxes[:, :2]).all()
        assert len(np.unique(boxes, axis=0)) == len(boxes)
