import torch

import numpy as np
import pytest

from companion.data.image_data import ImageData
from companion.detection import grid_training_torch
from companion.detection.grid_loss_torch import cell_targets, grid_loss
from companion.detection.grid_torch import to_tensor
from companion.detection.grid_training_torch import flipped, padded_truths, scenes, train


@pytest.fixture
def few_scenes(monkeypatch):
    monkeypatch.setattr(grid_training_torch, "COUNTS", {"train": 12, "validation": 4, "test": 4})


def truths_of(boxes, labels):
    boxes = tuple(np.reshape(np.array(rows, float), (-1, 4)) for rows in boxes)
    labels = tuple(np.array(row, np.int64) for row in labels)
    return ImageData("scenes", "train", np.zeros((len(boxes), 8, 8, 3), np.uint8), labels, tuple("abcdef"), boxes)


def test_truths_are_padded_with_minus_one():
    boxes, labels = padded_truths(truths_of([[[1, 2, 3, 4]], [[0, 0, 5, 5], [1, 1, 2, 2]], []], [[5], [0, 1], []]))
    assert labels.tolist() == [[5, -1], [0, 1], [-1, -1]]
    assert boxes[0, 0].tolist() == [1, 2, 3, 4]
    assert boxes[1, 1].tolist() == [1, 1, 2, 2]


def test_truths_of_pictures_without_any_object_keep_one_padded_row():
    boxes, labels = padded_truths(truths_of([[], []], [[], []]))
    assert boxes.shape == (2, 1, 4)
    assert labels.tolist() == [[-1], [-1]]


def test_boxes_move_along_with_the_pixels():
    # One bright rectangle: wherever it goes, its box holds exactly the bright pixels.
    images, boxes = torch.zeros(1, 1, 16, 16), torch.tensor([[[1.0, 2.0, 6.0, 5.0]]])
    images[0, 0, 2:5, 1:6] = 1
    seen = set()
    torch.manual_seed(0)
    for _ in range(40):
        turned, moved = flipped(images, boxes)
        x1, y1, x2, y2 = (int(edge) for edge in moved[0, 0])
        assert turned[0, 0, y1:y2, x1:x2].sum() == turned.sum() == 15
        seen.add((x1, y1, x2, y2))
        if (x1, y1) == (2, 10):  # the quarter turn
            assert torch.equal(turned, images.rot90(1, dims=(2, 3)))
    assert seen == {(1, 2, 6, 5), (10, 2, 15, 5), (2, 1, 5, 6), (2, 10, 5, 15)}
    assert images.sum() == 15


def test_the_splits_have_other_pictures_and_are_always_the_same(few_scenes):
    first, again, other = scenes("train"), scenes("train"), scenes("validation")
    assert np.array_equal(first.images, again.images)
    assert not np.array_equal(first.images[:4], other.images)
    assert first.images.shape == (12, 96, 96, 3)


def test_an_unknown_split_is_named():
    with pytest.raises(ValueError, match="split must be one of 'train', 'validation', 'test', got 'tset'"):
        scenes("tset")


def loss_on(model, data):
    boxes, labels = padded_truths(data)
    with torch.no_grad():
        return grid_loss(*model(to_tensor(data.images)), cell_targets(boxes, labels, (12, 12))).item()


def test_training_learns_and_repeats_itself_and_leaves_the_generator_alone(few_scenes):
    torch.manual_seed(5)
    before = torch.random.get_rng_state()
    short, long = train(epochs=1, seed=3), train(epochs=40, seed=3)
    assert torch.equal(torch.random.get_rng_state(), before)
    torch.manual_seed(6)
    again, other = train(epochs=1, seed=3), train(epochs=1, seed=4)
    assert all(map(torch.equal, short.state_dict().values(), again.state_dict().values()))
    assert not torch.equal(short.head.weight, other.head.weight)
    assert loss_on(long, scenes("train")) < 0.6 * loss_on(short, scenes("train"))
    assert not long.training


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"epochs": 0, "seed": 0}, ValueError, "epochs must be a whole number of at least 1, got 0"),
        ({"epochs": 1, "seed": -1}, ValueError, "seed must be a whole number of at least 0, got -1"),
        ({"epochs": 1.5, "seed": 0}, TypeError, "epochs must be a whole number of at least 1, got float 1.5"),
    ],
)
def test_bad_input_is_named(options, error, message):
    with pytest.raises(error, match=message):
        train(**options)
