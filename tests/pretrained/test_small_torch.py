import torch

import numpy as np
import pytest

from companion.architectures.backbone_specs import FEATURE_NAMES
from companion.pretrained import small_torch
from companion.pretrained.judging_torch import to_tensor
from companion.pretrained.pretext import draw_batch
from companion.pretrained.small import NAMES, read_weights


@pytest.mark.parametrize("name", NAMES)
def test_the_weights_are_those_of_the_file_and_the_net_is_not_in_training(name):
    model = small_torch.load(name)
    assert not any(module.training for module in model.modules())
    state = model.state_dict()
    for key, value in read_weights(name).items():
        assert np.array_equal(state[key].numpy(), value), key


@pytest.mark.parametrize("name", NAMES)
@torch.no_grad()
def test_nearly_every_map_is_alive(name):
    images, _ = draw_batch(64, np.random.default_rng(5))
    maps = small_torch.load(name).features(to_tensor(images))
    assert tuple(maps) == FEATURE_NAMES[name]
    for key, value in maps.items():
        assert (value.amax(dim=(0, 2, 3)) > 0).float().mean() > 0.9, key


def test_two_loads_share_nothing():
    one, other = small_torch.load("small_vgg"), small_torch.load("small_vgg")
    with torch.no_grad():
        one.block1.conv1.weight.zero_()
    assert other.block1.conv1.weight.abs().max() > 0


def test_unknown_name():
    with pytest.raises(ValueError, match="name must be one of 'small_vgg', 'small_resnet', got 'vgg16'"):
        small_torch.load("vgg16")
