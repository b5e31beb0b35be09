import pytest

from companion.data.own.picture_folders import pictures_in
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


def test_what_is_passed_over(tmp_path):
    for name in ("a.jpg", "a.heic", "b.gif", "Thumbs.db", "notes.txt", ".c.heic"):
        (tmp_path / name).touch()
    assert looked(tmp_path) == (["a.jpg"], [])


def test_empty(tmp_path):
    assert looked(tmp_path) == ([], [])
