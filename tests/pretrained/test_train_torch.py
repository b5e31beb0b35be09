import torch

import numpy as np
import pytest
from safetensors import safe_open
from safetensors.torch import load_file

from companion.pretrained import train_torch
from companion.pretrained.tables import provenance, read_table, weights_path

ROWS = [{"features": "pretrained", "data": "digits", "labels_per_class": 5, "accuracy": 0.5, "deviation": 0.1}]


@pytest.fixture
def quick(monkeypatch):
    """Learn from eight pictures at a time and do not judge: test_judging_torch.py does."""
    monkeypatch.setattr(train_torch, "BATCH_SIZE", 8)
    monkeypatch.setattr(train_torch, "_FRESH", 16)
    monkeypatch.setattr(train_torch, "judge", lambda net, build: ROWS)


@pytest.mark.parametrize("name", ["small_vgg", "small_resnet"])
@pytest.mark.usefixtures("quick")
def test_the_recipe_from_end_to_end(name, tmp_path):
    folders = tmp_path / "one", tmp_path / "other"
    for folder in folders:
        train_torch.make(name, folder=folder, steps=3)
    one, other = (load_file(weights_path(name, folder=folder)) for folder in folders)
    assert all(torch.equal(one[key], other[key]) for key in one)  # the same weights, bit by bit
    assert read_table(name, folder=folders[0]) == ROWS
    assert provenance(name, folder=folders[0])["steps"] == "3 of 8 pictures"
    with safe_open(weights_path(name, folder=folders[0]), framework="pt") as file:
        head = file.metadata()
    assert (head["name"], head["recipe"]) == (name, train_torch.RECIPE)
    assert head["linear probe"] == "digits 0.5 with 5 labels a class"
    assert head["normalisation"].startswith("RGB in 0..1")


@pytest.mark.usefixtures("quick")
def test_training_moves_every_kernel_and_ends_in_evaluation_mode():
    torch.manual_seed(train_torch._SEED)
    before = train_torch.small_resnet().state_dict()
    net, accuracy = train_torch.train("small_resnet", steps=2)
    assert not net.training
    assert 0 <= accuracy <= 1
    after = net.state_dict()
    assert all(not torch.equal(before[key], after[key]) for key in before)


def test_it_learns(monkeypatch):
    """Eight pictures that never change are soon known by heart."""
    images, labels = train_torch.draw_batch(8, np.random.default_rng(0))
    monkeypatch.setattr(train_torch, "draw_batch", lambda count, rng: (images, labels))
    assert train_torch.train("small_resnet", steps=30)[1] == 1.0


def test_bad_input(tmp_path):
    with pytest.raises(ValueError, match="steps must be a whole number of at least 1, got 0"):
        train_torch.make("small_vgg", folder=tmp_path, steps=0)
    with pytest.raises(ValueError, match="name must be one of 'small_vgg', 'small_resnet', got 'vgg16'"):
        train_torch.make("vgg16", folder=tmp_path, steps=1)
    assert not list(tmp_path.iterdir())
