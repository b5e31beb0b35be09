import torch

import pytest

from companion.architectures import backbones_torch
from companion.architectures.backbone_specs import FEATURE_NAMES, SMALL_RESNET_WIDTHS, SMALL_VGG_WIDTHS, STRIDES

NETS = ("small_vgg", "small_resnet")
WIDTHS = {"small_vgg": [w for w in SMALL_VGG_WIDTHS for _ in (1, 2)], "small_resnet": list(SMALL_RESNET_WIDTHS)}
STEPS = {"small_vgg": [s for s in STRIDES for _ in (1, 2)], "small_resnet": list(STRIDES)}


@pytest.mark.parametrize(("name", "total"), [("small_vgg", 486_472), ("small_resnet", 491_576)])
def test_parameters(name, total):
    assert sum(weight.numel() for weight in getattr(backbones_torch, name)().parameters()) == total


@pytest.mark.parametrize("name", NETS)
@pytest.mark.parametrize("size", [(16, 16), (32, 32), (48, 80)])
def test_maps_by_name_and_stride(name, size):
    maps = getattr(backbones_torch, name)().eval().features(torch.randn(1, 3, *size))
    assert tuple(maps) == FEATURE_NAMES[name]
    wanted = [(1, w, size[0] // s, size[1] // s) for w, s in zip(WIDTHS[name], STEPS[name], strict=True)]
    assert [tuple(value.shape) for value in maps.values()] == wanted
    assert all((value >= 0).all() for value in maps.values())  # after ReLU


@pytest.mark.parametrize(("name", "grid"), [("small_vgg", (2, 3)), ("small_resnet", (3, 4))])
def test_odd_sizes(name, grid):  # pooling rounds down, a padded stride rounds up
    last = list(getattr(backbones_torch, name)().eval().features(torch.zeros(1, 3, 33, 50)).values())[-1]
    assert tuple(last.shape[2:]) == grid


@pytest.mark.parametrize("name", NETS)
def test_the_vector_is_the_mean_of_the_last_map(name):
    model = getattr(backbones_torch, name)().eval()
    images = torch.randn(2, 3, 32, 32)
    last = model.features(images)[FEATURE_NAMES[name][-1]]
    assert torch.equal(model(images), last.mean(dim=(2, 3)))
    assert model(images).shape == (2, model.num_features)


@pytest.mark.parametrize("name", NETS)
def test_every_weight_learns(name):
    model = getattr(backbones_torch, name)()
    model(torch.randn(4, 3, 32, 32)).square().sum().backward()
    assert all(weight.grad is not None and weight.grad.abs().max() > 0 for weight in model.parameters())


def test_a_stage_adds_its_shortcut():
    stage = backbones_torch.ResidualStage(1, 1).eval()
    with torch.no_grad():
        stage.conv1.weight.zero_()
        stage.conv3.weight.fill_(2.0)
    images = torch.arange(16.0).reshape(1, 1, 4, 4)
    expected = 2 * torch.tensor([[0.0, 2.0], [8.0, 10.0]])
    assert torch.allclose(stage(images)[0, 0], expected, rtol=1e-4)


@pytest.mark.parametrize("name", NETS)
@pytest.mark.parametrize("shape", [(1, 3, 15, 32), (1, 3, 32, 15), (1, 1, 32, 32), (3, 32, 32)])
def test_bad_pictures(name, shape):
    with pytest.raises(ValueError, match=r"images must have shape \(N, 3, H, W\), H and W at least 16, got \("):
        getattr(backbones_torch, name)()(torch.zeros(shape))
