import torch
from torch import nn

import pytest

from companion.architectures.inverted_residual import Block
from companion.architectures.mobile_blocks_torch import (
    BlockStyle,
    ConvNorm,
    SamePadding,
    StochasticDepth,
    expand_and_filter,
    initialise,
)

STYLE = BlockStyle(1e-5, 0.1, "symmetric", nn.ReLU6)
SAME = BlockStyle(1e-3, 0.01, "same", nn.SiLU)


@pytest.mark.parametrize(
    ("kernel_size", "size", "before", "after"), [(3, 6, 0, 1), (3, 7, 1, 1), (5, 6, 1, 2), (5, 7, 2, 2)]
)
def test_same_padding_by_hand(kernel_size, size, before, after):
    padded = SamePadding(kernel_size)(torch.ones(1, 1, size, 4))
    assert padded.shape == (1, 1, before + size + after, 4 + kernel_size - 2)
    assert torch.equal(padded[0, 0, :, 2] == 1, torch.tensor([False] * before + [True] * size + [False] * after))


@pytest.mark.parametrize("size", [1, 2, 5, 8])
def test_with_stride_2_half_the_places_are_left_rounded_up(size):
    for style in (STYLE, SAME):
        layer = ConvNorm(2, 3, style, kernel_size=5, stride=2).eval()
        assert layer(torch.zeros(1, 2, size, size)).shape == (1, 3, -(-size // 2), -(-size // 2))


def test_linear_means_no_activation():
    numbers = torch.randn(4, 2, 5, 5)
    assert (ConvNorm(2, 3, STYLE, linear=True)(numbers) < 0).any()
    clipped = ConvNorm(2, 3, STYLE)(100 * numbers)
    assert clipped.min() >= 0
    with torch.no_grad():
        loud = ConvNorm(2, 3, STYLE)
        loud.norm.weight.fill_(100)
    assert loud(numbers).max() == 6


def test_stochastic_depth_drops_whole_samples_and_keeps_the_mean():
    torch.manual_seed(0)
    layer, ones = StochasticDepth(0.25), torch.ones(4000, 2, 2, 1)
    dropped = layer(ones)
    assert dropped.unique().tolist() == pytest.approx([0, 4 / 3])
    assert torch.equal(dropped.amin(dim=(1, 2, 3)), dropped.amax(dim=(1, 2, 3)))
    assert dropped.mean().item() == pytest.approx(1, abs=0.03)
    assert layer.eval()(ones) is ones
    assert StochasticDepth(0.0)(ones) is ones
    assert not StochasticDepth(1.0)(ones).any()


def test_a_block_without_expansion_has_one_layer_less():
    wide = expand_and_filter(Block("a", 4, 8, expansion=6, stride=2, kernel_size=3), STYLE)
    assert list(wide) == ["expand", "depthwise"]
    assert wide["depthwise"].conv.weight.shape == (24, 1, 3, 3)
    assert list(expand_and_filter(Block("a", 4, 8, expansion=1, stride=1, kernel_size=3), STYLE)) == ["depthwise"]


def test_first_weights():
    torch.manual_seed(0)
    layers = nn.Sequential(nn.Conv2d(64, 128, 3), nn.Conv2d(4096, 4096, 3, groups=4096))
    initialise(layers)
    full, depthwise = (layer.weight.std().item() for layer in layers)
    assert full == pytest.approx((2 / (9 * 128)) ** 0.5, rel=0.02)
    assert depthwise == pytest.approx((2 / 9) ** 0.5, rel=0.02)
    assert not layers[0].bias.any()
