import torch

import numpy as np
import pytest

from companion.architectures.lenet_paper_specs import targets
from companion.architectures.lenet_paper_torch import RadialBasis, SparseConvolution, Subsampling, squash
from companion.architectures.lenet_torch import lenet5
from companion.architectures.specs import LENET5_C3_INPUTS, LENET5_PAPER


def paper(**options):
    torch.manual_seed(0)
    return lenet5(variant="paper", **options)


def test_every_layer_has_the_parameters_of_the_paper():
    counts = [sum(weight.numel() for weight in layer.parameters()) for layer in paper().children()]
    assert counts == [layer.parameters for layer in LENET5_PAPER] + [0]
    assert sum(counts) == 60_000


def test_logits():
    model = paper(num_classes=7, in_channels=3)
    assert (model.name, model.variant) == ("lenet5", "paper")
    assert model(torch.zeros(2, 3, 32, 32)).shape == (2, 7)
    assert model(torch.zeros(0, 3, 32, 32)).shape == (0, 7)


def test_subsampling_adds_four_values():
    layer = Subsampling(1)
    torch.nn.init.constant_(layer.scale.weight, 0.5)
    torch.nn.init.constant_(layer.scale.bias, 3.0)
    assert layer(torch.tensor([[[[1.0, 2], [3, 4]]]])).item() == 0.5 * (1 + 2 + 3 + 4) + 3


def test_a_map_of_c3_sees_the_maps_of_table_1_and_no_other():
    maps = torch.rand(1, 6, 14, 14, requires_grad=True)
    output = SparseConvolution(LENET5_C3_INPUTS)(maps)
    assert output.shape == (1, 16, 10, 10)
    for index, inputs in enumerate(LENET5_C3_INPUTS):
        (gradient,) = torch.autograd.grad(output[0, index].sum(), maps, retain_graph=True)
        assert tuple(np.flatnonzero(gradient[0].abs().sum(dim=(1, 2)))) == inputs


def test_the_output_is_minus_a_squared_distance():
    painted = torch.from_numpy(targets()[4:5]).clone()
    painted[0, :3] += 2
    logits = RadialBasis(10)(painted)
    assert logits.argmax() == 4
    assert logits[0, 4] == -12
    assert "targets" not in RadialBasis(10).state_dict()


def test_under_softmax_the_output_is_a_dense_layer_with_fixed_weights():
    painted = torch.randn(5, 84)
    dense = 2 * painted @ torch.from_numpy(targets()).T
    assert torch.allclose(RadialBasis(10)(painted).softmax(dim=1), dense.softmax(dim=1), atol=1e-6)


def test_squash_passes_through_one():
    assert torch.allclose(squash(torch.tensor([0.0, 1, -1])), torch.tensor([0.0, 1, -1]), atol=1e-4)


def test_weights_start_within_the_bounds_of_the_paper():
    model = paper()
    assert model.c1.weight.abs().max() <= 2.4 / 25
    assert 0.3 < model.s4.scale.weight.abs().max() <= 0.6
    assert model.c3.map15.weight.abs().max() <= 2.4 / 150 < model.c3.map0.weight.abs().max() <= 2.4 / 75
    assert not model.f6.bias.any()


def test_bad_input():
    with pytest.raises(ValueError, match="variant must be one of 'modern', 'paper', got 'torchvision'"):
        lenet5(variant="torchvision")
    with pytest.raises(ValueError, match="num_classes must be a whole number from 1 to 10, got 11"):
        paper(num_classes=11)
