import importlib
import inspect
import os
import subprocess
import sys

import numpy as np
import pytest

from companion import data
from companion.data.registry import REGISTRY

EMBEDDED = [name for name, entry in REGISTRY.items() if entry.tier == "mini"]


@pytest.mark.parametrize("name", [name for name in EMBEDDED if name != "scenes"])
@pytest.mark.parametrize("split", ["train", "validation", "test"])
def test_embedded_sets_are_as_the_registry_says(name, split):
    part = data.load(name, split=split)
    entry = REGISTRY[name]
    assert (part.name, part.split) == (name, split)
    assert len(part) == dict(zip(("train", "validation", "test"), entry.counts, strict=True))[split]
    if name != "photos":
        assert part.class_names == entry.class_names
        assert " x ".join(map(str, part.images.shape[1:])) == entry.shape
        assert part.images.dtype == np.uint8
        assert part.labels.dtype == np.int64
        assert np.unique(part.labels).tolist() == list(range(len(entry.class_names)))


def test_splits_of_digits_and_faces_share_no_picture():
    for name in ("digits", "faces"):
        seen = [{image.tobytes() for image in data.load(name, split=split).images} for split in ("train", "test")]
        assert not seen[0] & seen[1]


def test_digits_use_the_whole_range():
    images = data.load("digits").images
    assert (images.min(), images.max()) == (0, 255)


def test_choose_follows_the_tier(monkeypatch):
    monkeypatch.delenv("COMPANION_TIER", raising=False)
    assert data.choose(mini="digits", full="cifar10") == "digits"
    monkeypatch.setenv("COMPANION_TIER", "full")
    assert data.choose(mini="digits", full="cifar10") == "cifar10"


def test_bad_input(monkeypatch):
    with pytest.raises(ValueError, match="name must be one of 'digits', .*, got 'digit'"):
        data.load("digit")
    with pytest.raises(ValueError, match="split must be one of 'train', 'validation', 'test', got 'dev'"):
        data.load("digits", split="dev")
    monkeypatch.delenv("COMPANION_TIER", raising=False)
    with pytest.raises(ValueError, match="full must be one of .*, got 'imagenet'"):
        data.choose(mini="digits", full="imagenet")


def test_every_registered_set_can_be_loaded_by_name():
    assert tuple(REGISTRY) == data.NAMES


@pytest.mark.parametrize("name", REGISTRY)
def test_its_reader_is_there_and_takes_what_it_is_given(name):
    known = REGISTRY[name]
    read = importlib.import_module(f"companion.data.{known.reader}").read
    assert list(inspect.signature(read).parameters) == (["name", "split"] if known.files else ["split"])


@pytest.mark.parametrize("split", ["train", "validation"])
def test_what_is_for_evaluation_alone_says_so(monkeypatch, split):
    monkeypatch.setattr("companion.data.coco.read", lambda *_: pytest.fail("was read"))
    with pytest.raises(
        ValueError, match=f"split must be 'test' for coco_val2017, which has no other pictures, got '{split}'"
    ):
        data.load("coco_val2017", split=split)


def test_what_there_is_for_evaluation_is_read(monkeypatch):
    monkeypatch.setattr("companion.data.coco.read", lambda name, split: [(name, split)] * 5000)
    assert data.load("coco_val2017", split="test")[0] == ("coco_val2017", "test")


@pytest.mark.parametrize("count", [0, 4999, 5001])
def test_more_or_fewer_pictures_than_were_published(monkeypatch, tmp_path, count):
    monkeypatch.setenv("COMPANION_DATA", str(tmp_path))
    monkeypatch.setattr("companion.data.coco.read", lambda name, split: [(name, split)] * count)
    words = f"coco_val2017 is not as it was published: for test there are {count:,} pictures and should be 5,000; "
    with pytest.raises(OSError, match=words) as caught:
        data.load("coco_val2017", split="test")
    folder = tmp_path / "coco_val2017"
    assert str(caught.value).endswith(
        f"; complete {folder}, or delete annotations, val2017 in it and load the data set again"
    )


@pytest.mark.skipif("COMPANION_REAL_DATA" not in os.environ, reason="COMPANION_REAL_DATA names no folder of real data")
@pytest.mark.parametrize("split", ["train", "validation", "test"])
def test_a_real_tree_has_the_counts_of_the_registry(monkeypatch, split):
    monkeypatch.setenv("COMPANION_DATA", os.path.join(os.environ["COMPANION_REAL_DATA"], "trees"))
    known = REGISTRY["hymenoptera_data"]
    part = data.load("hymenoptera_data", split=split)
    assert len(part) == dict(zip(("train", "validation", "test"), known.counts, strict=True))[split]
    assert part.class_names == known.class_names


def test_import_is_light():
    heavy = {"torch", "keras", "tensorflow", "matplotlib", "sklearn", "skimage", "pooch"}
    code = f"import companion.data, sys; print(sorted({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
