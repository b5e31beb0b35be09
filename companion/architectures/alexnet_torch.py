"""AlexNet in PyTorch: five convolutions and three dense layers with ReLU; the net of 2012 and the one of torchvision.

The Keras version in :mod:`companion.architectures.alexnet_keras` has the same layers under the same names.
"""

from collections import OrderedDict

from companion.check import integer, one_of, real, require

require("torch")

from torch import nn

from companion.architectures.alexnet_specs import DENSE, GRIDS, NORMALISED, POOLED, VARIANTS, convolutions, scaled

__all__ = ["AlexNet", "alexnet"]


class AlexNet(nn.Sequential):
    """Five convolutions, three dense layers; see :func:`alexnet`."""

    name = "alexnet"
    variant: str


def alexnet(
    num_classes: int = 1000,
    *,
    in_channels: int = 3,
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    dropout: float = 0.5,
) -> AlexNet:
    """Build AlexNet: 61,100,840 parameters as in torchvision, 60,965,224 as in the paper of 2012.

    Parameters
    ----------
    num_classes : int
        Number of logits.
    in_channels : int
        Channels of the picture.
    stem : str
        "imagenet": an 11x11 convolution with stride 4, for 224 pixels; dense layers see a grid of 6x6. "cifar": a 5x5
        convolution with stride 1, for 32 pixels; dense layers see a grid of 3x3.
    width : float
        Factor on all numbers of maps and units, rounded to even numbers.
    variant : str
        "torchvision" (one tower) or "paper" (two towers, response normalisation), see `VARIANTS`.
    dropout : float
        Probability that a number is dropped at the sixth and seventh layer.

    Returns
    -------
    AlexNet
        Takes float images (N, in_channels, H, W), gives logits (N, num_classes). "torchvision" takes any size from 63
        pixels on (15 with the stem for CIFAR), "paper" 224 to 255 pixels (31 to 38).

    Raises
    ------
    TypeError, ValueError
        If an option is unknown or out of range.

    Notes
    -----
    Deviations of "paper" from the paper: the two towers are grouped convolutions, whose first half of the filters sees
    the first half of the maps; the response normalisation runs over all maps, as its formula says, though two cards pay
    for that in traffic; the output is logits. Weights start from the normal distribution with deviation 0.01, biases at
    1 in layers 2, 4, 5, 6 and 7 and at 0 elsewhere. PyTorch divides the response normalisation's alpha by the number of
    maps in the sum and the paper does not, so alpha is five times the paper's 1e-4 here.

    "torchvision" starts from PyTorch's default, uniform within 1 / sqrt(fan-in), and drops what goes *into* layers six
    and seven, where the paper drops what comes out of them.

    References
    ----------
    Krizhevsky, Sutskever, Hinton 2012, ImageNet classification with deep convolutional neural networks, section 3.5.
    Krizhevsky 2014, One weird trick for parallelizing convolutional neural networks, section 5.

    Examples
    --------
    >>> model = alexnet(10, stem="cifar", width=0.0625).eval()
    >>> model.name, model.variant, sum(weight.numel() for weight in model.parameters())
    ('alexnet', 'torchvision', 115406)
    """
    row = VARIANTS[one_of("variant", variant, tuple(VARIANTS))]
    real("dropout", dropout, minimum=0, maximum=1)
    before = integer("in_channels", in_channels, minimum=1)
    parts: OrderedDict[str, nn.Module] = OrderedDict()
    for number, conv in enumerate(convolutions(stem=stem, width=width, variant=variant), start=1):
        if number == 1 and stem == "imagenet" and row.first_padding[0] != row.first_padding[1]:
            parts["pad1"] = nn.ZeroPad2d(2 * row.first_padding)  # left, right, top, bottom
        options = {"stride": conv.stride, "padding": conv.padding, "groups": conv.groups}
        parts[f"conv{number}"] = nn.Conv2d(before, conv.filters, conv.kernel_size, **options)
        parts[f"relu{number}"] = nn.ReLU(inplace=True)
        if row.response_norm and number in NORMALISED:
            parts[f"norm{number}"] = nn.LocalResponseNorm(5, alpha=5e-4, beta=0.75, k=2.0)
        if number in POOLED:
            parts[f"pool{number}"] = nn.MaxPool2d(3, stride=2)
        before = conv.filters
    if row.adaptive:
        parts["average"] = nn.AdaptiveAvgPool2d(GRIDS[stem])  # (N, 256, 6, 6)
    parts["flatten"] = nn.Flatten()  # (N, 9216)
    parts |= _head(before * GRIDS[stem] ** 2, scaled(DENSE, width), dropout, drop_inputs=row.drop_inputs)
    parts["fc8"] = nn.Linear(scaled(DENSE, width), integer("num_classes", num_classes, minimum=1))
    model = AlexNet(parts)
    model.variant = variant
    return _initialised(model, row.initial_deviation, row.initial_bias) if row.initial_deviation else model


def _head(features: int, units: int, dropout: float, *, drop_inputs: bool) -> "OrderedDict[str, nn.Module]":
    """Return layers six and seven with their dropout before the layer or behind its ReLU."""
    parts: OrderedDict[str, nn.Module] = OrderedDict()
    for number, before in ((6, features), (7, units)):
        drop = (f"drop{number}", nn.Dropout(dropout))
        layer = [(f"fc{number}", nn.Linear(before, units)), (f"relu{number}", nn.ReLU(inplace=True))]
        parts.update([drop, *layer] if drop_inputs else [*layer, drop])
    return parts


def _initialised(model: AlexNet, deviation: float, bias: float) -> AlexNet:
    """Draw the weights anew as section 5 of the paper says."""
    for name, module in model.named_children():
        if isinstance(module, (nn.Conv2d, nn.Linear)):
            nn.init.normal_(module.weight, std=deviation)
            nn.init.constant_(module.bias, 0.0 if name in ("conv1", "conv3", "fc8") else bias)
    return model
