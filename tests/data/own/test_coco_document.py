import copy
import json

import numpy as np
import pytest

from companion.data.outlines import outline_mask
from companion.data.own.coco_document import listed_pictures, parse_document
from companion.data.own.problems import Problems

DOCUMENT = {
    "images": [
        {"id": 7, "file_name": "b.jpg", "height": 6, "width": 8},
        {"id": 9, "file_name": "a.jpg", "height": 4, "width": 4},
    ],
    "categories": [{"id": 18, "name": "dog"}, {"id": 1, "name": "person"}, {"id": 3, "name": "car"}],
    "annotations": [
        {"id": 1, "image_id": 7, "category_id": 18, "bbox": [1, 2, 3.5, 4], "segmentation": [[1, 2, 4.5, 2, 4.5, 6]]},
        {
            "id": 2,
            "image_id": 7,
            "category_id": 1,
            "bbox": [0, 0, 1, 6],
            "iscrowd": 1,
            "segmentation": {"size": [6, 8], "counts": [0, 6, 42]},
        },
    ],
}


def listed(change=None):
    document = copy.deepcopy(DOCUMENT)
    if change:
        change(document)
    problems = Problems("here")
    return *listed_pictures(document, problems), problems.found


def test_by_hand():
    class_names, pictures, problems = listed()
    assert problems == []
    assert class_names == ("person", "car", "dog")
    empty, full = pictures
    assert (empty.name, empty.size, empty.labels, empty.boxes, empty.outlines) == ("a.jpg", (4, 4), (), (), ())
    assert (full.name, full.size, full.labels) == ("b.jpg", (6, 8), (2, 0))
    assert full.boxes == ((1, 2, 4.5, 6), (0, 0, 1, 6))
    assert full.difficult == (False, True)
    assert outline_mask(full.outlines[1], 6, 8).tolist() == [[True] + [False] * 7] * 6
    assert full.outlines[0].corners[0].tolist() == [[1, 2], [4.5, 2], [4.5, 6]]


def test_run_lengths_as_text():
    def change(document):
        document["annotations"][1]["segmentation"]["counts"] = "06Z1"

    _, pictures, problems = listed(change)
    assert problems == []
    assert pictures[1].outlines[1].counts.tolist() == [0, 6, 42]


def test_without_outlines():
    def change(document):
        document["annotations"][0]["segmentation"] = []
        del document["annotations"][1]["segmentation"]

    _, pictures, problems = listed(change)
    assert problems == []
    assert pictures[1].outlines == ()
    assert len(pictures[1].boxes) == 2


@pytest.mark.parametrize(("value", "crowd"), [(0, False), (1, True), (False, False), (True, True)])
def test_crowds(value, crowd):
    _, pictures, problems = listed(lambda document: document["annotations"][1].update(iscrowd=value))
    assert problems == []
    assert pictures[1].difficult == (False, crowd)


def put(part, index, **values):
    def change(document):
        document[part][index].update(values)

    return change


def drop(part, index, key):
    def change(document):
        del document[part][index][key]

    return change


def code(**values):
    return put("annotations", 1, segmentation={"size": [6, 8], "counts": [0, 6, 42], **values})


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            put("annotations", 0, image_id=8),
            "annotation 1: label without picture: image 8 is not listed; list it or remov",
        ),
        (put("annotations", 0, image_id="7"), "annotation 1: 'image_id' must be a whole number, got '7'"),
        (put("annotations", 0, category_id=2), "annotation 1: unknown class 2; the ids of the categories are 1, 3, 18"),
        (drop("annotations", 0, "bbox"), "annotation 1: has no 'bbox'"),
        (put("annotations", 0, bbox=[1, 2, 3]), "annotation 1: 'bbox' must hold 4 finite numbers"),
        (put("annotations", 0, bbox=[1, 2, 3, "4"]), "annotation 1: 'bbox' must hold 4 finite numbers"),
        (put("annotations", 0, bbox=[1, 2, 3, float("nan")]), "annotation 1: 'bbox' must hold 4 finite numbers"),
        (put("annotations", 0, bbox=None), "annotation 1: 'bbox' must hold 4 finite numbers"),
        (put("annotations", 0, bbox=[1, 2, 0, 4]), "annotation 1: the box from (1, 2) to (1, 6) has no area"),
        (put("annotations", 0, bbox=[1, 2, 9, 4]), "annotation 1: the box from (1, 2) to (10, 6) lies outside"),
        (
            put("annotations", 0, segmentation=[[1, 2, 3]]),
            "annotation 1: a polygon must have an x and a y for each corner",
        ),
        (put("annotations", 0, segmentation=[["x", 2]]), "annotation 1: 'segmentation' must hold finite numbers"),
        (
            put("annotations", 0, segmentation=3),
            "annotation 1: segmentation must be a list of polygons or a run-length",
        ),
        (put("annotations", 0, segmentation=[]), "annotation 1: has no segmentation while others have one"),
        (code(size=[8, 6]), "annotation 2: size of its run-length code must be [6, 8], got [8, 6]"),
        (code(counts=[0, 6]), "annotation 2: counts must add up to 6 x 8 = 48 pixels, got 6"),
        (put("annotations", 0, bbox=[1, 2, 3, 10**400]), "annotation 1: 'bbox' must hold 4 finite numbers"),
        (put("annotations", 0, bbox=[10**308, 2, 10**308, 4]), "annotation 1: the box from (1e+308, 2) to (inf, 6)"),
        (put("annotations", 0, segmentation=[[1, 10**400]]), "annotation 1: 'segmentation' must hold finite numbers"),
        (put("images", 1, height=10**400), "image 9: 'height' must be a finite number, got 1000"),
        (code(counts=[0, 10**30]), "annotation 2: counts must be whole numbers of at most 48, all pixels, got 1e+30"),
        (code(counts=[0.5, 47.5]), "annotation 2: counts must be whole numbers of at most 48, all pixels, got 0.5"),
        (code(counts="0" + 20 * "o" + "1"), "annotation 2: counts must be whole numbers of at most 48, all pixels"),
        (put("annotations", 1, iscrowd="0"), "annotation 2: 'iscrowd' must be 0, 1, true or false, got '0'"),
        (put("annotations", 1, iscrowd=2), "annotation 2: 'iscrowd' must be 0, 1, true or false, got 2"),
        (put("annotations", 1, iscrowd=None), "annotation 2: 'iscrowd' must be 0, 1, true or false, got None"),
        (put("annotations", 1, iscrowd=[]), "annotation 2: 'iscrowd' must be 0, 1, true or false, got []"),
        (put("images", 1, file_name="."), "image 9: 'file_name' must name a file, got '.'"),
        (put("images", 1, file_name=".."), "image 9: 'file_name' must name a file, got '..'"),
        (put("images", 1, file_name="/"), "image 9: 'file_name' must name a file, got '/'"),
        (code(counts="!"), "annotation 2: counts must be written in characters"),
        (put("annotations", 1, segmentation={"size": [6, 8]}), "annotation 2: has no 'counts'"),
        (put("images", 0, id=9), "image 9: its id or its file name 'a.jpg' is listed twice; list each picture once"),
        (put("images", 1, file_name="b.jpg"), "image 9: its id or its file name 'b.jpg' is listed twice"),
        (drop("images", 1, "file_name"), "image 9: has no 'file_name'"),
        (put("images", 1, file_name=""), "image 9: 'file_name' must be a text, got ''"),
        (put("images", 1, height=0), "image 9: height and width must be whole numbers of at least 1, got 0.0 and 4.0"),
        (put("images", 1, height="4"), "image 9: 'height' must be a finite number, got '4'"),
        (drop("images", 1, "id"), "image number 2 of the list: has no 'id'"),
        (put("categories", 1, id=18), "category 18: its id or its name 'person' is there twice"),
        (put("categories", 2, name="dog"), "category 3: its id or its name 'dog' is there twice"),
        (put("categories", 2, name=None), "category 3: 'name' must be a text, got None"),
    ],
)
def test_each_problem(change, message):
    _, _, problems = listed(change)
    assert len([problem for problem in problems if problem.startswith(message)]) == 1


def test_items_of_another_kind():
    def change(document):
        document["annotations"].append(None)
        document["images"].append("c.jpg")

    assert listed(change)[2] == [
        "image number 3 of the list: has no 'id'",
        "annotation number 3 of the list: has no 'image_id'",
    ]


def test_box_sticking_out_by_rounding_is_cut_off():
    _, pictures, problems = listed(put("annotations", 0, bbox=[1, 2, 7.3, 4.6]))
    assert problems == []
    assert pictures[1].boxes[0] == (1, 2, 8, 6)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty; export it again"),
        (b" ", "is empty"),
        (b"{", "is no JSON"),
        (b"\xff\xfe\xff", "is no JSON"),
        (b"[" * 100_000, "is no JSON"),
        (b"[]", "must hold the lists images, annotations, categories; images is missing or no list"),
        (b'{"images": [], "annotations": {}}', "annotations is missing or no list"),
    ],
)
def test_no_document(content, message):
    with pytest.raises(ValueError, match=message):
        parse_document(content)


def test_document_keeps_only_the_lists():
    content = json.dumps({**DOCUMENT, "info": {}}).encode()
    assert parse_document(content) == DOCUMENT


def test_nothing_listed():
    assert listed_pictures({"images": [], "annotations": [], "categories": []}, Problems("here")) == ((), [])


@pytest.fixture(scope="module")
def fixtures():
    """Return the annotations of pycocotools' own test, or skip."""
    import os
    from pathlib import Path

    if "COMPANION_REAL_DATA" not in os.environ:
        pytest.skip("COMPANION_REAL_DATA is not set: no real files here")
    folder = Path(os.environ["COMPANION_REAL_DATA"]) / "metrics" / "cocoapi-eval" / "annotations"
    document = parse_document((folder / "instances_val2014_100.json").read_bytes())
    problems = Problems("here")
    class_names, pictures = listed_pictures(document, problems)
    assert problems.found == []
    return document, class_names, pictures


def of_picture(document, picture):
    """Return the annotations of one picture in their order in the file."""
    identity = next(item["id"] for item in document["images"] if item["file_name"] == picture.name)
    return [item for item in document["annotations"] if item["image_id"] == identity]


def test_real_boxes_and_classes(fixtures):
    document, class_names, pictures = fixtures
    assert (len(pictures), len(class_names)) == (100, 80)
    assert (class_names[0], class_names[79]) == ("person", "toothbrush")
    assert sum(len(picture.boxes) for picture in pictures) == 839
    assert sum(sum(picture.difficult) for picture in pictures) == 9
    names = {item["id"]: item["name"] for item in document["categories"]}
    for picture in pictures:
        items = of_picture(document, picture)
        expected = [[x, y, x + width, y + height] for x, y, width, height in (item["bbox"] for item in items)]
        assert np.allclose(np.reshape(picture.boxes, (-1, 4)), np.reshape(expected, (-1, 4)), rtol=0, atol=1e-9)
        assert [class_names[label] for label in picture.labels] == [names[item["category_id"]] for item in items]


def test_real_outlines_have_their_area_and_box(fixtures):
    document, _, pictures = fixtures
    differences = []
    for picture in pictures[:50]:
        for item, outline in zip(of_picture(document, picture), picture.outlines, strict=True):
            mask = outline_mask(outline, *picture.size)
            rows, columns = np.nonzero(mask)
            x, y, width, height = item["bbox"]
            if item["iscrowd"]:  # its box counts from the first to the last pixel, without the last one's width
                assert [columns.min(), rows.min(), np.ptp(columns), np.ptp(rows)] == item["bbox"]
            else:
                corners = np.array(
                    [columns.min() - x, rows.min() - y, columns.max() + 1 - x - width, rows.max() + 1 - y - height]
                )
                differences.append((mask.sum() - item["area"]) / (width + height))
                assert (corners * [1, 1, -1, -1] >= -0.5 - 1e-9).all()
    assert abs(np.mean(differences)) < 0.005
    assert np.abs(differences).max() < 1
