import torch

import keras
import numpy as np
import pytest

from companion.architectures.googlenet_specs import VARIANTS, scaled_module
from companion.architectures.inception_keras import conv_unit, inception_module, naive_module
from companion.architectures.inception_torch import ConvUnit, InceptionModule, NaiveModule
from companion.architectures.weights_keras import to_keras

ROW = scaled_module("4a", 0.125)
MODULES = [(InceptionModule, inception_module), (NaiveModule, naive_module)]


class Named(torch.nn.Module):
    """A module under the name that the Keras layers begin with."""

    def __init__(self, module):
        super().__init__()
        self.module = module

    def forward(self, x):
        return self.module(x)


def both(module, function, size, channels=4):
    """Return what both frameworks make of the same numbers, some negative, with the same weights, as NHWC arrays."""
    torch.manual_seed(0)
    ours = Named(module)
    x = torch.randn(3, channels, *size)
    ours(x)  # fills the statistics of the normalisation
    images = keras.Input((*size, channels))
    theirs = to_keras(ours, keras.Model(images, function(images)))
    with torch.no_grad():
        expected = ours.eval()(x).permute(0, 2, 3, 1).numpy()
    return expected, keras.ops.convert_to_numpy(theirs(x.permute(0, 2, 3, 1).numpy(), training=False))


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize(("build", "function"), MODULES)
def test_modules_as_in_pytorch(build, function, variant):
    row = VARIANTS[variant]
    expected, found = both(build(4, ROW, row), lambda x: function(x, ROW, row, name="module"), (5, 6))
    np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("size", [(8, 9), (7, 12), (5, 5)])
@pytest.mark.parametrize(("kernel_size", "stride"), [(7, 2), (3, 1), (1, 1)])
def test_units_as_in_pytorch(kernel_size, stride, size):
    row = VARIANTS["torchvision"]
    module = ConvUnit(4, 6, kernel_size, row, stride=stride)
    expected, found = both(module, lambda x: conv_unit(x, 6, kernel_size, row, name="module", stride=stride), size)
    assert found.shape == expected.shape
    np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize(("variant", "deviation", "bias"), [("torchvision", 0.01, None), ("paper", 1 / 8, 0.2)])
def test_initial_weights(variant, deviation, bias):
    images = keras.Input((4, 4, 64))
    model = keras.Model(images, conv_unit(images, 128, 1, VARIANTS[variant], name="unit"))
    layer = model.get_layer("unit_conv")
    assert keras.ops.convert_to_numpy(layer.kernel).std() == pytest.approx(deviation, rel=0.05)
    assert (layer.bias is None) if bias is None else np.allclose(keras.ops.convert_to_numpy(layer.bias), bias)
