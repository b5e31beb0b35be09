"""Boxes and what is computed with them: formats, overlap, anchors, matching, suppression, average precision.

Boxes are float, in pixels, as ``x1, y1, x2, y2`` (xyxy): the left, top, right and lower edge, so that the width is
``x2 - x1``. `aspect_ratio` is height over width.
"""

from companion.boxes.average_precision import average_precision, match_detections, precision_recall_curve
from companion.boxes.detections import Detections, GroundTruth
from companion.boxes.evaluation import Evaluation, evaluate_detections
from companion.boxes.formats import (
    box_area,
    clip,
    cxcywh_to_xywh,
    cxcywh_to_xyxy,
    denormalise,
    normalise,
    xywh_to_cxcywh,
    xywh_to_xyxy,
    xyxy_to_cxcywh,
    xyxy_to_xywh,
)
from companion.boxes.iou import box_giou, box_iou
from companion.boxes.protocols import COCO, VOC2007, VOC2010, Protocol

__all__ = [
    "average_precision",
    "box_area",
    "box_giou",
    "box_iou",
    "clip",
    "COCO",
    "cxcywh_to_xywh",
    "cxcywh_to_xyxy",
    "denormalise",
    "Detections",
    "evaluate_detections",
    "Evaluation",
    "GroundTruth",
    "match_detections",
    "normalise",
    "precision_recall_curve",
    "Protocol",
    "VOC2007",
    "VOC2010",
    "xywh_to_cxcywh",
    "xywh_to_xyxy",
    "xyxy_to_cxcywh",
    "xyxy_to_xywh",
]
