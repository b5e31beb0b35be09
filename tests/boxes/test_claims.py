import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.boxes import Detections, GroundTruth
from companion.boxes.candidates import candidate_pairs, flatten_detections, flatten_truths
from companion.boxes.claims import judge, settle_claims

GROUND_TRUTHS = 5
# For each detection the ground truths that it overlaps, best first.
wishes = st.lists(st.permutations(range(GROUND_TRUTHS)).flatmap(lambda row: st.integers(0, 5).map(lambda n: row[:n])))


def in_turn(wishes, roomy, second_choice):
    """Return what each detection gets when one after the other chooses."""
    taken, gets = set(), {}
    for detection, row in enumerate(wishes):
        for truth in row if second_choice else row[:1]:
            if truth not in taken or roomy[truth]:
                gets[detection] = truth
                taken.add(truth)
                break
    return gets


@given(wishes, st.lists(st.booleans(), min_size=GROUND_TRUTHS, max_size=GROUND_TRUTHS), st.booleans())
def test_as_if_one_after_the_other_chose(wishes, roomy, second_choice):
    detection = np.array([place for place, row in enumerate(wishes) for _ in row], dtype=np.int64)
    truth = np.array([truth for row in wishes for truth in row], dtype=np.int64)
    who, what = settle_claims(detection, truth, roomy=np.array(roomy), second_choice=second_choice)
    assert dict(zip(who.tolist(), what.tolist(), strict=True)) == in_turn(wishes, roomy, second_choice)
    assert (np.diff(who) > 0).all()


def test_a_chain_of_refusals():
    count = 40  # detection i likes i - 1 best, then i: the first refusal moves all that follow
    detection = np.repeat(np.arange(count), 2)
    truth = np.stack([np.maximum(np.arange(count) - 1, 0), np.arange(count)], axis=1).ravel()
    _, what = settle_claims(detection, truth, roomy=np.zeros(count, bool), second_choice=True)
    assert what.tolist() == list(range(count))


def verdicts(boxes, truths, *, second_choice, areas=(0, 1e10), iou_thresholds=(0.5,)):
    """Judge detections of one picture and class, best first."""
    count = len(boxes)
    found = flatten_detections(Detections([boxes], [np.arange(count, 0, -1)], [[0] * count]), num_classes=1, most=None)
    there = flatten_truths(truths, num_classes=1)
    pairs = candidate_pairs(found, there, lowest=0.1, over_detection=there.crowd & second_choice)
    return judge(found, there, pairs, iou_thresholds=iou_thresholds, area=areas, second_choice=second_choice)


def shown(verdicts, row=0):
    """Return a letter for each detection: T for a true positive, F for a false one, - for an ignored one."""
    pairs = zip(verdicts.hits[row], verdicts.counted[row], strict=True)
    return "".join({(True, True): "T", (False, True): "F", (False, False): "-"}[pair] for pair in pairs)


def test_second_choice_or_not():
    truths = GroundTruth([[[0, 0, 10, 10], [2, 0, 12, 10]]], [[0, 0]])
    boxes = [[0, 0, 10, 10], [0, 0, 10, 10], [0, 0, 10, 10]]  # the second overlaps the other truth by 80 / 120
    assert shown(verdicts(boxes, truths, second_choice=False)) == "TFF"
    assert shown(verdicts(boxes, truths, second_choice=True)) == "TTF"
    assert shown(verdicts(boxes, truths, second_choice=True, iou_thresholds=(0.5, 0.7)), row=1) == "TFF"


def test_of_equal_overlaps_coco_takes_the_last_and_voc_the_first():
    left, middle, right = [0, 0, 10, 10], [2, 0, 12, 10], [4, 0, 14, 10]  # the middle one overlaps both by 80 / 120
    for truths, coco, voc in (([left, right], "TT", "TF"), ([right, left], "TF", "TT")):
        there = GroundTruth([truths], [[0, 0]])
        assert shown(verdicts([middle, left], there, second_choice=True)) == coco
        assert shown(verdicts([middle, left], there, second_choice=False)) == voc


def test_the_threshold_itself_is_enough():
    truths = GroundTruth([[[0, 0, 10, 10]]], [[0]])
    for second_choice in (False, True):
        half = verdicts([[0, 0, 10, 5]], truths, second_choice=second_choice, iou_thresholds=(0.5, 0.5 + 1e-9))
        assert (shown(half), shown(half, row=1)) == ("T", "F")
        for height, letter in ((10, "T"), (10 + 1e-10, "T"), (10 + 1e-7, "F")):
            found = verdicts([[0, 0, 10, height]], truths, second_choice=second_choice, iou_thresholds=(1.0,))
            assert shown(found) == letter


def test_a_crowd_takes_all_and_difficult_one_by_one_under_cocos_rule():
    boxes = [[0, 0, 4, 4], [4, 4, 8, 8], [0, 0, 10, 10], [20, 20, 24, 24]]
    crowd = GroundTruth([[[0, 0, 10, 10]]], [[0]], crowd=[[1]])
    assert shown(verdicts(boxes, crowd, second_choice=True)) == "---F"
    # VOC knows no crowds: its IoU with the small ones is too small.
    assert shown(verdicts(boxes, crowd, second_choice=False)) == "FF-F"
    difficult = GroundTruth([[[0, 0, 10, 10]]], [[0]], difficult=[[1]])
    same = [[0, 0, 10, 10], [0, 0, 10, 9]]
    assert shown(verdicts(same, difficult, second_choice=False)) == "--"
    assert shown(verdicts(same, difficult, second_choice=True)) == "-F"


def test_what_counts_goes_before_what_is_ignored():
    crowd_first = GroundTruth([[[0, 0, 10, 10], [0, 0, 10, 20]]], [[0, 0]], crowd=[[1, 0]])
    assert shown(verdicts([[0, 0, 10, 10]], crowd_first, second_choice=True)) == "T"  # IoU 0.5, inside the crowd by 1
    difficult = GroundTruth([[[0, 0, 10, 10], [0, 0, 10, 20]]], [[0, 0]], difficult=[[1, 0]])
    assert shown(verdicts([[0, 0, 10, 10]], difficult, second_choice=False)) == "-"  # VOC: the best one, whatever it is


def test_areas():
    truths = GroundTruth([[[0, 0, 10, 10], [20, 0, 30, 10]]], [[0, 0]], areas=[[100, 50]])
    boxes = [[0, 0, 10, 10], [20, 0, 30, 8], [50, 0, 60, 10], [50, 0, 53, 3]]
    assert shown(verdicts(boxes, truths, second_choice=True)) == "TTFF"
    assert shown(verdicts(boxes, truths, second_choice=True, areas=(60, 200))) == "T-F-"  # both ends of 100 are inside
    assert shown(verdicts(boxes, truths, second_choice=True, areas=(0, 50))) == "-T-F"
    assert shown(verdicts(boxes, truths, second_choice=True, areas=(100, 200))) == "T-F-"
    assert shown(verdicts(boxes, truths, second_choice=True, areas=(50, 100))) == "TTF-"
    assert verdicts(boxes, truths, second_choice=True, areas=(60, 200)).required.tolist() == [True, False]


@pytest.mark.parametrize("second_choice", [False, True])
def test_nobody_there(second_choice):
    truths = GroundTruth([[]], [[]])
    assert shown(verdicts([[0, 0, 4, 4]], truths, second_choice=second_choice)) == "F"
    assert shown(verdicts([], GroundTruth([[[0, 0, 4, 4]]], [[0]]), second_choice=second_choice)) == ""
