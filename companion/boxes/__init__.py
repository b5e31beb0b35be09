"""Boxes and what is computed with them: formats, overlap, anchors, matching, suppression, average precision.

Boxes are float, in pixels, as ``x1, y1, x2, y2`` (xyxy): the left, top, right and lower edge, so that the width is
``x2 - x1``. `aspect_ratio` is height over width. float32 stays float32, everything else is computed in float64.

Everything that needs NumPy alone is imported from here; the tensor versions bear the same names and are imported from
their files, as in ``from companion.boxes.iou_torch import box_iou``. `nms`, `soft_nms` and `average_precision` are the
functions here, not the files that they stand in.

=================== =================================================================== =============
file                what it computes                                                    tensors
=================== =================================================================== =============
formats             xyxy, xywh, cxcywh into one another; normalise, clip, area          formats_torch
iou                 IoU and generalised IoU of all pairs                                iou_torch
nms                 non-maximum suppression, for all boxes or class by class            nms_torch
soft_nms            the same, but scores fall instead of boxes being removed
anchors             anchors on one feature map or several
anchor_sizes        sizes of anchors by k-means; how well they fit
offsets             box to offsets from an anchor, and back                             offsets_torch
matching            anchors to ground truths, and the targets of training               matching_torch
decoding            probabilities and offsets at the anchors to a list of detections    decoding_torch
average_precision   one class at pencil size: hits, the curve, average precision
detections          detections and ground truths of many pictures
protocols           the rules of VOC 2007, VOC 2010 and COCO
evaluation          average precision of many pictures and classes by such rules
evaluation_result   what comes of it: numbers, curves, a table
=================== =================================================================== =============

Behind them, in the order in which an evaluation passes through: `candidates` (pairs of a detection and a ground truth
that overlap enough), `claims` (who gets which), `class_curves` (precision and recall of each class), `envelope` (the
height of a curve). `overlap_pairs` finds the boxes that are near each other for `nms`, `_greedy` holds the two steps of
`matching`, `_checks` and `_ranking` hold what all of them ask of boxes, scores and labels.
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
