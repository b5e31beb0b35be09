"""The blocks of ResNet in PyTorch: two layers or three, and beside them the shortcut."""

from collections.abc import Callable

from companion.check import require

require("torch")

import torch.nn.functional as F
from torch import Tensor, nn

from companion.architectures.resnet_plans import BlockPlan
from companion.architectures.resnet_specs import ResNetVariant

Scale = Callable[[int], nn.Module]
"""Builds, for a number of maps, a module that gives maps of the same shape."""

__all__ = ["BasicBlock", "Bottleneck", "Projection", "Scale", "SubsampledIdentity", "conv", "norm", "shortcut"]


class BasicBlock(nn.Module):
    """Two 3x3 convolutions; the shortcut is added before the last ReLU.

    Parameters
    ----------
    plan : BlockPlan
        Its place and sizes.
    variant : ResNetVariant
        A row of `VARIANTS`.
    scale : callable, optional
        Builds a module for the end of the residual branch, before the addition, from the number of maps there.

    References
    ----------
    He, Zhang, Ren, Sun 2016, Deep residual learning for image recognition, figure 5, left.
    """

    def __init__(self, plan: BlockPlan, variant: ResNetVariant, scale: Scale | None = None) -> None:
        super().__init__()
        self.conv1 = conv(plan.in_channels, plan.channels, 3, variant, stride=plan.stride)
        self.norm1 = norm(plan.channels, variant)
        self.conv2 = conv(plan.channels, plan.out_channels, 3, variant)
        self.norm2 = norm(plan.out_channels, variant)
        self.relu = nn.ReLU(inplace=True)
        self.scale = scale(plan.out_channels) if scale else nn.Identity()
        self.shortcut = shortcut(plan, variant)

    def residual(self, x: Tensor) -> Tensor:
        """Return F(x), what the block adds to its input: (N, C', H / stride, W / stride)."""
        x = self.relu(self.norm1(self.conv1(x)))  # (N, C', H / stride, W / stride)
        return self.scale(self.norm2(self.conv2(x)))

    def forward(self, x: Tensor) -> Tensor:
        """Return ReLU(F(x) + x), in a plain net ReLU(F(x))."""
        residual = self.residual(x)
        if self.shortcut is not None:
            residual += self.shortcut(x)
        return self.relu(residual)


class Bottleneck(nn.Module):
    """1x1 to a quarter of the maps, 3x3, 1x1 back; the shortcut is added before the last ReLU.

    Parameters
    ----------
    plan, variant, scale
        As in :class:`BasicBlock`.

    References
    ----------
    He, Zhang, Ren, Sun 2016, Deep residual learning for image recognition, figure 5, right.
    """

    def __init__(self, plan: BlockPlan, variant: ResNetVariant, scale: Scale | None = None) -> None:
        super().__init__()
        first, second = (plan.stride, 1) if variant.strided == "conv1" else (1, plan.stride)
        self.conv1 = conv(plan.in_channels, plan.channels, 1, variant, stride=first)
        self.norm1 = norm(plan.channels, variant)
        self.conv2 = conv(plan.channels, plan.channels, 3, variant, stride=second)
        self.norm2 = norm(plan.channels, variant)
        self.conv3 = conv(plan.channels, plan.out_channels, 1, variant)
        self.norm3 = norm(plan.out_channels, variant)
        self.relu = nn.ReLU(inplace=True)
        self.scale = scale(plan.out_channels) if scale else nn.Identity()
        self.shortcut = shortcut(plan, variant)

    def residual(self, x: Tensor) -> Tensor:
        """Return F(x), what the block adds to its input: (N, 4 C', H / stride, W / stride)."""
        x = self.relu(self.norm1(self.conv1(x)))
        x = self.relu(self.norm2(self.conv2(x)))  # (N, C', H / stride, W / stride)
        return self.scale(self.norm3(self.conv3(x)))

    def forward(self, x: Tensor) -> Tensor:
        """Return ReLU(F(x) + x), in a plain net ReLU(F(x))."""
        residual = self.residual(x)
        if self.shortcut is not None:
            residual += self.shortcut(x)
        return self.relu(residual)


class Projection(nn.Module):
    """A shortcut with weights: a 1x1 convolution that makes size and number of maps fit, and its normalisation."""

    def __init__(self, plan: BlockPlan, variant: ResNetVariant) -> None:
        super().__init__()
        self.conv = conv(plan.in_channels, plan.out_channels, 1, variant, stride=plan.stride)
        self.norm = norm(plan.out_channels, variant)

    def forward(self, x: Tensor) -> Tensor:
        """Return (N, C', H / stride, W / stride)."""
        return self.norm(self.conv(x))


class SubsampledIdentity(nn.Module):
    """A shortcut without weights: every stride-th pixel; maps that are missing are zeros, behind those that are there.

    Parameters
    ----------
    stride : int
        Keep every so many pixels.
    missing : int
        How many maps of zeros to add; below 0 takes maps away.

    Notes
    -----
    The paper pads with zeros (option A) without saying where; here they are the last maps.

    Examples
    --------
    >>> import torch
    >>> SubsampledIdentity(2, 1)(torch.arange(16.0).reshape(1, 1, 4, 4)).flatten(2).tolist()
    [[[0.0, 2.0, 8.0, 10.0], [0.0, 0.0, 0.0, 0.0]]]
    """

    def __init__(self, stride: int, missing: int) -> None:
        super().__init__()
        self.stride, self.missing = stride, missing

    def forward(self, x: Tensor) -> Tensor:
        """Return (N, C + missing, H / stride, W / stride), sizes rounded up."""
        return F.pad(x[:, :, :: self.stride, :: self.stride], (0, 0, 0, 0, 0, self.missing))


def conv(
    in_channels: int, out_channels: int, kernel_size: int, variant: ResNetVariant, *, stride: int = 1
) -> nn.Conv2d:
    """Return a convolution that keeps the size, up to its stride; He's normal distribution (fan_out), bias 0."""
    padding = kernel_size // 2
    layer = nn.Conv2d(in_channels, out_channels, kernel_size, stride, padding, bias=variant.conv_bias)
    nn.init.kaiming_normal_(layer.weight, mode="fan_out", nonlinearity="relu")
    if layer.bias is not None:
        nn.init.zeros_(layer.bias)
    return layer


def norm(channels: int, variant: ResNetVariant) -> nn.BatchNorm2d:
    """Return the variant's batch normalisation."""
    return nn.BatchNorm2d(channels, eps=variant.norm_epsilon, momentum=variant.norm_momentum)


def shortcut(plan: BlockPlan, variant: ResNetVariant) -> nn.Module | None:
    """Return the module beside the residual branch, None in a plain net."""
    if plan.shortcut == "projection":
        return Projection(plan, variant)
    if plan.shortcut == "zeros":
        return SubsampledIdentity(plan.stride, plan.out_channels - plan.in_channels)
    return nn.Identity() if plan.shortcut == "identity" else None
