import re
from urllib.parse import urlsplit

import numpy as np
import pytest

from companion.data import coco, pets
from companion.data.image_data import SPLITS
from companion.data.registry import REGISTRY, RemoteFile, entry
from companion.data.splits import stratified_split

PUBLIC = {name: known for name, known in REGISTRY.items() if known.files}
DIGITS = {"md5": 32, "sha1": 40, "sha256": 64}
NAMES = [
    "digits",
    "faces",
    "photos",
    "textures",
    "scenes",
    "mnist",
    "fashion_mnist",
    "cifar10",
    "cifar100",
    "hymenoptera_data",
    "tf_flowers",
    "oxford_pets",
    "oxford_pets_trimaps",
    "penn_fudan",
    "voc2007",
    "voc2012",
    "voc2007_segmentation",
    "voc2012_segmentation",
    "coco_val2017",
    "cats_and_dogs_filtered",
]
PLAIN_HTTP = {"fashion_mnist", "coco_val2017"}  # servers that have no certificate for their name

# Pictures of each class (or place) that are shared out, and the shares of validation and test.
SHARED_OUT = {
    "mnist": ((5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949), 1 / 12, 0),
    "fashion_mnist": ((6000,) * 10, 1 / 12, 0),
    "cifar10": ((5000,) * 10, 0.1, 0),
    "cifar100": ((500,) * 100, 0.1, 0),
    "hymenoptera_data": ((123, 121), 0.2, 0),
    "cats_and_dogs_filtered": ((1000, 1000), 0.2, 0),
    "tf_flowers": ((633, 898, 641, 699, 799), 0.1, 0.1),
    "oxford_pets": ((100,) * 32 + (96, 96, 96, 93, 99), 0.1, 0),
    "penn_fudan": ((74, 96), 20 / 170, 30 / 170),
    "voc2012": ((5717,), 0.1, 0),
    "voc2012_segmentation": ((1464,), 0.1, 0),
}


def test_the_sets_of_the_contract_are_there():
    assert sorted(REGISTRY) == sorted(NAMES)
    assert {known.tier for known in PUBLIC.values()} == {"full"}
    assert {REGISTRY[name].tier for name in REGISTRY.keys() - PUBLIC.keys()} == {"mini"}


def test_an_unknown_name_is_told_the_known_ones():
    with pytest.raises(ValueError, match="name must be one of 'digits', .*'coco_val2017', got 'imagenet'"):
        entry("imagenet")


@pytest.mark.parametrize("name", REGISTRY)
def test_terms_and_citation_are_written_down(name):
    known = entry(name)
    assert known.reader
    assert known.licence
    assert known.citation
    assert known.reading.endswith(".")
    assert not known.licence.startswith("not stated") or not known.shown


def test_photographs_that_belong_to_others_are_not_shown():
    theirs = {name for name, known in REGISTRY.items() if re.search("Flickr|photographs remains", known.licence)}
    assert theirs > {"oxford_pets", "oxford_pets_trimaps", "voc2007", "coco_val2017"}
    assert not any(entry(name).shown for name in theirs)


@pytest.mark.parametrize(("name", "file"), [(name, file) for name, known in PUBLIC.items() for file in known.files])
def test_address_size_and_checksum_are_well_formed(name, file):
    address = urlsplit(file.url)
    assert address.scheme == ("http" if name in PLAIN_HTTP else "https")
    assert address.path.rsplit("/", 1)[1] == file.name
    assert re.fullmatch(r"[\w.-]+", file.name)
    assert file.size > 0
    assert bool(file.checksum) == bool(file.published_by)
    if file.checksum:
        kind, digits = file.checksum.split(":")
        assert re.fullmatch(f"[0-9a-f]{{{DIGITS[kind]}}}", digits)


def test_only_one_checksum_is_published_nowhere():
    unknown = [file.name for known in PUBLIC.values() for file in known.files if not file.checksum]
    assert unknown == ["cats_and_dogs_filtered.zip"]


@pytest.mark.parametrize("name", PUBLIC)
def test_what_is_unpacked_is_bounded_and_known_by_its_tree(name):
    known = entry(name)
    archives = [file for file in known.files if file.unpacking]
    assert bool(archives) == bool(known.tree)
    for file in archives:
        if file.unpacking.only:
            assert file.unpacking.limit < file.size  # a small part of a large archive
        else:
            assert file.size <= file.unpacking.limit <= 11 * file.size
    for path in known.tree:
        assert not path.startswith("/")
        assert ".." not in path.split("/")
        assert path == path.strip("/")


def test_sets_that_share_a_store_have_the_same_files():
    sharing = {name: known.store for name, known in PUBLIC.items() if known.store}
    assert sharing == {
        "oxford_pets_trimaps": "oxford_pets",
        "voc2007_segmentation": "voc2007",
        "voc2012_segmentation": "voc2012",
    }
    assert all(entry(name).files == entry(store).files for name, store in sharing.items())


def test_file_names_of_a_store_are_distinct():
    for known in PUBLIC.values():
        assert len({file.name for file in known.files}) == len(known.files)


@pytest.mark.parametrize("name", SHARED_OUT)
def test_counts_are_those_of_the_split(name):
    members, validation, test = SHARED_OUT[name]
    labels = np.repeat(np.arange(len(members)), members)
    parts = stratified_split(labels, validation=validation, test=test, seed=0)
    counts = [len(parts[split]) for split in SPLITS]
    expected = entry(name).counts if test else (*entry(name).counts[:2], 0)
    assert tuple(counts) == expected


@pytest.mark.parametrize(
    ("name", "total"),
    [("hymenoptera_data", 397), ("tf_flowers", 3670), ("oxford_pets", 7349), ("penn_fudan", 170), ("voc2007", 9963)]
    + [("voc2012", 11540), ("voc2007_segmentation", 632), ("voc2012_segmentation", 2913), ("coco_val2017", 5000)]
    + [("cats_and_dogs_filtered", 3000), ("cifar100", 60000), ("mnist", 70000)],
)
def test_totals_are_the_published_ones(name, total):
    assert sum(entry(name).counts) == total


def test_coco_is_for_evaluation_alone():
    assert entry("coco_val2017").counts[:2] == (0, 0)
    assert all(count for name, known in PUBLIC.items() if name != "coco_val2017" for count in known.counts)


def test_trimaps_name_what_is_no_background():
    assert entry("oxford_pets_trimaps").class_names == ("pet", "border")
    assert entry("oxford_pets_trimaps").counts == entry("oxford_pets").counts


def test_the_border_of_the_trimaps_is_called_what_its_authors_call_it():
    for text in (entry("oxford_pets_trimaps").reading, pets.read.__doc__):
        text = " ".join(text.split())
        assert '"Not classified"' in text
        assert "treats the border as a class of its own" in text or "treats it as a class of its own" in text


def test_masks_of_2007_are_among_those_of_2012():
    text = entry("voc2012_segmentation").reading
    assert "`voc2007_segmentation` are among them, its test part too" in text
    assert "must not test on the other" in text


def test_one_size_of_what_is_not_fetched():
    for text in (entry("coco_val2017").reading, coco.read.__doc__):
        assert re.findall(r"(\d+) GB", text) == ["19"]


def test_chapters_are_chapters_of_the_book():
    chapters = ["basics", "architectures", "transfer", "augmentation", "detection", "segmentation", "style"]
    assert all(known.chapters and set(known.chapters) <= set(chapters) for known in PUBLIC.values())


def test_facts_that_torchvision_has_too():
    datasets = pytest.importorskip("torchvision.datasets")
    from torchvision.datasets.voc import DATASET_YEAR_DICT

    expected = {
        ("https://ossci-datasets.s3.amazonaws.com/mnist/" + name, md5) for name, md5 in datasets.MNIST.resources
    }
    expected |= {(datasets.FashionMNIST.mirrors[0] + name, md5) for name, md5 in datasets.FashionMNIST.resources}
    expected |= {(kind.url, kind.tgz_md5) for kind in (datasets.CIFAR10, datasets.CIFAR100)}
    expected |= set(datasets.OxfordIIITPet._RESOURCES)
    expected |= {
        (DATASET_YEAR_DICT[year]["url"], DATASET_YEAR_DICT[year]["md5"]) for year in ("2007", "2007-test", "2012")
    }
    files = {file for known in PUBLIC.values() for file in known.files if file.published_by == "torchvision"}
    assert {(file.url, file.checksum.removeprefix("md5:")) for file in files} == expected


def test_names_that_others_import_from_here():
    assert RemoteFile("a", "https://example.org/a", 1).checksum == ""
