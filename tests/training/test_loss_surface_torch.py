import pytest

torch = pytest.importorskip("torch")

from torch import nn

import numpy as np

from companion.training.loss_surface_torch import filter_normalized_direction, loss_surface


def net():
    torch.manual_seed(0)
    return nn.Sequential(nn.Conv2d(1, 3, 3), nn.BatchNorm2d(3), nn.ReLU(), nn.Flatten(), nn.Linear(3 * 4, 2))


def test_every_filter_of_a_direction_is_as_long_as_the_model_s():
    model = net()
    direction = filter_normalized_direction(model, seed=1)
    assert list(direction) == ["0.weight", "4.weight"]  # no biases, no batch normalisation
    for name, value in direction.items():
        lengths = [part.flatten(1).norm(dim=1) for part in (value, model.get_parameter(name))]
        assert torch.allclose(*lengths)
    again, other = filter_normalized_direction(model, seed=1), filter_normalized_direction(model, seed=2)
    assert torch.equal(again["0.weight"], direction["0.weight"])
    assert not torch.equal(other["0.weight"], direction["0.weight"])


def test_the_surface_of_one_weight_worked_by_hand():
    model = nn.Sequential(nn.Flatten(), nn.Linear(1, 2, bias=False))
    nn.init.constant_(model[1].weight, 0.0)
    directions = ({"1.weight": torch.tensor([[1.0], [0.0]])}, {"1.weight": torch.tensor([[0.0], [1.0]])})
    surface = loss_surface(model, torch.ones(1, 1, 1, 1), torch.tensor([0]), directions, reach=2, points=3)
    grid = np.array([-2.0, 0.0, 2.0])
    assert np.allclose(surface, np.log1p(np.exp(grid[None] - grid[:, None])))  # the logits are the coefficients


def test_the_model_stays_as_it_was():
    model, images, labels = net().train(), torch.randn(5, 1, 4, 4), torch.tensor([0, 1, 0, 1, 0])
    before = {name: value.clone() for name, value in model.state_dict().items()}
    directions = tuple(filter_normalized_direction(model, seed=seed) for seed in (0, 1))
    surface = loss_surface(model, images, labels, directions, points=3)
    assert model.training
    assert all(torch.equal(value, before[name]) for name, value in model.state_dict().items())
    loss_surface(model.eval(), images, labels, directions, points=2)
    assert not model.training
    assert np.isclose(surface[1, 1], nn.functional.cross_entropy(model.eval()(images), labels).item())
    with pytest.raises(RuntimeError):
        loss_surface(model, images[:, :, :2], labels, directions, points=3)
    assert all(torch.equal(value, before[name]) for name, value in model.state_dict().items())


def test_bad_input():
    with pytest.raises(ValueError, match="seed must be a whole number of at least 0, got -1"):
        filter_normalized_direction(net(), seed=-1)
    with pytest.raises(ValueError, match="points must be a whole number of at least 2, got 1"):
        loss_surface(net(), torch.zeros(1, 1, 4, 4), torch.tensor([0]), ({}, {}), points=1)
    with pytest.raises(ValueError, match="reach must be a finite number of at least 0, got -1"):
        loss_surface(net(), torch.zeros(1, 1, 4, 4), torch.tensor([0]), ({}, {}), reach=-1)
