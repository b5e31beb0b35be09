"""Boxes and what is computed with them: formats, overlap, anchors, matching, suppression, average precision.

Boxes are float, in pixels, as ``x1, y1, x2, y2`` (xyxy): the left, top, right and lower edge, so that the width is
``x2 - x1``. `aspect_ratio` is height over width.
"""

from companion.boxes.anchor_sizes import kmeans_anchors, mean_best_iou
from companion.boxes.anchors import anchor_grid, multiscale_anchors
from companion.boxes.average_precision import average_precision, match_detections, precision_recall_curve
from companion.boxes.decoding import decode_detections
from companion.boxes.detections import Detections, GroundTruth
from companion.boxes.evaluation import evaluate_detections
from companion.boxes.evaluation_result import Evaluation
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
from companion.boxes.matching import Match, Targets, anchor_targets, match_anchors
from companion.boxes.nms import batched_nms, nms, nms_by_definition
from companion.boxes.offsets import decode_offsets, encode_offsets
from companion.boxes.protocols import COCO, VOC2007, VOC2010, Protocol
from companion.boxes.soft_nms import soft_nms

__all__ = [
    "anchor_grid",
    "anchor_targets",
    "average_precision",
    "batched_nms",
    "box_area",
    "box_giou",
    "box_iou",
    "clip",
    "COCO",
    "cxcywh_to_xywh",
    "cxcywh_to_xyxy",
    "decode_detections",
    "decode_offsets",
    "denormalise",
    "Detections",
    "encode_offsets",
    "evaluate_detections",
    "Evaluation",
    "GroundTruth",
    "kmeans_anchors",
    "Match",
    "match_anchors",
    "match_detections",
    "mean_best_iou",
    "multiscale_anchors",
    "nms",
    "nms_by_definition",
    "normalise",
    "precision_recall_curve",
    "Protocol",
    "soft_nms",
    "Targets",
    "VOC2007",
    "VOC2010",
    "xywh_to_cxcywh",
    "xywh_to_xyxy",
    "xyxy_to_cxcywh",
    "xyxy_to_xywh",
]
