import json

import pytest
from PIL import Image

from companion.data.coco import read


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """Return a tree of two pictures, one of them listed and not there."""
    monkeypatch.setenv("COMPANION_DATA", str(tmp_path))
    root = tmp_path / "coco_val2017"
    (root / "val2017").mkdir(parents=True)
    (root / "annotations").mkdir()
    Image.new("RGB", (4, 3), (90, 90, 90)).save(root / "val2017" / "000000000001.jpg")
    outline = {"size": [3, 4], "counts": [0, 3, 9]}
    document = {
        "images": [{"id": i, "file_name": f"{i:012}.jpg", "height": 3, "width": 4} for i in (2, 1)],
        "categories": [{"id": 3, "name": "car"}, {"id": 1, "name": "person"}],
        "annotations": [
            {"id": 8, "image_id": 1, "category_id": 3, "bbox": [0, 0, 1, 3], "iscrowd": 1, "segmentation": outline},
            {
                "id": 9,
                "image_id": 1,
                "category_id": 1,
                "bbox": [0, 0, 2, 1],
                "segmentation": [[0, 0, 2, 0, 2, 1, 0, 1]],
            },
        ],
    }
    (root / "annotations" / "instances_val2017.json").write_text(json.dumps(document))
    return root


def test_by_hand(tree):
    data = read("coco_val2017", "test")
    assert (data.name, data.split) == ("coco_val2017", "test")
    assert data.names == ("000000000001.jpg", "000000000002.jpg")
    assert data.class_names == ("person", "car")
    assert data.boxes[0].tolist() == [[0, 0, 1, 3], [0, 0, 2, 1]]
    assert data.labels[0].tolist() == [1, 0]
    assert data.difficult[0].tolist() == [True, False]
    assert data.masks[0].tolist() == [[1, 1, 0, 0], [2, 0, 0, 0], [2, 0, 0, 0]]
    assert data.instances[0].tolist() == [[2, 2, 0, 0], [1, 0, 0, 0], [1, 0, 0, 0]]
    assert data.boxes[1].shape == (0, 4)
    assert data.images[0].shape == (3, 4, 3)


def test_no_picture_is_opened_before_it_is_asked_for(tree):
    data = read("coco_val2017", "test")
    with pytest.raises(FileNotFoundError, match="000000000002.jpg"):
        data.images[1]


def test_damaged_annotations(tree):
    (tree / "annotations" / "instances_val2017.json").write_text("{")
    with pytest.raises(ValueError, match=r"- instances_val2017\.json: is no JSON"):
        read("coco_val2017", "test")


@pytest.mark.parametrize("split", ["train", "validation", "val"])
def test_only_a_test_part(split):
    with pytest.raises(ValueError, match=f"split must be one of 'test', got '{split}'"):
        read("coco_val2017", split)


def test_bad_name():
    with pytest.raises(ValueError, match="name must be one of 'coco_val2017', got 'coco'"):
        read("coco", "test")
