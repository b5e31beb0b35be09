import torch

import pytest

from companion.architectures import efficientnet_torch
from companion.architectures.efficientnet_specs import SCALES
from companion.architectures.mbconv_torch import Excite, PixelNormalization


def small(name="efficientnet_b0", **options):
    return getattr(efficientnet_torch, name)(5, stem="cifar", width=0.25, **options).eval()


@pytest.mark.parametrize("variant", ["torchvision", "keras"])
def test_shapes_and_names(variant):
    model = small(variant=variant, in_channels=1)
    assert model(torch.zeros(2, 1, 32, 30)).shape == (2, 5)
    assert model(torch.zeros(0, 1, 32, 32)).shape == (0, 5)
    assert (model.name, model.variant) == ("efficientnet_b0", variant)
    assert hasattr(model.normalization, "mean") == (variant == "keras")


@pytest.mark.parametrize("name", SCALES)
def test_depth_dropout_and_stochastic_depth_of_the_paper(name):
    with torch.device("meta"):
        model = getattr(efficientnet_torch, name)()
        off = efficientnet_torch.efficientnet(name, dropout=0.0, stochastic_depth=0.0)
    drops = [module.p for module in model.modules() if hasattr(module, "p")]
    assert drops.pop() == SCALES[name].dropout
    assert drops == sorted(drops)
    assert 0.1 < drops[-1] < 0.2
    assert {module.p for module in off.modules() if hasattr(module, "p")} == {0.0}


def test_excite_by_hand():
    layer = Excite(2, 1)
    with torch.no_grad():
        layer.reduce.weight.zero_()
        layer.reduce.bias.zero_()
        layer.expand.weight.zero_()
        layer.expand.bias.copy_(torch.tensor([0.0, 100.0]))
    maps = torch.tensor([[[[2.0]], [[4.0]]]])
    assert layer(maps).flatten().tolist() == [1.0, 4.0]  # half of the first map, all of the second


def test_the_reduction_is_a_quarter_of_the_block_s_input():
    with torch.device("meta"):
        model = efficientnet_torch.efficientnet_b0()
    assert model.stage2.block1.excite.reduce.weight.shape == (4, 96, 1, 1)


def test_pixels_are_normalised_inside():
    layer = PixelNormalization(2)
    layer.mean.copy_(torch.tensor([0.0, 0.5]))
    layer.variance.copy_(torch.tensor([1.0, 0.25]))
    pixels = torch.full((1, 2, 1, 1), 255.0)
    assert layer(pixels).flatten().tolist() == pytest.approx([1, 1])


def test_a_shortcut_where_the_shapes_allow_it():
    block = small().stage3.block2
    with torch.no_grad():
        block.project.norm.weight.zero_()
    maps = torch.randn(1, 16, 4, 4)
    assert torch.equal(block(maps), maps)


def test_traceable_in_both_modes():
    model = small(variant="keras", stochastic_depth=0.5)
    pictures = 255 * torch.rand(2, 3, 15, 32)
    assert torch.allclose(torch.fx.symbolic_trace(model)(pictures), model(pictures))
    torch.fx.symbolic_trace(model.train())


def test_bad_input():
    with pytest.raises(ValueError, match="name must be one of"):
        efficientnet_torch.efficientnet("efficientnet_b8")
    with pytest.raises(ValueError, match="num_classes must be a whole number of at least 1, got 0"):
        efficientnet_torch.efficientnet_b0(0)
    with pytest.raises(ValueError, match="variant must be one of"):
        efficientnet_torch.efficientnet_b0(variant="paper")
    with pytest.raises(ValueError, match="dropout must be a finite number from 0 to 1, got 2"):
        efficientnet_torch.efficientnet_b0(dropout=2)
    with pytest.raises(ValueError, match="stochastic_depth must be a finite number from 0 to 1, got 2"):
        efficientnet_torch.efficientnet_b0(stochastic_depth=2)
