import pytest

torch = pytest.importorskip("torch")

import numpy as np

from companion.architectures.summary_torch import summary
from companion.data.image_data import ImageData
from companion.training import bake_off_torch as recipe
from companion.training.tables import provenance, read_table

COSTS = ["depth", "parameters", "multiply_adds", "milliseconds", "batch_milliseconds"]
COLUMNS = ["net", "seed", *COSTS, "train_accuracy", "validation_accuracy", "test_accuracy", "cpu_seconds", "device"]
KEYS = [(net, seed) for seed in recipe.SEEDS for net in recipe.WIDTHS]


@pytest.fixture
def asked(monkeypatch):
    """Put two black pictures in the place of the data, and note the models instead of training them."""
    models = []

    def measured(model, setting, *, seed):
        models.append((model, setting, seed))
        return dict.fromkeys(COLUMNS[7:], 0)

    black = ImageData("textures", "train", np.zeros((2, 32, 32, 1), np.uint8), np.array([0, 1]), ("left", "right"))
    monkeypatch.setattr(recipe.data, "load", lambda name, split: black)
    monkeypatch.setattr(recipe, "measured_training", measured)
    return models


@pytest.mark.parametrize("net", recipe.WIDTHS)
def test_a_row_and_its_net(asked, net):
    row = recipe.run(net, 3)
    model, setting, seed = asked[0]
    assert list(row) == COLUMNS
    assert (row["net"], row["seed"], seed) == (net, 3, 3)
    assert (setting.data_name, setting.epochs) == ("textures", 8)
    assert row["parameters"] == sum(parameter.numel() for parameter in model.parameters())
    assert row["milliseconds"] > row["batch_milliseconds"] > 0
    with torch.no_grad():
        assert model.eval()(torch.zeros(2, 1, 32, 32)).shape == (2, 2)


@pytest.mark.parametrize("tier", ["mini", "full"])
def test_all_nets_multiply_about_as_much(tier):
    counts = {}
    for net in recipe.WIDTHS:
        with torch.device("meta"):
            model = recipe.build(net, num_classes=10, in_channels=3, tier=tier).eval()
        counts[net] = summary(model, (3, 32, 32)).total_multiply_adds
    assert max(counts.values()) < 1.3 * min(counts.values()), counts


def test_the_full_tier(asked, monkeypatch):
    monkeypatch.setenv("COMPANION_TIER", "full")
    monkeypatch.setattr(recipe, "cost", lambda model, in_channels: {})
    recipe.run("googlenet", 0)
    model, setting, _ = asked[0]
    assert (model.conv1.conv.out_channels, setting.data_name) == (64, "cifar10")


def test_the_same_seed_gives_the_same_net_and_the_global_generator_is_left_alone(asked):
    before = torch.get_rng_state()
    for seed in (0, 0, 1):
        recipe.run("alexnet", seed)
    first, again, other = (next(model.parameters()) for model, _, _ in asked)
    assert torch.equal(torch.get_rng_state(), before)
    assert torch.equal(first, again)
    assert not torch.equal(first, other)


def test_the_table_is_written_after_every_run(monkeypatch, tmp_path):
    table, counts = tmp_path / "table.csv", []

    def run(net, seed):
        counts.append(len(read_table(table)) if table.exists() else 0)
        return {"net": net, "seed": seed}

    monkeypatch.setattr(recipe, "TABLE", table)
    monkeypatch.setattr(recipe, "run", run)
    recipe.main()
    assert counts == list(range(len(KEYS)))
    assert [tuple(row.values()) for row in read_table(table)] == KEYS
    assert provenance(table) == recipe.notes()


def test_the_committed_table():
    notes, rows = provenance(recipe.TABLE), read_table(recipe.TABLE)
    assert notes[0] == f"command: {recipe.COMMAND}"
    assert [list(row) for row in rows] == [COLUMNS] * len(rows)
    assert [(row["net"], row["seed"]) for row in rows] == KEYS
    assert all(1 / 12 < row["test_accuracy"] < 1 for row in rows)
    for row in rows[: len(recipe.WIDTHS)]:
        with torch.device("meta"):
            model = recipe.build(row["net"], num_classes=12, in_channels=1).eval()
        counted = summary(model, (1, 32, 32))
        assert (row["parameters"], row["multiply_adds"]) == (counted.total_parameters, counted.total_multiply_adds)


def test_bad_input():
    with pytest.raises(ValueError, match="net must be one of 'small_convnet', .*, got 'resnet50'"):
        recipe.run("resnet50", 0)
    with pytest.raises(ValueError, match="seed must be a whole number of at least 0, got -1"):
        recipe.run("alexnet", -1)
    with pytest.raises(ValueError, match="tier must be one of 'mini', 'full', got 'half'"):
        recipe.build("alexnet", num_classes=2, in_channels=1, tier="half")
