"""LeNet-5 as LeCun et al. 1998 describe it, in PyTorch: sparse C3, trained subsampling, squashing, drawn targets.

:func:`companion.architectures.lenet_torch.lenet5` builds it with ``variant="paper"``.
"""

from companion.architectures.lenet_paper_specs import INITIAL, SQUASH, WINDOW, targets
from companion.architectures.specs import LENET5_C3_INPUTS, LENET_WIDTHS
from companion.check import require

require("torch")

import torch
from torch import Tensor, nn

__all__ = ["LeNet5Paper", "RadialBasis", "SparseConvolution", "Subsampling", "squash"]


def squash(values: Tensor) -> Tensor:
    """Return 1.7159 tanh(2/3 values), any shape."""
    amplitude, slope = SQUASH
    return amplitude * torch.tanh(slope * values)


class Subsampling(nn.Module):
    """Add the four values of every 2x2 window, multiply the sum by a trained coefficient per map, add a trained bias.

    Parameters
    ----------
    maps : int
        Number of maps; twice as many parameters.
    """

    def __init__(self, maps: int) -> None:
        super().__init__()
        self.pool = nn.AvgPool2d(2)
        self.scale = nn.Conv2d(maps, maps, 1, groups=maps)

    def forward(self, maps: Tensor) -> Tensor:
        """Return maps (N, C, H/2, W/2) for maps (N, C, H, W)."""
        return self.scale(WINDOW * self.pool(maps))


class SparseConvolution(nn.Module):
    """A 5x5 convolution whose every map sees some maps of the input only.

    Parameters
    ----------
    inputs : sequence of sequence of int
        For every output map the input maps that it sees.
    """

    def __init__(self, inputs: tuple[tuple[int, ...], ...]) -> None:
        super().__init__()
        self.inputs = tuple(map(list, inputs))
        for index, seen in enumerate(inputs):
            self.add_module(f"map{index}", nn.Conv2d(len(seen), 1, 5))

    def forward(self, maps: Tensor) -> Tensor:
        """Return maps (N, len(inputs), H - 4, W - 4) for maps (N, C, H, W)."""
        convolved = [conv(maps[:, seen]) for conv, seen in zip(self.children(), self.inputs, strict=True)]
        return torch.cat(convolved, dim=1)


class RadialBasis(nn.Module):
    """Minus the squared distance of every row to each target picture; nothing to train.

    Parameters
    ----------
    num_classes : int
        Digits from 0 on, at most 10.
    """

    targets: Tensor

    def __init__(self, num_classes: int) -> None:
        super().__init__()
        # Not persistent: fixed numbers are no weights, and a state holds weights alone.
        self.register_buffer("targets", torch.from_numpy(targets(num_classes)), persistent=False)

    def forward(self, painted: Tensor) -> Tensor:
        """Return logits (N, K) for rows (N, 84)."""
        return -((painted[:, None] - self.targets) ** 2).sum(dim=2)


class LeNet5Paper(nn.Module):
    """LeNet-5 of 1998; see :func:`companion.architectures.lenet_torch.lenet5`."""

    name = "lenet5"
    variant = "paper"

    def __init__(self, num_classes: int, in_channels: int) -> None:
        super().__init__()
        c1, c3, c5, f6 = LENET_WIDTHS
        self.c1 = nn.Conv2d(in_channels, c1, 5)
        self.s2 = Subsampling(c1)
        self.c3 = SparseConvolution(LENET5_C3_INPUTS)
        self.s4 = Subsampling(c3)
        self.c5 = nn.Conv2d(c3, c5, 5)
        self.f6 = nn.Linear(c5, f6)
        self.output = RadialBasis(num_classes)
        for name, module in self.named_modules():
            if isinstance(module, (nn.Conv2d, nn.Linear)):
                inputs = WINDOW if name.endswith("scale") else module.weight[0].numel()
                nn.init.uniform_(module.weight, -INITIAL / inputs, INITIAL / inputs)
                nn.init.zeros_(module.bias)

    def forward(self, images: Tensor) -> Tensor:
        """Return logits (N, num_classes) for images (N, in_channels, 32, 32)."""
        x = squash(self.s2(squash(self.c1(images))))  # (N, 6, 14, 14)
        x = squash(self.s4(squash(self.c3(x))))  # (N, 16, 5, 5)
        x = squash(self.c5(x)).flatten(1)  # (N, 120)
        return self.output(squash(self.f6(x)))
