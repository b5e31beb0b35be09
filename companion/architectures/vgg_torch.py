"""VGG-11, 13, 16 and 19 in PyTorch, with and without batch normalisation.

The Keras versions in :mod:`companion.architectures.vgg_keras` have the same layers under the same names.
"""

from collections import OrderedDict
from collections.abc import Sequence

from companion.check import integer, require

require("torch")

import torch
from torch import nn

from companion.architectures.vgg_specs import (
    DENSE_BOUND,
    GRID,
    NORM_EPSILON,
    NORM_MOMENTUM,
    SMALL_DEVIATION,
    VGGPlan,
    plan,
)


class VGGBlock(nn.Sequential):
    """3x3 convolutions that keep the size, each with ReLU, then a max pooling that halves it."""

    def __init__(self, in_channels: int, filters: Sequence[int], *, batch_norm: bool) -> None:
        layers: OrderedDict[str, nn.Module] = OrderedDict()
        for index, out_channels in enumerate(filters, start=1):
            layers[f"conv{index}"] = _empty(nn.Conv2d, in_channels, out_channels, 3, padding=1)
            if batch_norm:
                layers[f"norm{index}"] = nn.BatchNorm2d(out_channels, eps=NORM_EPSILON, momentum=NORM_MOMENTUM)
            layers[f"relu{index}"] = nn.ReLU()
            in_channels = out_channels
        layers["pool"] = nn.MaxPool2d(2)
        super().__init__(layers)


class VGG(nn.Sequential):
    """Five blocks, then dense layers; see :func:`vgg`."""

    def __init__(self, planned: VGGPlan, num_classes: int, in_channels: int, variant: str) -> None:
        layers: OrderedDict[str, nn.Module] = OrderedDict()
        for index, filters in enumerate(planned.stages, start=1):
            layers[f"block{index}"] = VGGBlock(in_channels, filters, batch_norm=planned.batch_norm)
            in_channels = filters[-1]  # half the height and width
        layers |= _head(planned, in_channels, num_classes)
        super().__init__(layers)
        self.name, self.variant = planned.name, variant
        _initialise(self, planned.initialisation)


def _head(planned: VGGPlan, in_channels: int, num_classes: int) -> OrderedDict[str, nn.Module]:
    """Return three dense layers on a grid of 7x7, or one on the average."""
    layers: OrderedDict[str, nn.Module] = OrderedDict()
    if planned.adaptive_pooling or not planned.hidden:
        layers["average"] = nn.AdaptiveAvgPool2d(GRID if planned.hidden else 1)
    layers["flatten"] = nn.Flatten()
    features = in_channels * (GRID**2 if planned.hidden else 1)
    for index, units in enumerate(planned.hidden, start=1):
        layers[f"fc{index}"] = _empty(nn.Linear, features, units)
        layers[f"relu{index}"] = nn.ReLU()
        layers[f"dropout{index}"] = nn.Dropout(planned.dropout)
        features = units
    if not planned.hidden:
        layers["dropout"] = nn.Dropout(planned.dropout)
    layers["predictions"] = _empty(nn.Linear, features, num_classes)
    return layers


def vgg(
    name: str,
    num_classes: int = 1000,
    *,
    in_channels: int = 3,
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    dropout: float | None = None,
) -> VGG:
    """Build a VGG net: blocks of 3x3 convolutions, three dense layers.

    Parameters
    ----------
    name : str
        "vgg11", "vgg13", "vgg16", "vgg19" (configurations A, B, D, E of the paper's table 1), or one of these with
        "_bn" at its end.
    num_classes : int
        Number of logits.
    in_channels : int
        Number of channels of the images.
    stem : str
        "imagenet" has three dense layers on a grid of 7x7. "cifar" is for images of 32x32 pixels, of which five
        poolings leave one place: one dense layer on the average of what is left, after dropout.
    width : float
        Factor on all filters and hidden units, rounded to whole numbers; 1.0 is the paper.
    variant : str
        "torchvision", "keras" or "paper": a row of `companion.architectures.vgg_specs.VARIANTS`.
    dropout : float, optional
        Probability after each hidden dense layer; left out, the variant's: the paper's 0.5, none in "keras".

    Returns
    -------
    VGG
        Takes float images of shape (N, in_channels, H, W), gives logits of shape (N, num_classes). H and W are at least
        32; 224 to 255 in the variants "keras" and "paper" with stem "imagenet".

    Raises
    ------
    TypeError, ValueError
        If an argument is unknown or out of range.

    Notes
    -----
    Deviations from the paper:

    - With "torchvision" the maps are averaged to 7x7 before the dense layers, which changes nothing at 224x224.
    - Batch normalisation is torchvision's addition. The convolutions keep their bias under it, as torchvision's do,
      though it has no effect.
    - The weights start as the variant says, biases at 0. The paper trains A first and starts the deeper nets from it.
    - Where a dense layer's deviation is 0.01 we draw uniform numbers of that deviation, not normal ones: in Keras 124
      million normal numbers take longer than all the rest.
    - The paper turns the dense layers into convolutions for testing on whole pictures; here they are always dense.

    References
    ----------
    Simonyan and Zisserman 2015, Very deep convolutional networks for large-scale image recognition, sections 2 and 3.

    Examples
    --------
    >>> vgg("vgg11", 10, stem="cifar", width=0.125).eval()(torch.zeros(2, 3, 32, 32)).shape
    torch.Size([2, 10])
    """
    planned = plan(name, stem=stem, width=width, variant=variant, dropout=dropout)
    sizes = integer("num_classes", num_classes, minimum=1), integer("in_channels", in_channels, minimum=1)
    return VGG(planned, *sizes, variant)


def vgg11(
    num_classes: int = 1000,
    *,
    in_channels: int = 3,
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    dropout: float | None = None,
) -> VGG:
    """Build VGG-11, configuration A: 132,863,336 parameters; options as in :func:`vgg`."""
    return vgg("vgg11", num_classes, in_channels=in_channels, stem=stem, width=width, variant=variant, dropout=dropout)


def vgg13(
    num_classes: int = 1000,
    *,
    in_channels: int = 3,
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    dropout: float | None = None,
) -> VGG:
    """Build VGG-13, configuration B: 133,047,848 parameters; options as in :func:`vgg`."""
    return vgg("vgg13", num_classes, in_channels=in_channels, stem=stem, width=width, variant=variant, dropout=dropout)


def vgg16(
    num_classes: int = 1000,
    *,
    in_channels: int = 3,
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    dropout: float | None = None,
) -> VGG:
    """Build VGG-16, configuration D: 138,357,544 parameters; options as in :func:`vgg`."""
    return vgg("vgg16", num_classes, in_channels=in_channels, stem=stem, width=width, variant=variant, dropout=dropout)


def vgg19(
    num_classes: int = 1000,
    *,
    in_channels: int = 3,
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    dropout: float | None = None,
) -> VGG:
    """Build VGG-19, configuration E: 143,667,240 parameters; options as in :func:`vgg`."""
    return vgg("vgg19", num_classes, in_channels=in_channels, stem=stem, width=width, variant=variant, dropout=dropout)


def vgg11_bn(
    num_classes: int = 1000,
    *,
    in_channels: int = 3,
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    dropout: float | None = None,
) -> VGG:
    """Build VGG-11 with batch normalisation: 132,868,840 trained parameters; options as in :func:`vgg`."""
    return vgg(
        "vgg11_bn", num_classes, in_channels=in_channels, stem=stem, width=width, variant=variant, dropout=dropout
    )


def vgg13_bn(
    num_classes: int = 1000,
    *,
    in_channels: int = 3,
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    dropout: float | None = None,
) -> VGG:
    """Build VGG-13 with batch normalisation: 133,053,736 trained parameters; options as in :func:`vgg`."""
    return vgg(
        "vgg13_bn", num_classes, in_channels=in_channels, stem=stem, width=width, variant=variant, dropout=dropout
    )


def vgg16_bn(
    num_classes: int = 1000,
    *,
    in_channels: int = 3,
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    dropout: float | None = None,
) -> VGG:
    """Build VGG-16 with batch normalisation: 138,365,992 trained parameters; options as in :func:`vgg`."""
    return vgg(
        "vgg16_bn", num_classes, in_channels=in_channels, stem=stem, width=width, variant=variant, dropout=dropout
    )


def vgg19_bn(
    num_classes: int = 1000,
    *,
    in_channels: int = 3,
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    dropout: float | None = None,
) -> VGG:
    """Build VGG-19 with batch normalisation: 143,678,248 trained parameters; options as in :func:`vgg`."""
    return vgg(
        "vgg19_bn", num_classes, in_channels=in_channels, stem=stem, width=width, variant=variant, dropout=dropout
    )


def _empty(layer: type[nn.Module], *sizes: int, **options: int) -> nn.Module:
    """Return a layer whose weights are not drawn yet: drawing 124 million numbers twice would take a second."""
    return nn.utils.skip_init(layer, *sizes, **options, device=torch.get_default_device())


def _initialise(model: nn.Module, initialisation: str) -> None:
    """Draw the weights of convolutions and dense layers; biases become zero."""
    for module in model.modules():
        if isinstance(module, (nn.Conv2d, nn.Linear)):
            _draw(module.weight, initialisation)
            nn.init.zeros_(module.bias)


def _draw(weight: torch.Tensor, initialisation: str) -> None:
    if initialisation == "glorot":
        nn.init.xavier_uniform_(weight)
    elif weight.ndim == 2:
        nn.init.uniform_(weight, -DENSE_BOUND, DENSE_BOUND)
    elif initialisation == "he":
        nn.init.kaiming_normal_(weight, mode="fan_out", nonlinearity="relu")
    else:
        nn.init.normal_(weight, std=SMALL_DEVIATION)
