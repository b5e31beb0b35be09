import json
import os
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from companion.boxes import VOC2007, VOC2010, Detections, GroundTruth, evaluate_detections, xywh_to_xyxy
from tests.boxes import coco_peer

FOLDER = Path(os.environ.get("COMPANION_REAL_DATA", "")) / "metrics"
pytestmark = pytest.mark.skipif(
    "COMPANION_REAL_DATA" not in os.environ, reason="COMPANION_REAL_DATA names no folder of real data"
)


def by_picture(entries, pictures, value):
    columns = {picture: [] for picture in pictures}
    for entry in entries:
        columns[entry["image_id"]].append(value(entry))
    return list(columns.values())


@pytest.fixture(scope="module")
def cocoapi():
    folder = FOLDER / "cocoapi-eval"
    truths = json.loads((folder / "annotations" / "instances_val2014_100.json").read_text(encoding="utf-8"))
    found = json.loads((folder / "results" / "instances_val2014_fakebbox100_results.json").read_text(encoding="utf-8"))
    pictures = sorted(image["id"] for image in truths["images"])
    classes = sorted(category["id"] for category in truths["categories"])
    box, label = lambda entry: xywh_to_xyxy(entry["bbox"]), lambda entry: classes.index(entry["category_id"])
    detections = Detections(*(by_picture(found, pictures, value) for value in (box, lambda e: e["score"], label)))
    fields = (box, label, lambda entry: entry["iscrowd"], lambda entry: entry["area"])
    there = GroundTruth(*(by_picture(truths["annotations"], pictures, value) for value in fields))
    return evaluate_detections(detections, there, class_names=[entry["name"] for entry in truths["categories"]])


def test_the_published_table_of_pycocotools(cocoapi):
    text = (FOLDER / "cocoapi-eval" / "results" / "val2014_fake_eval_res.txt").read_text(encoding="utf-8")
    published = re.findall(r" = (\d\.\d{3})$", text.partition("type=bbox")[2].partition("type=")[0], re.MULTILINE)
    assert [f"{value:.3f}" for value in cocoapi.summary.values()] == published
    assert len(published) == 12


def test_what_pycocotools_makes_of_the_same_files(cocoapi):
    from pycocotools.coco import COCO

    folder = FOLDER / "cocoapi-eval"
    there = COCO(str(folder / "annotations" / "instances_val2014_100.json"))
    found = there.loadRes(str(folder / "results" / "instances_val2014_fakebbox100_results.json"))
    assert cocoapi.summary == pytest.approx(coco_peer.twelve_numbers(there, found), abs=1e-9)


def padilla(inclusive):
    """Return detections and ground truths of the seven pictures; `inclusive` counts the last pixel of a side too."""
    found, there = [], []
    for file in sorted((FOLDER / "padilla-ap" / "groundtruths").glob("*.txt")):
        there.append([list(map(float, line.split()[1:])) for line in file.read_text().splitlines() if line.strip()])
        lines = (FOLDER / "padilla-ap" / "detections" / file.name).read_text().splitlines()
        found.append([list(map(float, line.split()[1:])) for line in lines if line.strip()])
    more = np.array([0, 0, 1, 1]) * inclusive
    boxes = [xywh_to_xyxy(np.array(rows)[:, 1:]) + more for rows in found]
    scores = [np.array(rows)[:, 0] for rows in found]
    true_boxes = [xywh_to_xyxy(np.array(rows)) + more for rows in there]
    one = [[np.zeros(len(rows), int) for rows in group] for group in (boxes, true_boxes)]
    return Detections(boxes, scores, one[0]), GroundTruth(true_boxes, one[1])


@pytest.mark.parametrize(
    ("protocol", "inclusive", "per_cent"),
    [(VOC2010, True, 24.57), (VOC2007, True, 26.84), (VOC2010, False, 22.54), (VOC2007, False, 26.84)],
)
def test_the_published_averages_and_the_pixel_that_changes_them(protocol, inclusive, per_cent):
    evaluation = evaluate_detections(*padilla(inclusive), protocol=replace(protocol, iou_thresholds=(0.3,)))
    assert round(100 * evaluation.mean_average_precision, 2) == per_cent


def test_the_published_curve():
    text = (FOLDER / "padilla-ap" / "results" / "results.txt").read_text(encoding="utf-8")
    precision, recall = (re.findall(r"'([\d.]+)'", line) for line in text.splitlines() if line[:3] in ("Pre", "Rec"))
    evaluation = evaluate_detections(*padilla(inclusive=True), protocol=replace(VOC2010, iou_thresholds=(0.3,)))
    curve = evaluation.curve(0, 0.3)
    assert [f"{value:.2f}" for value in curve.precision] == precision
    assert [f"{value:.2f}" for value in curve.recall] == recall
