import pytest

torch = pytest.importorskip("torch")

import numpy as np

from companion.data.image_data import ImageData
from companion.training import depthwise_torch as recipe
from companion.training.tables import provenance, read_table

KEYS = ["net", "seed"]
MEASURED = ["train_accuracy", "validation_accuracy", "test_accuracy", "cpu_seconds", "device"]
COLUMNS = [*KEYS, "parameters", "multiply_adds", *MEASURED]


@pytest.fixture
def asked(monkeypatch):
    """Put two black pictures in the place of the data, and note the models instead of training them."""
    models = []

    def measured(model, setting, *, seed):
        models.append((model, setting))
        return dict.fromkeys(MEASURED, 0)

    black = ImageData("textures", "train", np.zeros((2, 32, 32, 1), np.uint8), np.array([0, 1]), ("left", "right"))
    monkeypatch.setattr(recipe.data, "load", lambda name, split: black)
    monkeypatch.setattr(recipe, "measured_training", measured)
    return models


def test_a_row_and_its_net(asked):
    row = recipe.run("separable", 3)
    model, setting = asked[0]
    assert (list(row), row["net"], row["seed"]) == (COLUMNS, "separable", 3)
    assert row["parameters"] == sum(weight.numel() for weight in model.parameters())
    assert (setting.data_name, model.classifier.out_features, model.stem.conv.in_channels) == ("textures", 2, 1)


def test_the_narrow_net_does_the_separable_net_s_work(asked):
    work = {net: recipe.run(net, 0)["multiply_adds"] for net in recipe.NETS}
    assert work["narrow full"] / work["separable"] == pytest.approx(1, abs=0.01)
    assert work["full"] > 7 * work["separable"]


def test_the_full_tier(asked, monkeypatch):
    monkeypatch.setenv("COMPANION_TIER", "full")
    recipe.run("full", 0)
    model, setting = asked[0]
    assert (model.blocks.block6.conv.out_channels, setting.data_name) == (512, "cifar10")


def test_the_same_seed_gives_the_same_net_and_the_global_generator_is_left_alone(asked):
    before = torch.get_rng_state()
    for seed in (0, 0, 1):
        recipe.run("full", seed)
    weights = [model.blocks.block1.conv.weight for model, _ in asked]
    assert torch.equal(torch.get_rng_state(), before)
    assert torch.equal(weights[0], weights[1])
    assert not torch.equal(weights[0], weights[2])


def expected_keys():
    return [(net, seed) for net, seeds in recipe.RUNS for seed in seeds]


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


def test_the_committed_table():
    notes, rows = provenance(recipe.TABLE), read_table(recipe.TABLE)
    assert notes[0] == f"command: {recipe.COMMAND}"
    assert [list(row) for row in rows] == [COLUMNS] * len(rows)
    assert [(row["net"], row["seed"]) for row in rows] == expected_keys()


def test_bad_input():
    for call in (lambda: recipe.run("half", 0), lambda: recipe.build("half")):
        with pytest.raises(ValueError, match="net must be one of 'full', 'separable', 'narrow full', got 'half'"):
            call()
    with pytest.raises(ValueError, match="seed must be a whole number of at least 0, got -1"):
        recipe.run("full", -1)
