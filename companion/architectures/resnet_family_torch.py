"""Any net of the ResNet family in PyTorch from its plan: stem, stages of blocks, average, classifier."""

from collections import OrderedDict

from companion.check import integer, one_of, require

require("torch")

from torch import nn

from companion.architectures.resnet_blocks_torch import BasicBlock, Bottleneck, Scale, conv, norm
from companion.architectures.resnet_plans import STEMS, ResNetPlan, block_plans, scaled
from companion.architectures.resnet_specs import VARIANTS, ResNetVariant

BLOCKS = {"basic": BasicBlock, "bottleneck": Bottleneck}

__all__ = ["ResNet", "resnet"]


class ResNet(nn.Sequential):
    """Stem, stages, average and a linear classifier; see :func:`resnet`."""

    name: str
    variant: str

    def __init__(self, parts: "OrderedDict[str, nn.Module]", *, name: str, variant: str) -> None:
        super().__init__(parts)
        self.name, self.variant = name, variant


def resnet(
    plan: ResNetPlan,
    num_classes: int = 1000,
    *,
    in_channels: int = 3,
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    scale: Scale | None = None,
    name: str | None = None,
) -> ResNet:
    """Build a residual net, or a plain one.

    Parameters
    ----------
    plan : ResNetPlan
        Blocks, widths and shortcuts: an entry of `PLANS`, or your own.
    num_classes : int
        Number of logits.
    in_channels : int
        Channels of the picture.
    stem : str
        "imagenet": 7x7 with stride 2, BN, ReLU and a 3x3 max pooling with stride 2. "cifar": one 3x3 convolution that
        keeps the size, BN, ReLU.
    width : float
        Factor on all numbers of maps, rounded as in :func:`companion.architectures.resnet_specs.scaled`.
    variant : str
        "torchvision", "keras" or "paper", see `VARIANTS`.
    scale : callable, optional
        Builds, from its number of maps, a module for the end of every residual branch, before the addition. A module
        there is called `scale`: "stage1.block1.scale".
    name : str, optional
        The model's name; without one it is the plan's.

    Returns
    -------
    ResNet
        Takes float images (N, C, H, W) of any size, gives logits (N, num_classes).

    Raises
    ------
    TypeError, ValueError
        If an option is unknown or out of range.

    Notes
    -----
    The last ReLU of a block comes after the addition. Convolutions start from He's normal distribution with fan_out,
    as in torchvision (the paper's reference [13] derives it with fan_in and says that either will do), the classifier
    from PyTorch's default. The last scale of a block starts at 1; Goyal et al. 2017 start it at 0. The paper's
    ResNet-18 and ResNet-34 of table 2 have shortcuts of option A, torchvision's and ours of option B, which table 3
    compares.

    References
    ----------
    He, Zhang, Ren, Sun 2016, Deep residual learning for image recognition, table 1 and section 4.2.

    Examples
    --------
    >>> import torch
    >>> from companion.architectures.resnet_plans import cifar_plan
    >>> model = resnet(cifar_plan(1), 10, stem="cifar")
    >>> model.name, tuple(model(torch.zeros(2, 3, 32, 32)).shape)
    ('resnet8', (2, 10))
    """
    integer("num_classes", num_classes, minimum=1)
    integer("in_channels", in_channels, minimum=1)
    options = VARIANTS[one_of("variant", variant, tuple(VARIANTS))]
    plan = scaled(plan, width)
    first = _stem(one_of("stem", stem, STEMS), in_channels, plan.channels[0], options)
    parts: OrderedDict[str, nn.Module] = OrderedDict(stem=first)
    for number, blocks in enumerate(block_plans(plan), start=1):
        stage = OrderedDict((row.name.split(".")[1], BLOCKS[plan.block](row, options, scale)) for row in blocks)
        parts[f"stage{number}"] = nn.Sequential(stage)
    parts["average"], parts["flatten"] = nn.AdaptiveAvgPool2d(1), nn.Flatten()  # (N, C, 1, 1), (N, C)
    parts["classifier"] = nn.Linear(blocks[-1].out_channels, num_classes)
    return ResNet(parts, name=name or plan.name, variant=variant)


def _stem(stem: str, in_channels: int, channels: int, variant: ResNetVariant) -> nn.Sequential:
    """Return the first layers: (N, C, H / 4, W / 4), for small pictures (N, C, H, W)."""
    kernel_size, stride = (3, 1) if stem == "cifar" else (7, 2)
    parts: OrderedDict[str, nn.Module] = OrderedDict(
        conv=conv(in_channels, channels, kernel_size, variant, stride=stride),
        norm=norm(channels, variant),
        relu=nn.ReLU(inplace=True),
    )
    if stem == "imagenet":
        parts["pool"] = nn.MaxPool2d(3, stride=2, padding=1)
    return nn.Sequential(parts)
