"""The block of EfficientNet in PyTorch, MBConv, and the preprocessing that Keras's version carries inside."""

from companion.check import require

require("torch")

import torch
import torch.nn.functional as F
from torch import Tensor, nn

import numpy as np

from companion.architectures.inverted_residual import Block
from companion.architectures.mobile_blocks_torch import (
    BlockStyle,
    ConvNorm,
    StochasticDepth,
    expand_and_filter,
)

__all__ = ["Excite", "MBConv", "PixelNormalization"]

_SCALE = float(np.float32(1 / 255))  # Keras rounds it to single precision, in all precisions


class Excite(nn.Module):
    """Squeeze and excitation: average every map, and multiply it by a number between 0 and 1 that follows from all."""

    def __init__(self, channels: int, squeeze_channels: int) -> None:
        super().__init__()
        self.average = nn.AdaptiveAvgPool2d(1)
        self.reduce = nn.Conv2d(channels, squeeze_channels, 1)
        self.expand = nn.Conv2d(squeeze_channels, channels, 1)

    def forward(self, x: Tensor) -> Tensor:
        """Return maps of the same shape (N, C, H, W)."""
        squeezed = F.silu(self.reduce(self.average(x)), inplace=True)  # (N, S, 1, 1)
        return x * torch.sigmoid(self.expand(squeezed))


class MBConv(nn.Sequential):
    """Expand, filter every map by itself, weigh the maps, project without a nonlinearity, add the input."""

    def __init__(self, block: Block, style: BlockStyle, p: float) -> None:
        parts = expand_and_filter(block, style)
        parts["excite"] = Excite(block.hidden_channels, block.squeeze_channels)
        parts["project"] = ConvNorm(block.hidden_channels, block.out_channels, style, linear=True)
        if block.has_shortcut:
            parts["drop"] = StochasticDepth(p)
        super().__init__(parts)
        self.has_shortcut = block.has_shortcut

    def forward(self, x: Tensor) -> Tensor:
        """Return maps (N, out_channels, H / stride, W / stride)."""
        narrow = super().forward(x)
        return x + narrow if self.has_shortcut else narrow


class PixelNormalization(nn.Module):
    """Divide pixels of 0 to 255 by 255, then subtract a mean and divide by a deviation, each channel its own."""

    mean: Tensor
    variance: Tensor

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(channels))
        self.register_buffer("variance", torch.ones(channels))

    def forward(self, x: Tensor) -> Tensor:
        """Return pictures of the same shape (N, C, H, W)."""
        return (_SCALE * x - self.mean[:, None, None]) / self.variance.sqrt()[:, None, None]
