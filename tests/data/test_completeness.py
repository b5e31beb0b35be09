import pytest

from companion.data.completeness import check_complete
from companion.data.image_data import SPLITS
from companion.data.registry import REGISTRY

PUBLIC = [name for name, known in REGISTRY.items() if known.files]


@pytest.mark.parametrize("name", PUBLIC)
def test_the_published_numbers_pass_alone_and_together(name):
    for split, count in zip(SPLITS, REGISTRY[name].counts, strict=True):
        check_complete(name, count, splits=(split,))
    check_complete(name, sum(REGISTRY[name].counts), splits=SPLITS)


@pytest.mark.parametrize(("count", "splits"), [(2935, ("train",)), (2937, ("train",)), (0, ("test",)), (3669, SPLITS)])
def test_other_numbers_do_not(count, splits):
    with pytest.raises(OSError, match=f"for {', '.join(splits)} there are {count:,} pictures and should be "):
        check_complete("tf_flowers", count, splits=splits)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("tf_flowers", "complete {}/tf_flowers, or delete daisy, dandelion, roses, sunflowers, tulips in it and load"),
        ("oxford_pets_trimaps", "complete {}/oxford_pets, or delete annotations, images in it and load"),
        ("voc2012", "complete {}/voc2012, or delete VOCdevkit in it and load"),
        ("cifar10", "complete {}/cifar10, or delete cifar-10-python.tar.gz in it and load"),
    ],
)
def test_what_to_do(tmp_path, monkeypatch, name, words):
    monkeypatch.setenv("COMPANION_DATA", str(tmp_path))
    with pytest.raises(OSError, match="is not as it was published") as caught:
        check_complete(name, 1, splits=("train",))
    assert words.format(tmp_path.as_posix()) in str(caught.value).replace("\\", "/")


def test_unknown_name():
    with pytest.raises(ValueError, match="name must be one of .*, got 'imagenet'"):
        check_complete("imagenet", 1, splits=("train",))
