"""Two small nets in three versions each: with batch normalization, with group normalization, with neither."""

from companion.check import integer, one_of, require

require("torch")

from torch import nn

NORMALIZATIONS = ("none", "batch", "group")

_CONVOLUTIONS = (16, 16, 32, 32, 32, 32)  # output channels; the maps are halved after the second and the fourth
_DENSE = (64, 64, 64)
_GROUPS = 8


def convolutional_net(normalization: str = "batch", *, num_classes: int = 10) -> nn.Sequential:
    """Build six 3x3 convolutions, global average pooling and a dense layer, for pictures (N, 1, 8, 8) or larger.

    Parameters
    ----------
    normalization : str
        "none", "batch" or "group" (8 groups), behind every convolution.
    num_classes : int
        Number of logits.

    Returns
    -------
    Sequential
        With He's initialization of 2015, which gives the net without normalization its best chance.

    Raises
    ------
    TypeError, ValueError
        If an argument is unknown or not a whole number of at least 1.

    Examples
    --------
    >>> sum(weights.numel() for weights in convolutional_net("none").parameters())
    35194
    """
    one_of("normalization", normalization, NORMALIZATIONS)
    layers: list[nn.Module] = []
    channels = 1
    for index, width in enumerate(_CONVOLUTIONS):
        # A normalization has a shift of its own; that of batches would subtract this bias, that of groups in part.
        layers.append(nn.Conv2d(channels, width, 3, padding=1, bias=normalization == "none"))
        layers += _normalized_relu(normalization, nn.BatchNorm2d, width)
        if index in (1, 3):
            layers.append(nn.MaxPool2d(2))
        channels = width
    layers += [nn.AdaptiveAvgPool2d(1), nn.Flatten()]
    return _initialized(nn.Sequential(*layers, nn.Linear(channels, integer("num_classes", num_classes, minimum=1))))


def dense_net(normalization: str = "batch", *, num_classes: int = 10) -> nn.Sequential:
    """Build three hidden dense layers of 64 units and an output layer, for pictures (N, 1, 8, 8).

    Parameters, Returns, Raises as in :func:`convolutional_net`.

    Examples
    --------
    >>> sum(weights.numel() for weights in dense_net("none").parameters())
    13130
    """
    one_of("normalization", normalization, NORMALIZATIONS)
    layers: list[nn.Module] = [nn.Flatten()]
    for width in _DENSE:
        layers.append(nn.Linear(64, width, bias=normalization == "none"))
        layers += _normalized_relu(normalization, nn.BatchNorm1d, width)
    return _initialized(nn.Sequential(*layers, nn.Linear(64, integer("num_classes", num_classes, minimum=1))))


def _normalized_relu(normalization: str, batch_norm: type[nn.Module], width: int) -> list[nn.Module]:
    """Return the layers that follow a convolution or a dense layer of `width` channels."""
    if normalization == "none":
        return [nn.ReLU()]
    return [batch_norm(width) if normalization == "batch" else nn.GroupNorm(_GROUPS, width), nn.ReLU()]


def _initialized(model: nn.Sequential) -> nn.Sequential:
    """Draw every weight as He et al. 2015 propose for ReLU, and set every bias to 0."""
    for layer in model:
        if isinstance(layer, (nn.Conv2d, nn.Linear)):
            nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
            if layer.bias is not None:
                nn.init.zeros_(layer.bias)
    return model
