"""Inception modules in PyTorch, naive and with reductions: figure 2 of the GoogLeNet paper.

The Keras version is :mod:`companion.architectures.inception_keras`.
"""

from companion.check import require

require("torch")

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from companion.architectures.googlenet_specs import GoogLeNetVariant, Inception

__all__ = ["ConvUnit", "InceptionModule", "NaiveModule"]


class ConvUnit(nn.Module):
    """A convolution that keeps the size at stride 1, normalised if the variant asks for it, and ReLU."""

    def __init__(
        self, in_channels: int, out_channels: int, kernel_size: int, variant: GoogLeNetVariant, *, stride: int = 1
    ) -> None:
        super().__init__()
        bias, padding = not variant.batch_norm, kernel_size // 2
        self.conv = nn.Conv2d(in_channels, out_channels, kernel_size, stride=stride, padding=padding, bias=bias)
        if variant.batch_norm:
            self.norm: nn.Module = nn.BatchNorm2d(out_channels, variant.norm_epsilon, variant.norm_momentum)
        else:
            self.norm = nn.Identity()

    def forward(self, x: Tensor) -> Tensor:
        """Return maps, none of them negative."""
        return F.relu(self.norm(self.conv(x)), inplace=True)


class InceptionModule(nn.Module):
    """Figure 2(b): four branches side by side, 1x1 convolutions before two of them and behind the pooling."""

    def __init__(self, in_channels: int, row: Inception, variant: GoogLeNetVariant) -> None:
        super().__init__()
        self.conv1x1 = ConvUnit(in_channels, row.conv1x1, 1, variant)
        self.reduce3x3 = ConvUnit(in_channels, row.reduce3x3, 1, variant)
        self.conv3x3 = ConvUnit(row.reduce3x3, row.conv3x3, 3, variant)
        self.reduce5x5 = ConvUnit(in_channels, row.reduce5x5, 1, variant)
        self.conv5x5 = ConvUnit(row.reduce5x5, row.conv5x5, variant.wide_kernel, variant)
        # Without the padding this branch would be smaller than the others, and could not stand beside them.
        self.pool = nn.MaxPool2d(3, stride=1, padding=1)
        self.project = ConvUnit(in_channels, row.project, 1, variant)

    def forward(self, x: Tensor) -> Tensor:
        """Return maps (N, C, H, W) for maps of the same height and width."""
        three = self.conv3x3(self.reduce3x3(x))
        five = self.conv5x5(self.reduce5x5(x))
        return torch.cat([self.conv1x1(x), three, five, self.project(self.pool(x))], dim=1)


class NaiveModule(nn.Module):
    """Figure 2(a): the same branches without reductions, the pooling passes all its maps on.

    Only for comparison of the cost; no net of the paper is built of it.
    """

    def __init__(self, in_channels: int, row: Inception, variant: GoogLeNetVariant) -> None:
        super().__init__()
        self.conv1x1 = ConvUnit(in_channels, row.conv1x1, 1, variant)
        self.conv3x3 = ConvUnit(in_channels, row.conv3x3, 3, variant)
        self.conv5x5 = ConvUnit(in_channels, row.conv5x5, variant.wide_kernel, variant)
        self.pool = nn.MaxPool2d(3, stride=1, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        """Return maps of the same height and width; there are always more of them than came in."""
        return torch.cat([self.conv1x1(x), self.conv3x3(x), self.conv5x5(x), self.pool(x)], dim=1)
