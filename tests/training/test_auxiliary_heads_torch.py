import pytest

torch = pytest.importorskip("torch")

import numpy as np

from companion.architectures.googlenet_torch import googlenet
from companion.data.datasets_torch import batches
from companion.data.image_data import ImageData
from companion.training import auxiliary_heads_torch as recipe
from companion.training.classifier_run_torch import Setting
from companion.training.tables import provenance, read_table

KEYS = ["variant", "heads", "epochs", "seed"]
MEASURED = ["start_gradient", "first_gradient", "last_gradient", "train_loss", "validation_accuracy", "test_accuracy"]
COLUMNS = [*KEYS, *MEASURED, "cpu_seconds", "device"]


def pictures(count=12):
    images = np.random.default_rng(0).integers(0, 255, (count, 32, 32, 1), np.uint8)
    return ImageData("textures", "train", images, np.arange(count) % 2, ("left", "right"))


@pytest.fixture
def short(monkeypatch):
    """Put twelve pictures of noise in the place of the data."""
    monkeypatch.setattr(recipe.data, "load", lambda name, split: pictures())
    monkeypatch.setattr(recipe, "_SETTINGS", {"mini": Setting("textures", 0, batch_size=6)})
    monkeypatch.setenv("COMPANION_DEVICE", "cpu")


@pytest.mark.parametrize("heads", recipe.HEADS)
@pytest.mark.parametrize("variant", ["paper", "torchvision"])
def test_a_row(short, variant, heads):
    before = torch.get_rng_state()
    row = recipe.run(variant, heads, 1, 2)
    assert torch.equal(torch.get_rng_state(), before)
    assert (list(row), [row[key] for key in KEYS]) == (COLUMNS, [variant, heads, 1, 2])
    assert row["start_gradient"] > 0
    again = recipe.run(variant, heads, 1, 2)
    assert [row[name] for name in MEASURED] == [again[name] for name in MEASURED]


def test_another_seed_is_another_run(short):
    rows = [recipe.run("torchvision", "with", 1, seed) for seed in (0, 1)]
    assert rows[0]["start_gradient"] != rows[1]["start_gradient"]


def test_without_heads_only_the_main_loss_counts_and_with_them_the_heads_learn():
    train = batches(pictures(), batch_size=6, shuffle=False)
    for auxiliary in (False, True):
        model = googlenet(2, in_channels=1, stem="cifar", width=0.05, auxiliary=auxiliary, dropout=0.0)
        before = {name: value.clone() for name, value in model.named_parameters()}
        losses, norms = recipe.fit_with_heads(model, train, Setting("textures", 2, batch_size=6))
        assert (len(losses), len(norms)) == (2, 4)
        changed = {
            name.split(".")[0] for name, value in model.named_parameters() if not torch.equal(value, before[name])
        }
        assert {"conv1", "inception5b", "classifier"} <= changed
        assert ("auxiliary1" in changed, "auxiliary2" in changed) == (auxiliary, auxiliary)


def test_the_weights_of_the_losses():
    """The gradient of the classifier is that of its own loss; that of a head is 0.3 times that of the head's loss."""
    model = googlenet(2, in_channels=1, stem="cifar", width=0.05, dropout=0.0)
    for name in ("auxiliary1", "auxiliary2"):
        getattr(model, name).dropout.p = 0.0
    images, labels = next(iter(batches(pictures(), batch_size=6)))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.0)
    loss = recipe._update(model, images, labels, optimizer)
    found = [model.classifier.weight.grad.clone(), model.auxiliary2.dense2.weight.grad.clone()]
    for logits, index, factor in (("logits", 0, 1.0), ("auxiliary2", 1, 0.3)):
        model.zero_grad()
        value = torch.nn.functional.cross_entropy(getattr(model(images), logits), labels)
        value.backward()
        layer = (model.classifier, model.auxiliary2.dense2)[index]
        assert torch.allclose(found[index], factor * layer.weight.grad, rtol=1e-4, atol=1e-8)
        assert index == 1 or abs(loss - value.item()) < 1e-6


def test_the_table_is_written_after_every_run(monkeypatch, tmp_path):
    table, counts = tmp_path / "table.csv", []

    def run(*key):
        counts.append(len(read_table(table)) if table.exists() else 0)
        return dict(zip(KEYS, key, strict=True))

    monkeypatch.setattr(recipe, "TABLE", table)
    monkeypatch.setattr(recipe, "run", run)
    recipe.main()
    assert counts == list(range(len(recipe.RUNS["mini"])))
    assert [tuple(row.values()) for row in read_table(table)] == list(recipe.RUNS["mini"])
    assert provenance(table) == recipe.notes()


def test_the_committed_table():
    notes, rows = provenance(recipe.TABLE), read_table(recipe.TABLE)
    assert notes[0] == f"command: {recipe.COMMAND}"
    assert [list(row) for row in rows] == [COLUMNS] * len(rows)
    assert [tuple(row.values())[:4] for row in rows] == list(recipe.RUNS["mini"])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("keras", "with", 1, 0), "variant must be one of 'torchvision', 'paper', got 'keras'"),
        (("paper", "both", 1, 0), "heads must be one of 'without', 'with', got 'both'"),
        (("paper", "with", 1, -1), "seed must be a whole number of at least 0, got -1"),
        (("paper", "with", 0, 0), "epochs must be a whole number of at least 1, got 0"),
    ],
)
def test_bad_input(arguments, message):
    with pytest.raises(ValueError, match=message):
        recipe.run(*arguments)
