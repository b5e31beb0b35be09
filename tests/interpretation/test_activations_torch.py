import torch
from torch import nn

import pytest

from companion.interpretation.activations_torch import layer_outputs, share_of_zeros


def net():
    torch.manual_seed(0)
    return nn.Sequential(nn.Conv2d(1, 3, 3), nn.ReLU(inplace=True), nn.Dropout(0.9), nn.Flatten(), nn.Linear(12, 2))


def test_outputs_are_those_of_the_layers_computed_one_by_one():
    model, images = net(), torch.rand(2, 1, 4, 4)
    outputs = layer_outputs(model, images)
    assert list(outputs) == ["0", "1", "2", "3", "4"]
    before = model[0](images)
    assert torch.equal(outputs["0"], before)  # the ReLU in place has not changed it
    assert torch.equal(outputs["1"], before.clamp_min(0))
    assert torch.equal(outputs["2"], outputs["1"])  # no dropout in evaluation mode
    assert not outputs["4"].requires_grad


def test_nothing_is_left_behind():
    model = net().train()
    layer_outputs(model, torch.rand(1, 1, 4, 4))
    assert model.training
    assert not any(module._forward_hooks for module in model.modules())
    with pytest.raises(RuntimeError, match="shape|size"):
        layer_outputs(model, torch.rand(1, 1, 9, 9))
    assert model.training
    assert not any(module._forward_hooks for module in model.modules())


def test_a_layer_used_twice_is_listed_twice():
    class Twice(nn.Module):
        def __init__(self):
            super().__init__()
            self.relu = nn.ReLU()

        def forward(self, x):
            return self.relu(self.relu(x) - 1)

    outputs = layer_outputs(Twice(), torch.tensor([[2.0, 0.5]]))
    assert {name: output.tolist() for name, output in outputs.items()} == {"relu": [[2, 0.5]], "relu (2)": [[1, 0]]}


def test_share_of_zeros_by_hand_and_of_half():
    assert share_of_zeros(nn.Sequential(nn.ReLU()), torch.tensor([[-1.0, 0.0, 1e-30, 3.0]])) == {"0": 0.5}
    torch.manual_seed(0)
    assert share_of_zeros(nn.Sequential(nn.ReLU()), torch.randn(1, 100_000))["0"] == pytest.approx(0.5, abs=0.01)


def test_nets_without_such_layers():
    with pytest.raises(ValueError, match="model must hold at least one ReLU, got Linear without"):
        share_of_zeros(nn.Linear(2, 2), torch.zeros(1, 2))
    with pytest.raises(ValueError, match="at least one ReLU or Tanh, got Sequential without"):
        layer_outputs(nn.Sequential(), torch.zeros(1, 2), kinds=(nn.ReLU, nn.Tanh))
