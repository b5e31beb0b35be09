import torch

import keras
import numpy as np
import pytest

from companion.architectures import senet_keras, senet_specs, senet_torch
from companion.architectures.weights_keras import copy_from_torch

SMALL = {"stem": "cifar", "width": 1 / 8}


@pytest.mark.parametrize("name", ["se_resnet18", "se_resnet50", "se_resnet20"])
@pytest.mark.parametrize("variant", senet_specs.VARIANTS)
def test_the_same_weights_give_the_same_logits_and_gates(name, variant):
    torch.manual_seed(0)
    ours = getattr(senet_torch, name)(5, variant=variant, reduction=4, **SMALL)
    theirs = getattr(senet_keras, name)(5, input_shape=(16, 16, 3), variant=variant, reduction=4, **SMALL)
    ours(torch.rand(4, 3, 16, 16))
    copy_from_torch(theirs, {key: value.numpy() for key, value in ours.eval().state_dict().items()})
    images = np.random.default_rng(0).random((2, 16, 16, 3), np.float32)
    seen = []
    ours.stage1.block1.scale.sigmoid.register_forward_hook(lambda module, inputs, output: seen.append(output.numpy()))
    with torch.no_grad():
        expected = ours(torch.from_numpy(images).permute(0, 3, 1, 2)).numpy()
    gates = theirs.get_layer("stage1_block1_scale_gates").output
    both = keras.Model(theirs.input, [theirs.output, gates])(images, training=False)
    for got, wanted in zip(both, (expected, seen[0]), strict=True):
        assert np.abs(keras.ops.convert_to_numpy(got) - wanted).max() < 1e-4 * np.abs(wanted).max()
    assert (theirs.name, theirs.variant) == (name, variant)


def test_the_dense_layers_of_two_gates_start_from_different_numbers():
    model = senet_keras.se_resnet20(width=0.5)
    first, second = (model.get_layer(f"stage1_block{index}_scale_fc2").get_weights()[0] for index in (1, 2))
    assert not np.array_equal(first, second)
    assert np.abs(first).max() <= (6 / (1 + 8)) ** 0.5


def test_bad_input():
    with pytest.raises(ValueError, match="name must be one of 'se_resnet18', .* got 'se_resnet19'"):
        senet_keras.se_resnet("se_resnet19")
    with pytest.raises(ValueError, match="variant must be one of 'torchvision', 'paper', got 'keras'"):
        senet_keras.se_resnet18(variant="keras")
    with pytest.raises(ValueError, match="reduction must be a whole number of at least 1, got 0"):
        senet_keras.se_resnet18(reduction=0)
