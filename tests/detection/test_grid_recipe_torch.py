import torch

import numpy as np
import pytest
from safetensors import safe_open

from companion.data.image_data import ImageData
from companion.detection import grid_recipe_torch, grid_training_torch
from companion.detection.grid_recipe_torch import SEEDS, make, measure
from companion.detection.grid_torch import WEIGHTS, load_detector
from companion.detection.grid_training_torch import COUNTS, scenes
from companion.detection.train import table_path, weights_path
from companion.training.tables import provenance, read_table


@pytest.fixture
def few_scenes(monkeypatch):
    few = {"train": 8, "validation": 3, "test": 3}
    monkeypatch.setattr(grid_training_torch, "COUNTS", few)
    monkeypatch.setattr(grid_recipe_torch, "COUNTS", few)


def test_the_recipe_writes_weights_that_load_and_a_table(few_scenes, tmp_path, monkeypatch):
    threads = torch.get_num_threads()
    torch.set_num_threads(2)
    make(folder=tmp_path, epochs=1)
    assert torch.get_num_threads() == 2
    rows = read_table(table_path("grid_detector", folder=tmp_path))
    assert [(row["seed"], row["split"]) for row in rows] == [(s, p) for s in SEEDS for p in ("validation", "test")]
    monkeypatch.setattr("companion.detection.grid_torch.WEIGHTS", weights_path("grid_detector", folder=tmp_path))
    torch.set_num_threads(1)  # as the recipe does: two threads add up in another order
    again = grid_training_torch.train(epochs=1, seed=SEEDS[0])
    torch.set_num_threads(threads)
    written = load_detector()
    for key, value in again.state_dict().items():
        if not key.endswith("num_batches_tracked"):
            assert torch.equal(written.state_dict()[key], value), key
    with safe_open(weights_path("grid_detector", folder=tmp_path), framework="numpy") as file:
        assert file.metadata()["trained_on"].startswith("8 drawn scenes")


class Knows(torch.nn.Module):
    """Says a 16 x 16 square of class 2 around the centre of the first cell, in every picture."""

    def __init__(self):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.zeros(1))

    def forward(self, images):
        objectness = torch.full((len(images), 2, 2), -100.0)
        objectness[:, 0, :] = torch.tensor([100.0, 2.0])
        logits = torch.zeros(len(images), 2, 2, 6)
        logits[..., 2] = 100.0
        distances = torch.tensor([[[4.0, 4, 8, 8], [12.0, 4, 0.5, 8]]] * 2)
        return objectness, logits, distances.expand(len(images), 2, 2, 4)


def test_measuring_by_hand():
    images, boxes = np.zeros((2, 16, 16, 3), np.uint8), np.array([[0.0, 0, 12, 12]])
    data = ImageData("scenes", "test", images, (np.array([2]),) * 2, tuple("abcdef"), (boxes,) * 2)
    row = measure(Knows().eval(), data)
    # Each picture: [0, 0, 12, 12] at score 1 and its double [0, 0, 12.5, 12] at sigmoid(2).
    assert row == {
        "split": "test",
        "AP50": 1.0,
        "AP": 1.0,
        "APs": 1.0,
        "AP50_raw": 1.0,
        "raw_per_object": 2.0,
        "kept_per_object": 1.0,
    }


def test_the_carried_weights_reach_what_the_table_says():
    listed = {row["split"]: row for row in read_table(table_path("grid_detector")) if row["seed"] == SEEDS[0]}
    found = measure(load_detector(), scenes("test"))
    for name in ("AP50", "AP", "AP50_raw"):
        assert found[name] == pytest.approx(listed["test"][name], abs=0.005)  # another processor rounds differently


def test_the_table_and_the_weights_say_how_they_were_made():
    notes = provenance(table_path("grid_detector"))
    assert notes[0] == "command: python -m companion.detection.train grid_detector"
    assert [note.split(":")[0] for note in notes[:3]] == ["command", "versions", "date"]
    with safe_open(WEIGHTS, framework="numpy") as file:
        assert file.metadata()["trained_on"].startswith(f"{COUNTS['train']} drawn scenes")


def test_bad_input_is_named(tmp_path):
    with pytest.raises(ValueError, match="epochs must be a whole number of at least 1, got 0"):
        make(folder=tmp_path, epochs=0)
    assert list(tmp_path.iterdir()) == []
