"""EfficientNet-B0 to B7 in PyTorch: inverted residual blocks with squeeze and excitation, scaled in three directions.

The Keras version in :mod:`companion.architectures.efficientnet_keras` has the same layers under the same names.
"""

from collections import OrderedDict

from companion.check import integer, one_of, real, require

require("torch")

from torch import Tensor, nn

from companion.architectures.efficientnet_specs import (
    SCALES,
    STOCHASTIC_DEPTH,
    VARIANTS,
    blocks,
    drop_probabilities,
    normalisation,
    scaled_ends,
)
from companion.architectures.inverted_residual import Block
from companion.architectures.mbconv_torch import MBConv, PixelNormalization
from companion.architectures.mobile_blocks_torch import BlockStyle, ConvNorm, initialise

__all__ = [
    *("EfficientNet", "efficientnet", "efficientnet_b0", "efficientnet_b1", "efficientnet_b2", "efficientnet_b3"),
    *("efficientnet_b4", "efficientnet_b5", "efficientnet_b6", "efficientnet_b7"),
]


class EfficientNet(nn.Module):
    """A 3x3 convolution, seven stages of MBConv blocks, a 1x1 convolution, a classifier; see :func:`efficientnet`."""

    def __init__(
        self,
        name: str,
        num_classes: int,
        in_channels: int,
        *,
        stem: str,
        width: float,
        variant: str,
        dropout: float,
        stochastic_depth: float,
    ) -> None:
        super().__init__()
        self.name, self.variant = name, variant
        row, plan, ends = VARIANTS[variant], blocks(name, stem=stem, width=width), scaled_ends(name, width)
        style = BlockStyle(*normalisation(name, variant), row.padding, nn.SiLU)
        self.normalization = PixelNormalization(in_channels) if row.preprocessing else nn.Identity()
        self.stem = ConvNorm(in_channels, ends[0], style, kernel_size=3, stride=1 if stem == "cifar" else 2)
        for stage, parts in _stages(plan, style, stochastic_depth).items():
            self.add_module(stage, nn.Sequential(parts))
        self.head = ConvNorm(plan[-1].out_channels, ends[1], style)
        self.average = nn.AdaptiveAvgPool2d(1)
        self.dropout = nn.Dropout(dropout)
        self.classifier = nn.Linear(ends[1], num_classes)
        initialise(self)
        nn.init.uniform_(self.classifier.weight, -(num_classes**-0.5), num_classes**-0.5)
        nn.init.zeros_(self.classifier.bias)

    def forward(self, images: Tensor) -> Tensor:
        """Return logits (N, num_classes)."""
        x = self.stage1(self.stem(self.normalization(images)))  # (N, 16, H/2, W/2) in B0
        x = self.stage3(self.stage2(x))  # (N, 40, H/8, W/8)
        x = self.stage5(self.stage4(x))  # (N, 112, H/16, W/16)
        x = self.head(self.stage7(self.stage6(x)))  # (N, 1280, H/32, W/32)
        return self.classifier(self.dropout(self.average(x).flatten(1)))


def efficientnet(
    name: str,
    num_classes: int = 1000,
    *,
    in_channels: int = 3,
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    dropout: float | None = None,
    stochastic_depth: float = STOCHASTIC_DEPTH,
) -> EfficientNet:
    """Build an EfficientNet.

    Parameters
    ----------
    name : str
        "efficientnet_b0" to "efficientnet_b7", a row of `companion.architectures.efficientnet_specs.SCALES`.
    num_classes : int
        Number of logits.
    in_channels : int
        Channels of the pictures.
    stem : str
        "imagenet" divides the size by 32. "cifar", for 32x32 pixels, has stride 1 in the first convolution and in
        stage 2, so that 4x4 places are left.
    width : float
        A further factor on all numbers of maps, at least 0.01; rounded to multiples of 8.
    variant : str
        "torchvision" or "keras", see `companion.architectures.efficientnet_specs.VARIANTS`. "keras" takes pixels
        of 0 to 255.
    dropout : float, optional
        Probability before the classifier, 0 to 1; left out, the paper's, 0.2 in B0 to 0.5 in B7.
    stochastic_depth : float
        Probability that a sample loses its residual branch, 0 in the first block and rising evenly to this; 0 to 1.

    Returns
    -------
    EfficientNet
        Takes float pictures (N, in_channels, H, W) of any size, gives logits (N, num_classes).

    Raises
    ------
    TypeError, ValueError
        If an argument is unknown or out of range.

    Notes
    -----
    - Squeeze and excitation reduces to a quarter of the block's *input*, not of the wide maps that it weighs.
    - Table 1 of the paper puts the strides one row late: its column "resolution" is what enters a stage.
    - Paper: SiLU (there "Swish-1") after every convolution but the projections. Batch normalisation after every
      convolution but those of squeeze and excitation, which have a bias instead.
    - Convolutions start from He's normal distribution by outgoing numbers, as in the authors' code (keras.applications
      cuts the tails off, torchvision takes the maps of all groups together), dense weights evenly between
      plus and minus 1 / sqrt(num_classes), biases at zero.

    References
    ----------
    Tan and Le 2019, EfficientNet: rethinking model scaling for convolutional neural networks, sections 3 to 5, tables
    1 and 2.

    Examples
    --------
    >>> model = efficientnet("efficientnet_b0", 10, stem="cifar", width=0.25)
    >>> len(model.stage6), model.dropout.p, round(model.stage6.block4.drop.p, 3)
    (4, 0.2, 0.175)
    """
    one_of("name", name, tuple(SCALES))
    one_of("variant", variant, tuple(VARIANTS))
    return EfficientNet(
        name,
        integer("num_classes", num_classes, minimum=1),
        integer("in_channels", in_channels, minimum=1),
        stem=stem,
        width=width,
        variant=variant,
        dropout=SCALES[name].dropout if dropout is None else real("dropout", dropout, minimum=0, maximum=1),
        stochastic_depth=stochastic_depth,
    )


def efficientnet_b0(
    num_classes: int = 1000,
    *,
    in_channels: int = 3,
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    dropout: float | None = None,
    stochastic_depth: float = STOCHASTIC_DEPTH,
) -> EfficientNet:
    """Build EfficientNet-B0: 5,288,548 parameters, for pictures of 224x224; options as in :func:`efficientnet`."""
    return efficientnet(
        "efficientnet_b0",
        num_classes,
        in_channels=in_channels,
        stem=stem,
        width=width,
        variant=variant,
        dropout=dropout,
        stochastic_depth=stochastic_depth,
    )


def efficientnet_b1(
    num_classes: int = 1000,
    *,
    in_channels: int = 3,
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    dropout: float | None = None,
    stochastic_depth: float = STOCHASTIC_DEPTH,
) -> EfficientNet:
    """Build EfficientNet-B1: 7,794,184 parameters, for pictures of 240x240; options as in :func:`efficientnet`."""
    return efficientnet(
        "efficientnet_b1",
        num_classes,
        in_channels=in_channels,
        stem=stem,
        width=width,
        variant=variant,
        dropout=dropout,
        stochastic_depth=stochastic_depth,
    )


def efficientnet_b2(
    num_classes: int = 1000,
    *,
    in_channels: int = 3,
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    dropout: float | None = None,
    stochastic_depth: float = STOCHASTIC_DEPTH,
) -> EfficientNet:
    """Build EfficientNet-B2: 9,109,994 parameters, for pictures of 260x260; options as in :func:`efficientnet`."""
    return efficientnet(
        "efficientnet_b2",
        num_classes,
        in_channels=in_channels,
        stem=stem,
        width=width,
        variant=variant,
        dropout=dropout,
        stochastic_depth=stochastic_depth,
    )


def efficientnet_b3(
    num_classes: int = 1000,
    *,
    in_channels: int = 3,
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    dropout: float | None = None,
    stochastic_depth: float = STOCHASTIC_DEPTH,
) -> EfficientNet:
    """Build EfficientNet-B3: 12,233,232 parameters, for pictures of 300x300; options as in :func:`efficientnet`."""
    return efficientnet(
        "efficientnet_b3",
        num_classes,
        in_channels=in_channels,
        stem=stem,
        width=width,
        variant=variant,
        dropout=dropout,
        stochastic_depth=stochastic_depth,
    )


def efficientnet_b4(
    num_classes: int = 1000,
    *,
    in_channels: int = 3,
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    dropout: float | None = None,
    stochastic_depth: float = STOCHASTIC_DEPTH,
) -> EfficientNet:
    """Build EfficientNet-B4: 19,341,616 parameters, for pictures of 380x380; options as in :func:`efficientnet`."""
    return efficientnet(
        "efficientnet_b4",
        num_classes,
        in_channels=in_channels,
        stem=stem,
        width=width,
        variant=variant,
        dropout=dropout,
        stochastic_depth=stochastic_depth,
    )


def efficientnet_b5(
    num_classes: int = 1000,
    *,
    in_channels: int = 3,
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    dropout: float | None = None,
    stochastic_depth: float = STOCHASTIC_DEPTH,
) -> EfficientNet:
    """Build EfficientNet-B5: 30,389,784 parameters, for pictures of 456x456; options as in :func:`efficientnet`."""
    return efficientnet(
        "efficientnet_b5",
        num_classes,
        in_channels=in_channels,
        stem=stem,
        width=width,
        variant=variant,
        dropout=dropout,
        stochastic_depth=stochastic_depth,
    )


def efficientnet_b6(
    num_classes: int = 1000,
    *,
    in_channels: int = 3,
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    dropout: float | None = None,
    stochastic_depth: float = STOCHASTIC_DEPTH,
) -> EfficientNet:
    """Build EfficientNet-B6: 43,040,704 parameters, for pictures of 528x528; options as in :func:`efficientnet`."""
    return efficientnet(
        "efficientnet_b6",
        num_classes,
        in_channels=in_channels,
        stem=stem,
        width=width,
        variant=variant,
        dropout=dropout,
        stochastic_depth=stochastic_depth,
    )


def efficientnet_b7(
    num_classes: int = 1000,
    *,
    in_channels: int = 3,
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    dropout: float | None = None,
    stochastic_depth: float = STOCHASTIC_DEPTH,
) -> EfficientNet:
    """Build EfficientNet-B7: 66,347,960 parameters, for pictures of 600x600; options as in :func:`efficientnet`."""
    return efficientnet(
        "efficientnet_b7",
        num_classes,
        in_channels=in_channels,
        stem=stem,
        width=width,
        variant=variant,
        dropout=dropout,
        stochastic_depth=stochastic_depth,
    )


def _stages(
    plan: tuple[Block, ...], style: BlockStyle, stochastic_depth: float
) -> dict[str, "OrderedDict[str, nn.Module]"]:
    """Return the blocks of every stage by their names."""
    stages: dict[str, OrderedDict[str, nn.Module]] = {}
    for block, p in zip(plan, drop_probabilities(len(plan), stochastic_depth), strict=True):
        stage, name = block.name.split(".")
        stages.setdefault(stage, OrderedDict())[name] = MBConv(block, style, p)
    return stages
