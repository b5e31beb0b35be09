"""GoogLeNet in PyTorch: nine Inception modules, a global average and two auxiliary heads.

The Keras version in :mod:`companion.architectures.googlenet_keras` has the same layers under the same names.
"""

from typing import NamedTuple

from companion.check import integer, one_of, real, require

require("torch")

import torch.nn.functional as F
from torch import Tensor, nn
from torch.fx import wrap

from companion.architectures.googlenet_specs import (
    HEAD,
    HEAD_DROPOUT,
    HEAD_GRIDS,
    HEAD_PICTURES,
    HEADS,
    MODULES,
    STEM,
    STEMS,
    VARIANTS,
    GoogLeNetVariant,
    scaled,
    scaled_module,
    smallest_picture,
)
from companion.architectures.inception_torch import ConvUnit, InceptionModule

__all__ = ["AuxiliaryHead", "GoogLeNet", "GoogLeNetOutputs", "googlenet"]


class GoogLeNetOutputs(NamedTuple):
    """What GoogLeNet gives in training mode: logits of the net and of its auxiliary heads, each (N, K)."""

    logits: Tensor
    auxiliary1: Tensor
    auxiliary2: Tensor


class AuxiliaryHead(nn.Module):
    """A small classifier on the maps of a module in the middle; only training uses it."""

    def __init__(self, in_channels: int, num_classes: int, grid: int, width: float, variant: GoogLeNetVariant) -> None:
        super().__init__()
        maps, units = (scaled(size, width) for size in HEAD)
        self.pool = nn.AdaptiveAvgPool2d(grid) if variant.adaptive_heads else nn.AvgPool2d(5, stride=3)
        self.conv = ConvUnit(in_channels, maps, 1, variant)
        self.dense1 = nn.Linear(maps * grid**2, units)
        self.dropout = nn.Dropout(HEAD_DROPOUT)
        self.dense2 = nn.Linear(units, num_classes)

    def forward(self, x: Tensor) -> Tensor:
        """Return logits (N, K)."""
        x = self.conv(self.pool(x)).flatten(1)  # (N, C, P, P) to (N, P P C)
        return self.dense2(self.dropout(F.relu(self.dense1(x), inplace=True)))


class GoogLeNet(nn.Module):
    """Three convolutions, nine modules, a global average and one dense layer; see :func:`googlenet`."""

    def __init__(
        self, num_classes: int, in_channels: int, stem: str, width: float, variant: str, auxiliary: bool, dropout: float
    ) -> None:
        super().__init__()
        row = VARIANTS[variant]
        self.name, self.variant, self.auxiliary, self.stem = "googlenet", variant, auxiliary, stem
        maps = [scaled(size, width) for size in STEM]
        small = stem == "cifar"
        self.conv1 = ConvUnit(in_channels, maps[0], 3 if small else 7, row, stride=1 if small else 2)
        self.pool1 = nn.Identity() if small else _pool(3)
        self.response1 = _response_norm(row)
        self.conv2 = ConvUnit(maps[0], maps[1], 1, row)
        self.conv3 = ConvUnit(maps[1], maps[2], 3, row)
        self.response2 = _response_norm(row)
        self.pool2 = _pool(3)
        channels = maps[2]
        for name in MODULES:
            module = scaled_module(name, width)
            self.add_module(f"inception{name}", InceptionModule(channels, module, row))
            channels = module.out_channels
        self.pool3, self.pool4 = _pool(3), _pool(row.last_pool)
        grid = 4 if row.adaptive_heads else HEAD_GRIDS[stem]
        for head, name in HEADS.items() if auxiliary else ():
            seen = scaled_module(name, width).out_channels
            self.add_module(head, AuxiliaryHead(seen, num_classes, grid, width, row))
        self.average = nn.AdaptiveAvgPool2d(1)
        self.dropout = nn.Dropout(dropout)
        self.classifier = nn.Linear(channels, num_classes)

    def forward(self, images: Tensor) -> Tensor | GoogLeNetOutputs:
        """Return logits (N, K); in training mode, with auxiliary heads, those of the heads too."""
        heads = self.training and self.auxiliary
        _check_pictures(images, self.stem, self.variant, heads)
        x = self.response1(self.pool1(self.conv1(images)))  # (N, 64, H/4, W/4)
        x = self.pool2(self.response2(self.conv3(self.conv2(x))))  # (N, 192, H/8, W/8)
        x = self.pool3(self.inception3b(self.inception3a(x)))  # (N, 480, H/16, W/16)
        early = self.inception4a(x)
        late = self.inception4d(self.inception4c(self.inception4b(early)))
        x = self.pool4(self.inception4e(late))  # (N, 832, H/32, W/32)
        x = self.average(self.inception5b(self.inception5a(x))).flatten(1)  # (N, 1024)
        logits = self.classifier(self.dropout(x))
        if heads:
            return GoogLeNetOutputs(logits, self.auxiliary1(early), self.auxiliary2(late))
        return logits


def googlenet(
    num_classes: int = 1000,
    *,
    in_channels: int = 3,
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    auxiliary: bool = True,
    dropout: float = 0.4,
) -> GoogLeNet:
    """Build GoogLeNet, the Inception net that won the classification of ILSVRC 2014: 22 layers with weights.

    Parameters
    ----------
    num_classes : int
        Number of logits, K.
    in_channels : int
        Channels of the pictures.
    stem : str
        "imagenet": a 7x7 convolution with stride 2 and two poolings before module 3a, for pictures of 224x224.
        "cifar": a 3x3 convolution with stride 1, and only the second pooling, for pictures of 32x32.
    width : float
        Factor on the numbers of all maps and units, each rounded by
        :func:`companion.architectures.googlenet_specs.scaled`.
    variant : str
        Row of `companion.architectures.googlenet_specs.VARIANTS`: "torchvision" or "paper".
    auxiliary : bool
        Whether the net has the two auxiliary heads behind modules 4a and 4d.
    dropout : float
        Share of the averaged features that is dropped in training, from 0 to 1.

    Returns
    -------
    GoogLeNet
        Takes float pictures (N, C, H, W). In evaluation mode it gives logits (N, K); in training mode too, unless it
        has auxiliary heads: then it gives ``(logits, auxiliary1, auxiliary2)`` by these names, and the loss is
        ``loss(logits) + 0.3 * (loss(auxiliary1) + loss(auxiliary2))``.

    Raises
    ------
    TypeError, ValueError
        If an argument is out of range, or the net is given pictures of a size that it does not take.

    Notes
    -----
    With 1000 classes: "torchvision" has 6,624,904 parameters, 13,004,888 with the heads; "paper" 6,998,552 and
    13,378,280. The first has fewer, though batch normalisation gives it one number more for every map, because its 5x5
    branch is 3x3. torchvision gives the heads in the other order (`aux_logits2` before `aux_logits1`), drops 20 % of
    the features, and, with its official weights only, shifts and scales the colours inside the net
    (`transform_input`). That is preprocessing: the weights were trained on pictures scaled to [-1, 1].

    Poolings with stride 2 round the size up (`ceil_mode`), as in Caffe: 112 pixels become 56. The heads of
    "torchvision" average whatever comes to 4x4. Those of "paper" average over 5x5 with stride 3 and flatten 4x4 places
    (2x2 with the stem "cifar"): for training, pictures must have 223 to 270 pixels (32 to 43). The last pooling is
    global, in the paper 7x7.

    Deviations of "paper" from the paper: the constants of the local response normalisation (5 maps, alpha 1e-4, beta
    0.75, k 1), the initial weights (uniform, variance 1 / fan-in) and biases (0.2 before a ReLU) are not given there,
    and are those of Caffe's port. "torchvision" starts from normal weights with deviation 0.01, as torchvision does
    (it cuts them at 200 deviations, which cuts nothing), but with biases of 0.

    References
    ----------
    Szegedy, Liu, Jia, Sermanet, Reed, Anguelov, Erhan, Vanhoucke, Rabinovich 2015, Going deeper with convolutions,
    table 1, figures 2 and 3, section 5.

    Examples
    --------
    >>> import torch
    >>> model = googlenet(10, stem="cifar", width=0.125)
    >>> [tuple(logits.shape) for logits in model(torch.zeros(2, 3, 32, 32))]
    [(2, 10), (2, 10), (2, 10)]
    >>> tuple(model.eval()(torch.zeros(2, 3, 32, 32)).shape)
    (2, 10)
    """
    integer("num_classes", num_classes, minimum=1)
    integer("in_channels", in_channels, minimum=1)
    one_of("stem", stem, STEMS)
    one_of("variant", variant, tuple(VARIANTS))
    one_of("auxiliary", auxiliary, (True, False))
    real("dropout", dropout, minimum=0, maximum=1)
    model = GoogLeNet(num_classes, in_channels, stem, width, variant, auxiliary, dropout)
    _initialise(model, VARIANTS[variant])
    return model


@wrap  # torch.fx keeps the call: it could not look into it, for it knows no sizes
def _check_pictures(images: Tensor, stem: str, variant: str, heads: bool) -> None:
    """Refuse pictures that are too small for the poolings, or of which the paper's heads get too few or many places."""
    row, (height, width) = VARIANTS[variant], images.shape[-2:]
    smallest, largest, needed = smallest_picture(stem, row), max(height, width), "at least {}"
    if heads and not row.adaptive_heads:
        (smallest, largest), needed = HEAD_PICTURES[stem], "{} to {} to train the auxiliary heads of variant='paper'"
    if min(height, width) < smallest or max(height, width) > largest:
        needed = needed.format(smallest, largest)
        raise ValueError(f"images must have a height and width of {needed}, got {height}x{width}")


def _pool(kernel_size: int) -> nn.Module:
    return nn.MaxPool2d(kernel_size, stride=2, ceil_mode=True)


def _response_norm(variant: GoogLeNetVariant) -> nn.Module:
    """Return the normalisation over five neighbouring maps; PyTorch divides alpha by five, as Caffe does."""
    return nn.LocalResponseNorm(5, alpha=1e-4, beta=0.75, k=1.0) if variant.response_norm else nn.Identity()


def _initialise(model: GoogLeNet, variant: GoogLeNetVariant) -> None:
    for name, layer in model.named_modules():
        if not isinstance(layer, (nn.Conv2d, nn.Linear)):
            continue
        if variant.initial_deviation:
            nn.init.normal_(layer.weight, std=variant.initial_deviation)
        else:
            nn.init.kaiming_uniform_(layer.weight, nonlinearity="linear")  # variance 1 / fan-in
        if layer.bias is not None:
            nn.init.constant_(layer.bias, 0.0 if name.endswith(("classifier", "dense2")) else variant.initial_bias)
