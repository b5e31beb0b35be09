"""Random detections and ground truths with everything that makes judging hard."""

import numpy as np

from companion.boxes import Detections, GroundTruth


def draw(rng, *, pictures, classes, most, whole=True, side=150):
    """Return detections and ground truths of some pictures.

    Pictures without anything, up to `most` detections a picture, most of them near ground truths of nearly all classes
    but the last; duplicated and zero-sized boxes, crowds, areas of masks, equal scores. With `whole` all coordinates
    are whole numbers: equal overlaps and overlaps right at a threshold are common.
    """
    columns = [_picture(rng, classes, int(rng.integers(0, most)) * (rng.random() < 0.8), side) for _ in range(pictures)]
    boxes, scores, labels, true_boxes, true_labels = map(list, zip(*columns, strict=True))
    if not whole:
        shift, scale = rng.uniform(-20, 20), rng.uniform(0.5, 3)
        boxes, true_boxes = ([rows * scale + shift for rows in group] for group in (boxes, true_boxes))
    crowd = [rng.random(len(entries)) < 0.2 for entries in true_labels]
    areas = [_areas(rows) * rng.choice([0.3, 0.5, 1.0], len(rows)) for rows in true_boxes]
    return Detections(boxes, scores, labels), GroundTruth(true_boxes, true_labels, crowd=crowd, areas=areas)


def _picture(rng, classes, count, side):
    true_boxes = _ordered(rng.integers(0, side, (rng.integers(0, 7), 4)))
    true_labels = rng.integers(0, max(classes - 1, 1), len(true_boxes))
    if len(true_boxes) and rng.random() < 0.5:
        true_boxes[-1], true_labels[-1] = true_boxes[0], true_labels[0]
    boxes, labels = rng.integers(0, side, (count, 4)).astype(float), rng.integers(0, classes, count)
    if len(true_boxes) and count:
        at, near = rng.integers(0, len(true_boxes), count), rng.random(count) < 0.8
        off = rng.integers(-4, 5, (count, 4)) * (rng.random((count, 1)) < 0.8)
        boxes[near] = (true_boxes[at] + off)[near]
        labels[near] = np.where(rng.random(count) < 0.9, true_labels[at], labels)[near]
    scores = rng.random(count) if rng.random() < 0.5 else rng.integers(0, 20, count) / 20
    return _ordered(boxes), scores, labels, true_boxes, true_labels


def _ordered(boxes):
    return np.concatenate([np.minimum(boxes[:, :2], boxes[:, 2:]), np.maximum(boxes[:, :2], boxes[:, 2:])], 1).astype(
        float
    )


def _areas(boxes):
    return np.prod(boxes[:, 2:] - boxes[:, :2], axis=1)
