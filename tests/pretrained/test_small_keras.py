import torch

import keras
import numpy as np
import pytest

from companion.architectures.backbones_keras import feature_maps
from companion.pretrained import small_keras, small_torch
from companion.pretrained.inputs import normalise
from companion.pretrained.pretext import draw_batch
from companion.pretrained.small import NAMES


def gradients(model, images, weights):
    if keras.backend.backend() == "torch":
        total = (model(images, training=False) * torch.from_numpy(weights)).sum()
        found = torch.autograd.grad(total, [variable.value for variable in model.trainable_variables])
        return [keras.ops.convert_to_numpy(value.detach()) for value in found]
    import tensorflow

    with tensorflow.GradientTape() as tape:
        total = tensorflow.reduce_sum(model(images, training=False) * weights)
    found = tape.gradient(total, [variable.value for variable in model.trainable_variables])
    return [value.numpy() for value in found]


@pytest.mark.parametrize("name", NAMES)
def test_both_frameworks_see_the_same(name):
    images = normalise(draw_batch(8, np.random.default_rng(0))[0])
    ours, theirs = small_torch.load(name), small_keras.load(name)
    with torch.no_grad():
        vectors = ours(torch.from_numpy(images.transpose(0, 3, 1, 2).copy())).numpy()
        maps = ours.features(torch.from_numpy(images.transpose(0, 3, 1, 2).copy()))
    assert np.abs(keras.ops.convert_to_numpy(theirs(images, training=False)) - vectors).max() < 1e-5
    for key, value in feature_maps(theirs)(images, training=False).items():
        expected = maps[key].numpy().transpose(0, 2, 3, 1)
        assert np.abs(keras.ops.convert_to_numpy(value) - expected).max() < 1e-5 * max(1, np.abs(expected).max()), key


@pytest.mark.parametrize("name", NAMES)
def test_both_frameworks_learn_the_same(name):
    images = normalise(draw_batch(4, np.random.default_rng(1))[0])
    weights = np.random.default_rng(2).standard_normal((4, 128), np.float32)
    ours, theirs = small_torch.load(name), small_keras.load(name)
    (ours(torch.from_numpy(images.transpose(0, 3, 1, 2).copy())) * torch.from_numpy(weights)).sum().backward()
    expected = {key: weight.grad.numpy() for key, weight in ours.named_parameters()}
    kinds = {"kernel": "weight", "gamma": "weight", "beta": "bias"}
    for variable, value in zip(theirs.trainable_variables, gradients(theirs, images, weights), strict=True):
        layer, kind = variable.path.split("/")[-2:]
        wanted = expected[f"{layer.replace('_', '.')}.{kinds[kind]}"]
        wanted = wanted.transpose(2, 3, 1, 0) if wanted.ndim == 4 else wanted
        assert np.abs(value - wanted).max() < 1e-4 * max(1, np.abs(wanted).max()), variable.path


def test_unknown_name():
    with pytest.raises(ValueError, match="name must be one of 'small_vgg', 'small_resnet', got 'vgg16'"):
        small_keras.load("vgg16")
