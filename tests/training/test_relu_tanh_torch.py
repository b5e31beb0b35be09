import pytest

torch = pytest.importorskip("torch")

import numpy as np

from companion.data.image_data import ImageData
from companion.training import relu_tanh_torch as recipe
from companion.training.tables import provenance, read_table

KEYS = ["activation", "learning_rate", "seed"]
COLUMNS = [*KEYS, "epochs", "train_errors", "validation_accuracy", "cpu_seconds", "device"]


@pytest.fixture
def few_textures(monkeypatch):
    """Put 24 random pictures of 32x32 pixels in the place of every split."""

    def load(name, split):
        rng = np.random.default_rng(len(split))
        images = rng.integers(0, 256, (24, 32, 32, 1), dtype=np.uint8)
        return ImageData(name, split, images, np.arange(24) % 3, ("a", "b", "c"))

    monkeypatch.setattr(recipe.data, "load", load)
    monkeypatch.setattr(recipe, "_SOURCES", {"mini": ("textures", 2, (2, 2, 3))})
    monkeypatch.setenv("COMPANION_DEVICE", "cpu")


def test_a_row(few_textures):
    torch.manual_seed(3)
    before = torch.get_rng_state()
    row = recipe.run("tanh", 0.01, 4)
    assert list(row) == COLUMNS
    assert (row["activation"], row["learning_rate"], row["seed"], row["device"]) == ("tanh", 0.01, 4, "cpu")
    errors = [float(error) for error in row["train_errors"].split()]
    assert len(errors) == 2
    assert all(0 <= error <= 1 for error in errors)
    assert torch.equal(torch.get_rng_state(), before)
    assert recipe.run("tanh", 0.01, 4)["train_errors"] == row["train_errors"]


def test_a_loss_that_is_not_finite_counts_as_all_wrong(few_textures):
    row = recipe.run("relu", 1e30, 0)
    assert (row["train_errors"], row["epochs"], row["validation_accuracy"]) == ("1.000 1.000", 0, 0)


def test_both_nets_have_the_same_shape_and_their_own_start():
    torch.manual_seed(0)
    nets = {name: recipe.four_layers(name) for name in recipe.ACTIVATIONS}
    shapes = [[weight.shape for weight in net.parameters()] for net in nets.values()]
    assert shapes[0] == shapes[1]
    assert nets["relu"](torch.zeros(2, 1, 32, 32)).shape == (2, 12)
    spread = {name: net[3].weight.std().item() for name, net in nets.items()}
    assert spread["relu"] == pytest.approx((2 / 400) ** 0.5, rel=0.05)
    assert spread["tanh"] == pytest.approx((2 / 800) ** 0.5, rel=0.05)


def test_epochs_until():
    assert recipe.epochs_until([0.9, 0.251, 0.25, 0.1]) == 3
    assert recipe.epochs_until([0.9, 0.3]) == recipe.epochs_until([]) == 0


def test_the_table_is_written_after_every_run(monkeypatch, tmp_path):
    table = tmp_path / "table.csv"
    monkeypatch.setattr(recipe, "_TABLES", {"mini": table})
    monkeypatch.setattr(recipe, "run", lambda *key: dict(zip(COLUMNS[:3], key, strict=True)))
    recipe.main()
    assert [tuple(row.values()) for row in read_table(table)] == expected_keys()


def expected_keys():
    return [(*key, seed) for *key, seeds in recipe.RUNS for seed in seeds]


def test_the_committed_table():
    rows = read_table(recipe.TABLE)
    assert provenance(recipe.TABLE)[0] == f"command: {recipe.COMMAND}"
    assert [list(row) for row in rows] == [COLUMNS] * len(rows)
    assert [tuple(row.values())[:3] for row in rows] == expected_keys()
    for row in rows:
        assert recipe.epochs_until([float(error) for error in row["train_errors"].split()]) == row["epochs"]


def test_bad_input():
    with pytest.raises(ValueError, match="activation must be one of 'relu', 'tanh', got 'gelu'"):
        recipe.four_layers("gelu")
    with pytest.raises(ValueError, match="seed must be a whole number of at least 0, got -1"):
        recipe.run("relu", 0.1, -1)
    with pytest.raises(TypeError, match="learning_rate must be a finite number of at least 0, got str 'fast'"):
        recipe.run("relu", "fast", 0)
