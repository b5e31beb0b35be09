import re

import numpy as np
import pytest
from PIL import Image

from companion.data.penn_fudan import read

MASK = np.array([[0, 1, 1], [2, 0, 1]], dtype=np.uint8)


@pytest.fixture
def tree(tmp_path, monkeypatch, counted):
    """Return a tree of 17 pictures from each campus, each with two people."""
    monkeypatch.setenv("COMPANION_DATA", str(tmp_path))
    counted("penn_fudan", 24, 4, 6)
    root = tmp_path / "penn_fudan"
    for folder in ("PNGImages", "PedMasks", "Annotation"):
        (root / folder).mkdir(parents=True)
    (root / "PNGImages" / "._FudanPed00000.png").touch()
    for number in range(17):
        for place in ("Fudan", "Penn"):
            stem = f"{place}Ped{number:05}"
            Image.new("RGB", (3, 2), (number, 0, 0)).save(root / "PNGImages" / f"{stem}.png")
            Image.fromarray(MASK).save(root / "PedMasks" / f"{stem}_mask.png")
    return root


def test_splits_share_the_campuses_out(tree):
    parts = [read("penn_fudan", split) for split in ("train", "validation", "test")]
    places = [np.bincount([name.startswith("Penn") for name in part.names]).tolist() for part in parts]
    assert places == [[12, 12], [2, 2], [3, 3]]
    assert len({name for part in parts for name in part.names}) == 34


def test_people(tree):
    data = read("penn_fudan", "test")
    assert data.boxes[0].tolist() == [[1, 0, 3, 2], [0, 1, 1, 2]]
    assert data.labels[0].tolist() == [0, 0]
    assert data.labels[0].dtype == np.int64
    assert data.instances[0].tolist() == MASK.tolist()
    assert data.masks[0].tolist() == (MASK > 0).astype(int).tolist()
    assert [int(image[0, 0, 0]) for image in data.images] == [int(name[-6:-4]) for name in data.names]
    assert len(data.class_names) == 1


def test_incomplete_tree(tree):
    paths = sorted((tree / "PNGImages").glob("[!.]*"))
    paths[0].unlink()
    words = f"there are 33 pictures and should be 34; complete {tree}, or delete PNGImages, PedMasks in it"
    with pytest.raises(OSError, match=re.escape(words)):
        read("penn_fudan", "train")
    for path in paths[1:]:
        path.unlink()
    with pytest.raises(OSError, match="there are 0 pictures and should be 34; "):
        read("penn_fudan", "train")


def test_official_counts():
    from companion.data.penn_fudan import _TEST, _VALIDATION
    from companion.data.splits import stratified_split

    parts = stratified_split(np.repeat([0, 1], [74, 96]), validation=_VALIDATION, test=_TEST, seed=0)
    assert [len(parts[split]) for split in ("train", "validation", "test")] == [120, 20, 30]


def test_bad_names():
    with pytest.raises(ValueError, match="name must be one of 'penn_fudan', got 'penn'"):
        read("penn", "train")
    with pytest.raises(ValueError, match="split must be one of"):
        read("penn_fudan", "val")
