"""The parts that MobileNetV2 and EfficientNet are made of, in PyTorch."""

from collections import OrderedDict
from dataclasses import dataclass

from companion.check import require

require("torch")

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from companion.architectures.inverted_residual import Block

__all__ = ["BlockStyle", "ConvNorm", "SamePadding", "StochasticDepth", "expand_and_filter", "initialise"]


@dataclass(frozen=True)
class BlockStyle:
    """What all blocks of a net have in common.

    Parameters
    ----------
    norm_epsilon, norm_momentum : float
        Of batch normalisation.
    padding : str
        Of convolutions with stride 2: "symmetric" or "same".
    activation : type of torch.nn.Module
        Built with ``inplace=True``.
    """

    norm_epsilon: float
    norm_momentum: float
    padding: str
    activation: type[nn.ReLU6] | type[nn.SiLU]


class SamePadding(nn.Module):
    """Zeros for a convolution with stride 2 that shall leave ceil(size / 2) places: few, bottom and right first."""

    def __init__(self, kernel_size: int) -> None:
        super().__init__()
        self.kernel_size = kernel_size

    def forward(self, x: Tensor) -> Tensor:
        """Return the padded maps; an even size gets kernel_size - 2 zeros, an odd one kernel_size - 1."""
        height, width = (self.kernel_size - 2 + size % 2 for size in (x.shape[2], x.shape[3]))
        return F.pad(x, (width // 2, width - width // 2, height // 2, height - height // 2))


class ConvNorm(nn.Sequential):
    """Convolution without bias, batch normalisation, and an activation unless it is to be linear."""

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        style: BlockStyle,
        *,
        kernel_size: int = 1,
        stride: int = 1,
        groups: int = 1,
        linear: bool = False,
    ) -> None:
        same = stride == 2 and style.padding == "same"
        padding = 0 if same else kernel_size // 2
        conv = nn.Conv2d(
            in_channels, out_channels, kernel_size, stride=stride, padding=padding, groups=groups, bias=False
        )
        parts: OrderedDict[str, nn.Module] = OrderedDict(pad=SamePadding(kernel_size)) if same else OrderedDict()
        parts["conv"] = conv
        parts["norm"] = nn.BatchNorm2d(out_channels, eps=style.norm_epsilon, momentum=style.norm_momentum)
        if not linear:
            parts["activation"] = style.activation(inplace=True)
        super().__init__(parts)


class StochasticDepth(nn.Module):
    """In training, take a residual branch away from some samples and make it larger for the others.

    Parameters
    ----------
    p : float
        Probability that a sample loses the branch; what stays is divided by 1 - p.

    References
    ----------
    Huang, Sun, Liu, Sedra, Weinberger 2016, Deep networks with stochastic depth; there whole batches lose the branch.
    """

    def __init__(self, p: float) -> None:
        super().__init__()
        self.p = p

    def forward(self, x: Tensor) -> Tensor:
        """Return maps (N, C, H, W), of some samples all zero."""
        if not self.training or self.p == 0:
            return x
        return x * F.dropout(torch.ones_like(x[:, :1, :1, :1]), self.p, training=True)


def expand_and_filter(block: Block, style: BlockStyle) -> "OrderedDict[str, nn.Module]":
    """Return the first layers of an inverted residual block: `expand` by a 1x1 (if it does), and `depthwise`.

    Parameters
    ----------
    block : Block
        Its widths and strides.
    style : BlockStyle
        Of the net.

    Returns
    -------
    OrderedDict of str to torch.nn.Module
        From (N, in_channels, H, W) to (N, hidden_channels, H / stride, W / stride).
    """
    hidden, parts = block.hidden_channels, OrderedDict[str, nn.Module]()
    if block.expansion > 1:
        parts["expand"] = ConvNorm(block.in_channels, hidden, style)
    parts["depthwise"] = ConvNorm(
        hidden, hidden, style, kernel_size=block.kernel_size, stride=block.stride, groups=hidden
    )
    return parts


def initialise(model: nn.Module) -> None:
    """Draw the weights of all convolutions from He's normal distribution by outgoing numbers; biases become zero.

    Parameters
    ----------
    model : torch.nn.Module
        Changed in place. The deviation is ``sqrt(2 / (kernel height * kernel width * filters of one group))``.
    """
    for module in model.modules():
        if isinstance(module, nn.Conv2d):
            fan_out = module.kernel_size[0] * module.kernel_size[1] * module.out_channels // module.groups
            nn.init.normal_(module.weight, std=(2 / fan_out) ** 0.5)
            if module.bias is not None:
                nn.init.zeros_(module.bias)
