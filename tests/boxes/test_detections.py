import re

import numpy as np
import pytest

from companion.boxes import Detections, GroundTruth

BOX = [0, 0, 4, 4]


def test_one_array_a_picture():
    detections = Detections(boxes=[[BOX, BOX], []], scores=[[0.5, 1], []], labels=[np.array([1, 0]), []])
    assert [rows.shape for rows in detections.boxes] == [(2, 4), (0, 4)]
    assert [scores.dtype for scores in detections.scores] == [np.float64] * 2
    assert [labels.tolist() for labels in detections.labels] == [[1, 0], []]
    assert len(detections) == 2
    assert repr(detections) == "Detections(2 in 2 pictures)"
    truths = GroundTruth([[BOX], []], [[3], []], crowd=[[1], []], areas=[[7], []], difficult=[[False], []])
    assert repr(truths) == "GroundTruth(1 in 2 pictures)"
    assert [flags.dtype for flags in (*truths.crowd, *truths.difficult)] == [bool] * 4
    assert truths.areas[0].tolist() == [7]


def test_nothing_at_all():
    assert len(Detections([], [], [])) == len(GroundTruth([], [])) == 0
    truths = GroundTruth([[BOX]], [[0]])
    assert truths.crowd is truths.areas is truths.difficult is None


def test_what_came_is_not_changed():
    boxes, labels = [np.array([BOX], np.float32)], [np.array([0], np.int32)]
    truths = GroundTruth(boxes, labels)
    assert boxes[0].dtype == np.float32
    assert labels[0].dtype == np.int32
    assert truths.labels[0].dtype == np.int64


@pytest.mark.parametrize(
    ("message", "call"),
    [
        (
            "scores must hold one entry per picture, as boxes do (2), got 1",
            lambda: Detections([[], []], [[]], [[], []]),
        ),
        ("labels must hold one entry per picture, as boxes do (1), got 2", lambda: Detections([[]], [[]], [[], []])),
        ("scores[1] must have shape (1,), got (2,)", lambda: Detections([[], [BOX]], [[], [1, 2]], [[], [0]])),
        ("labels[0] must have shape (1,), got (0,)", lambda: Detections([[BOX]], [[0.5]], [[]])),
        ("scores[0] must be finite, got nan", lambda: Detections([[BOX]], [[np.nan]], [[0]])),
        ("labels[1] must be at least 0 (cut padding off), got -1", lambda: GroundTruth([[], [BOX]], [[], [-1]])),
        ("boxes[1] must be xyxy", lambda: GroundTruth([[], [[4, 0, 0, 4]]], [[], [0]])),
        ("boxes[0] must be finite", lambda: GroundTruth([[[0, 0, np.inf, 4]]], [[0]])),
        ("boxes[0] must have shape", lambda: Detections([[0, 0, 4]], [[0.5]], [[0]])),
        ("areas[0] must be finite and at least 0, got [-1.0]", lambda: GroundTruth([[BOX]], [[0]], areas=[[-1.0]])),
        ("crowd must hold one entry per picture", lambda: GroundTruth([[BOX]], [[0]], crowd=[])),
        ("difficult[0] must have shape (1,)", lambda: GroundTruth([[BOX]], [[0]], difficult=[[]])),
    ],
)
def test_bad_values(message, call):
    with pytest.raises(ValueError, match=re.escape(message)):
        call()


@pytest.mark.parametrize(
    ("message", "call"),
    [
        ("labels[0] must hold whole numbers, got dtype float64", lambda: Detections([[BOX]], [[0.5]], [[1.0]])),
        ("labels[0] must hold whole numbers, got dtype bool", lambda: GroundTruth([[BOX]], [[True]])),
        ("crowd[0] must hold booleans, or 0 and 1, got [2]", lambda: GroundTruth([[BOX]], [[0]], crowd=[[2]])),
        ("scores[0] must hold numbers", lambda: Detections([[BOX]], [["high"]], [[0]])),
    ],
)
def test_bad_types(message, call):
    with pytest.raises(TypeError, match=re.escape(message)):
        call()
