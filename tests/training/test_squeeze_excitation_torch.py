import pytest

torch = pytest.importorskip("torch")

import numpy as np

from companion.architectures.squeeze_excitation import gate_parameters
from companion.data.image_data import ImageData
from companion.training import squeeze_excitation_torch as recipe
from companion.training import vgg_depth_torch
from companion.training.tables import provenance, read_table

KEYS = ["net", "reduction", "seed"]
COLUMNS = [*KEYS, "parameters", "train_accuracy", "validation_accuracy", "test_accuracy", "cpu_seconds", "device"]


@pytest.fixture
def asked(monkeypatch):
    """Put two black pictures in the place of the data, and note the models instead of training them."""
    models = []

    def measured(model, setting, *, seed):
        models.append((model, setting))
        return dict.fromkeys(COLUMNS[4:], 0)

    black = ImageData("textures", "train", np.zeros((2, 32, 32, 1), np.uint8), np.array([0, 1]), ("left", "right"))
    monkeypatch.setattr(recipe.data, "load", lambda name, split: black)
    monkeypatch.setattr(recipe, "measured_training", measured)
    return models


@pytest.mark.parametrize(
    ("net", "gates"), [("resnet20", [8] * 3 + [16] * 3 + [32] * 3), ("vgg11_bn", [16, 32, 64, 128, 128])]
)
def test_rows_and_nets_with_and_without_gates(asked, net, gates):
    rows = [recipe.run(net, reduction, 3) for reduction in (0, 4)]
    (plain, setting), (gated, _) = asked
    assert [list(row) for row in rows] == [COLUMNS] * 2
    assert [[row[key] for key in KEYS] for row in rows] == [[net, 0, 3], [net, 4, 3]]
    assert rows[1]["parameters"] - rows[0]["parameters"] == sum(gate_parameters(channels, 4) for channels in gates)
    assert (setting.data_name, setting.epochs) == ("textures", 12)
    images = torch.zeros(2, 1, 32, 32)
    assert plain.eval()(images).shape == gated.eval()(images).shape == (2, 2)


def test_the_trained_net_comes_with_its_row(asked):
    model, row = recipe.train("vgg11_bn", 4, 0)
    assert model is asked[0][0]
    assert row["parameters"] == sum(weight.numel() for weight in model.parameters())


def test_the_full_tier(asked, monkeypatch):
    monkeypatch.setenv("COMPANION_TIER", "full")
    recipe.run("resnet20", 0, 0)
    model, setting = asked[0]
    assert (model.classifier.in_features, setting.data_name) == (64, "cifar10")


def test_the_same_seed_gives_the_same_net_and_the_global_generator_is_left_alone(asked):
    before = torch.get_rng_state()
    for seed in (0, 0, 1):
        recipe.run("resnet20", 4, seed)
    weights = [model.stage1.block1.scale.fc1.weight for model, _ in asked]
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
    assert all(row["test_accuracy"] > 0.4 and row["cpu_seconds"] > 0 for row in rows)


def test_the_table_on_depth_has_the_same_net_and_the_same_numbers():
    keys = ("seed", "train_accuracy", "validation_accuracy", "test_accuracy")
    ours = [row for row in read_table(recipe.TABLE) if (row["net"], row["reduction"]) == ("vgg11_bn", 0)]
    theirs = [row for row in read_table(vgg_depth_torch.TABLE) if (row["net"], row["start"]) == ("vgg11_bn", "he")]
    assert [[row[key] for key in keys] for row in ours[:3]] == [[row[key] for key in keys] for row in theirs]


def test_bad_input():
    with pytest.raises(ValueError, match="net must be one of 'resnet20', 'vgg11_bn', got 'vgg'"):
        recipe.run("vgg", 0, 0)
    with pytest.raises(ValueError, match="reduction must be a whole number of at least 0, got -1"):
        recipe.run("resnet20", -1, 0)
    with pytest.raises(ValueError, match="seed must be a whole number of at least 0, got -1"):
        recipe.run("resnet20", 0, -1)
