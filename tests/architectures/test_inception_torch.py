import torch

import pytest

from companion.architectures.googlenet_costs import module_costs, naive_module_costs, total
from companion.architectures.googlenet_specs import MODULES, VARIANTS, Inception
from companion.architectures.inception_torch import ConvUnit, InceptionModule, NaiveModule

ROW = Inception(1, 1, 1, 1, 1, 1)


def ones(module):
    """Return the module with all weights 1 and all biases 0."""
    with torch.no_grad():
        for name, value in module.named_parameters():
            value.fill_(0.0 if name.endswith("bias") else 1.0)
    return module


def test_branches_in_the_order_of_the_paper():
    """A single 1 in the middle of 7x7: itself, a 3x3 patch, a 5x5 patch, and what the pooling spreads to 3x3."""
    picture = torch.zeros(1, 1, 7, 7)
    picture[..., 3, 3] = 1.0
    maps = ones(InceptionModule(1, ROW, VARIANTS["paper"]))(picture)
    assert maps.shape == (1, 4, 7, 7)
    assert maps.sum(dim=(2, 3)).tolist() == [[1.0, 9.0, 25.0, 9.0]]
    three = torch.zeros(7, 7)
    three[2:5, 2:5] = 1
    assert torch.equal(maps[0, 1], three)
    assert torch.equal(maps[0, 3], three)


def test_torchvisions_wide_branch_is_narrow():
    picture = torch.zeros(1, 1, 7, 7)
    picture[..., 3, 3] = 1.0
    module = InceptionModule(1, ROW, VARIANTS["torchvision"]).eval()
    maps = ones(module)(picture)
    assert (maps[0, 2] > 0).sum() == 9


def test_the_pooling_sees_no_zeros_at_the_edge():
    module = ones(InceptionModule(1, ROW, VARIANTS["paper"]))
    before_relu = []
    module.pool.register_forward_hook(lambda pool, inputs, output: before_relu.append(output))
    module(torch.full((1, 1, 3, 3), -2.0))
    assert torch.equal(before_relu[0], torch.full((1, 1, 3, 3), -2.0))


def test_a_naive_module_passes_its_input_on():
    picture = torch.rand(2, 3, 5, 5)
    maps = NaiveModule(3, MODULES["3a"], VARIANTS["paper"])(picture)
    assert maps.shape == (2, 64 + 128 + 32 + 3, 5, 5)
    assert torch.equal(maps[:, -3:], torch.nn.functional.max_pool2d(picture, 3, 1, 1))


@pytest.mark.parametrize(("build", "costs"), [(InceptionModule, module_costs), (NaiveModule, naive_module_costs)])
def test_parameters_are_those_of_the_table(build, costs):
    module = build(192, MODULES["3a"], VARIANTS["paper"])
    expected = total(costs(MODULES["3a"], 192, 28)).parameters
    assert sum(value.numel() for value in module.parameters()) == expected


@pytest.mark.parametrize(("variant", "bias"), [("torchvision", False), ("paper", True)])
def test_a_bias_or_a_normalisation(variant, bias):
    unit = ConvUnit(2, 3, 5, VARIANTS[variant])
    assert (unit.conv.bias is not None) == bias == isinstance(unit.norm, torch.nn.Identity)
    assert unit(torch.randn(2, 2, 4, 6)).shape == (2, 3, 4, 6)
