import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companion.boxes import (
    COCO,
    VOC2007,
    VOC2010,
    Detections,
    GroundTruth,
    average_precision,
    box_area,
    evaluate_detections,
    match_detections,
    precision_recall_curve,
)
from tests.boxes.drawn_detections import draw

PROTOCOLS = pytest.mark.parametrize("protocol", [VOC2007, VOC2010, COCO], ids=lambda protocol: protocol.name)
seeds = st.integers(0, 2**32 - 1)
BOX, LARGE = [0, 0, 10, 10], [0, 0, 100, 100]


def drawn(seed, **options):
    return draw(np.random.default_rng(seed), **{"pictures": 5, "classes": 3, "most": 12, **options})


def test_by_hand():
    # Two cats, found by the detections that score 0.9 and 0.6 (IoU 0.8 and 1); 0.7 is wrong. The dog is missed.
    truths = GroundTruth([[BOX], [[20, 0, 30, 10], BOX]], [[0], [0, 1]])
    detections = Detections([[[0, 0, 10, 8], LARGE], [[20, 0, 30, 10]]], [[0.9, 0.7], [0.6]], [[0, 0], [0]])
    voc = evaluate_detections(detections, truths, protocol=VOC2010)
    cat = 1 / 2 * 1 + 1 / 2 * 2 / 3
    assert voc.per_class[0] == pytest.approx([cat, 0])
    assert voc.summary == pytest.approx({"AP": cat / 2, "AR": 1 / 2})
    coco = evaluate_detections(detections, truths, protocol=COCO)
    lenient, strict = (51 + 50 * 2 / 3) / 101, 51 / 101 * 1 / 3  # the first is wrong above 0.8, the last always right
    assert coco.per_class[:, 0] == pytest.approx([lenient] * 7 + [strict] * 3)
    assert coco.mean_average_precision == coco.summary["AP"] == pytest.approx((7 * lenient + 3 * strict) / 20)
    assert coco.summary["AP75"] == pytest.approx(lenient / 2)
    assert coco.summary["AR1"] == coco.summary["AR100"] == pytest.approx((7 * 1 + 3 * 1 / 2) / 20)
    assert coco.summary["APs"] == pytest.approx((7 * 1 + 3 * 51 / 101 * 1 / 2) / 20)  # the large one does not count
    assert np.isnan([coco.summary[name] for name in ("APm", "APl", "ARm", "ARl")]).all()


def test_most_detections_by_hand():
    boxes = [[x, 0, x + 10, 10] for x in range(0, 300, 20)]
    truths = GroundTruth([boxes], [[0] * 15])
    detections = Detections([boxes], [np.arange(15)], [[0] * 15])
    summary = evaluate_detections(detections, truths).summary
    assert [summary[name] for name in ("AR1", "AR10", "AR100")] == pytest.approx([1 / 15, 10 / 15, 1])
    few = evaluate_detections(detections, truths, protocol=replace(COCO, max_detections=(1, 3)))
    assert few.summary["AP"] == pytest.approx(21 / 101)  # recall ends at 3/15 = 0.20
    assert list(few.summary) == ["AP", "AP50", "AP75", "APs", "APm", "APl", "AR1", "AR3", "ARs", "ARm", "ARl"]


def one_by_one(detections, truths, protocol, label):
    """Return average precision by a loop over pictures, with the functions that are read in the notebook."""
    scores, hits, positives = [], [], 0
    for boxes, given_scores, labels, true_boxes, true_labels in zip(
        detections.boxes, detections.scores, detections.labels, truths.boxes, truths.labels, strict=True
    ):
        mine, theirs = labels == label, true_labels == label
        scores.extend(given_scores[mine])
        hits.extend(
            match_detections(
                boxes[mine], given_scores[mine], true_boxes[theirs], iou_threshold=protocol.iou_thresholds[0]
            )
        )
        positives += theirs.sum()
    if not positives:
        return np.nan
    return average_precision(*precision_recall_curve(scores, np.array(hits, bool), positives), points=protocol.points)


@given(seeds, st.sampled_from([VOC2007, VOC2010]), st.sampled_from([0.3, 0.5, 0.8, 1.0]))
@settings(max_examples=60, deadline=None)
def test_vocs_rule_as_a_loop_over_pictures(seed, protocol, threshold):
    detections, truths = drawn(seed)
    truths = GroundTruth(truths.boxes, truths.labels)
    protocol = replace(protocol, iou_thresholds=(threshold,))
    ours = evaluate_detections(detections, truths, protocol=protocol, class_names="abc")
    loop = [one_by_one(detections, truths, protocol, label) for label in range(3)]
    assert ours.per_class[0] == pytest.approx(loop, nan_ok=True)


@given(seeds, st.sampled_from([VOC2007, VOC2010, COCO]))
@settings(max_examples=60, deadline=None)
def test_laws(seed, protocol):
    detections, truths = drawn(seed)
    evaluation = evaluate_detections(detections, truths, protocol=protocol, class_names="abc")
    values = np.array([*evaluation.summary.values(), *evaluation.per_class.ravel()])
    assert ((values >= 0) & (values <= 1 + 1e-12) | np.isnan(values)).all()
    for label in np.flatnonzero(~np.isnan(evaluation.per_class[0])):
        for row, threshold in enumerate(protocol.iou_thresholds):
            precision, recall, scores = evaluation.curve(label, threshold)
            assert (np.diff(scores) <= 0).all()
            assert len(scores) == len(precision) == len(recall)
            average = average_precision(precision, recall, points=protocol.points)
            assert evaluation.per_class[row, label] == pytest.approx(average)
    known = np.unique(np.concatenate(detections.scores))
    places = [np.searchsorted(known, scores) - 9 for scores in detections.scores]
    rising = Detections(detections.boxes, places, detections.labels)
    same = evaluate_detections(rising, truths, protocol=protocol, class_names="abc")
    assert (same.per_class == evaluation.per_class)[~np.isnan(same.per_class)].all()


@given(seeds, st.sampled_from([VOC2007, VOC2010, COCO]), st.permutations(range(5)))
@settings(max_examples=40, deadline=None)
def test_the_order_of_the_pictures_does_not_matter(seed, protocol, order):
    detections, truths = drawn(seed)
    scores = [np.random.default_rng([seed, place]).random(len(old)) for place, old in enumerate(detections.scores)]

    def judged(order):
        fields = [[column[place] for place in order] for column in (detections.boxes, scores, detections.labels)]
        there = [[column[place] for place in order] for column in (truths.boxes, truths.labels, truths.crowd)]
        return evaluate_detections(Detections(*fields), GroundTruth(*there), protocol=protocol).summary

    assert judged(order) == pytest.approx(judged(range(5)), nan_ok=True)


@PROTOCOLS
def test_perfect_detections(protocol):
    _, truths = drawn(3, pictures=40)
    distinct = [np.unique(boxes, axis=0, return_index=True)[1] for boxes in truths.boxes]
    places = [at[box_area(boxes[at]) > 0] for boxes, at in zip(truths.boxes, distinct, strict=True)]
    fields = [[rows[at] for rows, at in zip(group, places, strict=True)] for group in (truths.boxes, truths.labels)]
    found = Detections(fields[0], [np.arange(len(labels)) for labels in fields[1]], fields[1])
    summary = evaluate_detections(found, GroundTruth(*fields), protocol=protocol).summary
    below = {"AR1", "AR10"}  # those may not name all
    assert {name: value for name, value in summary.items() if name not in below} == pytest.approx(
        dict.fromkeys(set(summary) - below, 1)
    )


@PROTOCOLS
def test_a_false_positive_at_the_end_changes_nothing(protocol):
    detections, truths = drawn(5, pictures=20)
    before = evaluate_detections(detections, truths, protocol=protocol, class_names="abc")
    boxes = [np.append(rows, [[500, 500, 510, 510]], axis=0) for rows in detections.boxes]
    last = [np.append(scores, -1) for scores in detections.scores], [np.append(rows, 0) for rows in detections.labels]
    after = evaluate_detections(Detections(boxes, *last), truths, protocol=protocol, class_names="abc")
    assert after.summary == pytest.approx(before.summary, nan_ok=True)
    assert len(after.curve(0, 0.5).scores) > len(before.curve(0, 0.5).scores)


@PROTOCOLS
def test_nothing_found_and_nothing_there(protocol):
    truths = GroundTruth([[BOX], []], [[0], []])
    nothing = evaluate_detections(Detections([[], []], [[], []], [[], []]), truths, protocol=protocol)
    assert nothing.summary["AP"] == nothing.mean_average_precision == 0
    assert [len(column) for column in nothing.curve(0, 0.5)] == [0, 0, 0]
    found = Detections([[BOX], []], [[0.5], []], [[1], []])
    empty = evaluate_detections(found, GroundTruth([[], []], [[], []]), protocol=protocol)
    assert np.isnan(empty.per_class).all()
    assert np.isnan(empty.mean_average_precision)
    assert np.isnan(list(empty.summary.values())).all()
    assert np.isnan(empty.curve(1, 0.5).recall).all()
    assert evaluate_detections(Detections([], [], []), GroundTruth([], []), protocol=protocol).class_names == ()


@PROTOCOLS
def test_a_class_without_ground_truth_is_not_in_the_mean(protocol):
    detections = Detections([[BOX, BOX]], [[0.5, 0.9]], [[0, 1]])
    evaluation = evaluate_detections(detections, GroundTruth([[BOX]], [[0]]), protocol=protocol)
    assert evaluation.mean_average_precision == pytest.approx(1)
    assert np.isnan(evaluation.per_class[:, 1]).all()


@PROTOCOLS
def test_a_difficult_one_counts_neither_way(protocol):
    boxes = [BOX, [50, 0, 60, 10]]
    truths = GroundTruth([boxes], [[0, 0]], difficult=[[False, True]])
    found = evaluate_detections(Detections([boxes], [[0.1, 0.9]], [[0, 0]]), truths, protocol=protocol)
    missed = evaluate_detections(Detections([boxes[:1]], [[0.1]], [[0]]), truths, protocol=protocol)
    assert found.mean_average_precision == missed.mean_average_precision == pytest.approx(1)
    assert found.ranked.positives.tolist() == [1]


def test_ignored_detections_make_no_point():
    truths = GroundTruth([[BOX, LARGE]], [[0, 0]], crowd=[[False, True]])
    found = Detections([[BOX, [50, 50, 60, 60], [200, 0, 210, 10]]], [[0.2, 0.9, 0.5]], [[0, 0, 0]])
    precision, recall, scores = evaluate_detections(found, truths).curve(0, 0.5)
    assert (precision.tolist(), recall.tolist(), scores.tolist()) == ([0, 0.5], [0, 1], [0.5, 0.2])


def test_under_vocs_rule_a_crowd_is_like_a_difficult_one():
    boxes = [BOX, LARGE]  # the small one lies inside the large one
    found = Detections([boxes], [[0.8, 0.9]], [[0, 0]])
    for field in ("crowd", "difficult"):
        truths = GroundTruth([[LARGE, [200, 0, 210, 10]]], [[0, 0]], **{field: [[True, False]]})
        assert evaluate_detections(found, truths, protocol=VOC2010).curve(0, 0.5).scores.tolist() == [0.8]


@pytest.mark.parametrize("rule", ["voc", "coco"])
def test_a_threshold_of_1_forgives_rounding(rule):
    protocol = replace(VOC2010, rule=rule, iou_thresholds=(1.0,))
    for height, right in ((1 + 1e-11, 1), (1 + 1e-8, 0)):
        found = Detections([[[0, 0, 1, height]]], [[0.5]], [[0]])
        truths = GroundTruth([[[0, 0, 1, 1]]], [[0]])
        assert evaluate_detections(found, truths, protocol=protocol).mean_average_precision == right


def test_bad_input():
    one, two = GroundTruth([[BOX]], [[2]]), Detections([[], []], [[], []], [[], []])
    with pytest.raises(ValueError, match=re.escape("detections must be of the pictures of truths (1), got 2")):
        evaluate_detections(two, one)
    with pytest.raises(ValueError, match=re.escape("labels must be below the number of class_names (2), got 2")):
        evaluate_detections(Detections([[]], [[]], [[]]), one, class_names=["cat", "dog"])
    with pytest.raises(TypeError, match="detections must be of type Detections, got GroundTruth"):
        evaluate_detections(one, two)
    with pytest.raises(TypeError, match="truths must be of type GroundTruth, got list"):
        evaluate_detections(two, [[BOX]])
    with pytest.raises(TypeError, match="protocol must be of type Protocol, got str"):
        evaluate_detections(two, one, protocol="COCO")
