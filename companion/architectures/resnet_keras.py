"""ResNet in Keras: 18 to 152 layers, and the plain nets without shortcuts that the paper compares them with.

The nets for 32x32 pictures of `companion.architectures.resnet_cifar_keras` are here under their names too.
"""

from companion.check import require

require("keras")

import keras

from companion.architectures.resnet_cifar_keras import (
    plain20,
    plain32,
    plain44,
    plain56,
    resnet20,
    resnet32,
    resnet44,
    resnet56,
    resnet110,
)
from companion.architectures.resnet_family_keras import resnet
from companion.architectures.resnet_plans import PLANS

__all__ = [
    "plain18",
    "plain20",
    "plain32",
    "plain34",
    "plain44",
    "plain56",
    "resnet",
    "resnet101",
    "resnet110",
    "resnet152",
    "resnet18",
    "resnet20",
    "resnet32",
    "resnet34",
    "resnet44",
    "resnet50",
    "resnet56",
]


def resnet18(
    num_classes: int = 1000,
    *,
    input_shape: tuple[int, int, int] = (224, 224, 3),
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
) -> keras.Model:
    """Build ResNet-18, 11,689,512 trained parameters; options as in `resnet`."""
    return resnet(PLANS["resnet18"], num_classes, input_shape=input_shape, stem=stem, width=width, variant=variant)


def resnet34(
    num_classes: int = 1000,
    *,
    input_shape: tuple[int, int, int] = (224, 224, 3),
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
) -> keras.Model:
    """Build ResNet-34, 21,797,672 trained parameters; options as in `resnet`."""
    return resnet(PLANS["resnet34"], num_classes, input_shape=input_shape, stem=stem, width=width, variant=variant)


def resnet50(
    num_classes: int = 1000,
    *,
    input_shape: tuple[int, int, int] = (224, 224, 3),
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
) -> keras.Model:
    """Build ResNet-50, 25,557,032 trained parameters; options as in `resnet`."""
    return resnet(PLANS["resnet50"], num_classes, input_shape=input_shape, stem=stem, width=width, variant=variant)


def resnet101(
    num_classes: int = 1000,
    *,
    input_shape: tuple[int, int, int] = (224, 224, 3),
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
) -> keras.Model:
    """Build ResNet-101, 44,549,160 trained parameters; options as in `resnet`."""
    return resnet(PLANS["resnet101"], num_classes, input_shape=input_shape, stem=stem, width=width, variant=variant)


def resnet152(
    num_classes: int = 1000,
    *,
    input_shape: tuple[int, int, int] = (224, 224, 3),
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
) -> keras.Model:
    """Build ResNet-152, 60,192,808 trained parameters; options as in `resnet`."""
    return resnet(PLANS["resnet152"], num_classes, input_shape=input_shape, stem=stem, width=width, variant=variant)


def plain18(
    num_classes: int = 1000,
    *,
    input_shape: tuple[int, int, int] = (224, 224, 3),
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
) -> keras.Model:
    """Build the plain net of 18 layers: 11,515,688 trained parameters; options as in `resnet`."""
    return resnet(PLANS["plain18"], num_classes, input_shape=input_shape, stem=stem, width=width, variant=variant)


def plain34(
    num_classes: int = 1000,
    *,
    input_shape: tuple[int, int, int] = (224, 224, 3),
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
) -> keras.Model:
    """Build the plain net of 34 layers: 21,623,848 trained parameters; options as in `resnet`."""
    return resnet(PLANS["plain34"], num_classes, input_shape=input_shape, stem=stem, width=width, variant=variant)
