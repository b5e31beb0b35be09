import torch

import keras
import numpy as np
import pytest

from companion.architectures import squeeze_excitation as reference
from companion.architectures import squeeze_excitation_keras, squeeze_excitation_torch, vgg_keras, vgg_torch
from companion.architectures.squeeze_excitation_keras import squeeze_excitation
from companion.architectures.weights_keras import copy_from_torch

NARROW = {"stem": "cifar", "width": 1 / 4}


def test_the_numbers_of_the_reference_where_width_equals_channels():
    keras.utils.set_random_seed(0)
    images = keras.Input((3, 5, 5))
    model = keras.Model(images, squeeze_excitation(images, name="se", reduction=2, bias=False))
    maps = np.random.default_rng(0).standard_normal((2, 3, 5, 5), np.float32)
    first, second = (model.get_layer(f"se_fc{index}").get_weights()[0] for index in (1, 2))
    expected = reference.scale(maps, reference.excite(reference.squeeze(maps), first, second))
    assert np.allclose(keras.ops.convert_to_numpy(model(maps)), expected, atol=1e-6)
    assert first.shape == (5, 2)


def test_behind_the_blocks_of_a_vgg_as_in_pytorch():
    torch.manual_seed(0)
    ours, theirs = vgg_torch.vgg11_bn(5, **NARROW), vgg_keras.vgg11_bn(5, input_shape=(32, 32, 3), **NARROW)
    parts = ["block1", "block3"]
    squeeze_excitation_torch.add_squeeze_excitation(ours, parts).eval()
    excited = squeeze_excitation_keras.add_squeeze_excitation(theirs, parts)
    copy_from_torch(excited, {key: value.numpy() for key, value in ours.state_dict().items()})
    images = np.random.default_rng(0).random((2, 32, 32, 3), np.float32)
    with torch.no_grad():
        expected = ours(torch.from_numpy(images).permute(0, 3, 1, 2)).numpy()
    got = keras.ops.convert_to_numpy(excited(images, training=False))
    assert np.abs(got - expected).max() < 1e-5 * np.abs(expected).max()
    assert (excited.name, excited.variant) == ("vgg11_bn", "torchvision")


def test_the_old_model_and_its_weights_stay():
    model = vgg_keras.vgg11(5, input_shape=(32, 32, 3), **NARROW)
    excited = squeeze_excitation_keras.add_squeeze_excitation(model, ["block1"])
    assert len(excited.layers) == len(model.layers) + 7
    for layer in model.layers:
        for old, new in zip(layer.get_weights(), excited.get_layer(layer.name).get_weights(), strict=True):
            assert np.array_equal(old, new)


def test_bad_input():
    model = vgg_keras.vgg11(5, input_shape=(32, 32, 3), **NARROW)
    with pytest.raises(ValueError, match="parts must be what names of layers begin with, .* got 'block9'"):
        squeeze_excitation_keras.add_squeeze_excitation(model, ["block9"])
    excited = squeeze_excitation_keras.add_squeeze_excitation(model, ["block1"])
    with pytest.raises(ValueError, match="parts must have no layers se yet, got 'block1'"):
        squeeze_excitation_keras.add_squeeze_excitation(excited, ["block1"])
