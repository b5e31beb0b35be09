import torch

import pytest

from companion.architectures.separable_torch import BLOCKS, FullConvolution, SeparableConvolution, small_net


def weights(module):
    return sum(layer.weight.numel() for layer in module.modules() if isinstance(layer, torch.nn.Conv2d))


def test_the_share_of_the_weights():
    full, separable = FullConvolution(64, 128, 1), SeparableConvolution(64, 128, 1)
    assert (weights(full), weights(separable)) == (73_728, 8_768)
    assert weights(separable) / weights(full) == pytest.approx(1 / 128 + 1 / 9)


def test_a_depthwise_filter_sees_one_map():
    depthwise = SeparableConvolution(4, 8, 1).depthwise
    maps = torch.zeros(1, 4, 5, 5)
    maps[0, 2] = 1
    assert depthwise(maps).abs().sum(dim=(2, 3)).nonzero().tolist() == [[0, 2]]


@pytest.mark.parametrize("kind", BLOCKS)
def test_shapes(kind):
    model = small_net(kind, 5, 1, width=0.1).eval()
    assert model.blocks(model.stem(torch.zeros(1, 1, 32, 30))).shape == (1, 13, 4, 4)
    assert model(torch.zeros(0, 1, 32, 32)).shape == (0, 5)


def test_bad_input():
    with pytest.raises(ValueError, match="kind must be one of 'full', 'separable', got 'half'"):
        small_net("half", 5)
    with pytest.raises(ValueError, match="num_classes must be a whole number of at least 1, got 0"):
        small_net("full", 0)
    with pytest.raises(ValueError, match="in_channels must be a whole number of at least 1, got 0"):
        small_net("full", 5, 0)
    with pytest.raises(ValueError, match="width must be a finite number"):
        small_net("full", 5, width=0)


def test_first_weights_count_the_outgoing_numbers_of_one_group():
    torch.manual_seed(0)
    block = small_net("separable", 2, 1, width=8.0).blocks.block6
    depthwise, pointwise = block.depthwise.weight.std().item(), block.pointwise.weight.std().item()
    assert depthwise == pytest.approx((2 / 9) ** 0.5, rel=0.05)
    assert pointwise == pytest.approx((2 / 1024) ** 0.5, rel=0.02)
