import torch

import keras
import numpy as np
import pytest

from companion.architectures.lenet_keras import lenet5
from companion.architectures.lenet_torch import lenet5 as lenet5_torch
from companion.architectures.weights_keras import to_keras
from companion.architectures.weights_torch import to_torch


def both(**options):
    torch.manual_seed(0)
    ours = lenet5_torch(variant="paper", **options)
    with torch.no_grad():
        for weight in ours.parameters():
            weight.mul_(4)  # the small weights of the start would let hardly anything through
    return ours, to_keras(ours, lenet5(variant="paper", **options))


def test_sixty_thousand_parameters_all_trained():
    model = lenet5(variant="paper")
    assert (model.name, model.variant) == ("lenet5", "paper")
    assert model.count_params() == sum(int(np.prod(weight.shape)) for weight in model.trainable_weights) == 60_000


def test_the_same_weights_give_the_same_output():
    ours, theirs = both(num_classes=7, in_channels=3)
    images = np.random.default_rng(0).random((5, 32, 32, 3), np.float32)
    with torch.no_grad():
        expected = ours(torch.from_numpy(images.transpose(0, 3, 1, 2).copy())).numpy()
    assert np.ptp(expected) > 1
    assert np.abs(keras.ops.convert_to_numpy(theirs(images)) - expected).max() < 1e-5 * np.abs(expected).max()


def test_the_same_weights_give_the_same_gradients():
    ours, theirs = both()
    rng = np.random.default_rng(0)
    images, labels = rng.random((5, 32, 32, 1), np.float32), rng.integers(0, 10, 5)
    logits = ours(torch.from_numpy(images.transpose(0, 3, 1, 2).copy()))
    torch.nn.functional.cross_entropy(logits, torch.from_numpy(labels)).backward()
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    theirs.compile(keras.optimizers.SGD(1.0), loss)
    theirs.train_on_batch(images, labels)
    stepped = dict(to_torch(theirs, lenet5_torch(variant="paper")).named_parameters())
    norms = {name: parameter.grad.abs().max().item() for name, parameter in ours.named_parameters()}
    for name, parameter in ours.named_parameters():
        change = parameter.detach() - stepped[name].detach()
        # Some maps of C3 get a gradient a thousand times smaller than others: float32 rounds it as it rounds those.
        assert (change - parameter.grad).abs().max() < 1e-4 * max(norms[name], 0.01 * max(norms.values())), name


def test_it_can_be_saved(tmp_path):
    _, model = both()
    model.save(tmp_path / "net.keras")
    images = np.random.default_rng(0).random((2, 32, 32, 1), np.float32)
    again = keras.saving.load_model(tmp_path / "net.keras")
    assert np.array_equal(keras.ops.convert_to_numpy(again(images)), keras.ops.convert_to_numpy(model(images)))


def test_bad_input():
    with pytest.raises(ValueError, match="variant must be one of 'modern', 'paper', got 'keras'"):
        lenet5(variant="keras")
    with pytest.raises(ValueError, match="num_classes must be a whole number from 1 to 10, got 26"):
        lenet5(26, variant="paper")
