import pytest

torch = pytest.importorskip("torch")

import numpy as np

from companion.data.image_data import ImageData
from companion.training import classifier_run_torch
from companion.training.classifier_run_torch import Setting, measured_training, notes


@pytest.fixture
def few_pictures(monkeypatch, toy):
    """Put 48 toy pictures of 28x28 pixels in the place of every split; return the names that were asked for."""
    asked = []

    def load(name, split):
        asked.append((name, split))
        images, labels = toy.images(seed=len(asked))
        return ImageData(name, split, (images * 255).astype(np.uint8), labels, ("left", "right", "lower"))

    monkeypatch.setattr(classifier_run_torch.data, "load", load)
    monkeypatch.setenv("COMPANION_DEVICE", "cpu")
    return asked


def net():
    torch.manual_seed(0)
    return torch.nn.Sequential(torch.nn.AvgPool2d(7), torch.nn.Flatten(), torch.nn.Linear(16, 3))


def test_a_training_that_works_is_measured(few_pictures):
    row = measured_training(net(), Setting("toy", 40, batch_size=8, learning_rate=0.05, weight_decay=0.0), seed=0)
    assert list(row) == ["train_accuracy", "validation_accuracy", "test_accuracy", "cpu_seconds", "device"]
    assert min(row["train_accuracy"], row["validation_accuracy"], row["test_accuracy"]) > 0.9
    assert row["device"] == "cpu"
    assert few_pictures == [("toy", split) for split in ("train", "validation", "test")]


def test_the_order_follows_from_the_seed_alone(few_pictures):
    weights = []
    for seed in (0, 0, 1):
        few_pictures.clear()
        model = net()
        measured_training(model, Setting("toy", 1, batch_size=8), seed=seed)
        weights.append(model[2].weight)
    assert torch.equal(weights[0], weights[1])
    assert not torch.equal(weights[0], weights[2])


def test_no_epoch_only_measures(few_pictures):
    model, before = net(), net()
    measured_training(model, Setting("toy", 0), seed=0)
    assert torch.equal(model[2].weight, before[2].weight)


def test_notes():
    assert [line.split(":")[0] for line in notes("make it")] == ["command", "versions", "date"]
    assert notes("make it")[0] == "command: make it"


def test_bad_input(few_pictures):
    with pytest.raises(ValueError, match="seed must be a whole number of at least 0, got -1"):
        measured_training(net(), Setting("toy", 1), seed=-1)
    with pytest.raises(ValueError, match="epochs must be a whole number of at least 0, got -1"):
        measured_training(net(), Setting("toy", -1), seed=0)
