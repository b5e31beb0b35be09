import json
import os
from pathlib import Path

import pytest

from companion.data import class_names
from companion.data.registry import entry

LISTS = {
    "CIFAR100": 100,
    "CIFAR100_COARSE": 20,
    "OXFORD_PETS": 37,
    "VOC": 20,
    "COCO": 80,
    "IMAGENET": 1000,
}
# Beginnings of the names of the files, in the order of the official lists; those of cats in capitals.
BREEDS = [
    "Abyssinian",
    "american_bulldog",
    "american_pit_bull_terrier",
    "basset_hound",
    "beagle",
    "Bengal",
    "Birman",
    "Bombay",
    "boxer",
    "British_Shorthair",
    "chihuahua",
    "Egyptian_Mau",
    "english_cocker_spaniel",
    "english_setter",
    "german_shorthaired",
    "great_pyrenees",
    "havanese",
    "japanese_chin",
    "keeshond",
    "leonberger",
    "Maine_Coon",
    "miniature_pinscher",
    "newfoundland",
    "Persian",
    "pomeranian",
    "pug",
    "Ragdoll",
    "Russian_Blue",
    "saint_bernard",
    "samoyed",
    "scottish_terrier",
    "shiba_inu",
    "Siamese",
    "Sphynx",
    "staffordshire_bull_terrier",
    "wheaten_terrier",
    "yorkshire_terrier",
]
GAPS = [12, 26, 29, 30, 45, 66, 68, 69, 71, 83]


@pytest.mark.parametrize(("name", "count"), LISTS.items())
def test_lists_are_complete_and_distinct(name, count):
    names = getattr(class_names, name)
    assert len(names) == len(set(names)) == count
    assert all(text == text.strip() and text for text in names)


@pytest.mark.parametrize("name", ["CIFAR100", "CIFAR100_COARSE", "VOC"])
def test_alphabetical_lists(name):
    assert list(getattr(class_names, name)) == sorted(getattr(class_names, name))


def test_breeds_are_in_alphabetical_order_whatever_their_case():
    assert [name.lower() for name in class_names.OXFORD_PETS] == sorted(
        name.lower() for name in class_names.OXFORD_PETS
    )
    assert class_names.OXFORD_PETS[2] == "American Pit Bull Terrier"


def test_breeds_are_those_of_the_names_of_the_files():
    assert [name.replace(" ", "_").lower() for name in class_names.OXFORD_PETS] == [name.lower() for name in BREEDS]
    assert sum(name[0].isupper() for name in BREEDS) == 12  # cats
    assert all(name == name.title() for name in class_names.OXFORD_PETS)


def test_well_known_places():
    assert class_names.CIFAR100[1] == "aquarium_fish"
    assert class_names.VOC[14] == "person"
    assert [class_names.IMAGENET[i] for i in (0, 281, 999)] == ["tench", "tabby", "toilet tissue"]


def test_coco_ids_have_ten_gaps_below_90():
    assert sorted(set(range(1, 91)) - set(class_names.COCO_IDS)) == GAPS
    assert list(class_names.COCO_IDS) == sorted(class_names.COCO_IDS)


def test_the_paper_has_91_classes():
    assert sorted({*class_names.COCO_IDS, *class_names.COCO_UNUSED}) == list(range(1, 92))
    assert not set(class_names.COCO) & set(class_names.COCO_UNUSED.values())
    assert list(class_names.COCO_UNUSED) == [*GAPS, 91]


def test_ids_and_labels_undo_each_other():
    assert [class_names.coco_index(number) for number in class_names.COCO_IDS] == list(range(80))
    assert [class_names.coco_id(index) for index in range(80)] == list(class_names.COCO_IDS)


@pytest.mark.parametrize(("number", "name"), [(12, "street sign"), (83, "blender"), (91, "hair brush")])
def test_a_gap_is_named(number, name):
    with pytest.raises(ValueError, match=f"80 classes that COCO's annotations have, got {number}: '{name}'"):
        class_names.coco_index(number)


@pytest.mark.parametrize("number", [0, 92, -1])
def test_ids_outside_are_refused(number):
    with pytest.raises(ValueError, match=f"category_id must be a whole number from 1 to 91, got {number}"):
        class_names.coco_index(number)


@pytest.mark.parametrize("index", [-1, 80])
def test_labels_outside_are_refused(index):
    with pytest.raises(ValueError, match=f"index must be a whole number from 0 to 79, got {index}"):
        class_names.coco_id(index)


def test_the_registry_uses_them():
    assert entry("cifar100").class_names == class_names.CIFAR100
    assert entry("oxford_pets").class_names == class_names.OXFORD_PETS
    assert entry("coco_val2017").class_names == class_names.COCO
    assert all(entry(name).class_names == class_names.VOC for name in ("voc2007", "voc2012_segmentation"))


def test_equal_to_what_official_weights_say():
    models = pytest.importorskip("torchvision.models")
    coco = models.detection.FasterRCNN_ResNet50_FPN_Weights.COCO_V1.meta["categories"]
    assert len(coco) == 91
    assert tuple(coco[number] for number in class_names.COCO_IDS) == class_names.COCO
    assert [i for i, name in enumerate(coco) if name == "N/A"] == GAPS
    assert tuple(models.VGG16_Weights.IMAGENET1K_V1.meta["categories"]) == class_names.IMAGENET
    voc = models.segmentation.FCN_ResNet50_Weights.COCO_WITH_VOC_LABELS_V1.meta["categories"]
    assert tuple(voc[1:]) == class_names.VOC


def test_equal_to_what_torchvision_reads_from_the_files_of_the_pets(tmp_path):
    datasets = pytest.importorskip("torchvision.datasets")
    folder = tmp_path / "oxford-iiit-pet"
    (folder / "images").mkdir(parents=True)
    (folder / "annotations").mkdir()
    lines = [f"{breed}_1 {i} 1 1\n" for i, breed in enumerate(BREEDS, start=1)]
    (folder / "annotations" / "trainval.txt").write_text("".join(reversed(lines)))
    assert tuple(datasets.OxfordIIITPet(tmp_path).classes) == class_names.OXFORD_PETS


@pytest.mark.skipif("COMPANION_REAL_DATA" not in os.environ, reason="COMPANION_REAL_DATA names no folder of real data")
def test_equal_to_real_files():
    root = Path(os.environ["COMPANION_REAL_DATA"])
    (file,) = (root / "metrics" / "cocoapi-eval" / "annotations").glob("*.json")
    categories = json.loads(file.read_text(encoding="utf-8"))["categories"]
    assert [(c["id"], c["name"]) for c in categories] == list(zip(class_names.COCO_IDS, class_names.COCO, strict=True))
    pictures = (root / "trees" / "oxford_pets_sample" / "images").glob("*/*.jpg")
    breeds = {path.stem.rsplit("_", 1)[0].replace("_", " ").title() for path in pictures}
    assert breeds == set(class_names.OXFORD_PETS)
