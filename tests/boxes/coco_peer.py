"""The same detections and ground truths for pycocotools, and its twelve numbers; also for the benchmark."""

import contextlib
import io

import numpy as np
from pycocotools import coco, cocoeval

from companion.boxes import xyxy_to_xywh

NAMES = ("AP", "AP50", "AP75", "APs", "APm", "APl", "AR1", "AR10", "AR100", "ARs", "ARm", "ARl")


def load(detections, truths, num_classes):
    """Return ground truths and detections, indexed, as pycocotools wants them; at least one detection."""
    there = coco.COCO()
    there.dataset = {
        "images": [{"id": picture} for picture in range(len(truths))],
        "categories": [{"id": label} for label in range(num_classes)],
        "annotations": annotations(truths),
    }
    with contextlib.redirect_stdout(io.StringIO()):
        there.createIndex()
        return there, there.loadRes(results(detections))


def twelve_numbers(there, found):
    """Return what it calls stats by our names, -1 as nan."""
    with contextlib.redirect_stdout(io.StringIO()):
        peer = cocoeval.COCOeval(there, found, "bbox")
        peer.evaluate()
        peer.accumulate()
        peer.summarize()
    return dict(zip(NAMES, np.where(np.array(peer.stats) < 0, np.nan, peer.stats).tolist(), strict=True))


def annotations(truths):
    crowd = truths.crowd or [np.zeros(len(labels), bool) for labels in truths.labels]
    areas = truths.areas or [np.prod(boxes[:, 2:] - boxes[:, :2], axis=1) for boxes in truths.boxes]
    listed = [
        {"image_id": picture, "bbox": box, "category_id": label, "iscrowd": int(many), "area": area}
        for picture, columns in enumerate(zip(truths.boxes, truths.labels, crowd, areas, strict=True))
        for box, label, many, area in rows(*columns)
    ]
    for number, entry in enumerate(listed, start=1):  # 0 would mean "not matched"
        entry["id"] = number
    return listed


def results(detections):
    return [
        {"image_id": picture, "bbox": box, "category_id": label, "score": score}
        for picture, columns in enumerate(zip(detections.boxes, detections.labels, detections.scores, strict=True))
        for box, label, score in rows(*columns)
    ]


def rows(boxes, *columns):
    """Yield Python values, an object at a time; boxes as x, y, width, height."""
    return zip(xyxy_to_xywh(boxes).tolist(), *(column.tolist() for column in columns), strict=True)
