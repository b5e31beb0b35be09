import numpy as np
import pytest
from PIL import Image

from companion.data.pets import read, read_list, read_trimap

TRIMAP = np.array([[1, 3, 2], [3, 3, 2]], dtype=np.uint8)


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """Return a tree of two breeds: 20 pictures each for training, 2 for testing."""
    monkeypatch.setenv("COMPANION_DATA", str(tmp_path))
    root = tmp_path / "oxford_pets"
    for folder in ("images", "annotations/trimaps", "annotations/xmls"):
        (root / folder).mkdir(parents=True)
    (root / "images" / "Sphynx_1.mat").touch()
    (root / "annotations" / "trimaps" / "._Sphynx_1.png").touch()
    lists = {"trainval": range(20), "test": (100, 101)}
    for part, numbers in lists.items():
        lines = [
            f"{breed}_{n} {label} {label % 2 + 1} 1"
            for label, breed in ((5, "Sphynx"), (2, "Abyssinian"))
            for n in numbers
        ]
        (root / "annotations" / f"{part}.txt").write_text("\n".join(lines) + "\n")
        for line in lines:
            stem, label, *_ = line.split()
            Image.new("RGB", (3, 2), (int(label) * 50,) * 3).save(root / "images" / f"{stem}.jpg")
            Image.fromarray(TRIMAP).save(root / "annotations" / "trimaps" / f"{stem}.png")
    (root / "annotations" / "list.txt").write_text("#Image CLASS-ID SPECIES BREED ID\n")
    return root


def test_breeds(tree):
    train, validation, test = (read("oxford_pets", split) for split in ("train", "validation", "test"))
    assert [np.bincount(part.labels)[[1, 4]].tolist() for part in (train, validation, test)] == [
        [18, 18],
        [2, 2],
        [2, 2],
    ]
    assert len({*train.names, *validation.names, *test.names}) == 44
    assert test.names == ("Abyssinian_100.jpg", "Abyssinian_101.jpg", "Sphynx_100.jpg", "Sphynx_101.jpg")
    assert test.labels.tolist() == [1, 1, 4, 4]
    assert test.masks is None
    assert len(test.class_names) == 37
    for image, label in zip(train.images, train.labels, strict=True):
        assert abs(int(image[0, 0, 0]) - 50 * (int(label) + 1)) <= 2


def test_trimaps(tree):
    train, test = (read("oxford_pets_trimaps", split) for split in ("train", "test"))
    assert train.names == read("oxford_pets", "train").names
    assert test.masks[0].tolist() == [[1, 2, 0], [2, 2, 0]]
    assert test.images[0].shape == (2, 3, 3)
    assert len(test.class_names) == 2
    assert [labels.shape for labels in test.labels] == [(0,)] * 4


def test_list_by_hand(tmp_path):
    (tmp_path / "a.txt").write_text("# comment\n\nb_2 2 1 1\na_1 1 2 1\n")
    stems, labels = read_list(tmp_path / "a.txt")
    assert stems == ["a_1", "b_2"]
    assert labels.tolist() == [0, 1]


@pytest.mark.parametrize("line", ["a 0 1 1", "a x 1 1", "a 1 1", "a 1 1 1 1"])
def test_bad_list(tmp_path, line):
    (tmp_path / "a.txt").write_text(f"b 1 1 1\n{line}")
    with pytest.raises(ValueError, match=f"a.txt line 2 must be `name class species breed`, got '{line}'"):
        read_list(tmp_path / "a.txt")


@pytest.mark.parametrize("value", [0, 4])
def test_bad_trimap(tmp_path, value):
    Image.fromarray(np.array([[value, 1]], dtype=np.uint8)).save(tmp_path / "a.png")
    with pytest.raises(ValueError, match=r"a trimap must hold 1, 2 and 3 alone, got \d to \d in .*a\.png"):
        read_trimap(tmp_path / "a.png")


def test_bad_names():
    with pytest.raises(ValueError, match="name must be one of 'oxford_pets', 'oxford_pets_trimaps', got 'pets'"):
        read("pets", "train")
    with pytest.raises(ValueError, match="split must be one of"):
        read("oxford_pets", "val")
