import torch
from torch import nn

import numpy as np
import pytest

from companion.interpretation.gradients_torch import grad_cam, gradient_ascent


class GlobalMean(nn.Module):
    def forward(self, x):
        return x.mean(dim=(2, 3))


class GlobalMax(nn.Module):
    def forward(self, x):
        return x.amax(dim=(2, 3))


def net(pooling):
    torch.manual_seed(0)
    return nn.Sequential(nn.Conv2d(1, 6, 3), nn.ReLU(), pooling, nn.Linear(6, 3))


@pytest.mark.parametrize("pooling", [GlobalMean(), GlobalMax()])
@pytest.mark.parametrize("label", [0, 1, 2])
def test_with_global_pooling_grad_cam_is_the_class_activation_map(pooling, label):
    model, image = net(pooling).train(), torch.rand(1, 1, 10, 12)
    heat = grad_cam(model, "1", image, label)
    maps = model[1](model[0](image))
    weights = model[3].weight[label][None, :, None, None]
    assert np.allclose(heat, (weights * maps).sum(1).relu()[0].detach() / (8 * 10), atol=1e-7)
    assert heat.min() >= 0
    assert model.training
    assert not model[1]._forward_hooks


def test_grad_cam_by_hand():
    model = nn.Sequential(nn.Identity(), GlobalMean(), nn.Linear(2, 1, bias=False))
    model[2].weight.data = torch.tensor([[4.0, -8.0]])
    image = torch.tensor([[[[1.0, 0.0]], [[0.0, 1.0]]]])  # two maps of 1x2
    assert grad_cam(model, "0", image, 0).tolist() == [[2.0, 0.0]]  # gradients 4/2 and -8/2; the second is cut


def test_ascent_makes_the_channel_answer_more_and_leaves_the_start_alone():
    model = net(GlobalMean())
    start = torch.full((1, 1, 12, 12), 0.5)
    end = gradient_ascent(model, "0", 2, start=start, steps=10)
    assert model[0](end)[:, 2].mean() > model[0](start)[:, 2].mean()
    assert (start == 0.5).all()
    assert end.shape == start.shape
    assert 0 <= end.min() <= end.max() <= 1
    assert torch.equal(end, gradient_ascent(model, "0", 2, start=start, steps=10))
    assert torch.equal(gradient_ascent(model, "0", 2, start=start, steps=0), start)


def test_bad_arguments():
    model, image = net(GlobalMean()), torch.rand(1, 1, 6, 6)
    with pytest.raises(ValueError, match="layer must be one of '0', '1', '2', '3', got 'conv9'"):
        grad_cam(model, "conv9", image, 0)
    with pytest.raises(ValueError, match=r"layer must give maps of shape .*got \(1, 3\) from '3'"):
        grad_cam(model, "3", image, 0)
    with pytest.raises(ValueError, match="class_index must be a whole number from 0 to 2, got 3"):
        grad_cam(model, "1", image, 3)
    with pytest.raises(ValueError, match=r"image must be one picture of shape \(1, C, H, W\), got \(2, 1, 6, 6\)"):
        grad_cam(model, "1", torch.rand(2, 1, 6, 6), 0)
    with pytest.raises(ValueError, match="channel must be a whole number from 0 to 5, got 6"):
        gradient_ascent(model, "0", 6, start=image)
    with pytest.raises(ValueError, match="steps must be a whole number of at least 0, got -1"):
        gradient_ascent(model, "0", 0, start=image, steps=-1)
