from functools import partial

import torch
from torch import nn

import pytest

from companion.architectures.dense_block_torch import BottleneckLayer, DenseBlock, PlainLayer, Transition
from companion.architectures.densenet_specs import DenseNetPlan

PLAN = DenseNetPlan((3,), growth_rate=2, stem_channels=3)
PLAIN = DenseNetPlan((3,), growth_rate=2, stem_channels=3, bottleneck=0)


@pytest.mark.parametrize("plan", [PLAN, PLAIN])
def test_a_block_passes_its_input_and_every_map_on(plan):
    block = DenseBlock((3, 5, 7, 9), plan, nn.BatchNorm2d, 0.0).eval()
    x = torch.randn(2, 3, 4, 5)
    out = block(x)
    assert out.shape == (2, 9, 4, 5)
    assert torch.equal(out[:, :3], x)
    for number, layer in enumerate(block):  # layer l sees what all before it gave, in their order
        seen = out[:, : 3 + 2 * number]
        assert torch.allclose(layer([seen]), out[:, 3 + 2 * number : 5 + 2 * number], atol=1e-6)


def test_normalisation_and_relu_come_before_the_convolution():
    layer = PlainLayer(1, DenseNetPlan((1,), growth_rate=1, bottleneck=0), nn.BatchNorm2d, 0.0).eval()
    with torch.no_grad():
        layer.conv1.weight.fill_(-1.0)
    images = torch.ones(1, 1, 3, 3)
    assert torch.allclose(layer([images])[0, 0, 1, 1], torch.tensor(-9.0), rtol=1e-4)  # negative: no ReLU behind it
    assert torch.equal(layer([-images]), torch.zeros(1, 1, 3, 3))  # the ReLU before it


def test_a_bottleneck_by_hand():
    layer = BottleneckLayer(2, DenseNetPlan((1,), growth_rate=1), partial(nn.BatchNorm2d, eps=0.0), 0.0).eval()
    with torch.no_grad():
        layer.conv1.weight.fill_(1.0)
        layer.conv2.weight.fill_(1.0)
    maps = [torch.ones(1, 1, 1, 1), 2 * torch.ones(1, 1, 1, 1)]
    assert layer.conv1.weight.shape == (4, 2, 1, 1)
    assert layer(maps).item() == 4 * (1 + 2)  # four inner maps, each 1 + 2


def test_the_maps_before_a_layer_stay_as_they_were():
    maps = [torch.full((1, 3, 4, 4), -1.0)]
    BottleneckLayer(3, PLAN, nn.BatchNorm2d, 0.0).eval()(maps)
    assert (maps[0] == -1).all()


def test_a_transition_averages():
    transition = Transition(1, 1, partial(nn.BatchNorm2d, eps=0.0), 0.0).eval()
    with torch.no_grad():
        transition.conv.weight.fill_(2.0)
    images = torch.tensor([[1.0, 3.0, 9.0], [5.0, -7.0, 9.0], [9.0, 9.0, 9.0]])  # the odd row and column fall away
    assert transition(images.reshape(1, 1, 3, 3)).tolist() == [[[[2 * (1 + 3 + 5 + 0) / 4]]]]


def test_dropout_is_there_in_training_only():
    layer = BottleneckLayer(3, PLAN, nn.BatchNorm2d, 0.5)
    x = [torch.randn(4, 3, 8, 8)]
    zeros = (layer(x) == 0).float().mean()
    assert 0.3 < zeros < 0.7
    assert (layer.eval()(x) == 0).float().mean() < 0.05
