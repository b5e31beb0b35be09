import torch
from torch import nn

import pytest

from companion.architectures import (
    densenet_torch,
    googlenet_torch,
    mobilenet_torch,
    resnet_torch,
    senet_torch,
    vgg_torch,
)
from companion.architectures.depth_torch import depth


class Branches(nn.Module):
    """A way of two layers beside one of a single layer."""

    def __init__(self):
        super().__init__()
        self.long = nn.Sequential(nn.Conv2d(1, 1, 1), nn.BatchNorm2d(1), nn.Conv2d(1, 1, 1))
        self.short = nn.Conv2d(1, 1, 1)

    def forward(self, x):
        return self.long(x) + self.short(x)


def test_the_longest_way_counts():
    assert depth(Branches()) == 2
    assert depth(nn.Sequential(Branches(), nn.ReLU(), nn.Flatten(), nn.Linear(4, 2), Branches())) == 5


def test_no_layers():
    assert depth(nn.ReLU()) == depth(nn.Sequential()) == 0


@pytest.mark.parametrize(
    ("build", "expected"),
    [
        (vgg_torch.vgg16_bn, 16),
        (resnet_torch.resnet50, 50),
        (resnet_torch.resnet18, 18),
        (densenet_torch.densenet121, 121),
        (mobilenet_torch.mobilenet_v2, 53),
        (lambda: googlenet_torch.googlenet().eval(), 22),
        (senet_torch.se_resnet50, 50 + 2 * 16),
    ],
)
def test_the_depths_of_the_papers(build, expected):
    with torch.device("meta"):
        assert depth(build()) == expected


def test_the_mode_counts():
    with torch.device("meta"):
        model = googlenet_torch.googlenet()
    assert depth(model.train()) == 22  # the heads end earlier
