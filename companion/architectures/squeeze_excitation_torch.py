"""Squeeze and excitation in PyTorch: a layer, and how to put it behind the parts of another net.

The Keras version in :mod:`companion.architectures.squeeze_excitation_keras` has the same layers under the same names.
"""

from collections.abc import Sequence
from typing import TypeVar

from companion.check import require

require("torch")

from torch import Tensor, nn

from companion.architectures.squeeze_excitation import REDUCTION, hidden_units

Net = TypeVar("Net", bound=nn.Module)


class SqueezeExcitation(nn.Module):
    """Multiply every map by a gate between 0 and 1 that is computed from the means of all maps.

    Parameters
    ----------
    channels : int
        Maps that come in and go out.
    reduction : int
        How many times fewer units the hidden layer has, rounded down, at least 1.
    bias : bool
        Whether the two dense layers have biases.

    Notes
    -----
    The paper's authors found no bias to be better on ResNet; torchvision's `SqueezeExcitation` has them. Two dense
    layers on the means are the same as two 1x1 convolutions on maps of 1x1, which torchvision writes.

    References
    ----------
    Hu, Shen, Sun 2018, Squeeze-and-excitation networks, section 3.

    Examples
    --------
    >>> import torch
    >>> SqueezeExcitation(32)(torch.ones(2, 32, 5, 7)).shape
    torch.Size([2, 32, 5, 7])
    """

    def __init__(self, channels: int, *, reduction: int = REDUCTION, bias: bool = True) -> None:
        super().__init__()
        hidden = hidden_units(channels, reduction)
        self.squeeze = nn.AdaptiveAvgPool2d(1)
        self.fc1 = nn.Linear(channels, hidden, bias=bias)
        self.relu = nn.ReLU()
        self.fc2 = nn.Linear(hidden, channels, bias=bias)
        self.sigmoid = nn.Sigmoid()
        for dense in (self.fc1, self.fc2):
            nn.init.xavier_uniform_(dense.weight)
            if bias:
                nn.init.zeros_(dense.bias)

    def gates(self, maps: Tensor) -> Tensor:
        """Return a number between 0 and 1 for every map, (N, C), for maps (N, C, H, W)."""
        squeezed = self.squeeze(maps).flatten(1)  # (N, C)
        return self.sigmoid(self.fc2(self.relu(self.fc1(squeezed))))

    def forward(self, maps: Tensor) -> Tensor:
        """Return the maps, each times its gate."""
        return maps * self.gates(maps)[:, :, None, None]  # (N, C, 1, 1)


def add_squeeze_excitation(model: Net, parts: Sequence[str], *, reduction: int = REDUCTION, bias: bool = True) -> Net:
    """Scale what some parts of a net give, each by a :class:`SqueezeExcitation` of its own.

    Parameters
    ----------
    model : torch.nn.Module
        Changed in place.
    parts : sequence of str
        Names of parts of the net that are `torch.nn.Sequential`, such as the blocks of a VGG net. Each gets a last
        layer `se`.
    reduction, bias
        As in :class:`SqueezeExcitation`.

    Returns
    -------
    torch.nn.Module
        The same model.

    Raises
    ------
    TypeError, ValueError
        If there is no such part, or it is no `Sequential`, has a layer `se` or holds no convolution. Nothing is changed
        then.

    Notes
    -----
    Any other module becomes such a part as ``nn.Sequential(module, SqueezeExcitation(channels))``.

    Examples
    --------
    >>> from companion.architectures.vgg_torch import vgg11
    >>> net = add_squeeze_excitation(vgg11(10, stem="cifar", width=0.25), ["block1", "block2"])
    >>> net.block2.se.fc1
    Linear(in_features=32, out_features=2, bias=True)
    """
    found = {name: _channels(model, name) for name in parts}
    for name, channels in found.items():
        layer = SqueezeExcitation(channels, reduction=reduction, bias=bias)
        model.get_submodule(name).add_module("se", layer.to(next(model.parameters())))
    return model


def _channels(model: nn.Module, name: str) -> int:
    """Return how many maps a part of a net gives: as many as its last convolution."""
    part = dict(model.named_modules()).get(name)
    if part is None:
        raise ValueError(
            f"parts must name parts of the model, {[key for key, _ in model.named_children()]}, got {name!r}"
        )
    if not isinstance(part, nn.Sequential):
        raise TypeError(f"parts must be torch.nn.Sequential, got {type(part).__name__} for {name!r}")
    convolutions = [module for module in part.modules() if isinstance(module, nn.Conv2d)]
    if not convolutions or hasattr(part, "se"):
        reason = "has a layer se already" if convolutions else "holds no convolution"
        raise ValueError(f"parts must hold convolutions and no layer se, got {name!r}, which {reason}")
    return convolutions[-1].out_channels
