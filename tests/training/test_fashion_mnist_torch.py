import pytest

torch = pytest.importorskip("torch")

import numpy as np

from companion import config
from companion.data.image_data import ImageData
from companion.training import fashion_mnist_torch as recipe
from companion.training.history import History
from companion.training.tables import provenance, read_table

COLUMNS = ["net", "epochs", "weight_decay", "seed", "validation_accuracy", "test_accuracy", "cpu_seconds", "device"]


@pytest.fixture
def few_clothes(monkeypatch, toy):
    """Put 48 toy pictures of 28x28 pixels in the place of every split; return the names that were asked for."""
    asked = []

    def load(name, split):
        asked.append((name, split))
        images, labels = toy.images(seed=len(asked))
        return ImageData(name, split, (images * 255).astype(np.uint8), labels, ("left", "right", "lower"))

    monkeypatch.setattr(recipe.data, "load", load)
    monkeypatch.setenv("COMPANION_DEVICE", "cpu")
    return asked


@pytest.mark.parametrize("net", recipe.NETS)
def test_a_row(few_clothes, net):
    row = recipe.run(net, 1, 0.01, 4)
    assert list(row) == COLUMNS
    assert (row["net"], row["epochs"], row["weight_decay"], row["seed"]) == (net, 1, 0.01, 4)
    assert row["device"] == config.device() == "cpu"
    assert few_clothes == [("fashion_mnist", split) for split in ("train", "validation", "test")]


def test_the_same_seed_gives_the_same_net_and_the_global_generator_is_left_alone(few_clothes, monkeypatch):
    nets = []
    monkeypatch.setattr(recipe, "evaluate", lambda model, batches: nets.append(model) or (0, 0.25))
    torch.manual_seed(3)
    before = torch.get_rng_state()
    for seed in (0, 0, 1):
        few_clothes.clear()
        assert recipe.run("lenet5", 0, 0.01, seed)["test_accuracy"] == 0.25
    assert torch.equal(torch.get_rng_state(), before)
    assert torch.equal(nets[0].c1.weight, nets[1].c1.weight)
    assert not torch.equal(nets[0].c1.weight, nets[2].c1.weight)


def test_training_gets_what_was_asked_for_and_its_last_epoch_counts(few_clothes, monkeypatch):
    calls = []

    def fit(model, train, validation, *, epochs, optimizer, schedule):
        calls.append((epochs, optimizer.param_groups[0]["weight_decay"], next(iter(train))[1]))
        return History(validation_accuracy=[0.125, 0.75])

    monkeypatch.setattr(recipe, "fit", fit)
    for seed in (0, 1):
        few_clothes.clear()
        assert recipe.run("lenet5", 7, 0.5, seed)["validation_accuracy"] == 0.75
    assert [call[:2] for call in calls] == [(7, 0.5), (7, 0.5)]
    assert not torch.equal(calls[0][2], calls[1][2])


def test_the_table_is_written_after_every_run(monkeypatch, tmp_path):
    table, counts = tmp_path / "table.csv", []

    def run(*key):
        counts.append(len(read_table(table)) if table.exists() else 0)
        return dict(zip(COLUMNS[:4], key, strict=True))

    monkeypatch.setattr(recipe, "TABLE", table)
    monkeypatch.setattr(recipe, "run", run)
    recipe.main()
    assert counts == list(range(len(expected_keys())))
    assert [tuple(row.values()) for row in read_table(table)] == expected_keys()
    assert provenance(table) == recipe.notes()
    assert provenance(table)[0] == f"command: {recipe.COMMAND}"


def expected_keys():
    return [(*key, seed) for *key, seeds in recipe.RUNS for seed in seeds]


def test_the_committed_table():
    notes, rows = provenance(recipe.TABLE), read_table(recipe.TABLE)
    assert notes[0] == f"command: {recipe.COMMAND}"
    assert [note.split(":")[0] for note in notes] == ["command", "versions", "date"]
    assert [list(row) for row in rows] == [COLUMNS] * len(rows)
    assert [tuple(row.values())[:4] for row in rows] == expected_keys()
    assert all(0.85 < row["test_accuracy"] < 0.95 and row["cpu_seconds"] > 0 for row in rows)
    assert min(row["test_accuracy"] for row in rows if row["net"] == "small_convnet") >= 0.90


def test_bad_input():
    with pytest.raises(ValueError, match="net must be one of 'lenet5', 'small_convnet', got 'vgg'"):
        recipe.run("vgg", 1, 0.01, 0)
    with pytest.raises(ValueError, match=r"weight_decay must be a finite number of at least 0, got -0\.1"):
        recipe.run("lenet5", 1, -0.1, 0)
    with pytest.raises(ValueError, match="seed must be a whole number of at least 0, got -1"):
        recipe.run("lenet5", 1, 0.1, -1)
    with pytest.raises(TypeError, match="epochs must be a whole number of at least 0, got float 1.5"):
        recipe.run("lenet5", 1.5, 0.1, 0)
