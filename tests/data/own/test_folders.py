import torchvision

import pytest

from companion.data import own


@pytest.fixture
def root(tmp_path, picture):
    for number, name in enumerate(("dogs/b.jpg", "cats/a.PNG", "dogs/a.jpg", "dogs/a.png")):
        picture(tmp_path / name, colour=(number, 0, 0))
    return tmp_path


def test_by_hand(root):
    data = own.read_folder_per_class(root)
    assert data.class_names == ("cats", "dogs")
    assert data.names == ("cats/a.PNG", "dogs/a.jpg", "dogs/a.png", "dogs/b.jpg")
    assert data.labels.tolist() == [0, 1, 1, 1]
    assert data.labels.dtype == "int64"
    assert data.images[0].shape == (6, 8, 3)
    assert [int(data.images[i][0, 0, 0]) for i in (0, 2)] == [1, 3]
    assert (data.name, data.split) == ("own", "train")


def test_classes_are_sorted(folder, picture):
    for name in "hbgcfaed":
        picture(folder("root") / name / "a.jpg")
    data = own.read_folder_per_class(folder("root"))
    assert data.class_names == tuple("abcdefgh")
    assert data.names == tuple(f"{name}/a.jpg" for name in "abcdefgh")


def test_given_class_names_give_the_order(root):
    data = own.read_folder_per_class(str(root), class_names=["dogs", "cats"], name="pets", split="test")
    assert data.class_names == ("dogs", "cats")
    assert data.labels.tolist() == [0, 0, 0, 1]
    assert (data.name, data.split) == ("pets", "test")


def test_what_is_passed_over(root):
    for name in ("Thumbs.db", "dogs/Thumbs.db", "dogs/.hidden.jpg", "dogs/notes.txt", "dogs/odd.gif", "loose.gif"):
        (root / name).write_bytes(b"no picture")
    (root / ".git").mkdir()
    assert len(own.read_folder_per_class(root)) == 4


def test_pictures_that_would_vanish(root, picture):
    picture(root / "loose.jpg")
    for name in ("z.heic", "dogs/z.HEIC"):
        (root / name).write_bytes(b"a photograph")
    with pytest.raises(ValueError, match="^3 problems with the class folders in ") as caught:
        own.read_folder_per_class(root)
    assert str(caught.value).splitlines()[1:] == [
        "- z.heic: a picture in a format that is not read; convert it to JPEG",
        "- loose.jpg: a picture beside the class folders; move it into the folder of its class",
        "- dogs/z.HEIC: a picture in a format that is not read; convert it to JPEG",
    ]


def test_a_corrupt_picture_is_named_when_it_is_decoded(root):
    (root / "dogs" / "c.jpg").write_bytes(b"no picture")
    data = own.read_folder_per_class(root)
    with pytest.raises(ValueError, match=r"c\.jpg"):
        data.images[4]


def test_all_problems_at_once(root):
    (root / "birds").mkdir()
    (root / "fish").mkdir()
    (root / "cats" / "b.jpg").touch()
    with pytest.raises(ValueError, match="^3 problems with the class folders in ") as caught:
        own.read_folder_per_class(root, class_names=["cats", "dogs", "birds", "horses"][:3])
    assert str(caught.value).splitlines()[1:] == [
        "- fish: unknown class; class_names has cats, dogs, birds",
        "- cats/b.jpg: the picture is an empty file; copy it again",
        f"- birds: class folder without pictures (files named {', '.join(own.EXTENSIONS)}); add some or remove it",
    ]


def test_class_without_a_folder(root):
    with pytest.raises(
        ValueError, match="- birds: there is no such class folder; make it or take it out of class_names"
    ):
        own.read_folder_per_class(root, class_names=["cats", "dogs", "birds"])


def test_root_too_high(folder, picture):
    picture(folder("top/inner/cats") / "a.jpg")
    with pytest.raises(ValueError, match=r"- inner: .*; it holds folders \(cats\): is `root` one level too high\?"):
        own.read_folder_per_class(folder("top"))


def test_no_class_folders(folder, picture):
    with pytest.raises(ValueError, match="empty: holds no class folder; .* got an empty folder"):
        own.read_folder_per_class(folder("empty"))
    picture(folder("loose") / "a.jpg")
    with pytest.raises(ValueError, match="loose: holds no class folder; .* got 1 pictures directly in it"):
        own.read_folder_per_class(folder("loose"))


def test_missing_folder(tmp_path):
    with pytest.raises(FileNotFoundError, match="root must name a folder, got .*none, which does not exist"):
        own.read_folder_per_class(tmp_path / "none")


@pytest.mark.parametrize(("part", "count"), [("train", 244), ("val", 153)])
def test_real_ants_and_bees_as_torchvision_reads_them(trees, part, count):
    root = trees / "hymenoptera_data" / part
    data, theirs = own.read_folder_per_class(root), torchvision.datasets.ImageFolder(root)
    assert len(data) == count
    assert list(data.class_names) == theirs.classes
    assert [(str(root / name), label) for name, label in zip(data.names, data.labels, strict=True)] == theirs.samples
    assert "ants/imageNotFound.gif" not in data.names
