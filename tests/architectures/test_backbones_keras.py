import torch

import keras
import numpy as np
import pytest

from companion.architectures import backbones_keras, backbones_torch
from companion.architectures.backbone_specs import FEATURE_NAMES

NETS = ("small_vgg", "small_resnet")
SIZES = [(32, 32), (33, 50)]


def both(name):
    """Return the PyTorch net with lively statistics, and the Keras net with its weights."""
    torch.manual_seed(0)
    ours = getattr(backbones_torch, name)()
    for _ in range(3):
        ours(0.05 * torch.randn(16, 3, 32, 32))  # small variances make a wrong epsilon visible
    theirs = getattr(backbones_keras, name)()
    backbones_keras.copy_from_torch(theirs, {key: value.numpy() for key, value in ours.state_dict().items()})
    return ours.eval(), theirs


def pictures(size):
    return 0.05 * np.random.default_rng(0).standard_normal((4, *size, 3), np.float32)


def to_torch(images):
    return torch.from_numpy(images.transpose(0, 3, 1, 2).copy())


def gradients(model, images, weights):
    """Return the gradient of a weighted sum of the vectors, on either backend."""
    if keras.backend.backend() == "torch":
        total = (model(images, training=False) * torch.from_numpy(weights)).sum()
        found = torch.autograd.grad(total, [variable.value for variable in model.trainable_variables])
        return [keras.ops.convert_to_numpy(value.detach()) for value in found]
    import tensorflow

    with tensorflow.GradientTape() as tape:
        total = tensorflow.reduce_sum(model(images, training=False) * weights)
    found = tape.gradient(total, [variable.value for variable in model.trainable_variables])
    return [value.numpy() for value in found]


@pytest.mark.parametrize(("name", "total"), [("small_vgg", 486_472), ("small_resnet", 491_576)])
def test_parameters(name, total):
    assert sum(int(np.prod(v.shape)) for v in getattr(backbones_keras, name)().trainable_variables) == total


@pytest.mark.parametrize("name", NETS)
@pytest.mark.parametrize("size", SIZES)
def test_the_same_weights_give_the_same_maps_and_vectors(name, size):
    ours, theirs = both(name)
    images = pictures(size)
    with torch.no_grad():
        expected = {key: value.numpy().transpose(0, 2, 3, 1) for key, value in ours.features(to_torch(images)).items()}
        vectors = ours(to_torch(images)).numpy()
    maps = backbones_keras.feature_maps(theirs)(images, training=False)
    assert tuple(expected) == FEATURE_NAMES[name]
    assert set(maps) == set(expected)
    for key, value in expected.items():
        assert np.ptp(value) > 0.1
        assert np.abs(keras.ops.convert_to_numpy(maps[key]) - value).max() < 1e-5 * max(1, np.abs(value).max())
    assert np.abs(keras.ops.convert_to_numpy(theirs(images, training=False)) - vectors).max() < 1e-5


@pytest.mark.parametrize("name", NETS)
def test_the_same_weights_give_the_same_gradients(name):
    ours, theirs = both(name)
    images, weights = pictures((32, 32)), np.random.default_rng(1).standard_normal((4, 128), np.float32)
    (ours(to_torch(images)) * torch.from_numpy(weights)).sum().backward()
    expected = {key: weight.grad.numpy() for key, weight in ours.named_parameters()}
    kinds = {"kernel": "weight", "gamma": "weight", "beta": "bias"}
    found = gradients(theirs, images, weights)
    for variable, value in zip(theirs.trainable_variables, found, strict=True):
        layer, kind = variable.path.split("/")[-2:]
        wanted = expected.pop(f"{layer.replace('_', '.')}.{kinds[kind]}")
        wanted = wanted.transpose(2, 3, 1, 0) if wanted.ndim == 4 else wanted
        assert np.abs(value - wanted).max() < 1e-4 * max(1, np.abs(wanted).max()), variable.path
    assert not expected


def test_the_maps_share_the_weights():
    model = backbones_keras.small_vgg()
    before = keras.ops.convert_to_numpy(backbones_keras.feature_maps(model)(pictures((32, 32)))["block1_conv1"])
    model.get_layer("block1_conv1").kernel.assign(2 * model.get_layer("block1_conv1").kernel)
    after = keras.ops.convert_to_numpy(backbones_keras.feature_maps(model)(pictures((32, 32)))["block1_conv1"])
    assert np.allclose(after, 2 * before, atol=1e-6)


def test_maps_of_another_model():
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)], name="dense")
    with pytest.raises(ValueError, match=r"model.name must be one of 'small_vgg', 'small_resnet', got 'dense'"):
        backbones_keras.feature_maps(model)
