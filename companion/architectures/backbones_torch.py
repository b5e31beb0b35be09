"""Two small backbones for pictures in colour, in PyTorch: a batch-normalised VGG and a residual net, stride 16.

The Keras versions in :mod:`companion.architectures.backbones_keras` have the same layers under the same names, and
:mod:`companion.pretrained.small_torch` has weights for them.
"""

from typing import TypeVar

from companion.check import require

require("torch")

import torch
from torch import Tensor, nn

from companion.architectures.backbone_specs import (
    FEATURE_NAMES,
    SMALL_RESNET_WIDTHS,
    SMALL_VGG_WIDTHS,
    SMALLEST_PICTURE,
)

Net = TypeVar("Net", bound=nn.Module)

__all__ = ["SmallResNet", "SmallVGG", "small_resnet", "small_vgg"]


class VGGBlock(nn.Module):
    """Two 3x3 convolutions that keep the size, each with batch normalisation and ReLU."""

    def __init__(self, in_channels: int, out_channels: int) -> None:
        super().__init__()
        # No bias: the normalisation subtracts it again and adds its own.
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, padding=1, bias=False)
        self.norm1 = nn.BatchNorm2d(out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1, bias=False)
        self.norm2 = nn.BatchNorm2d(out_channels)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Return the maps after the first and after the second ReLU."""
        first = torch.relu(self.norm1(self.conv1(x)))
        return first, torch.relu(self.norm2(self.conv2(first)))


class ResidualStage(nn.Module):
    """One residual block: two 3x3 convolutions, the first with stride 2, added to a 1x1 convolution with stride 2."""

    def __init__(self, in_channels: int, out_channels: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride=2, padding=1, bias=False)
        self.norm1 = nn.BatchNorm2d(out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1, bias=False)
        self.norm2 = nn.BatchNorm2d(out_channels)
        self.conv3 = nn.Conv2d(in_channels, out_channels, 1, stride=2, bias=False)  # the shortcut
        self.norm3 = nn.BatchNorm2d(out_channels)

    def forward(self, x: Tensor) -> Tensor:
        """Return maps of half the height and width, rounded up."""
        residual = self.norm2(self.conv2(torch.relu(self.norm1(self.conv1(x)))))
        return torch.relu(residual + self.norm3(self.conv3(x)))


class Stem(nn.Module):
    """A 3x3 convolution that keeps the size, batch normalisation, ReLU."""

    def __init__(self, in_channels: int, out_channels: int) -> None:
        super().__init__()
        self.conv = nn.Conv2d(in_channels, out_channels, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(out_channels)

    def forward(self, x: Tensor) -> Tensor:
        """Return maps of the same height and width."""
        return torch.relu(self.norm(self.conv(x)))


class SmallVGG(nn.Module):
    """Five blocks of two convolutions with max pooling between them; see :func:`small_vgg`."""

    num_features = SMALL_VGG_WIDTHS[-1]

    def __init__(self) -> None:
        super().__init__()
        first, second, third, fourth, fifth = SMALL_VGG_WIDTHS
        self.block1 = VGGBlock(3, first)
        self.block2 = VGGBlock(first, second)
        self.block3 = VGGBlock(second, third)
        self.block4 = VGGBlock(third, fourth)
        self.block5 = VGGBlock(fourth, fifth)
        self.pool = nn.MaxPool2d(2)

    def features(self, images: Tensor) -> dict[str, Tensor]:
        """Return the maps after every ReLU, "block1_conv1" to "block5_conv2", for images (N, 3, H, W)."""
        _check_size(images)
        one, two = self.block1(images)  # (N, 24, H, W)
        three, four = self.block2(self.pool(two))  # (N, 40, H/2, W/2)
        five, six = self.block3(self.pool(four))  # (N, 64, H/4, W/4)
        seven, eight = self.block4(self.pool(six))  # (N, 96, H/8, W/8)
        nine, ten = self.block5(self.pool(eight))  # (N, 128, H/16, W/16)
        maps = (one, two, three, four, five, six, seven, eight, nine, ten)
        return dict(zip(FEATURE_NAMES["small_vgg"], maps, strict=True))

    def forward(self, images: Tensor) -> Tensor:
        """Return vectors (N, 128) for images (N, 3, H, W)."""
        return self.features(images)["block5_conv2"].mean(dim=(2, 3))


class SmallResNet(nn.Module):
    """A stem and four residual blocks; see :func:`small_resnet`."""

    num_features = SMALL_RESNET_WIDTHS[-1]

    def __init__(self) -> None:
        super().__init__()
        stem, first, second, third, fourth = SMALL_RESNET_WIDTHS
        self.stem = Stem(3, stem)
        self.stage1 = ResidualStage(stem, first)
        self.stage2 = ResidualStage(first, second)
        self.stage3 = ResidualStage(second, third)
        self.stage4 = ResidualStage(third, fourth)

    def features(self, images: Tensor) -> dict[str, Tensor]:
        """Return the maps after the stem and after every stage, "stem" to "stage4", for images (N, 3, H, W)."""
        _check_size(images)
        stem = self.stem(images)  # (N, 24, H, W)
        stage1 = self.stage1(stem)  # (N, 32, H/2, W/2)
        stage2 = self.stage2(stage1)  # (N, 64, H/4, W/4)
        stage3 = self.stage3(stage2)  # (N, 96, H/8, W/8)
        stage4 = self.stage4(stage3)  # (N, 128, H/16, W/16)
        return dict(zip(FEATURE_NAMES["small_resnet"], (stem, stage1, stage2, stage3, stage4), strict=True))

    def forward(self, images: Tensor) -> Tensor:
        """Return vectors (N, 128) for images (N, 3, H, W)."""
        return self.features(images)["stage4"].mean(dim=(2, 3))


def small_vgg() -> SmallVGG:
    """Build a narrow VGG with batch normalisation: ten convolutions, 486,472 parameters.

    Returns
    -------
    SmallVGG
        Takes float images of shape (N, 3, H, W), H and W at least 16, gives vectors of shape (N, 128). Its method
        `features` gives the maps of every convolution by name.

    Notes
    -----
    Against VGG-13, whose two convolutions a block it has: 24 to 128 maps where the paper has 64 to 512, batch
    normalisation before every ReLU instead of a bias, and a global average instead of three dense layers. There is no
    pooling after block 5, so that 32 pixels leave a grid of 2x2. Weights start as He et al. 2015 propose for ReLU.

    References
    ----------
    Simonyan and Zisserman 2015, Very deep convolutional networks for large-scale image recognition, table 1.

    Examples
    --------
    >>> {name: tuple(maps.shape[1:]) for name, maps in small_vgg().features(torch.zeros(1, 3, 64, 48)).items()}[
    ...     "block5_conv2"
    ... ]
    (128, 4, 3)
    """
    return _initialised(SmallVGG())


def small_resnet() -> SmallResNet:
    """Build a narrow residual net: nine convolutions and four shortcuts, 491,576 parameters.

    Returns
    -------
    SmallResNet
        Takes float images of shape (N, 3, H, W), H and W at least 16, gives vectors of shape (N, 128). Its method
        `features` gives the maps of the stem and of every stage by name.

    Notes
    -----
    Against ResNet-18: one block a stage instead of two, 24 to 128 maps instead of 64 to 512, and a stem of one 3x3
    convolution with stride 1, so that a level at full height and width is there and 32 pixels leave a grid of 2x2.
    Every shortcut is a 1x1 convolution with normalisation (the paper's option B). Weights start as He et al. 2015
    propose for ReLU.

    References
    ----------
    He, Zhang, Ren, Sun 2016, Deep residual learning for image recognition, section 3.3 and table 1.

    Examples
    --------
    >>> list(small_resnet().features(torch.zeros(1, 3, 32, 32)))
    ['stem', 'stage1', 'stage2', 'stage3', 'stage4']
    """
    return _initialised(SmallResNet())


def _check_size(images: Tensor) -> None:
    if images.ndim != 4 or images.shape[1] != 3 or min(images.shape[2:]) < SMALLEST_PICTURE:
        smallest = f"H and W at least {SMALLEST_PICTURE}"
        raise ValueError(f"images must have shape (N, 3, H, W), {smallest}, got {tuple(images.shape)}")


def _initialised(model: Net) -> Net:
    for module in model.modules():
        if isinstance(module, nn.Conv2d):
            nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
    return model
