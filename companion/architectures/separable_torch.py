"""A small net for pictures of 32x32 whose convolutions are either full or depthwise separable, in PyTorch."""

from collections import OrderedDict

from companion.check import integer, one_of, real, require

require("torch")

from torch import Tensor, nn

__all__ = ["BLOCKS", "FullConvolution", "SeparableConvolution", "SmallNet", "small_net"]

PLAN = ((32, 2), (32, 1), (64, 2), (64, 1), (128, 2), (128, 1))
"""Maps and stride of the six blocks behind a first convolution of 16 maps."""


class FullConvolution(nn.Sequential):
    """A 3x3 convolution in which every map sees all maps, batch normalisation, ReLU."""

    def __init__(self, in_channels: int, out_channels: int, stride: int) -> None:
        conv = nn.Conv2d(in_channels, out_channels, 3, stride=stride, padding=1, bias=False)
        super().__init__(OrderedDict(conv=conv, norm=nn.BatchNorm2d(out_channels), relu=nn.ReLU(inplace=True)))


class SeparableConvolution(nn.Sequential):
    """The same in two steps: a 3x3 window for every map by itself, then a 1x1 convolution over the maps.

    References
    ----------
    Howard et al. 2017, MobileNets: efficient convolutional neural networks for mobile vision applications, figure 3.
    """

    def __init__(self, in_channels: int, out_channels: int, stride: int) -> None:
        depthwise = nn.Conv2d(
            in_channels, in_channels, 3, stride=stride, padding=1, groups=in_channels, bias=False
        )  # (N, in, H / stride, W / stride)
        parts = OrderedDict[str, nn.Module](
            depthwise=depthwise, norm1=nn.BatchNorm2d(in_channels), relu1=nn.ReLU(inplace=True)
        )
        parts["pointwise"] = nn.Conv2d(in_channels, out_channels, 1, bias=False)
        parts["norm2"], parts["relu2"] = nn.BatchNorm2d(out_channels), nn.ReLU(inplace=True)
        super().__init__(parts)


BLOCKS = {"full": FullConvolution, "separable": SeparableConvolution}
"""What a block of the small net is made of."""


class SmallNet(nn.Module):
    """A first convolution, six blocks, a global average and a classifier; see :func:`small_net`."""

    def __init__(self, kind: str, num_classes: int, in_channels: int, width: float) -> None:
        super().__init__()
        channels = _scaled(16, width)
        self.stem = FullConvolution(in_channels, channels, 1)
        parts: OrderedDict[str, nn.Module] = OrderedDict()
        for number, (maps, stride) in enumerate(PLAN, start=1):
            parts[f"block{number}"] = BLOCKS[kind](channels, _scaled(maps, width), stride)
            channels = _scaled(maps, width)
        self.blocks = nn.Sequential(parts)
        self.average = nn.AdaptiveAvgPool2d(1)
        self.classifier = nn.Linear(channels, num_classes)

    def forward(self, images: Tensor) -> Tensor:
        """Return logits (N, num_classes)."""
        x = self.blocks(self.stem(images))  # (N, 128, H/8, W/8)
        return self.classifier(self.average(x).flatten(1))


def small_net(kind: str, num_classes: int, in_channels: int = 3, *, width: float = 1.0) -> SmallNet:
    """Build the small net.

    Parameters
    ----------
    kind : str
        "full" or "separable": what its six blocks are made of. The first convolution is full in both.
    num_classes, in_channels : int
        Numbers of logits, and of channels of the pictures.
    width : float
        Factor on all numbers of maps, at least 0.01; rounded to whole numbers of at least 1.

    Returns
    -------
    SmallNet
        Takes float pictures (N, in_channels, H, W), gives logits (N, num_classes).

    Raises
    ------
    TypeError, ValueError
        If an argument is unknown or out of range.

    Notes
    -----
    Convolutions start from He's normal distribution by outgoing numbers within a group.

    Examples
    --------
    >>> [sum(p.numel() for p in small_net(kind, 12, 1).parameters()) for kind in ("full", "separable")]
    [292924, 38572]
    """
    integer("num_classes", num_classes, minimum=1)
    integer("in_channels", in_channels, minimum=1)
    model = SmallNet(one_of("kind", kind, tuple(BLOCKS)), num_classes, in_channels, real("width", width, minimum=0.01))
    for module in model.modules():
        if isinstance(module, nn.Conv2d):
            window = module.kernel_size[0] * module.kernel_size[1]
            nn.init.normal_(module.weight, std=(2 / (window * module.out_channels / module.groups)) ** 0.5)
    return model


def _scaled(maps: int, width: float) -> int:
    return max(1, round(maps * width))
