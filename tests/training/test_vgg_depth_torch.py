import pytest

torch = pytest.importorskip("torch")

import numpy as np

from companion.data.image_data import ImageData
from companion.training import vgg_depth_torch as recipe
from companion.training.tables import provenance, read_table

KEYS = ["net", "start", "seed"]
COLUMNS = [*KEYS, "train_accuracy", "validation_accuracy", "test_accuracy", "cpu_seconds", "device"]


@pytest.fixture
def asked(monkeypatch):
    """Put two black pictures in the place of the data, and note the models instead of training them."""
    models = []

    def measured(model, setting, *, seed):
        models.append((model, setting))
        return dict.fromkeys(COLUMNS[3:], 0)

    black = ImageData("textures", "train", np.zeros((2, 32, 32, 1), np.uint8), np.array([0, 1]), ("left", "right"))
    monkeypatch.setattr(recipe.data, "load", lambda name, split: black)
    monkeypatch.setattr(recipe, "measured_training", measured)
    return models


def test_a_row_and_its_net(asked):
    row = recipe.run("vgg13_bn", "small", 3)
    model, setting = asked[0]
    assert (list(row), [row[key] for key in KEYS]) == (COLUMNS, ["vgg13_bn", "small", 3])
    assert (model.name, model.variant, setting.data_name, setting.epochs) == ("vgg13_bn", "paper", "textures", 12)
    assert (model.block1.conv1.in_channels, model.block5.conv2.out_channels) == (1, 128)
    assert (model.predictions.out_features, model.dropout.p) == (2, 0)


def test_the_full_tier(asked, monkeypatch):
    monkeypatch.setenv("COMPANION_TIER", "full")
    recipe.run("vgg11", "he", 0)
    model, setting = asked[0]
    assert (model.block5.conv2.out_channels, setting.data_name) == (512, "cifar10")


def test_the_same_seed_gives_the_same_net_and_the_global_generator_is_left_alone(asked):
    before = torch.get_rng_state()
    for seed in (0, 0, 1):
        recipe.run("vgg11", "he", seed)
    weights = [model.block5.conv1.weight for model, _ in asked]
    assert torch.equal(torch.get_rng_state(), before)
    assert torch.equal(weights[0], weights[1])
    assert not torch.equal(weights[0], weights[2])


def test_the_table_is_written_after_every_run(monkeypatch, tmp_path):
    table, counts = tmp_path / "table.csv", []

    def run(*key):
        counts.append(len(read_table(table)) if table.exists() else 0)
        return dict(zip(KEYS, key, strict=True))

    monkeypatch.setattr(recipe, "TABLE", table)
    monkeypatch.setattr(recipe, "run", run)
    recipe.main()
    assert counts == list(range(len(expected_keys())))
    assert [tuple(row.values()) for row in read_table(table)] == expected_keys()
    assert provenance(table) == recipe.notes()


def expected_keys():
    return [(*key, seed) for *key, seeds in recipe.RUNS for seed in seeds]


def test_the_committed_table():
    notes, rows = provenance(recipe.TABLE), read_table(recipe.TABLE)
    assert notes[0] == f"command: {recipe.COMMAND}"
    assert [note.split(":")[0] for note in notes if not note.startswith("rows")] == ["command", "versions", "date"]
    assert [list(row) for row in rows] == [COLUMNS] * len(rows)
    assert [tuple(row.values())[:3] for row in rows] == expected_keys()
    normalised = [row["train_accuracy"] for row in rows if row["net"].endswith("_bn")]
    plain = [row["train_accuracy"] for row in rows if not row["net"].endswith("_bn")]
    assert min(normalised) > max(plain) + 0.1


def test_bad_input():
    with pytest.raises(ValueError, match="net must be one of 'vgg11', .* got 'vgg12'"):
        recipe.run("vgg12", "he", 0)
    with pytest.raises(ValueError, match="start must be one of 'he', 'small', got 'zero'"):
        recipe.run("vgg11", "zero", 0)
    with pytest.raises(ValueError, match="seed must be a whole number of at least 0, got -1"):
        recipe.run("vgg11", "he", -1)
