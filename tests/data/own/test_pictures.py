from pathlib import Path

import pytest

from companion.data.own.pictures import (
    EXTENSIONS,
    existing_file,
    existing_folder,
    files_in,
    pairs,
    picture_size,
    same_size,
    whole_size,
)
from companion.data.own.problems import Problems


def paired(images, labels, names=None):
    problems = Problems("here")
    found = pairs([Path(p) for p in images], [Path(p) for p in labels], problems, names=names, remedy="add {stem}.txt")
    return [(picture.name, label.name) for picture, label in found], problems.found


def test_what_counts_as_a_picture(tmp_path):
    for name in ("b.JPG", "a.png", ".hidden.jpg", "Thumbs.db", "notes.txt", "c.gif", "d.webp"):
        (tmp_path / name).touch()
    (tmp_path / "folder.jpg").mkdir()
    assert [path.name for path in files_in(tmp_path, EXTENSIONS)] == ["a.png", "b.JPG", "d.webp"]


def test_order_is_that_of_names():
    assert paired(["b.jpg", "a.jpg", "B.jpg"], ["a.txt", "B.txt", "b.txt"])[0] == [
        ("B.jpg", "B.txt"),
        ("a.jpg", "a.txt"),
        ("b.jpg", "b.txt"),
    ]


def test_one_without_the_other():
    found, problems = paired(["a.jpg", "b.jpg"], ["b.txt", "c.txt"])
    assert found == [("b.jpg", "b.txt")]
    assert problems == [
        "a.jpg: picture without label; add a.txt",
        "c.txt: label without picture; add a picture c.jpg or remove the label",
    ]


def test_two_of_the_same_stem():
    assert paired(["a.jpg", "a.png"], ["a.txt"])[1] == [
        "a.jpg and a.png: two pictures with the same name but for the extension; rename or remove one"
    ]
    assert paired(["a.jpg"], ["a.tif", "a.png"])[1] == [
        "a.tif and a.png: two label files with the same name but for the extension; rename or remove one"
    ]


def test_names_choose():
    assert paired(["a.jpg", "b.jpg", "c.jpg"], ["b.txt", "d.txt"], ["b"]) == ([("b.jpg", "b.txt")], [])
    assert paired(["a.jpg"], ["b.txt"], ["b", "a", "c"])[1] == [
        "a.jpg: picture without label; add a.txt",
        "b.txt: label without picture; add a picture b.jpg or remove the label",
        "c: is among the names to read, but neither a picture nor a label is called so; give names without extension",
    ]


def test_dots_in_a_name():
    assert paired(["a.b.jpg"], ["a.b.txt"])[0] == [("a.b.jpg", "a.b.txt")]


def test_names_that_differ_in_their_unicode_form_alone():
    apart, together = "qu\u0065\u0301", "qu\u00e9"
    for ours, theirs in ((apart, together), (together, apart)):
        assert paired([f"{ours}.jpg"], [f"{theirs}.txt"]) == ([(f"{ours}.jpg", f"{theirs}.txt")], [])
        assert paired([f"{ours}.jpg", "b.jpg"], [f"{ours}.txt"], [theirs]) == ([(f"{ours}.jpg", f"{ours}.txt")], [])
    with pytest.raises(ValueError, match="names must be a sequence of different names"):
        paired(["a.jpg"], ["a.txt"], [apart, together])


def test_no_picture_at_all_is_for_others_to_tell():
    assert paired([], []) == ([], [])
    assert paired([], ["a.txt", "b.txt"], ["c"]) == ([], [])


@pytest.mark.parametrize("names", [[], "ab", ["a", "a"]])
def test_bad_names(names):
    with pytest.raises(ValueError, match="names must be a sequence of different names without extension, at least one"):
        paired(["a.jpg"], ["a.txt"], names)


def test_missing_folder(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(FileNotFoundError, match="images must name a folder, got .*none, which does not exist"):
        existing_folder("images", tmp_path / "none")
    with pytest.raises(FileNotFoundError, match="images must name a folder, got .*file, which is a file"):
        existing_folder("images", str(tmp_path / "file"))
    assert existing_folder("images", str(tmp_path)) == tmp_path


def test_missing_file(tmp_path):
    with pytest.raises(FileNotFoundError, match="labels must name a file, got .*none, which does not exist"):
        existing_file("labels", tmp_path / "none")
    with pytest.raises(FileNotFoundError, match="labels must name a file, got .*, which is a folder"):
        existing_file("labels", tmp_path)


def test_size_is_that_of_the_upright_picture(tmp_path, picture):
    assert picture_size(picture(tmp_path / "a.jpg", width=8, height=6)) == (6, 8)
    assert picture_size(picture(tmp_path / "b.jpg", width=8, height=6, orientation=6)) == (8, 6)


def test_no_picture(tmp_path):
    (tmp_path / "a.jpg").touch()
    with pytest.raises(ValueError, match="^the picture is an empty file; copy it again$"):
        picture_size(tmp_path / "a.jpg")
    (tmp_path / "a.jpg").write_bytes(b"hello")
    with pytest.raises(ValueError, match="^cannot be read as a picture") as caught:
        picture_size(tmp_path / "a.jpg")
    assert str(tmp_path) not in str(caught.value)


def test_sizes():
    same_size((3, 4), (3, 4))
    with pytest.raises(
        ValueError, match="the label says 4 x 3 .*the upright picture has 3 x 4: it was labelled before"
    ):
        same_size((3, 4), (4, 3))
    with pytest.raises(ValueError, match="the label says 4 x 3 .*has 8 x 6: it was labelled at another size"):
        same_size((3, 4), (6, 8))


@pytest.mark.parametrize("height", [0, -1, 2.5, float("nan"), float("inf")])
def test_bad_size(height):
    assert whole_size(3.0, 4) == (3, 4)
    with pytest.raises(ValueError, match="height and width must be whole numbers of at least 1"):
        whole_size(height, 4)
