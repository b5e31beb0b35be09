import torch

import pytest

from companion.architectures import densenet_torch
from companion.architectures.densenet_specs import DenseNetPlan

SMALL = DenseNetPlan((2, 2), growth_rate=4, stem_channels=8)


@pytest.mark.parametrize(("name", "total"), [("densenet40", 1_019_722), ("densenet100", 769_162)])
def test_parameters_of_the_nets_for_cifar(name, total):
    with torch.device("meta"):
        model = getattr(densenet_torch, name)()
    assert sum(weight.numel() for weight in model.parameters()) == total


def test_parameters_by_hand():
    model = densenet_torch.densenet(SMALL, 10, in_channels=1, stem="cifar")
    layer = {channels: 2 * channels + channels * 16 + 2 * 16 + 16 * 9 * 4 for channels in (8, 12)}  # BN, 1x1, BN, 3x3
    block = layer[8] + layer[12]
    by_hand = 9 * 8 + block + 2 * 16 + 16 * 8 + block + 2 * 16 + 16 * 10 + 10
    assert sum(weight.numel() for weight in model.parameters()) == by_hand


@pytest.mark.parametrize(("stem", "places"), [("imagenet", 8), ("cifar", 32)])
def test_stems(stem, places):
    model = densenet_torch.densenet(SMALL, 10, stem=stem)
    assert tuple(model.stem(torch.zeros(1, 3, 32, 32)).shape) == (1, 8, places, places)


def test_name_variant_and_width():
    model = densenet_torch.densenet121(5, in_channels=1, width=0.125, variant="keras")
    assert (model.name, model.variant) == ("densenet121", "keras")
    assert (model.norm.eps, model.norm.momentum) == (1.001e-5, 0.01)
    assert model.eval()(torch.zeros(1, 1, 29, 29)).shape == (1, 5)
    assert model.stem.conv.out_channels == 8


def test_every_weight_learns():
    torch.manual_seed(0)
    model = densenet_torch.densenet(SMALL, 3, stem="cifar", dropout=0.2)
    model(torch.randn(4, 3, 16, 16)).square().sum().backward()
    assert all(weight.grad is not None and weight.grad.abs().max() > 0 for weight in model.parameters())


def test_initial_weights():
    torch.manual_seed(0)
    model = densenet_torch.densenet121(stem="cifar")
    weight = model.transition3.conv.weight  # 512 x 1024
    assert weight.std().item() == pytest.approx((2 / 1024) ** 0.5, rel=0.01)
    assert (model.classifier.bias == 0).all()
    assert model.classifier.weight.abs().max().item() == pytest.approx(1024**-0.5, rel=0.01)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"num_classes": 0}, "num_classes must be a whole number of at least 1, got 0"),
        ({"in_channels": 0}, "in_channels must be a whole number of at least 1, got 0"),
        ({"stem": "mnist"}, "stem must be one of 'imagenet', 'cifar', got 'mnist'"),
        ({"variant": "caffe"}, "variant must be one of 'torchvision', 'keras', got 'caffe'"),
        ({"dropout": 2.0}, r"dropout must be a finite number from 0 to 1, got 2\.0"),
        ({"width": 0.0}, r"width must be a finite number of at least 0\.01, got 0\.0"),
    ],
)
def test_bad_input(options, message):
    with pytest.raises(ValueError, match=message):
        densenet_torch.densenet(SMALL, **options)
