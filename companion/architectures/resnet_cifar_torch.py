"""The nets for small pictures of the ResNet paper in PyTorch: 6n + 2 layers, residual and plain (section 4.2)."""

from companion.check import require

require("torch")

from companion.architectures.resnet_family_torch import ResNet, resnet
from companion.architectures.resnet_plans import PLANS

__all__ = [
    "plain20",
    "plain32",
    "plain44",
    "plain56",
    "resnet110",
    "resnet20",
    "resnet32",
    "resnet44",
    "resnet56",
]


def resnet20(
    num_classes: int = 10,
    *,
    in_channels: int = 3,
    stem: str = "cifar",
    width: float = 1.0,
    variant: str = "torchvision",
) -> ResNet:
    """Build ResNet-20, 269,722 trained parameters; options as in `resnet`."""
    return resnet(PLANS["resnet20"], num_classes, in_channels=in_channels, stem=stem, width=width, variant=variant)


def resnet32(
    num_classes: int = 10,
    *,
    in_channels: int = 3,
    stem: str = "cifar",
    width: float = 1.0,
    variant: str = "torchvision",
) -> ResNet:
    """Build ResNet-32, 464,154 trained parameters; options as in `resnet`."""
    return resnet(PLANS["resnet32"], num_classes, in_channels=in_channels, stem=stem, width=width, variant=variant)


def resnet44(
    num_classes: int = 10,
    *,
    in_channels: int = 3,
    stem: str = "cifar",
    width: float = 1.0,
    variant: str = "torchvision",
) -> ResNet:
    """Build ResNet-44, 658,586 trained parameters; options as in `resnet`."""
    return resnet(PLANS["resnet44"], num_classes, in_channels=in_channels, stem=stem, width=width, variant=variant)


def resnet56(
    num_classes: int = 10,
    *,
    in_channels: int = 3,
    stem: str = "cifar",
    width: float = 1.0,
    variant: str = "torchvision",
) -> ResNet:
    """Build ResNet-56, 853,018 trained parameters; options as in `resnet`."""
    return resnet(PLANS["resnet56"], num_classes, in_channels=in_channels, stem=stem, width=width, variant=variant)


def resnet110(
    num_classes: int = 10,
    *,
    in_channels: int = 3,
    stem: str = "cifar",
    width: float = 1.0,
    variant: str = "torchvision",
) -> ResNet:
    """Build ResNet-110, 1,727,962 trained parameters; options as in `resnet`."""
    return resnet(PLANS["resnet110"], num_classes, in_channels=in_channels, stem=stem, width=width, variant=variant)


def plain20(
    num_classes: int = 10,
    *,
    in_channels: int = 3,
    stem: str = "cifar",
    width: float = 1.0,
    variant: str = "torchvision",
) -> ResNet:
    """Build the plain net of 20 layers: 269,722 trained parameters; options as in `resnet`."""
    return resnet(PLANS["plain20"], num_classes, in_channels=in_channels, stem=stem, width=width, variant=variant)


def plain32(
    num_classes: int = 10,
    *,
    in_channels: int = 3,
    stem: str = "cifar",
    width: float = 1.0,
    variant: str = "torchvision",
) -> ResNet:
    """Build the plain net of 32 layers: 464,154 trained parameters; options as in `resnet`."""
    return resnet(PLANS["plain32"], num_classes, in_channels=in_channels, stem=stem, width=width, variant=variant)


def plain44(
    num_classes: int = 10,
    *,
    in_channels: int = 3,
    stem: str = "cifar",
    width: float = 1.0,
    variant: str = "torchvision",
) -> ResNet:
    """Build the plain net of 44 layers: 658,586 trained parameters; options as in `resnet`."""
    return resnet(PLANS["plain44"], num_classes, in_channels=in_channels, stem=stem, width=width, variant=variant)


def plain56(
    num_classes: int = 10,
    *,
    in_channels: int = 3,
    stem: str = "cifar",
    width: float = 1.0,
    variant: str = "torchvision",
) -> ResNet:
    """Build the plain net of 56 layers: 853,018 trained parameters; options as in `resnet`."""
    return resnet(PLANS["plain56"], num_classes, in_channels=in_channels, stem=stem, width=width, variant=variant)
