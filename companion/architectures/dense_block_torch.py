"""The parts of a DenseNet in PyTorch: two kinds of layer, the dense block, the transition."""

from collections import OrderedDict
from collections.abc import Callable

from companion.check import require

require("torch")

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from companion.architectures.densenet_specs import DenseNetPlan

__all__ = ["BottleneckLayer", "DenseBlock", "PlainLayer", "Transition"]

Norm = Callable[[int], nn.BatchNorm2d]


class PlainLayer(nn.Module):
    """BN - ReLU - 3x3 convolution on all maps so far; returns the new maps alone."""

    def __init__(self, in_channels: int, plan: DenseNetPlan, norm: Norm, dropout: float) -> None:
        super().__init__()
        self.norm1 = norm(in_channels)
        self.conv1 = nn.Conv2d(in_channels, plan.growth_rate, 3, padding=1, bias=False)
        self.drop1 = _dropout(dropout)

    def forward(self, maps: list[Tensor]) -> Tensor:
        """Return (N, growth rate, H, W) for the maps of all earlier layers, of the same height and width."""
        x = torch.cat(maps, dim=1)  # (N, k0 + (l - 1) k, H, W)
        return self.drop1(self.conv1(F.relu(self.norm1(x), inplace=True)))


class BottleneckLayer(nn.Module):
    """BN - ReLU - 1x1 - BN - ReLU - 3x3 on all maps so far; returns the new maps alone."""

    def __init__(self, in_channels: int, plan: DenseNetPlan, norm: Norm, dropout: float) -> None:
        super().__init__()
        inner = plan.bottleneck * plan.growth_rate
        self.norm1 = norm(in_channels)
        self.conv1 = nn.Conv2d(in_channels, inner, 1, bias=False)
        self.drop1 = _dropout(dropout)
        self.norm2 = norm(inner)
        self.conv2 = nn.Conv2d(inner, plan.growth_rate, 3, padding=1, bias=False)
        self.drop2 = _dropout(dropout)

    def forward(self, maps: list[Tensor]) -> Tensor:
        """Return (N, growth rate, H, W) for the maps of all earlier layers, of the same height and width."""
        x = torch.cat(maps, dim=1)  # (N, k0 + (l - 1) k, H, W)
        x = self.drop1(self.conv1(F.relu(self.norm1(x), inplace=True)))  # (N, 4 k, H, W)
        return self.drop2(self.conv2(F.relu(self.norm2(x), inplace=True)))


class DenseBlock(nn.Sequential):
    """Layers of which each gets the block's input and the maps of all layers before it."""

    def __init__(self, channels: tuple[int, ...], plan: DenseNetPlan, norm: Norm, dropout: float) -> None:
        build = BottleneckLayer if plan.bottleneck else PlainLayer
        layers = [build(in_channels, plan, norm, dropout) for in_channels in channels[:-1]]
        super().__init__(OrderedDict((f"layer{number}", layer) for number, layer in enumerate(layers, start=1)))

    def forward(self, x: Tensor) -> Tensor:
        """Return (N, k0 + L k, H, W) for (N, k0, H, W)."""
        maps = [x]
        for layer in self:
            maps.append(layer(maps))
        return torch.cat(maps, dim=1)


class Transition(nn.Sequential):
    """BN - ReLU - 1x1 convolution that compresses - 2x2 average pooling: half the height and width."""

    def __init__(self, in_channels: int, out_channels: int, norm: Norm, dropout: float) -> None:
        parts = OrderedDict(norm=norm(in_channels), relu=nn.ReLU(inplace=True))
        parts["conv"] = nn.Conv2d(in_channels, out_channels, 1, bias=False)
        parts["drop"] = _dropout(dropout)
        parts["pool"] = nn.AvgPool2d(2)
        super().__init__(parts)


def _dropout(probability: float) -> nn.Module:
    return nn.Dropout(probability) if probability else nn.Identity()
