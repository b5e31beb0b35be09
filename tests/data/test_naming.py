import re

import pytest

from companion import data
from companion.data.naming import closest, known
from companion.data.registry import REGISTRY, entry
from companion.pretrained.official import ENTRIES


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("fashion_mnst", "fashion_mnist"),
        ("Fashion-MNIST", "fashion_mnist"),
        ("vgg16", "weights/vgg16"),
        ("VGG16", "weights/VGG16"),
        ("resnet18", "weights/resnet18"),
        ("weights/resnet81", "weights/resnet18"),
        ("Vgg16", "weights/vgg16"),
        ("imagenet", ""),
        ("", ""),
    ],
)
def test_what_was_meant(given, meant):
    assert closest(given, [*REGISTRY, *ENTRIES]) == meant


def test_nothing_is_like_a_name_where_there_is_none():
    assert closest("digits", []) == ""


@pytest.mark.parametrize("look_up", [entry, data.load])
def test_an_unknown_data_set_is_told_what_was_meant(look_up):
    with pytest.raises(ValueError, match=r"^name must be one of 'digits', .*, got 'fashion_mnst'; did you mean"):
        look_up("fashion_mnst")
    with pytest.raises(ValueError, match=r"; did you mean 'fashion_mnist'\?$"):
        look_up("fashion_mnst")
    with pytest.raises(ValueError, match=r", got 'imagenet'$"):
        look_up("imagenet")


@pytest.mark.parametrize("argument", ["mini", "full"])
def test_an_unknown_choice_is_told_what_was_meant(argument):
    names = {"mini": "digits", "full": "mnist"} | {argument: "cifar_10"}
    with pytest.raises(ValueError, match=rf"^{argument} must be one of .*, got 'cifar_10'; did you mean 'cifar10'\?$"):
        data.choose(**names)


@pytest.mark.parametrize("value", [None, 3, ["digits"]])
def test_what_is_no_name_at_all(value):
    with pytest.raises(ValueError, match=re.escape(f"name must be one of 'digits', got {value!r}") + "$"):
        known("name", value, ("digits",))


def test_a_known_name_is_returned():
    assert known("name", "faces", ("digits", "faces")) == "faces"
