import numpy as np
import pytest

from companion.data import load, photos
from companion.data.credits import CREDITS


@pytest.mark.parametrize("name", photos.NAMES)
def test_every_photograph_is_there_in_colour(name):
    picture = photos.photo(name)
    assert picture.dtype == np.uint8
    assert picture.ndim == 3
    assert picture.shape[2] == 3


def test_equals_what_scikit_image_gives():
    from skimage import data

    assert (photos.photo("coffee") == data.coffee()).all()
    assert (photos.photo("brick")[..., 1] == data.brick()).all()


def test_one_may_write_on_it():
    picture = photos.photo("chelsea")
    before = picture[0, 0].tolist()
    picture[0, 0] = 255 - picture[0, 0]
    assert photos.photo("chelsea")[0, 0].tolist() == before


@pytest.mark.parametrize("name", [name for name, credit in CREDITS.items() if credit.shown])
def test_a_photograph_is_shown_only_with_author_source_and_terms(name):
    credit = CREDITS[name]
    assert credit.author != "not stated"
    assert credit.source.startswith("http")
    assert any(word in credit.licence for word in ("CC0", "CC BY", "public domain", "no known copyright"))
    assert "NC" not in credit.licence


def test_unclear_terms_are_not_shown():
    assert not any(CREDITS[name].shown for name in ("moon", "motorcycle", "rocket", "ihc"))


def test_read_gives_them_all():
    data = load("photos")
    assert data.class_names == photos.NAMES
    assert data.images[0].shape == (512, 512, 3)


def test_unknown_name():
    with pytest.raises(ValueError, match="name must be one of 'astronaut', .*, got 'lena'"):
        photos.photo("lena")


def test_missing_file(monkeypatch):
    import dataclasses

    gone = dataclasses.replace(CREDITS["brick"], file="skimage/data/gone.png")
    monkeypatch.setitem(CREDITS, "brick", gone)
    with pytest.raises(FileNotFoundError, match="the installed skimage does not carry data/gone.png"):
        photos.photo("brick")
