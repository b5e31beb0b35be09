import keras
import numpy as np
import pytest

from companion.architectures.dense_block_keras import bottleneck_layer, dense_block, he_normal, plain_layer, transition
from companion.architectures.densenet_specs import VARIANTS, DenseNetPlan

PLAN = DenseNetPlan((2,), growth_rate=2, stem_channels=3)
VARIANT = VARIANTS["torchvision"]


def numbers(*shape):
    return np.random.default_rng(0).standard_normal(shape, np.float32)


@pytest.mark.parametrize("bottleneck", [0, 4])
def test_a_block_passes_its_input_on(bottleneck):
    plan = DenseNetPlan((2,), growth_rate=2, stem_channels=3, bottleneck=bottleneck)
    images = keras.Input((4, 5, 3))
    block = keras.Model(images, dense_block(images, 2, plan, VARIANT, name="block1", dropout=0.0))
    x = numbers(2, 4, 5, 3)
    out = keras.ops.convert_to_numpy(block(x))
    assert out.shape == (2, 4, 5, 3 + 2 * 2)
    assert np.array_equal(out[..., :3], x)
    first = keras.Model(images, block.get_layer("block1_layer1_concatenate").output)
    assert np.allclose(keras.ops.convert_to_numpy(first(x)), out[..., :5], atol=1e-6)


def test_a_bottleneck_by_hand():
    images = keras.Input((1, 1, 2))
    plan = DenseNetPlan((1,), growth_rate=1)
    layer = keras.Model(images, bottleneck_layer(images, plan, VARIANT, name="a", dropout=0.0))
    for name in ("a_conv1", "a_conv2"):
        kernel = layer.get_layer(name).kernel
        kernel.assign(np.ones(kernel.shape))
    out = keras.ops.convert_to_numpy(layer(np.array([[[[1.0, 2.0]]]], np.float32)))
    assert out.item() == pytest.approx(4 * (1 + 2), rel=1e-4)  # four inner maps, each 1 + 2


def test_normalisation_and_relu_come_before_the_convolution():
    images = keras.Input((3, 3, 1))
    plan = DenseNetPlan((1,), growth_rate=1, bottleneck=0)
    layer = keras.Model(images, plain_layer(images, plan, VARIANT, name="a", dropout=0.0))
    layer.get_layer("a_conv1").kernel.assign(-np.ones((3, 3, 1, 1)))
    ones = np.ones((1, 3, 3, 1), np.float32)
    assert keras.ops.convert_to_numpy(layer(ones))[0, 1, 1, 0] == pytest.approx(-9, rel=1e-4)
    assert (keras.ops.convert_to_numpy(layer(-ones)) == 0).all()


def test_a_transition_averages():
    images = keras.Input((3, 3, 1))
    model = keras.Model(images, transition(images, 1, VARIANT, name="transition1", dropout=0.0))
    model.get_layer("transition1_conv").kernel.assign(np.full((1, 1, 1, 1), 2.0))
    x = np.array([[1.0, 3, 9], [5, -7, 9], [9, 9, 9]], np.float32).reshape(1, 3, 3, 1)
    assert keras.ops.convert_to_numpy(model(x)).item() == pytest.approx(2 * (1 + 3 + 5 + 0) / 4, rel=1e-4)


def test_dropout_has_a_layer_of_its_own_or_none():
    images = keras.Input((4, 4, 3))
    names = [
        layer.name
        for layer in keras.Model(images, bottleneck_layer(images, PLAN, VARIANT, name="a", dropout=0.5)).layers
    ]
    assert [name for name in names if "drop" in name] == ["a_drop1", "a_drop2"]


def test_initial_weights_keep_their_tails():
    drawn = keras.ops.convert_to_numpy(he_normal()((3, 3, 64, 64)))
    assert drawn.std() == pytest.approx(np.sqrt(2 / (3 * 3 * 64)), rel=0.02)
    assert np.abs(drawn).max() > 3 * drawn.std()  # a cut normal distribution ends at 2


def test_layers_of_equal_shape_start_differently():
    images = keras.Input((4, 4, 2))
    block = keras.Model(images, dense_block(images, 2, PLAN, VARIANT, name="block1", dropout=0.0))
    first, second = (block.get_layer(f"block1_layer{number}_conv2").get_weights()[0] for number in (1, 2))
    assert not np.array_equal(first, second)
