"""A slice through the loss of a trained net: how it changes along random directions in the space of its weights."""

from companion.check import integer, real, require

require("torch")

import torch
import torch.nn.functional as F
from torch import Tensor, nn

import numpy as np
from numpy.typing import NDArray

Direction = dict[str, Tensor]


def filter_normalized_direction(model: nn.Module, *, seed: int) -> Direction:
    """Return a random direction in which every filter is as long as the filter of the model it will be added to.

    Parameters
    ----------
    model : torch.nn.Module
        Its convolutions and dense layers are asked; it is not changed.
    seed : int
        Of the direction; PyTorch's global generator is left as it was.

    Returns
    -------
    dict of str to Tensor
        For the weights of every convolution and dense layer a tensor of their shape. Law: each of its first-axis
        entries has the Euclidean norm of the same entry of the weights.

    Raises
    ------
    TypeError, ValueError
        If the seed is not a whole number of at least 0.

    Notes
    -----
    Biases and batch normalisation stay as they are, as in the paper. Without the normalisation of length one could make
    any net look flat: behind batch normalisation a net with weights ten times larger computes the same, and a step of
    the same length is ten times smaller for it.

    References
    ----------
    Li, Xu, Taylor, Studer, Goldstein 2018, Visualizing the loss landscape of neural nets, section 4.

    Examples
    --------
    >>> layer = nn.Linear(3, 2)
    >>> direction = filter_normalized_direction(layer, seed=0)["weight"]
    >>> torch.allclose(direction.norm(dim=1), layer.weight.norm(dim=1))
    True
    """
    generator = torch.Generator().manual_seed(integer("seed", seed, minimum=0))
    direction = {}
    for name, weights in model.named_parameters():
        if weights.ndim > 1:
            drawn = torch.randn(weights.shape, generator=generator).to(weights)
            axes = tuple(range(1, weights.ndim))
            lengths = [torch.linalg.vector_norm(part.detach(), dim=axes, keepdim=True) for part in (weights, drawn)]
            direction[name] = drawn * lengths[0] / lengths[1]
    return direction


@torch.no_grad()
def loss_surface(
    model: nn.Module,
    images: Tensor,
    labels: Tensor,
    directions: tuple[Direction, Direction],
    *,
    reach: float = 1.0,
    points: int = 9,
) -> NDArray[np.float64]:
    """Return the loss on a square grid of weights around those of the model.

    Parameters
    ----------
    model : torch.nn.Module
        Gives logits. Used in evaluation mode; its weights and its mode are as before when the function returns.
    images : Tensor of shape (N, C, H, W)
        Pictures.
    labels : Tensor of shape (N,)
        Their classes.
    directions : tuple of two dict
        Of :func:`filter_normalized_direction`.
    reach : float
        Coefficients go from -reach to reach, in lengths of the filters.
    points : int
        Points of the grid on each axis, at least 2.

    Returns
    -------
    ndarray of shape (points, points)
        Entry (i, j): the mean cross-entropy with the i-th coefficient on the first direction and the j-th on the
        second.

    Raises
    ------
    TypeError, ValueError
        If an option is out of range.
    """
    grid = np.linspace(-real("reach", reach, minimum=0), reach, integer("points", points, minimum=2))
    weights = {name: value.clone() for name, value in model.named_parameters() if name in directions[0]}
    surface, was_training = np.empty((points, points)), model.training
    model.eval()
    try:
        for i, first in enumerate(grid):
            for j, second in enumerate(grid):
                _move(model, weights, directions, (float(first), float(second)))
                surface[i, j] = F.cross_entropy(model(images), labels).item()
    finally:
        _move(model, weights, directions, (0.0, 0.0))
        model.train(was_training)
    return surface


def _move(
    model: nn.Module, weights: Direction, directions: tuple[Direction, Direction], steps: tuple[float, float]
) -> None:
    for name, value in weights.items():
        moved = value + steps[0] * directions[0][name] + steps[1] * directions[1][name] if any(steps) else value
        model.get_parameter(name).copy_(moved)
