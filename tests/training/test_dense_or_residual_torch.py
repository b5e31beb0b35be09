import pytest

torch = pytest.importorskip("torch")

import numpy as np

from companion.data.image_data import ImageData
from companion.training import dense_or_residual_torch as recipe
from companion.training.tables import provenance, read_table

COSTS = ["parameters", "multiply_adds"]
MEASURED = ["train_accuracy", "validation_accuracy", "test_accuracy", "cpu_seconds", "device"]
COLUMNS = ["net", "size", "seed", *COSTS, *MEASURED]


@pytest.fixture
def asked(monkeypatch):
    """Put two black pictures in the place of the data, and note the models instead of training them."""
    models = []

    def measured(model, setting, *, seed):
        models.append((model, setting))
        return dict.fromkeys(MEASURED, 0)

    def load(name, split):
        channels, classes = (1, 12) if name == "textures" else (3, 10)
        names = tuple(f"class {number}" for number in range(classes))
        return ImageData(name, split, np.zeros((2, 32, 32, channels), np.uint8), np.array([0, 1]), names)

    monkeypatch.setattr(recipe.data, "load", load)
    monkeypatch.setattr(recipe, "measured_training", measured)
    return models


@pytest.mark.parametrize("size", recipe.SIZES)
def test_the_nets_cost_what_their_names_say(asked, size):
    rows = {net: recipe.run(net, size, 0) for net in recipe.NETS}
    dense = rows.pop("dense")
    assert list(dense) == COLUMNS
    for net, row in rows.items():
        column = "multiply_adds" if "multiply-adds" in net else "parameters"
        assert abs(row[column] / dense[column] - 1) < 0.1, (net, row[column], dense[column])
    names = [model.name for model, _ in asked]
    assert names == ["densenet28", "resnet14", "resnet26", "resnet14"]
    assert not any(model.training for model, _ in asked)


def test_the_full_tier(asked, monkeypatch):
    monkeypatch.setenv("COMPANION_TIER", "full")
    recipe.run("dense", "small", 0)
    model, setting = asked[0]
    assert (model.stem.conv.in_channels, model.classifier.out_features, setting.data_name) == (3, 10, "cifar10")


def test_the_same_seed_gives_the_same_net_and_the_global_generator_is_left_alone(asked):
    before = torch.get_rng_state()
    first, again, other = (recipe.trained("dense", "small", seed)[0].stem.conv.weight for seed in (0, 0, 1))
    assert torch.equal(torch.get_rng_state(), before)
    assert torch.equal(first, again)
    assert not torch.equal(first, other)


def expected_keys():
    return [(net, size, seed) for size, seeds in recipe.RUNS["mini"] for seed in seeds for net in recipe.NETS]


def test_the_table_is_written_after_every_run(monkeypatch, tmp_path):
    table, counts = tmp_path / "table.csv", []

    def run(*key):
        counts.append(len(read_table(table)) if table.exists() else 0)
        return dict(zip(COLUMNS[:3], key, strict=True))

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
    assert [tuple(row.values())[:3] for row in rows] == expected_keys()


def test_bad_input():
    with pytest.raises(ValueError, match="net must be one of 'dense', .* got 'plain'"):
        recipe.run("plain", "small", 0)
    with pytest.raises(ValueError, match="size must be one of 'small', 'large', got 'huge'"):
        recipe.run("dense", "huge", 0)
    with pytest.raises(ValueError, match="seed must be a whole number of at least 0, got -1"):
        recipe.run("dense", "small", -1)
