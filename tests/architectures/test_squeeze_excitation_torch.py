import torch
import torchvision

import numpy as np
import pytest

from companion.architectures import squeeze_excitation as reference
from companion.architectures.squeeze_excitation_torch import SqueezeExcitation, add_squeeze_excitation
from companion.architectures.vgg_torch import vgg11, vgg11_bn

NARROW = {"stem": "cifar", "width": 1 / 4}


def test_the_numbers_of_the_reference_and_of_torchvision():
    torch.manual_seed(0)
    layer, theirs = SqueezeExcitation(32).double(), torchvision.ops.SqueezeExcitation(32, 2).double()
    maps = torch.randn(3, 32, 5, 4, dtype=torch.float64)
    state = {name: value[:, :, None, None] if value.ndim == 2 else value for name, value in layer.state_dict().items()}
    theirs.load_state_dict(state)
    with torch.no_grad():
        assert torch.allclose(layer(maps), theirs(maps), atol=1e-14)
        nhwc = maps.permute(0, 2, 3, 1).numpy()
        gates = reference.excite(reference.squeeze(nhwc), layer.fc1.weight.T.numpy(), layer.fc2.weight.T.numpy())
        assert np.allclose(layer.gates(maps).numpy(), gates)
        assert np.allclose(layer(maps).permute(0, 2, 3, 1).numpy(), reference.scale(nhwc, gates))


@pytest.mark.parametrize("bias", [True, False])
def test_counts(bias):
    layer = SqueezeExcitation(48, reduction=4, bias=bias)
    assert sum(weight.numel() for weight in layer.parameters()) == reference.gate_parameters(48, 4, bias=bias)
    assert SqueezeExcitation(8)(torch.zeros(0, 8, 2, 2)).shape == (0, 8, 2, 2)


def test_behind_the_blocks_of_a_vgg():
    net = vgg11_bn(10, **NARROW).eval()
    images = torch.rand(2, 3, 32, 32)
    first = net.block1(images)
    names, before = set(net.state_dict()), sum(weight.numel() for weight in net.parameters())
    assert add_squeeze_excitation(net, ["block1", "block5"]) is net
    after = sum(weight.numel() for weight in net.parameters())
    assert after - before == reference.gate_parameters(16) + reference.gate_parameters(128)
    assert {name.rsplit(".", 1)[0] for name in set(net.state_dict()) - names} == {
        "block1.se.fc1",
        "block1.se.fc2",
        "block5.se.fc1",
        "block5.se.fc2",
    }
    assert torch.allclose(net.block1(images), first * net.block1.se.gates(first)[:, :, None, None])
    assert torch.fx.symbolic_trace(net)(images).shape == (2, 10)


def test_behind_the_blocks_of_a_net_in_double_precision():
    net = add_squeeze_excitation(vgg11(10, **NARROW).double(), ["block1"])
    assert net(torch.zeros(1, 3, 32, 32, dtype=torch.float64)).dtype == torch.float64


def test_bad_input_changes_nothing():
    net = vgg11(10, **NARROW)
    for parts, kind, message in (
        (["block1", "block9"], ValueError, "parts must name parts of the model, .* got 'block9'"),
        (["block1", "predictions"], TypeError, "parts must be torch.nn.Sequential, got Linear for 'predictions'"),
    ):
        with pytest.raises(kind, match=message):
            add_squeeze_excitation(net, parts)
    assert not hasattr(net.block1, "se")
    add_squeeze_excitation(net, ["block1"])
    with pytest.raises(ValueError, match="got 'block1', which has a layer se already"):
        add_squeeze_excitation(net, ["block1"])
    with pytest.raises(ValueError, match="channels must be a whole number of at least 1, got 0"):
        SqueezeExcitation(0)
