import re

import numpy as np
import pytest

from companion.boxes import VOC2010, Detections, GroundTruth, evaluate_detections
from companion.boxes.evaluation_result import mean_of_known

BOX = [0, 0, 10, 10]


@pytest.fixture
def evaluation():
    truths = GroundTruth([[BOX], [BOX, [0, 0, 10, 4]]], [[0], [0, 2]])
    detections = Detections([[BOX], [BOX]], [[0.9], [0.8]], [[0], [1]])
    return evaluate_detections(detections, truths, class_names=["cat", "<b>dog</b>", "mouse"])


def test_as_text(evaluation):
    title, *rows = repr(evaluation).splitlines()
    assert title.startswith("COCO: AP 0.252, AP50 0.252, AP75 0.252, APs 0.252, APm –, APl –, AR1 0.250")
    assert rows == [
        "class       ground truths  detections     AP   AP50   AP75",
        "cat                     2           1  0.505  0.505  0.505",
        "<b>dog</b>              0           1      –      –      –",
        "mouse                   1           0  0.000  0.000  0.000",
        "mean                                   0.252  0.252  0.252",
    ]


def test_as_html(evaluation):
    page = evaluation._repr_html_()
    cells = re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", page)
    words = [word for row in repr(evaluation).splitlines()[1:] for word in re.split(r"  +", row)]
    unescaped = [cell.replace("&lt;", "<").replace("&gt;", ">") for cell in cells if cell]
    assert unescaped == words
    assert "<b>" not in page
    assert "color" not in page
    assert "background" not in page
    assert page.count("<tr>") == page.count("</tr>") == 5


def test_one_threshold_has_one_column():
    truths = GroundTruth([[BOX]], [[0]])
    evaluation = evaluate_detections(Detections([[BOX]], [[0.9]], [[0]]), truths, protocol=VOC2010)
    assert repr(evaluation).splitlines()[:2] == [
        "VOC 2010: AP 1.000, AR 1.000",
        "class  ground truths  detections     AP",
    ]


def test_the_curve_unpacks(evaluation):
    precision, recall, scores = evaluation.curve(0, 0.55)
    assert (precision.tolist(), recall.tolist(), scores.tolist()) == ([1], [0.5], [0.9])
    assert evaluation.curve(0, 0.9).recall.tolist() == [0.5]  # COCO's 0.9 is 0.8999999999999999


def test_bad_input(evaluation):
    with pytest.raises(ValueError, match="label must be a whole number from 0 to 2, got 3"):
        evaluation.curve(3, 0.5)
    with pytest.raises(TypeError, match="label must be a whole number from 0 to 2, got str 'cat'"):
        evaluation.curve("cat", 0.5)
    with pytest.raises(
        ValueError, match=re.escape("one of 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, got")
    ):
        evaluation.curve(0, 0.51)


def test_means_skip_what_is_not_known():
    assert mean_of_known(np.array([[1, np.nan], [0.5, np.nan]])) == 0.75
    assert np.isnan(mean_of_known(np.array([np.nan])))
    assert np.isnan(mean_of_known(np.array([])))
