import torchvision  # noqa: F401  before keras, or the process crashes

import keras
import numpy as np
import pytest

from companion.architectures import resnet_keras
from companion.architectures.resnet_blocks_keras import SubsampledIdentity
from companion.architectures.resnet_keras import resnet, resnet20, resnet50
from companion.architectures.resnet_plans import ResNetPlan, cifar_plan
from companion.architectures.resnet_specs import OFFICIAL


def trained(model):
    return sum(int(np.prod(variable.shape)) for variable in model.trainable_variables)


@pytest.mark.parametrize("name", ["resnet18", "resnet20", "plain20"])
def test_builders_say_their_size_and_their_name(name):
    build = getattr(resnet_keras, name)
    model = build()
    assert f" {trained(model):,} trained parameters" in build.__doc__
    assert (model.name, model.variant) == (name, "torchvision")


def test_every_builder_is_there():
    assert set(OFFICIAL) | {"resnet"} == set(resnet_keras.__all__)


def test_a_shortcut_of_zeros():
    maps = np.arange(15.0).reshape(1, 3, 5, 1)
    found = keras.ops.convert_to_numpy(SubsampledIdentity(2, 1)(maps))
    assert found[0, :, :, 0].tolist() == [[0.0, 2.0, 4.0], [10.0, 12.0, 14.0]]
    assert (found[..., 1] == 0).all()
    assert found.shape == (1, 2, 3, 2)


def test_a_saved_net_comes_back(tmp_path):
    model = resnet20(input_shape=(8, 8, 3), width=0.1)
    model.save(tmp_path / "net.keras")
    images = np.ones((1, 8, 8, 3), np.float32)
    again = keras.saving.load_model(tmp_path / "net.keras")
    assert np.array_equal(*(keras.ops.convert_to_numpy(net(images)) for net in (model, again)))


@pytest.mark.parametrize(
    ("variant", "strides"), [("torchvision", [1, 2, 1, 2]), ("keras", [2, 1, 1, 2]), ("paper", [2, 1, 1, 2])]
)
def test_where_the_stride_is(variant, strides):
    model = resnet50(input_shape=(32, 32, 3), width=0.02, variant=variant)
    names = ("conv1", "conv2", "conv3", "shortcut_conv")
    assert [model.get_layer(f"stage2_block1_{name}").strides[0] for name in names] == strides


@pytest.mark.parametrize("shortcut", ["identity", "projection", "all_projection", "none"])
def test_shapes(shortcut):
    plan = ResNetPlan("bottleneck", (1, 1), (2, 4), shortcut)
    model = resnet(plan, 3, input_shape=(None, None, 1), stem="cifar")
    assert model(np.zeros((2, 5, 7, 1), np.float32)).shape == (2, 3)
    assert model(np.zeros((2, 1, 1, 1), np.float32)).shape == (2, 3)


def test_layers_at_the_end_of_every_residual_branch():
    def nothing(maps, name):
        return keras.layers.Rescaling(0.0, name=name)(maps)

    model = resnet(cifar_plan(1), 10, input_shape=(8, 8, 3), stem="cifar", scale=nothing, name="quiet")
    assert [f"stage{stage}_block1_scale" in {layer.name for layer in model.layers} for stage in (1, 2, 3)] == [True] * 3
    stem, last = (model.get_layer(name).output for name in ("stem_relu", "stage3_block1_relu"))
    found = keras.Model(model.input, [stem, last])(np.random.default_rng(0).normal(size=(1, 8, 8, 3)))
    before, after = (keras.ops.convert_to_numpy(maps) for maps in found)
    assert np.array_equal(after[..., :16], before[:, ::4, ::4])  # F(x) = 0: what is left are the shortcuts
    assert (after[..., 16:] == 0).all()
    assert model.name == "quiet"


@pytest.mark.parametrize("shortcut", ["projection", "none"])
def test_layers_at_the_end_of_a_bottleneck_and_of_a_plain_block(shortcut):
    def nothing(maps, name):
        return keras.layers.Rescaling(0.0, name=name)(maps)

    plan = ResNetPlan("bottleneck", (2,), (2,), shortcut)
    model = resnet(plan, 3, input_shape=(4, 4, 1), stem="cifar", scale=nothing)
    found = keras.Model(model.input, [model.get_layer(f"stage1_block{block}_relu").output for block in (1, 2)])
    first, second = map(keras.ops.convert_to_numpy, found(np.random.default_rng(0).normal(size=(1, 4, 4, 1))))
    assert np.array_equal(first, second)  # F(x) = 0 in the second block, whose shortcut is the identity
    assert first.any() == (shortcut == "projection")


def test_the_first_weights_have_the_distributions_of_the_pytorch_version():
    model = resnet20()
    kernel, bias = map(keras.ops.convert_to_numpy, model.get_layer("classifier").trainable_variables)
    assert 0.115 < abs(kernel).max() <= 0.125  # uniform up to 1 / sqrt(64)
    assert 0 < abs(bias).max() <= 0.125
    filters = keras.ops.convert_to_numpy(model.get_layer("stage3_block2_conv1").kernel)
    assert abs(filters).max() > 3 * filters.std()  # neither uniform nor cut off at two deviations


def test_no_two_layers_start_alike():
    model = resnet20(width=0.25)
    kernels = [model.get_layer(f"stage1_block{block}_conv1").kernel for block in (1, 2)]
    first, second = (keras.ops.convert_to_numpy(kernel) for kernel in kernels)
    assert not np.allclose(first, second)
    wide = keras.ops.convert_to_numpy(resnet20().get_layer("stage3_block1_conv1").kernel)
    assert abs(wide.std() / (2 / 576) ** 0.5 - 1) < 0.02


def test_bad_input():
    with pytest.raises(ValueError, match=r"input_shape must be \(height, width, channels\), got \(32, 32\)"):
        resnet50(input_shape=(32, 32))
    with pytest.raises(ValueError, match="height in input_shape must be a whole number of at least 1, got 0"):
        resnet50(input_shape=(0, 32, 3))
    with pytest.raises(ValueError, match="variant must be one of 'torchvision', 'keras', 'paper', got 'v2'"):
        resnet50(variant="v2")
