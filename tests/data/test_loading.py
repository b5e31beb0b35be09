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
    assert set(data.NAMES) == set(REGISTRY)


def test_import_is_light():
    heavy = {"torch", "keras", "tensorflow", "matplotlib", "sklearn", "skimage", "pooch"}
    code = f"import companion.data, sys; print(sorted({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
