import math

import torch

import pytest

from companion.architectures import lenet_torch, specs
from companion.convolution.arithmetic import count_parameters


def parameters(model):
    return sum(parameter.numel() for parameter in model.parameters())


def test_parameters_equal_the_tables():
    assert parameters(lenet_torch.lenet5()) == 61_706 == sum(count_parameters(specs.LENET5, (32, 32, 1)))
    assert parameters(lenet_torch.classic_convnet()) == 93_322
    without_norm = sum(count_parameters(specs.small_convnet_layers(width=8), (28, 28, 1)))
    assert parameters(lenet_torch.small_convnet(width=8)) == without_norm + 2 * 10 * 8


@pytest.mark.parametrize(("name", "size"), [("lenet5", 32), ("classic_convnet", 28), ("small_convnet", 9)])
def test_logits_for_other_classes_and_channels(name, size):
    model = getattr(lenet_torch, name)(num_classes=7, in_channels=3)
    assert model(torch.zeros(2, 3, size, size)).shape == (2, 7)
    assert model.eval()(torch.zeros(0, 3, size, size)).shape == (0, 7)


def test_the_smallest_picture_for_the_small_convnet():
    model = lenet_torch.small_convnet(width=4).eval()
    assert model(torch.zeros(1, 1, 4, 4)).shape == (1, 10)
    with pytest.raises(RuntimeError):
        model(torch.zeros(1, 1, 3, 3))


@pytest.mark.parametrize(("name", "size"), [("lenet5", 32), ("classic_convnet", 28), ("small_convnet", 8)])
def test_an_untrained_net_is_nearly_undecided(name, size):
    torch.manual_seed(0)
    model, images = getattr(lenet_torch, name)(), torch.rand(64, 1, size, size)
    loss = torch.nn.functional.cross_entropy(model(images), torch.arange(64) % 10)
    assert loss.item() == pytest.approx(math.log(10), abs=0.2)


def test_shuffling_the_pixels_of_an_even_picture_changes_nothing_but_place_matters_otherwise():
    model, even = lenet_torch.lenet5(), torch.full((1, 1, 32, 32), 0.5)
    assert torch.equal(model(even), model(even.roll(4, dims=3)))
    torch.manual_seed(0)
    noisy = torch.rand(1, 1, 32, 32)
    assert not torch.allclose(model(noisy), model(noisy.roll(4, dims=3)))


def test_bad_input():
    with pytest.raises(ValueError, match="num_classes must be a whole number of at least 1, got 0"):
        lenet_torch.lenet5(num_classes=0)
    with pytest.raises(TypeError, match="in_channels must be a whole number of at least 1, got float 1.0"):
        lenet_torch.classic_convnet(in_channels=1.0)
    with pytest.raises(ValueError, match="width must be a whole number of at least 1, got 0"):
        lenet_torch.small_convnet(width=0)
