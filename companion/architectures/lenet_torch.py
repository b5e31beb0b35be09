"""The small convolutional nets of the first chapters, in PyTorch: LeNet-5, a classic convnet, a batch-normalised net.

The Keras versions in :mod:`companion.architectures.lenet_keras` have the same layers under the same names.
"""

from collections.abc import Callable

from companion.check import integer, one_of, require

require("torch")

import torch
from torch import Tensor, nn

from companion.architectures.lenet_paper_specs import VARIANTS
from companion.architectures.lenet_paper_torch import LeNet5Paper
from companion.architectures.specs import CLASSIC_WIDTHS, LENET_WIDTHS


class LeNet5(nn.Module):
    """LeNet-5 as it is built today; see :func:`lenet5`."""

    name = "lenet5"
    variant = "modern"

    def __init__(self, num_classes: int, in_channels: int) -> None:
        super().__init__()
        c1, c3, c5, f6 = LENET_WIDTHS
        self.c1 = nn.Conv2d(in_channels, c1, 5)
        self.s2 = nn.AvgPool2d(2)
        self.c3 = nn.Conv2d(c1, c3, 5)
        self.s4 = nn.AvgPool2d(2)
        self.c5 = nn.Conv2d(c3, c5, 5)
        self.f6 = nn.Linear(c5, f6)
        self.output = nn.Linear(f6, num_classes)

    def forward(self, images: Tensor) -> Tensor:
        """Return logits (N, num_classes) for images (N, in_channels, 32, 32)."""
        x = self.s2(torch.tanh(self.c1(images)))  # (N, 6, 14, 14)
        x = self.s4(torch.tanh(self.c3(x)))  # (N, 16, 5, 5)
        x = torch.tanh(self.c5(x)).flatten(1)  # (N, 120)
        x = torch.tanh(self.f6(x))
        return self.output(x)


class ClassicConvnet(nn.Module):
    """Three 3x3 convolutions, two poolings, two dense layers; see :func:`classic_convnet`."""

    def __init__(self, num_classes: int, in_channels: int) -> None:
        super().__init__()
        first, second, third, dense = CLASSIC_WIDTHS
        self.conv1 = nn.Conv2d(in_channels, first, 3)
        self.conv2 = nn.Conv2d(first, second, 3)
        self.conv3 = nn.Conv2d(second, third, 3)
        self.pool = nn.MaxPool2d(2)
        self.dense = nn.Linear(3 * 3 * third, dense)
        self.output = nn.Linear(dense, num_classes)

    def forward(self, images: Tensor) -> Tensor:
        """Return logits (N, num_classes) for images (N, in_channels, 28, 28)."""
        x = self.pool(torch.relu(self.conv1(images)))  # (N, 32, 13, 13)
        x = self.pool(torch.relu(self.conv2(x)))  # (N, 64, 5, 5)
        x = torch.relu(self.conv3(x)).flatten(1)  # (N, 576)
        x = torch.relu(self.dense(x))
        return self.output(x)


class ConvNormReLU(nn.Module):
    """A 3x3 convolution that keeps the size, batch normalisation, ReLU."""

    def __init__(self, in_channels: int, out_channels: int) -> None:
        super().__init__()
        # No bias: the normalisation subtracts it again and adds its own.
        self.conv = nn.Conv2d(in_channels, out_channels, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(out_channels)

    def forward(self, x: Tensor) -> Tensor:
        """Return maps of the same height and width."""
        return torch.relu(self.norm(self.conv(x)))


class SmallConvnet(nn.Module):
    """Five batch-normalised convolutions and global average pooling; see :func:`small_convnet`."""

    def __init__(self, num_classes: int, in_channels: int, width: int) -> None:
        super().__init__()
        self.block1 = ConvNormReLU(in_channels, width)
        self.block2 = ConvNormReLU(width, width)
        self.block3 = ConvNormReLU(width, 2 * width)
        self.block4 = ConvNormReLU(2 * width, 2 * width)
        self.block5 = ConvNormReLU(2 * width, 4 * width)
        self.pool = nn.MaxPool2d(2)
        self.output = nn.Linear(4 * width, num_classes)

    def forward(self, images: Tensor) -> Tensor:
        """Return logits (N, num_classes) for images (N, in_channels, H, W), H and W at least 4."""
        x = self.pool(self.block2(self.block1(images)))  # (N, width, H/2, W/2)
        x = self.pool(self.block4(self.block3(x)))  # (N, 2 width, H/4, W/4)
        x = self.block5(x).mean(dim=(2, 3))  # (N, 4 width)
        return self.output(x)


def lenet5(num_classes: int = 10, in_channels: int = 1, *, variant: str = "modern") -> LeNet5 | LeNet5Paper:
    """Build LeNet-5 for images of 32x32 pixels: 61,706 parameters for one channel and ten classes, or 60,000.

    Parameters
    ----------
    num_classes : int
        Number of logits; with the drawn targets of "paper" at most 10.
    in_channels : int
        Number of channels of the images.
    variant : str
        "modern", as the net is built today, or "paper", as it was in 1998: 60,000 trained parameters.

    Returns
    -------
    LeNet5 or LeNet5Paper
        Takes float images of shape (N, in_channels, 32, 32), gives logits of shape (N, num_classes).

    Raises
    ------
    TypeError, ValueError
        If an argument is not a whole number in its range, or the variant is unknown.

    Notes
    -----
    Deviations of "modern" from the paper, all of them usual today:

    - C3 sees all six maps of S2, where the paper's table I leaves out 36 of the 96 pairs: 2,416 parameters for 1,516.
    - S2 and S4 are plain averages. The paper's have a trainable factor and bias per map (12 and 32 parameters), and a
      squashing function.
    - The squashing function is tanh(a), not 1.7159 tanh(2a/3).
    - The output is a dense layer (850 parameters) trained with cross-entropy, where the paper measures the distance to
      84-pixel pictures of the characters drawn by hand (radial basis functions, 840 fixed numbers).
    - Weights start as Glorot and Bengio 2010 propose for tanh; the paper draws them from +-2.4 / fan_in.

    Together the paper's layers have exactly 60,000 trainable parameters: 61,706 - 900 - 850 + 44. Deviations of "paper"
    from the paper: the target pictures are drawn anew for the ten digits, biases start at 0, and logits are *minus* the
    squared distances, so that cross-entropy is the paper's equation 9 without its constant.

    References
    ----------
    LeCun, Bottou, Bengio, Haffner 1998, Gradient-based learning applied to document recognition, section II B.

    Examples
    --------
    >>> [sum(weight.numel() for weight in lenet5(variant=name).parameters()) for name in ("modern", "paper")]
    [61706, 60000]
    """
    if one_of("variant", variant, VARIANTS) == "paper":
        return LeNet5Paper(*_checked(num_classes, in_channels))
    model = LeNet5(*_checked(num_classes, in_channels))
    _initialise(model, hidden=nn.init.xavier_uniform_, output=nn.init.xavier_uniform_)
    return model


def classic_convnet(num_classes: int = 10, in_channels: int = 1) -> ClassicConvnet:
    """Build the classic small convnet for images of 28x28 pixels: 93,322 parameters for one channel and ten classes.

    Parameters
    ----------
    num_classes : int
        Number of logits.
    in_channels : int
        Number of channels of the images.

    Returns
    -------
    ClassicConvnet
        Takes float images of shape (N, in_channels, 28, 28), gives logits of shape (N, num_classes).

    Raises
    ------
    TypeError, ValueError
        If an argument is not a whole number of at least 1.

    Notes
    -----
    Weights of hidden layers start as He et al. 2015 propose for ReLU; those of the output layer start small (standard
    deviation 0.01), so that the untrained net prefers no class and its loss is ln(num_classes); biases start at zero.

    Examples
    --------
    >>> [sum(weight.numel() for weight in layer.parameters()) for layer in classic_convnet().children()]
    [320, 18496, 36928, 0, 36928, 650]
    """
    model = ClassicConvnet(*_checked(num_classes, in_channels))
    _initialise(model, hidden=_he_normal, output=_small_normal)
    return model


def small_convnet(num_classes: int = 10, in_channels: int = 1, *, width: int = 32) -> SmallConvnet:
    """Build a batch-normalised convnet for images of any size from 4x4 pixels on.

    Parameters
    ----------
    num_classes : int
        Number of logits.
    in_channels : int
        Number of channels of the images.
    width : int
        Number of maps of the first two blocks; the next two have twice, the last four times as many.

    Returns
    -------
    SmallConvnet
        Takes float images of shape (N, in_channels, H, W), gives logits of shape (N, num_classes).

    Raises
    ------
    TypeError, ValueError
        If an argument is not a whole number of at least 1.

    Notes
    -----
    Global average pooling makes one number of every map whatever its size, so the same net takes 8x8 digits and 28x28
    pictures of clothes. Weights start as in :func:`classic_convnet`.

    Examples
    --------
    >>> small_convnet(width=8).eval()(torch.zeros(2, 1, 8, 8)).shape
    torch.Size([2, 10])
    """
    model = SmallConvnet(*_checked(num_classes, in_channels), integer("width", width, minimum=1))
    _initialise(model, hidden=_he_normal, output=_small_normal)
    return model


def _checked(num_classes: int, in_channels: int) -> tuple[int, int]:
    return integer("num_classes", num_classes, minimum=1), integer("in_channels", in_channels, minimum=1)


def _he_normal(weight: Tensor) -> None:
    nn.init.kaiming_normal_(weight, nonlinearity="relu")


def _small_normal(weight: Tensor) -> None:
    nn.init.normal_(weight, std=0.01)


def _initialise(model: nn.Module, *, hidden: Callable[[Tensor], object], output: Callable[[Tensor], object]) -> None:
    """Draw the weights of convolutions and dense layers anew; biases become zero."""
    for name, module in model.named_modules():
        if isinstance(module, (nn.Conv2d, nn.Linear)):
            (output if name == "output" else hidden)(module.weight)
            if module.bias is not None:
                nn.init.zeros_(module.bias)
