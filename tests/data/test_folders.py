import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from companion.data.folders import read

SPLITS = ("train", "validation", "test")


@pytest.fixture
def data_folder(tmp_path, monkeypatch):
    """Return a function that writes gray pictures, the place of each told by its gray, into the data folder."""
    monkeypatch.setenv("COMPANION_DATA", str(tmp_path))

    def write(*folders):
        for folder, count in folders:
            (tmp_path / folder).mkdir(parents=True)
            for number in range(count):
                Image.new("L", (2, 2), number).save(tmp_path / folder / f"{number:02}.jpg")

    return write


@pytest.mark.parametrize(
    ("name", "classes", "official"),
    [
        ("hymenoptera_data", ("ants", "bees"), "val"),
        ("cats_and_dogs_filtered", ("cats", "dogs"), "validation"),
    ],
)
def test_official_parts(data_folder, counted, name, classes, official):
    counted(name, 12, 3, 6)
    for class_name, count in zip(classes, (10, 5), strict=True):
        data_folder((f"{name}/train/{class_name}", count), (f"{name}/{official}/{class_name}", 3))
    train, validation, test = (read(name, split) for split in SPLITS)
    assert [np.bincount(part.labels).tolist() for part in (train, validation, test)] == [[8, 4], [2, 1], [3, 3]]
    assert len({*train.names, *validation.names}) == 15
    assert {part.class_names for part in (train, validation, test)} == {classes}
    assert [(part.name, part.split) for part in (train, validation, test)] == [(name, split) for split in SPLITS]
    for part in (train, validation, test):
        assert [int(image[0, 0, 0]) for image in part.images] == [int(path[-6:-4]) for path in part.names]


def test_flowers_have_no_official_parts(data_folder, counted):
    counted("tf_flowers", 40, 5, 5)
    classes = ("daisy", "dandelion", "roses", "sunflowers", "tulips")
    data_folder(*((f"tf_flowers/{class_name}", 10) for class_name in classes))
    parts = [read("tf_flowers", split) for split in SPLITS]
    assert [np.bincount(part.labels).tolist() for part in parts] == [[8] * 5, [1] * 5, [1] * 5]
    assert len({name for part in parts for name in part.names}) == 50
    assert parts[0].class_names == classes


def test_always_the_same(data_folder, counted):
    counted("hymenoptera_data", 16, 4, 2)
    data_folder(("hymenoptera_data/train/ants", 10), ("hymenoptera_data/train/bees", 10))
    data_folder(("hymenoptera_data/val/ants", 1), ("hymenoptera_data/val/bees", 1))
    assert read("hymenoptera_data", "validation").names == ("ants/04.jpg", "ants/06.jpg", "bees/02.jpg", "bees/09.jpg")


@pytest.mark.parametrize(("ants", "found"), [(9, 19), (11, 21)])
def test_no_picture_changes_sides_unnoticed(data_folder, counted, ants, found):
    counted("hymenoptera_data", 16, 4, 2)
    data_folder(("hymenoptera_data/train/ants", ants), ("hymenoptera_data/train/bees", 10))
    data_folder(("hymenoptera_data/val/ants", 1), ("hymenoptera_data/val/bees", 1))
    for split in ("train", "validation"):
        with pytest.raises(OSError, match=f"for train, validation there are {found} pictures and should be 20; "):
            read("hymenoptera_data", split)
    assert len(read("hymenoptera_data", "test")) == 2


def test_incomplete_flowers(data_folder, counted):
    counted("tf_flowers", 40, 5, 5)
    data_folder(*((f"tf_flowers/{name}", 10) for name in ("daisy", "dandelion", "roses", "sunflowers")))
    data_folder(("tf_flowers/tulips", 9))
    for split in SPLITS:
        with pytest.raises(OSError, match="for train, validation, test there are 49 pictures and should be 50; "):
            read("tf_flowers", split)


def test_class_without_pictures(data_folder):
    data_folder(("hymenoptera_data/train/ants", 2), ("hymenoptera_data/train/bees", 0))
    data_folder(("hymenoptera_data/val/ants", 1), ("hymenoptera_data/val/bees", 1))
    with pytest.raises(ValueError, match="- bees: class folder without pictures"):
        read("hymenoptera_data", "train")


@pytest.mark.parametrize(
    ("name", "folders"),
    [
        ("hymenoptera_data", ("train/ants", "train/bees", "val/ants", "val/bees")),
        ("tf_flowers", ("daisy", "dandelion", "roses", "sunflowers", "tulips")),
    ],
)
def test_class_of_another_name(data_folder, name, folders):
    data_folder(*((f"{name}/{folder}", 10) for folder in folders))
    others = {f"{name}/{Path(folder).parent}/other" for folder in folders}
    data_folder(*((other, 1) for other in others))
    for split in SPLITS:
        with pytest.raises(ValueError, match="- other: unknown class; class_names has "):
            read(name, split)


def test_bad_names():
    with pytest.raises(ValueError, match="name must be one of 'hymenoptera_data', .*, got 'ants'"):
        read("ants", "train")
    with pytest.raises(ValueError, match="split must be one of 'train', 'validation', 'test', got 'val'"):
        read("tf_flowers", "val")


def test_real_ants_and_bees(monkeypatch):
    if "COMPANION_REAL_DATA" not in os.environ:
        pytest.skip("COMPANION_REAL_DATA is not set: no real files here")
    monkeypatch.setenv("COMPANION_DATA", str(Path(os.environ["COMPANION_REAL_DATA"]) / "trees"))
    parts = [read("hymenoptera_data", split) for split in SPLITS]
    assert [len(part) for part in parts] == [195, 49, 153]
    assert all(part.images[0].shape[2] == 3 for part in parts)
