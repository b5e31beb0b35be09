import pytest

torch = pytest.importorskip("torch")

import numpy as np

from companion import config
from companion.data.image_data import ImageData
from companion.training import lenet_parts_torch as recipe
from companion.training.tables import provenance, read_table

COLUMNS = [
    *(
        "net",
        "learning_rate",
        "seed",
        "train_accuracy",
        "validation_accuracy",
        "test_accuracy",
        "cpu_seconds",
        "device",
    ),
]


@pytest.fixture
def few_digits(monkeypatch):
    """Put 20 random pictures of 8x8 pixels in the place of every split."""

    def load(name, split):
        rng = np.random.default_rng(len(split))
        images = rng.integers(0, 256, (20, 8, 8, 1), dtype=np.uint8)
        return ImageData(name, split, images, np.arange(20) % 10, tuple("0123456789"))

    monkeypatch.setattr(recipe.data, "load", load)
    monkeypatch.setattr(recipe, "_SOURCES", {"mini": ("digits", 1)})
    monkeypatch.setenv("COMPANION_DEVICE", "cpu")


@pytest.mark.parametrize("net", ["paper", "relu, max"])
def test_a_row(few_digits, net):
    row = recipe.run(net, 0.01, 4)
    assert list(row) == COLUMNS
    assert (row["net"], row["learning_rate"], row["seed"]) == (net, 0.01, 4)
    assert row["device"] == config.device() == "cpu"


def test_the_same_seed_gives_the_same_row_and_the_global_generator_is_left_alone(few_digits, monkeypatch):
    sums = []
    monkeypatch.setattr(recipe, "evaluate", lambda model, _: sums.append(model.f6.weight.sum().item()) or (0, 0.5))
    torch.manual_seed(3)
    before = torch.get_rng_state()
    for seed in (0, 0, 1):
        assert recipe.run("tanh, max", 0.01, seed)["test_accuracy"] == 0.5
    assert torch.equal(torch.get_rng_state(), before)
    assert sums[0] == sums[1] != sums[2]


def test_the_parts_are_those_of_the_name():
    for net, (activation, pooling) in recipe.PARTS.items():
        model = recipe.lenet(net)
        assert net.split(", ")[0] == activation.__name__.lower()
        assert [type(layer) for layer in model][1:3] == [activation, pooling]
        assert model(torch.zeros(2, 1, 32, 32)).shape == (2, 10)


def test_digits_stand_in_the_middle_of_32_pixels():
    part = ImageData("digits", "train", np.full((3, 8, 8, 1), 200, np.uint8), np.arange(3), tuple("0123456789"))
    images = recipe.on_canvas(part).images
    assert images.shape == (3, 32, 32, 1)
    assert (images[:, 4:28, 4:28] == 200).all()
    assert images.sum() == 3 * 24 * 24 * 200
    large = ImageData("mnist", "train", np.full((1, 28, 28, 1), 9, np.uint8), np.zeros(1, int), tuple("0123456789"))
    assert (recipe.on_canvas(large).images[:, 2:30, 2:30] == 9).all()


def test_the_table_is_written_after_every_run(monkeypatch, tmp_path):
    table, counts = tmp_path / "table.csv", []

    def run(*key):
        counts.append(len(read_table(table)) if table.exists() else 0)
        return dict(zip(COLUMNS[:3], key, strict=True))

    monkeypatch.setattr(recipe, "_TABLES", {"mini": table})
    monkeypatch.setattr(recipe, "run", run)
    recipe.main()
    assert counts == list(range(len(expected_keys())))
    assert [tuple(row.values()) for row in read_table(table)] == expected_keys()
    assert provenance(table)[0] == f"command: {recipe.COMMAND}"


def expected_keys():
    return [(*key, seed) for *key, seeds in recipe.RUNS for seed in seeds]


def test_the_committed_table():
    rows = read_table(recipe.TABLE)
    assert provenance(recipe.TABLE)[0] == f"command: {recipe.COMMAND}"
    assert [list(row) for row in rows] == [COLUMNS] * len(rows)
    assert [tuple(row.values())[:3] for row in rows] == expected_keys()
    assert all(0.85 < row["test_accuracy"] <= 1 for row in rows)


def test_bad_input():
    with pytest.raises(ValueError, match="net must be one of 'paper', 'tanh, average', .*, got 'lenet'"):
        recipe.run("lenet", 0.01, 0)
    with pytest.raises(ValueError, match=r"learning_rate must be a finite number of at least 0, got -0\.1"):
        recipe.run("paper", -0.1, 0)
    with pytest.raises(ValueError, match="seed must be a whole number of at least 0, got -1"):
        recipe.run("paper", 0.1, -1)
