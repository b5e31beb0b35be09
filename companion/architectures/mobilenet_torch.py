"""MobileNetV2 in PyTorch: inverted residual blocks with depthwise convolutions and linear bottlenecks.

The Keras version in :mod:`companion.architectures.mobilenet_keras` has the same layers under the same names.
"""

from collections import OrderedDict

from companion.check import integer, one_of, real, require

require("torch")

from torch import Tensor, nn

from companion.architectures.inverted_residual import Block
from companion.architectures.mobile_blocks_torch import BlockStyle, ConvNorm, expand_and_filter, initialise
from companion.architectures.mobilenet_specs import VARIANTS, blocks, scaled_head, scaled_stem

__all__ = ["InvertedResidual", "MobileNetV2", "mobilenet_v2"]


class InvertedResidual(nn.Sequential):
    """Narrow, wide, narrow: expand, filter every map by itself, project without a nonlinearity, add the input."""

    def __init__(self, block: Block, style: BlockStyle) -> None:
        parts = expand_and_filter(block, style)
        parts["project"] = ConvNorm(block.hidden_channels, block.out_channels, style, linear=True)
        super().__init__(parts)
        self.has_shortcut = block.has_shortcut

    def forward(self, x: Tensor) -> Tensor:
        """Return maps (N, out_channels, H / stride, W / stride)."""
        narrow = super().forward(x)
        return x + narrow if self.has_shortcut else narrow


class MobileNetV2(nn.Module):
    """A 3x3 convolution, seven stages of inverted residual blocks, a 1x1 convolution; see :func:`mobilenet_v2`."""

    def __init__(
        self, num_classes: int, in_channels: int, *, stem: str, width: float, variant: str, dropout: float
    ) -> None:
        super().__init__()
        self.name, self.variant = "mobilenet_v2", variant
        row = VARIANTS[variant]
        style = BlockStyle(row.norm_epsilon, row.norm_momentum, row.padding, nn.ReLU6)
        plan = blocks(stem=stem, width=width)
        stride = 1 if stem == "cifar" else 2
        self.stem = ConvNorm(in_channels, scaled_stem(width), style, kernel_size=3, stride=stride)
        for stage, parts in _stages(plan, style).items():
            self.add_module(stage, nn.Sequential(parts))
        self.head = ConvNorm(plan[-1].out_channels, scaled_head(width), style)
        self.average = nn.AdaptiveAvgPool2d(1)
        self.dropout = nn.Dropout(dropout)
        self.classifier = nn.Linear(scaled_head(width), num_classes)
        initialise(self)
        nn.init.normal_(self.classifier.weight, std=0.01)
        nn.init.zeros_(self.classifier.bias)

    def forward(self, images: Tensor) -> Tensor:
        """Return logits (N, num_classes)."""
        x = self.stage1(self.stem(images))  # (N, 16, H/2, W/2)
        x = self.stage3(self.stage2(x))  # (N, 32, H/8, W/8)
        x = self.stage5(self.stage4(x))  # (N, 96, H/16, W/16)
        x = self.head(self.stage7(self.stage6(x)))  # (N, 1280, H/32, W/32)
        return self.classifier(self.dropout(self.average(x).flatten(1)))


def mobilenet_v2(
    num_classes: int = 1000,
    *,
    in_channels: int = 3,
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    dropout: float = 0.2,
) -> MobileNetV2:
    """Build MobileNetV2: 3,504,872 parameters, 300 million multiply-adds at 224x224.

    Parameters
    ----------
    num_classes : int
        Number of logits.
    in_channels : int
        Channels of the pictures.
    stem : str
        "imagenet" divides the size by 32. "cifar", for 32x32 pixels, has stride 1 in the first convolution and in
        stage 2, so that 4x4 places are left.
    width : float
        Factor on the numbers of maps, the paper's width multiplier, at least 0.01; rounded to multiples of 8. The last
        convolution keeps its 1280 maps where it is below 1.
    variant : str
        "torchvision" or "keras", see `VARIANTS` in `companion.architectures.mobilenet_specs`.
    dropout : float
        Probability before the classifier, 0 to 1.

    Returns
    -------
    MobileNetV2
        Takes float pictures (N, in_channels, H, W) of any size, gives logits (N, num_classes).

    Raises
    ------
    TypeError, ValueError
        If an argument is unknown or out of range.

    Notes
    -----
    - The paper does not mention dropout; 0.2 is that of the authors' code and of torchvision. keras.applications
      has none.
    - Table 2 repeats the last stage's block once with stride 1 and puts a 1x1 convolution instead of the dense layer;
      on the averaged maps it is the same. It says 320 maps and 1280, but nothing of batch normalisation, which follows
      every convolution, nor of ReLU6 after the last one.
    - Convolutions start from He's normal distribution by outgoing numbers, dense weights with deviation 0.01, biases at
      zero. torchvision takes the maps of all groups together for the outgoing numbers of a depthwise convolution, so
      its first weights are smaller by sqrt(maps); the normalisation behind it divides that out.

    References
    ----------
    Sandler, Howard, Zhu, Zhmoginov, Chen 2018, MobileNetV2: inverted residuals and linear bottlenecks, section 4 and
    table 2.

    Examples
    --------
    >>> model = mobilenet_v2(10, stem="cifar", width=0.25)
    >>> [block.project.conv.out_channels for block in model.stage2]
    [8, 8]
    """
    integer("num_classes", num_classes, minimum=1)
    integer("in_channels", in_channels, minimum=1)
    real("dropout", dropout, minimum=0, maximum=1)
    one_of("variant", variant, tuple(VARIANTS))
    return MobileNetV2(num_classes, in_channels, stem=stem, width=width, variant=variant, dropout=dropout)


def _stages(plan: tuple[Block, ...], style: BlockStyle) -> dict[str, "OrderedDict[str, nn.Module]"]:
    """Return the blocks of every stage by their names."""
    stages: dict[str, OrderedDict[str, nn.Module]] = {}
    for block in plan:
        stage, name = block.name.split(".")
        stages.setdefault(stage, OrderedDict())[name] = InvertedResidual(block, style)
    return stages
