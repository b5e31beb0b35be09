from dataclasses import replace

import torch
from torch import nn

import pytest

from companion.architectures import resnet_torch
from companion.architectures.resnet_blocks_torch import BasicBlock, Bottleneck, SubsampledIdentity
from companion.architectures.resnet_plans import BlockPlan, ResNetPlan, cifar_plan
from companion.architectures.resnet_specs import OFFICIAL, VARIANTS
from companion.architectures.resnet_torch import resnet, resnet20, resnet50

VARIANT = VARIANTS["torchvision"]


def count(model):
    return sum(weights.numel() for weights in model.parameters())


@pytest.mark.parametrize("name", OFFICIAL)
def test_every_builder_says_its_size_and_its_name(name):
    build = getattr(resnet_torch, name)
    with torch.device("meta"):
        model = build()
    assert f" {count(model):,} trained parameters" in build.__doc__
    assert (model.name, model.variant) == (name, "torchvision")


def test_plain_nets_have_as_many_parameters_as_nets_with_identities():
    with torch.device("meta"):
        assert count(resnet(cifar_plan(3))) == count(resnet(cifar_plan(3, "none")))
        options = [count(resnet(cifar_plan(3, kind))) for kind in ("identity", "projection", "all_projection")]
    # B: 16 -> 32 and 32 -> 64 with 2 numbers a map; C also squares, three blocks a stage
    assert options[1] - options[0] == 16 * 32 + 64 + 32 * 64 + 128
    assert options[2] - options[1] == 3 * (16 * 16 + 32) + 2 * (32 * 32 + 64) + 2 * (64 * 64 + 128)


def test_a_block_adds_before_the_last_relu():
    block = BasicBlock(BlockPlan("stage1.block1", 1, 1, 1, 1, "identity"), VARIANT).eval()
    nn.init.zeros_(block.norm2.weight)
    nn.init.constant_(block.norm2.bias, -3)  # F(x) = -3 everywhere
    assert block(torch.tensor([[[[1.0, 5.0]]]])).tolist() == [[[[0.0, 2.0]]]]


def test_a_plain_block_adds_nothing():
    block = BasicBlock(BlockPlan("stage1.block1", 1, 1, 1, 1, "none"), VARIANT).eval()
    nn.init.zeros_(block.norm2.weight)
    nn.init.constant_(block.norm2.bias, 2)
    assert block(torch.tensor([[[[1.0, 5.0]]]])).tolist() == [[[[2.0, 2.0]]]]


def test_the_input_of_a_block_stays_as_it_is():
    for kind in ("identity", "projection"):
        block = Bottleneck(BlockPlan("stage1.block1", 4, 1, 4, 1, kind), VARIANT)
        images = torch.randn(2, 4, 3, 3)
        before = images.clone()
        block(images)
        assert torch.equal(images, before)


def test_a_shortcut_of_zeros():
    maps = torch.arange(15.0).reshape(1, 1, 3, 5)
    expected = [[[0.0, 2.0, 4.0], [10.0, 12.0, 14.0]], [[0.0] * 3] * 2]
    assert SubsampledIdentity(2, 1)(maps)[0].tolist() == expected


def test_where_the_stride_is():
    strides = {
        variant: [
            module.stride[0]
            for name, module in resnet50(width=0.02, variant=variant).named_modules()
            if name.startswith("stage2.block1.") and isinstance(module, nn.Conv2d)
        ]
        for variant in VARIANTS
    }
    assert strides == {"torchvision": [1, 2, 1, 2], "keras": [2, 1, 1, 2], "paper": [2, 1, 1, 2]}


@pytest.mark.parametrize("shortcut", ["identity", "projection", "all_projection", "none"])
@pytest.mark.parametrize("size", [(1, 1), (5, 7), (32, 32)])
def test_shapes_and_learning(shortcut, size):
    model = resnet(ResNetPlan("bottleneck", (1, 1), (2, 4), shortcut), 3, in_channels=1, stem="cifar")
    logits = model.eval()(torch.randn(2, 1, *size))
    assert logits.shape == (2, 3)
    assert (resnet20(in_channels=1, width=0.1, stem="imagenet")(torch.randn(2, 1, 16, 16))).shape == (2, 10)
    model.train()(torch.randn(4, 1, 8, 8)).square().sum().backward()
    assert all(weights.grad is not None and weights.grad.abs().max() > 0 for weights in model.parameters())


def test_a_module_at_the_end_of_every_residual_branch():
    class Nothing(nn.Module):
        def __init__(self, channels):
            super().__init__()
            self.factor = nn.Parameter(torch.zeros(channels, 1, 1))

        def forward(self, maps):
            return self.factor * maps

    model = resnet(cifar_plan(1), 10, stem="cifar", scale=Nothing, name="quiet").eval()
    names = [name for name, _ in model.named_parameters() if "scale" in name]
    assert names == [f"stage{stage}.block1.scale.factor" for stage in (1, 2, 3)]
    images = torch.randn(1, 3, 8, 8)
    stem = model.stem(images)  # F(x) = 0: what is left are the shortcuts
    assert torch.allclose(model.classifier(torch.cat([stem.new_zeros(0)] + [_shortcuts(stem)], 1)), model(images))
    assert model.name == "quiet"


def _shortcuts(stem):
    """Return the 64 averages of 16 maps that pass two shortcuts of zeros."""
    kept = stem[:, :, ::4, ::4].mean(dim=(2, 3))
    return torch.cat([kept, kept.new_zeros(1, 48)], dim=1)


def test_weights_start_from_he_s_normal_distribution():
    torch.manual_seed(0)
    weights = resnet20().stage3.block1.conv1.weight  # fan_in 32 * 9, fan_out 64 * 9
    assert abs(weights.std().item() / (2 / 576) ** 0.5 - 1) < 0.02
    biased = resnet(replace(cifar_plan(1), shortcut="projection"), variant="keras")
    assert all((part.bias == 0).all() for part in biased.modules() if isinstance(part, nn.Conv2d))


def test_it_can_be_traced():
    model = resnet50(width=0.02).eval()
    images = torch.randn(1, 3, 32, 32)
    assert torch.equal(torch.fx.symbolic_trace(model)(images), model(images))


def test_bad_input():
    with pytest.raises(ValueError, match="variant must be one of 'torchvision', 'keras', 'paper', got 'v2'"):
        resnet50(variant="v2")
    with pytest.raises(ValueError, match="stem must be one of 'imagenet', 'cifar', got 'mnist'"):
        resnet50(stem="mnist")
    with pytest.raises(ValueError, match="num_classes must be a whole number of at least 1, got 0"):
        resnet50(0)
    with pytest.raises(TypeError, match=r"in_channels must be a whole number of at least 1, got float 3\.0"):
        resnet50(in_channels=3.0)
