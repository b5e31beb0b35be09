import torch

import pytest

from companion.architectures import resnet_torch, senet_specs, senet_torch


@pytest.mark.parametrize("variant", senet_specs.VARIANTS)
@pytest.mark.parametrize("name", senet_specs.MODELS)
def test_the_gates_add_what_the_formula_says(name, variant):
    with torch.device("meta"):
        gated = getattr(senet_torch, name)(variant=variant)
        plain = getattr(resnet_torch, name.removeprefix("se_"))(variant=variant)
    added = {key: value.numel() for key, value in gated.named_parameters() if ".scale." in key}
    assert sum(added.values()) == senet_specs.added_parameters(name, variant=variant)
    rest = [(key, value.shape) for key, value in gated.named_parameters() if key not in added]
    assert rest == [(key, value.shape) for key, value in plain.named_parameters()]
    assert (gated.name, gated.variant) == (name, variant)


def test_the_gate_stands_before_the_addition():
    torch.manual_seed(0)
    block = senet_torch.se_resnet20(10, width=0.5).eval().stage1.block2
    maps = torch.randn(2, 8, 6, 6)
    residual = block.norm2(block.conv2(torch.relu(block.norm1(block.conv1(maps)))))
    expected = torch.relu(residual * block.scale.gates(residual)[:, :, None, None] + maps)
    assert torch.allclose(block(maps), expected, atol=1e-6)


def test_options():
    model = senet_torch.se_resnet20(7, in_channels=1, width=0.5, reduction=4, variant="paper").eval()
    assert model(torch.zeros(0, 1, 32, 32)).shape == (0, 7)
    assert (model.stage3.block1.scale.fc1.out_features, model.stage3.block1.scale.fc1.bias) == (8, None)
    small = senet_torch.se_resnet18(3, stem="cifar", width=1 / 16)
    assert torch.fx.symbolic_trace(small)(torch.zeros(2, 3, 16, 16)).shape == (2, 3)


def test_bad_input():
    with pytest.raises(ValueError, match="name must be one of 'se_resnet18', .* got 'se_resnet19'"):
        senet_torch.se_resnet("se_resnet19")
    with pytest.raises(ValueError, match="variant must be one of 'torchvision', 'paper', got 'keras'"):
        senet_torch.se_resnet18(variant="keras")
    with pytest.raises(ValueError, match="reduction must be a whole number of at least 1, got 0"):
        senet_torch.se_resnet18(reduction=0)
