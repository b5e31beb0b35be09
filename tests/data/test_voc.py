import time

import numpy as np
import pytest
from PIL import Image

from companion.data.voc import read

CLASSES = np.array([[0, 255, 15, 15], [12, 255, 15, 0]], dtype=np.uint8)
OBJECTS = np.array([[0, 255, 3, 3], [1, 255, 3, 0]], dtype=np.uint8)
SIZE = "<size><width>4</width><height>2</height><depth>3</depth></size>"


def thing(name, xmin, ymin, xmax, ymax, difficult):
    box = f"<xmin>{xmin}</xmin><ymin>{ymin}</ymin><xmax>{xmax}</xmax><ymax>{ymax}</ymax>"
    return f"<object><name>{name}</name><difficult>{difficult}</difficult><bndbox>{box}</bndbox></object>"


XML = f"<annotation>{SIZE}{thing('person', 3, 1, 4, 2, 0)}{thing('dog', 1, 2, 1, 2, 1)}</annotation>"


def write(root, year, lists, segmented):
    """Write a tree whose lists name so many pictures, the first ones of each with masks."""
    voc = root / f"voc{year}" / "VOCdevkit" / f"VOC{year}"
    for folder in (
        "JPEGImages",
        "Annotations",
        "ImageSets/Main",
        "ImageSets/Segmentation",
        *("SegmentationClass", "SegmentationObject"),
    ):
        (voc / folder).mkdir(parents=True)
    for part, count in lists.items():
        stems = [f"{part}_{number:04}" for number in range(count)]
        (voc / "ImageSets" / "Main" / f"{part}.txt").write_text("\n".join(reversed(stems)) + "\n")
        (voc / "ImageSets" / "Segmentation" / f"{part}.txt").write_text("\n".join(stems[:segmented]))
        for stem in stems:
            (voc / "Annotations" / f"{stem}.xml").write_text(XML)
        for stem in stems[:segmented]:
            Image.new("RGB", (4, 2), (90, 90, 90)).save(voc / "JPEGImages" / f"{stem}.jpg")
            for folder, values in (("SegmentationClass", CLASSES), ("SegmentationObject", OBJECTS)):
                image = Image.fromarray(values)
                image.putpalette(np.random.default_rng(0).integers(0, 256, 768).tolist())
                image.save(voc / folder / f"{stem}.png")
    return voc


@pytest.fixture
def tree(tmp_path, monkeypatch):
    monkeypatch.setenv("COMPANION_DATA", str(tmp_path))
    write(tmp_path, 2007, {"train": 5, "val": 4, "test": 3}, 2)
    write(tmp_path, 2012, {"train": 20, "val": 4}, 10)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "counts", "lists"),
    [
        ("voc2007", [5, 4, 3], [{"train"}, {"val"}, {"test"}]),
        ("voc2012", [18, 2, 4], [{"train"}, {"train"}, {"val"}]),
        ("voc2007_segmentation", [2, 2, 2], [{"train"}, {"val"}, {"test"}]),
        ("voc2012_segmentation", [9, 1, 4], [{"train"}, {"train"}, {"val"}]),
    ],
)
def test_splits(tree, name, counts, lists):
    parts = [read(name, split) for split in ("train", "validation", "test")]
    assert [len(part) for part in parts] == counts
    assert [{file.split("_")[0] for file in part.names} for part in parts] == lists
    assert len({file for part in parts for file in part.names}) == sum(counts)
    assert all(list(part.names) == sorted(part.names) for part in parts)
    assert [(part.name, part.split) for part in parts] == [(name, split) for split in ("train", "validation", "test")]


def test_boxes(tree):
    data = read("voc2007", "test")
    assert data.boxes[0].tolist() == [[2, 0, 4, 2], [0, 1, 1, 2]]
    assert [data.class_names[label] for label in data.labels[0]] == ["person", "dog"]
    assert data.difficult[0].tolist() == [False, True]
    assert data.masks is None
    assert data.names[0] == "test_0000.jpg"
    assert data.images[0].shape == (2, 4, 3)


def test_masks(tree):
    data = read("voc2012_segmentation", "test")
    assert data.masks[0].tolist() == CLASSES.tolist()
    assert data.instances[0].tolist() == [[0, 255, 2, 2], [1, 255, 2, 0]]
    assert [data.class_names[label] for label in data.labels[0]] == ["dog", "person"]
    assert data.boxes[0].tolist() == [[0, 1, 1, 2], [2, 0, 4, 2]]
    assert data.images[0].shape == (2, 4, 3)


def test_five_thousand_files_take_seconds(tmp_path, monkeypatch):
    monkeypatch.setenv("COMPANION_DATA", str(tmp_path))
    voc = write(tmp_path, 2007, {"train": 1, "val": 1, "test": 1}, 1)
    (voc / "ImageSets" / "Main" / "test.txt").write_text("\n".join(["test_0000"] * 5000))
    begin = time.perf_counter()
    assert len(read("voc2007", "test")) == 5000
    assert time.perf_counter() - begin < 4


def test_damaged_annotation(tree):
    file = tree / "voc2007" / "VOCdevkit" / "VOC2007" / "Annotations" / "val_0001.xml"
    file.write_text(XML.replace("dog", "wolf"))
    with pytest.raises(ValueError, match=r"- val_0001\.xml, object 2 \(wolf\): unknown class 'wolf'"):
        read("voc2007", "validation")
    file.write_text(XML.replace(SIZE, ""))
    with pytest.raises(ValueError, match=r"- val_0001\.xml: states no size for val_0001\.jpg"):
        read("voc2007", "validation")


def test_bad_names():
    with pytest.raises(ValueError, match="name must be one of 'voc2007', .*, got 'voc2008'"):
        read("voc2008", "train")
    with pytest.raises(ValueError, match="split must be one of"):
        read("voc2007", "val")


def test_damaged_masks_are_all_named(tree):
    voc = tree / "voc2007" / "VOCdevkit" / "VOC2007"
    first, second = (voc / "SegmentationClass" / f"val_000{number}.png" for number in (0, 1))
    Image.fromarray(CLASSES[:1]).save(first)
    Image.fromarray(np.zeros_like(CLASSES)).save(second)
    with pytest.raises(ValueError, match=r"^2 problems with the masks in .*SegmentationObject:\n") as caught:
        read("voc2007_segmentation", "validation")
    lines = str(caught.value).splitlines()
    assert lines[1].startswith("- val_0000.png: classes must have shape (2, 4), got (1, 4)")
    assert lines[2].startswith("- val_0001.png: classes must hold a class where instances is 1, got background")
    (voc / "SegmentationObject" / "val_0001.png").write_bytes(b"")
    with pytest.raises(ValueError, match=r"- val_0001\.png: path must name .*SegmentationObject.*: the file is empty"):
        read("voc2007_segmentation", "validation")
