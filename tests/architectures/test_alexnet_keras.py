import keras
import numpy as np
import pytest

from companion.architectures.alexnet_keras import alexnet
from companion.architectures.alexnet_torch import alexnet as alexnet_torch


def small(**options):
    return alexnet(5, input_shape=(32, 32, 3), stem="cifar", width=0.05, **options)


def test_the_grouped_layers_of_the_paper():
    model = small(variant="paper")
    assert (model.name, model.variant) == ("alexnet", "paper")
    groups = [layer.groups for layer in model.layers if isinstance(layer, keras.layers.Conv2D)]
    assert groups == [1, 2, 1, 2, 2]


@pytest.mark.parametrize("variant", ["torchvision", "paper"])
def test_the_layers_stand_in_the_same_order_under_the_same_names(variant):
    ours = [name for name, _ in alexnet_torch(5, stem="cifar", width=0.05, variant=variant).named_children()]
    assert [layer.name for layer in small(variant=variant).layers[1:]] == ours


def test_one_step_of_training_with_two_towers():
    model = small(variant="paper", dropout=0.0)
    images, labels = np.random.default_rng(0).random((4, 32, 32, 3), np.float32), np.arange(4)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.SGD(0.1), loss)
    before = model.get_layer("conv2").kernel.numpy()
    model.train_on_batch(images, labels)
    assert not np.array_equal(before, model.get_layer("conv2").kernel.numpy())


def test_initial_weights_have_the_distributions_of_pytorch():
    model = small()
    limit = (25 * model.get_layer("conv2").kernel.shape[2]) ** -0.5
    kernel = model.get_layer("conv2").kernel.numpy()
    assert limit * 0.98 < np.abs(kernel).max() <= limit
    assert kernel.std() == pytest.approx(limit / 3**0.5, rel=0.05)
    paper = small(variant="paper")
    for name in ("conv1", "conv2", "conv3", "conv4", "conv5", "fc6", "fc7", "fc8"):
        layer = paper.get_layer(name)
        assert (layer.bias.numpy() == (0 if name in ("conv1", "conv3", "fc8") else 1)).all(), name
        assert layer.kernel.numpy().std() == pytest.approx(0.01, rel=0.15), name
        assert not np.array_equal(paper.get_layer("conv4").kernel.numpy(), paper.get_layer("conv5").kernel.numpy())


def test_bad_input():
    with pytest.raises(ValueError, match=r"input_shape must leave a grid of 6x6 for fc6, got \(64, 64, 3\)"):
        alexnet(input_shape=(64, 64, 3), width=0.05, variant="paper")
    with pytest.raises(ValueError, match=r"input_shape must be \(height, width, channels\), got 224"):
        alexnet(input_shape=224)
    with pytest.raises(ValueError, match="stem must be one of 'imagenet', 'cifar', got 'small'"):
        alexnet(stem="small")
    with pytest.raises(ValueError, match="dropout must be a finite number from 0 to 1, got -1"):
        alexnet(dropout=-1)
