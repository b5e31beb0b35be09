"""DenseNet in PyTorch: every layer sees the maps of all layers before it in its block."""

from collections import OrderedDict
from functools import partial

from companion.check import integer, one_of, real, require

require("torch")

from torch import nn

from companion.architectures.dense_block_torch import DenseBlock, Norm, Transition
from companion.architectures.densenet_specs import PLANS, STEMS, VARIANTS, DenseNetPlan, block_channels, scaled

__all__ = ["DenseNet", "densenet", "densenet40", "densenet100", "densenet121", "densenet169", "densenet201"]


class DenseNet(nn.Sequential):
    """Stem, dense blocks with transitions between them, and a linear classifier; see :func:`densenet`."""

    name: str
    variant: str

    def __init__(self, parts: "OrderedDict[str, nn.Module]", *, name: str, variant: str) -> None:
        super().__init__(parts)
        self.name, self.variant = name, variant


def densenet(
    plan: DenseNetPlan,
    num_classes: int = 1000,
    *,
    in_channels: int = 3,
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    dropout: float = 0.0,
) -> DenseNet:
    """Build a DenseNet.

    Parameters
    ----------
    plan : DenseNetPlan
        Layers and widths: an entry of `PLANS`, or your own.
    num_classes : int
        Number of logits.
    in_channels : int
        Channels of the picture.
    stem : str
        "imagenet": 7x7 with stride 2, BN, ReLU and a 3x3 max pooling with stride 2. "cifar": one 3x3 convolution that
        keeps the size; its BN and ReLU are those of the first layer of block 1.
    width : float
        Factor on all numbers of maps, rounded as in :func:`companion.architectures.densenet_specs.scaled`.
    variant : str
        "torchvision" or "keras", see `VARIANTS`.
    dropout : float
        Probability that a number is dropped after every convolution but the first. The paper takes 0.2 where it trains
        without augmentation, and 0 otherwise.

    Returns
    -------
    DenseNet
        Takes float images (N, C, H, W), with four blocks and the stem for ImageNet at least 29 x 29, gives logits
        (N, num_classes). Its `name` is "densenet" and the plan's depth.

    Raises
    ------
    TypeError, ValueError
        If an option is unknown or out of range.

    Notes
    -----
    Convolutions start from He's normal distribution, as in the paper, the classifier with weights and no bias from
    PyTorch's default, as in torchvision. torchvision drops after the 3x3 convolutions only.

    References
    ----------
    Huang, Liu, van der Maaten, Weinberger 2017, Densely connected convolutional networks, section 3 and table 1.

    Examples
    --------
    >>> import torch
    >>> model = densenet(DenseNetPlan((2, 2), growth_rate=4, stem_channels=8), 10, stem="cifar")
    >>> model.name, tuple(model(torch.zeros(2, 3, 32, 32)).shape)
    ('densenet11', (2, 10))
    """
    integer("num_classes", num_classes, minimum=1)
    integer("in_channels", in_channels, minimum=1)
    real("dropout", dropout, minimum=0, maximum=1)
    options = VARIANTS[one_of("variant", variant, tuple(VARIANTS))]
    norm = partial(nn.BatchNorm2d, eps=options.norm_epsilon, momentum=options.norm_momentum)
    plan = scaled(plan, width)
    blocks = block_channels(plan)
    parts: OrderedDict[str, nn.Module] = OrderedDict(stem=_stem(one_of("stem", stem, STEMS), in_channels, plan, norm))
    for number, channels in enumerate(blocks, start=1):
        parts[f"block{number}"] = DenseBlock(channels, plan, norm, dropout)
        if number < len(blocks):
            parts[f"transition{number}"] = Transition(channels[-1], blocks[number][0], norm, dropout)
    parts["norm"], parts["relu"] = norm(blocks[-1][-1]), nn.ReLU(inplace=True)
    parts["average"], parts["flatten"] = nn.AdaptiveAvgPool2d(1), nn.Flatten()  # (N, C, 1, 1), (N, C)
    parts["classifier"] = nn.Linear(blocks[-1][-1], num_classes)
    return _initialised(DenseNet(parts, name=f"densenet{plan.depth}", variant=variant))


def densenet121(
    num_classes: int = 1000,
    *,
    in_channels: int = 3,
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    dropout: float = 0.0,
) -> DenseNet:
    """Build DenseNet-121, 7,978,856 parameters; options as in :func:`densenet`."""
    return densenet(
        PLANS["densenet121"],
        num_classes,
        in_channels=in_channels,
        stem=stem,
        width=width,
        variant=variant,
        dropout=dropout,
    )


def densenet169(
    num_classes: int = 1000,
    *,
    in_channels: int = 3,
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    dropout: float = 0.0,
) -> DenseNet:
    """Build DenseNet-169, 14,149,480 parameters; options as in :func:`densenet`."""
    return densenet(
        PLANS["densenet169"],
        num_classes,
        in_channels=in_channels,
        stem=stem,
        width=width,
        variant=variant,
        dropout=dropout,
    )


def densenet201(
    num_classes: int = 1000,
    *,
    in_channels: int = 3,
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    dropout: float = 0.0,
) -> DenseNet:
    """Build DenseNet-201, 20,013,928 parameters; options as in :func:`densenet`."""
    return densenet(
        PLANS["densenet201"],
        num_classes,
        in_channels=in_channels,
        stem=stem,
        width=width,
        variant=variant,
        dropout=dropout,
    )


def densenet40(
    num_classes: int = 10,
    *,
    in_channels: int = 3,
    stem: str = "cifar",
    width: float = 1.0,
    variant: str = "torchvision",
    dropout: float = 0.0,
) -> DenseNet:
    """Build plain DenseNet of 40 layers for 32x32, 1,019,722 parameters; options as in :func:`densenet`."""
    return densenet(
        PLANS["densenet40"],
        num_classes,
        in_channels=in_channels,
        stem=stem,
        width=width,
        variant=variant,
        dropout=dropout,
    )


def densenet100(
    num_classes: int = 10,
    *,
    in_channels: int = 3,
    stem: str = "cifar",
    width: float = 1.0,
    variant: str = "torchvision",
    dropout: float = 0.0,
) -> DenseNet:
    """Build DenseNet-BC of 100 layers for 32x32, 769,162 parameters; options as in :func:`densenet`."""
    return densenet(
        PLANS["densenet100"],
        num_classes,
        in_channels=in_channels,
        stem=stem,
        width=width,
        variant=variant,
        dropout=dropout,
    )


def _stem(stem: str, in_channels: int, plan: DenseNetPlan, norm: Norm) -> nn.Sequential:
    if stem == "cifar":
        conv = nn.Conv2d(in_channels, plan.stem_channels, 3, padding=1, bias=False)
        return nn.Sequential(OrderedDict(conv=conv))  # (N, k0, H, W)
    conv = nn.Conv2d(in_channels, plan.stem_channels, 7, stride=2, padding=3, bias=False)  # (N, k0, H/2, W/2)
    parts = OrderedDict(conv=conv, norm=norm(plan.stem_channels), relu=nn.ReLU(inplace=True))
    parts["pool"] = nn.MaxPool2d(3, stride=2, padding=1)  # (N, k0, H/4, W/4)
    return nn.Sequential(parts)


def _initialised(model: DenseNet) -> DenseNet:
    for module in model.modules():
        if isinstance(module, nn.Conv2d):
            nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
        elif isinstance(module, nn.Linear):
            nn.init.zeros_(module.bias)
    return model
