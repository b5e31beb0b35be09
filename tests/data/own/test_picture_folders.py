from pathlib import Path

import pytest

from companion.data.own import EXTENSIONS, read_yolo
from companion.data.own.picture_folders import note_no_picture, pictures_in
from companion.data.own.problems import Problems


def looked(folder, **options):
    problems = Problems("here")
    return [path.name for path in pictures_in(folder, problems, **options)], problems.found


@pytest.mark.parametrize("name", ["z.heic", "z.HEIC", "z.heif", "z.avif"])
def test_formats_that_are_not_read(tmp_path, name):
    for other in ("a.jpg", name):
        (tmp_path / other).touch()
    told = "a picture in a format that is not read; convert it to JPEG"
    assert looked(tmp_path) == (["a.jpg"], [f"{name}: {told}"])
    assert looked(tmp_path, shown="cats/") == (["a.jpg"], [f"cats/{name}: {told}"])
    assert looked(tmp_path, names=["a"]) == (["a.jpg"], [])
    assert looked(tmp_path, names=["z"]) == (["a.jpg"], [f"{name}: {told}"])


def test_names_in_another_unicode_form(tmp_path):
    (tmp_path / "\u0065\u0301.heic").touch()
    assert len(looked(tmp_path, names=["\u00e9"])[1]) == 1
    (tmp_path / "\u00e9.jpg").touch()
    assert looked(tmp_path)[1] == []


def test_what_is_passed_over(tmp_path):
    for name in ("a.jpg", "a.heic", "b.gif", "Thumbs.db", "notes.txt", ".c.heic"):
        (tmp_path / name).touch()
    assert looked(tmp_path) == (["a.jpg"], [])


def test_empty(tmp_path):
    assert looked(tmp_path) == ([], [])


def noted(folder, **options):
    problems = Problems("here")
    note_no_picture(folder, problems, **options)
    return problems.found


@pytest.fixture
def places(tmp_path):
    for name in ("images", "labels"):
        (tmp_path / name).mkdir()
    return tmp_path / "images", tmp_path / "labels"


def test_no_picture(places):
    (places[0] / "notes").mkdir()
    (places[0] / "notes" / "a.txt").touch()
    told = f"{places[0]} holds no picture (a file named {', '.join(EXTENSIONS)})"
    assert noted(places[0], labels=places[1]) == [f"the folder of the pictures: {told}"]


def test_swapped(places):
    (places[1] / "a.jpg").touch()
    (told,) = noted(places[0], labels=places[1])
    assert told.endswith(f".webp); {places[1]} holds some: are the two arguments swapped?")
    assert noted(places[0])[0].endswith(".webp)")


@pytest.mark.parametrize("deeper", ["train", "b/train"])
def test_one_level_too_high(places, deeper):
    for other in (".hidden", "z", deeper):
        (places[0] / other).mkdir(parents=True)
        (places[0] / other / "a.jpg").touch()
    (told,) = noted(places[0], labels=places[1])
    assert told.endswith(f".webp); images/{'train' if deeper == 'train' else 'z'} holds some")


def test_deeper_folders_in_a_folder_named_relatively(places, monkeypatch):
    (places[0] / "2024" / "may").mkdir(parents=True)
    (places[0] / "2024" / "may" / "a.jpg").touch()
    monkeypatch.chdir(places[0])
    assert noted(Path())[0].endswith("; 2024/may holds some")


def test_formats_that_are_not_read_are_reason_enough(places):
    (places[0] / "z.heic").touch()
    problems = Problems("here")
    assert pictures_in(places[0], problems) == []
    note_no_picture(places[0], problems)
    assert [told[:30] for told in problems.found] == ["z.heic: a picture in a format "]


def test_formats_that_are_not_read_beside_the_names_to_read(places):
    (places[0] / "z.heic").touch()
    with pytest.raises(ValueError, match="1 problem .*\n.*images holds no picture"):
        read_yolo(*places, ["cat"], names=["a"])
