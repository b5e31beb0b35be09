"""MobileNetV2 and EfficientNet in Keras."""

import torchvision  # noqa: F401  before keras, or the process crashes

import keras
import numpy as np
import pytest

from companion.architectures import efficientnet_keras, mobilenet_keras
from companion.architectures.mobile_blocks_keras import BlockStyle, checked_shape, conv_norm

SMALL = {"input_shape": (32, 30, 3), "stem": "cifar", "width": 0.25}
BUILDERS = (mobilenet_keras.mobilenet_v2, efficientnet_keras.efficientnet_b0)


@pytest.mark.parametrize("build", BUILDERS)
@pytest.mark.parametrize("variant", ["torchvision", "keras"])
def test_shapes_and_names(build, variant):
    model = build(5, variant=variant, **SMALL)
    assert model.output_shape == (None, 5)
    assert model.get_layer("stage7_block1_project_norm").output.shape[1:3] == (4, 4)
    assert (model.name, model.variant) == (build.__name__, variant)
    assert model(np.zeros((2, 32, 30, 3), "float32")).shape == (2, 5)


def test_paddings():
    for padding, layers in (("symmetric", ["a_pad", "a_conv"]), ("same", ["a_conv"])):
        images = keras.Input((6, 7, 2))
        maps = conv_norm(images, BlockStyle(1e-3, 0.1, padding, "silu"), name="a", kernel_size=5, stride=2)
        model = keras.Model(images, maps)
        assert [layer.name for layer in model.layers[1:-2]] == layers
        assert model.output_shape == (None, 3, 4, 2)
        assert model.get_layer("a_norm").momentum == 0.9


def test_layers_of_equal_shape_start_differently():
    model = mobilenet_keras.mobilenet_v2(5, **SMALL)
    first, second = (model.get_layer(f"stage3_block{number}_expand_conv") for number in (2, 3))
    assert first.kernel.shape == second.kernel.shape
    assert not np.array_equal(first.get_weights()[0], second.get_weights()[0])


def test_first_weights():
    model = efficientnet_keras.efficientnet_b0(5, input_shape=(32, 32, 3))
    kernel, depthwise = (
        model.get_layer(f"stage7_block1_{part}_conv").get_weights()[0] for part in ("project", "depthwise")
    )
    assert kernel.std() == pytest.approx((2 / 320) ** 0.5, rel=0.02)
    assert depthwise.std() == pytest.approx((2 / 9) ** 0.5, rel=0.02)


def test_chance_can_be_switched_off():
    rates = [layer.rate for layer in efficientnet_keras.efficientnet_b0(5, **SMALL).layers if hasattr(layer, "rate")]
    assert rates[-1] == 0.2
    assert rates[:-1] == sorted(rates[:-1])
    off = efficientnet_keras.efficientnet("efficientnet_b0", 5, dropout=0.0, stochastic_depth=0.0, **SMALL)
    assert {layer.rate for layer in off.layers if hasattr(layer, "rate")} == {0.0}


def test_stochastic_depth_drops_whole_samples():
    model = efficientnet_keras.efficientnet_b0(5, stochastic_depth=1.0, **SMALL)
    layer = model.get_layer("stage6_block4_drop")
    dropped = keras.ops.convert_to_numpy(layer(np.ones((200, 2, 2, 3), "float32"), training=True))
    assert 0 < (dropped == 0).mean() < 1
    assert np.array_equal(dropped.min(axis=(1, 2, 3)), dropped.max(axis=(1, 2, 3)))


def test_pixels_are_normalised_inside_in_one_variant():
    inside = [layer.name for layer in efficientnet_keras.efficientnet_b0(5, variant="keras", **SMALL).layers[1:3]]
    assert inside == ["rescaling", "normalization"]
    assert "normalization" not in [layer.name for layer in efficientnet_keras.efficientnet_b0(5, **SMALL).layers]


@pytest.mark.parametrize("build", BUILDERS)
def test_bad_input(build):
    for options, message in (
        ({"num_classes": 0}, "num_classes must be a whole number of at least 1, got 0"),
        ({"input_shape": (32, 0, 3)}, "input_shape must be a whole number of at least 1, got 0"),
        ({"variant": "paper"}, "variant must be one of"),
        ({"stem": "small"}, "stem must be one of"),
        ({"dropout": 2}, "dropout must be a finite number from 0 to 1, got 2"),
    ):
        with pytest.raises(ValueError, match=message):
            build(**options)
    with pytest.raises(ValueError, match=r"input_shape must be \(height, width, channels\), got 32"):
        checked_shape(32)
    with pytest.raises(ValueError, match="name must be one of"):
        efficientnet_keras.efficientnet("efficientnet_b8")
