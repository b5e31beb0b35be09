import re

import pytest

from companion import data
from companion.data import download
from companion.data.misplaced import misplaced
from companion.data.registry import REGISTRY
from companion.pretrained.official import ENTRIES, TORCHVISION, fetch_weights
from tests.data import faulty_server as faulty
from tests.data.faulty_server import serving

ANTS = REGISTRY["hymenoptera_data"]
FASHION = REGISTRY["fashion_mnist"]


def put(folder, *paths):
    for path in paths:
        (folder / path).mkdir(parents=True)


def test_nothing_is_said_where_nothing_is_there_or_all(tmp_path):
    assert misplaced(tmp_path / "none", ANTS) == ""
    assert misplaced(tmp_path, ANTS) == ""
    put(tmp_path, "something/else", ".incoming/train/ants")
    assert misplaced(tmp_path, ANTS) == ""
    put(tmp_path, *ANTS.tree)
    assert misplaced(tmp_path, ANTS) == ""


def test_one_level_too_deep(tmp_path):
    put(tmp_path, *(f"hymenoptera_data/{path}" for path in ANTS.tree), "a/b", "z")
    deep = tmp_path / "hymenoptera_data"
    assert misplaced(tmp_path, ANTS) == (
        f"found train/ants, train/bees, val/ants, val/bees in {deep}; move it one level up, into {tmp_path}"
    )
    (deep / "val/bees").rmdir()
    assert f"val/ants in {deep}, without val/bees; move it" in misplaced(tmp_path, ANTS)


def test_a_part_is_missing(tmp_path):
    put(tmp_path, *ANTS.tree[:-1])
    assert misplaced(tmp_path, ANTS) == f"found train/ants, train/bees, val/ants in {tmp_path}, but without val/bees"


def test_the_fuller_of_two_trees_is_told(tmp_path):
    put(tmp_path, *ANTS.tree[:-1], f"copy/{ANTS.tree[0]}")
    assert misplaced(tmp_path, ANTS).endswith("but without val/bees")


def test_packed_files_that_were_unpacked(tmp_path):
    assert misplaced(tmp_path, FASHION) == ""
    for file in FASHION.files[1:]:
        (tmp_path / file.name).touch()
    assert misplaced(tmp_path, FASHION) == ""  # one is simply not there yet
    (tmp_path / "train-images-idx3-ubyte").touch()
    assert misplaced(tmp_path, FASHION) == (
        f"found train-images-idx3-ubyte in {tmp_path}, but without train-images-idx3-ubyte.gz, to be put there without "
        "unpacking"
    )
    (tmp_path / FASHION.files[0].name).touch()
    assert misplaced(tmp_path, FASHION) == ""


def test_weights_that_share_a_folder_say_nothing_about_each_other(tmp_path):
    (tmp_path / ENTRIES["weights/vgg16"].files[0].name).touch()
    assert misplaced(tmp_path, ENTRIES["weights/vgg11"]) == ""


def test_a_folder_that_cannot_be_read(tmp_path, monkeypatch):
    put(tmp_path, "train/ants")

    def refuse(self):
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr("pathlib.Path.iterdir", refuse)
    assert misplaced(tmp_path, ANTS) == ""


@pytest.fixture
def store(tmp_path, monkeypatch):
    """Return the folder of the ants and bees; their mirror has nothing."""
    (tmp_path / "mirror").mkdir()
    monkeypatch.setenv("COMPANION_DATA", str(tmp_path / "cache"))
    monkeypatch.setenv("COMPANION_MIRROR", str(tmp_path / "mirror"))
    return tmp_path / "cache" / "hymenoptera_data"


def test_loading_says_what_was_found_before_it_speaks_of_the_mirror(store):
    put(store, *ANTS.tree[:-1])
    found = re.escape(f"hymenoptera_data: found train/ants, train/bees, val/ants in {store}, but without val/bees; ")
    with pytest.raises(FileNotFoundError, match=f"^{found}COMPANION_MIRROR does not hold hymenoptera_data: "):
        data.load("hymenoptera_data")


def test_an_error_with_a_number_keeps_it(store, monkeypatch):
    put(store, *ANTS.tree[:-1])

    def refuse(*_):
        raise OSError(28, "hymenoptera_data cannot be stored")

    monkeypatch.setattr("companion.data.folders.read", refuse)
    with pytest.raises(OSError, match=r"^\[Errno 28\] hymenoptera_data: found .*; hymenoptera_data cannot") as caught:
        data.load("hymenoptera_data")
    assert caught.value.errno == 28


def test_loading_says_nothing_of_what_was_found_where_nothing_was(store):
    with pytest.raises(FileNotFoundError, match=r"^COMPANION_MIRROR does not hold hymenoptera_data: "):
        data.load("hymenoptera_data")


def test_loading_advises_the_mini_tier(store, monkeypatch):
    monkeypatch.setattr(download, "PATIENCE", download.Patience(attempts=1, silence=1))
    for fault, words in [(faulty.answering(404), ""), (faulty.answering(500), "try again later, or ")]:
        with serving(fault) as server:
            server.contents[ANTS.files[0].name] = b""
            monkeypatch.setenv("COMPANION_MIRROR", server.address)
            advice = f"{words}set COMPANION_MIRROR to a folder or address that holds it, or COMPANION_TIER=mini"
            with pytest.raises(OSError, match=f"; {advice}$"):
                data.load("hymenoptera_data")


def test_weights_that_are_loaded_advise_it_too(store, monkeypatch):
    monkeypatch.setenv("COMPANION_MIRROR", "s3://bucket")
    with pytest.raises(OSError, match="or COMPANION_TIER=mini$"):
        fetch_weights(TORCHVISION["vgg16"])
