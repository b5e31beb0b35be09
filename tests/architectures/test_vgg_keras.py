import torch

import keras
import numpy as np
import pytest

from companion.architectures import vgg_keras, vgg_specs, vgg_torch
from companion.architectures.weights_keras import copy_from_torch

NARROW = {"stem": "cifar", "width": 1 / 16}


def weights(model):
    return {layer.name: [value.shape for value in layer.get_weights()] for layer in model.layers if layer.weights}


@pytest.mark.parametrize("name", vgg_specs.MODELS)
def test_layers_and_names_are_those_in_pytorch(name):
    ours, theirs = (
        getattr(vgg_torch, name)(10, **NARROW),
        getattr(vgg_keras, name)(10, input_shape=(32, 32, 3), **NARROW),
    )
    modules = {
        path.replace(".", "_") for path, module in ours.named_modules() if list(module.parameters(recurse=False))
    }
    assert set(weights(theirs)) == modules
    trained = sum(int(np.prod(variable.shape)) for variable in theirs.trainable_variables)
    assert trained == sum(weight.numel() for weight in ours.parameters())
    assert (theirs.name, theirs.variant) == (name, "torchvision")


@pytest.mark.parametrize(("name", "size"), [("vgg11", 64), ("vgg11_bn", 96)])
def test_the_same_weights_give_the_same_logits_through_adaptive_pooling(name, size):
    torch.manual_seed(0)
    ours = getattr(vgg_torch, name)(5, width=1 / 16).eval()
    theirs = getattr(vgg_keras, name)(5, input_shape=(size, size, 3), width=1 / 16)
    copy_from_torch(theirs, {key: value.numpy() for key, value in ours.state_dict().items()})
    images = np.random.default_rng(0).random((2, size, size, 3), np.float32)
    with torch.no_grad():
        expected = ours(torch.from_numpy(images).permute(0, 3, 1, 2)).numpy()
    got = keras.ops.convert_to_numpy(theirs(images, training=False))
    assert np.abs(got - expected).max() < 1e-4 * np.abs(expected).max()


def test_first_weights():
    keras.utils.set_random_seed(0)
    he, glorot, small = (
        vgg_keras.vgg13(width=1 / 4, input_shape=(224, 224, 3), variant=name)
        for name in ("torchvision", "keras", "paper")
    )

    def deviation(model, layer):
        return model.get_layer(layer).get_weights()[0].std()

    fan_out = 9 * 128
    assert deviation(he, "block4_conv1") == pytest.approx((2 / fan_out) ** 0.5, rel=0.02)  # 64 maps to 128
    assert deviation(he, "fc2") == pytest.approx(0.01, rel=0.02)
    assert deviation(glorot, "block5_conv2") == pytest.approx((1 / fan_out) ** 0.5, rel=0.02)
    assert deviation(small, "block5_conv2") == pytest.approx(0.01, rel=0.02)
    for model in (he, glorot, small):
        first, second = (model.get_layer(f"block5_conv{index}").get_weights() for index in (1, 2))
        assert not np.array_equal(first[0], second[0])
        assert not first[1].any()


def test_dropout_is_in_the_torchvision_variant_only():
    images = np.ones((1, 224, 224, 3), np.float32)
    for variant, equal in (("torchvision", False), ("keras", True)):
        model = vgg_keras.vgg11(5, width=1 / 32, variant=variant)
        outputs = [keras.ops.convert_to_numpy(model(images, training=mode)) for mode in (True, False)]
        assert np.array_equal(*outputs) == equal


def test_gray_pictures_of_the_smallest_height():
    model = vgg_keras.vgg11(3, input_shape=(32, 40, 1), **NARROW)
    assert keras.ops.convert_to_numpy(model(np.zeros((2, 32, 40, 1), np.float32))).shape == (2, 3)


def test_bad_input():
    with pytest.raises(ValueError, match=r"input_shape must be \(height, width, channels\), got \(32, 32\)"):
        vgg_keras.vgg11(input_shape=(32, 32))
    with pytest.raises(ValueError, match="input_shape must be a whole number of at least 32, got 31"):
        vgg_keras.vgg11(input_shape=(31, 32, 3))
    with pytest.raises(ValueError, match=r"224 to 255 pixels .* got \(256, 224, 3\)"):
        vgg_keras.vgg11(input_shape=(256, 224, 3), variant="keras")
    with pytest.raises(ValueError, match="num_classes must be a whole number of at least 1, got 0"):
        vgg_keras.vgg11(0)
