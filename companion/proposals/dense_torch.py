"""A classifier of windows, evaluated at every window of a picture: one after the other, or all in one pass.

Notes
-----
If no layer pads, and none looks at the whole picture, a cell of the map sees nothing but its window: the two ways give
the same numbers, up to the rounding of floating-point sums. With padding a crop sees zeros where the picture goes on.
"""

from collections.abc import Iterable

from companion.check import array, integer, pair, require

require("torch")

import torch
from torch import Tensor, nn

import numpy as np
from numpy.typing import ArrayLike


@torch.no_grad()
def logits_of_crops(model: nn.Module, image: Tensor, windows: ArrayLike, *, batch_size: int = 4) -> Tensor:
    """Cut every window out of a picture and send it through the whole net.

    Parameters
    ----------
    model : torch.nn.Module
        Gives one row of numbers for each picture of the windows' size. Its mode (training or evaluation) is yours.
    image : Tensor of shape (C, H, W)
        The picture, on the device of the model.
    windows : array_like of shape (N, 4), whole pixels, xyxy
        All of one size, inside the picture.
    batch_size : int
        Crops that go through the net together.

    Returns
    -------
    Tensor of shape (N, ...)
        What the model gives for each window.

    Raises
    ------
    ValueError
        If there is no window, one sticks out of the picture or lies between pixels, or the sizes differ.

    Examples
    --------
    >>> picture = torch.arange(6.0).reshape(1, 2, 3)
    >>> logits_of_crops(nn.Flatten(), picture, [[0, 0, 2, 2], [1, 0, 3, 2]]).tolist()
    [[0.0, 1.0, 3.0, 4.0], [1.0, 2.0, 4.0, 5.0]]
    """
    integer("batch_size", batch_size, minimum=1)
    corners = _whole_windows(windows, image)
    parts = []
    for batch in np.split(corners, range(batch_size, len(corners), batch_size)):
        crops = torch.stack([image[:, y1:y2, x1:x2] for x1, y1, x2, y2 in batch.tolist()])  # (n, C, window, window)
        parts.append(model(crops))
    return torch.cat(parts)


def feature_windows(features: Tensor, *, grid_size: int | tuple[int, int]) -> Tensor:
    """Return all windows of a feature map, one cell apart, as a batch for a head.

    Parameters
    ----------
    features : Tensor of shape (1, C, h, w)
        The base's answer to the whole picture.
    grid_size : int or (int, int)
        Height and width of the feature map of one window, cells.

    Returns
    -------
    Tensor of shape (N, C, grid_height, grid_width)
        Row by row, N = (h - grid_height + 1) * (w - grid_width + 1).

    Raises
    ------
    ValueError
        If there is not one picture, or no window fits into its map.

    Examples
    --------
    >>> feature_windows(torch.zeros(1, 512, 14, 14), grid_size=7).shape
    torch.Size([64, 512, 7, 7])
    """
    height, width = pair("grid_size", grid_size, minimum=1)
    if features.ndim != 4 or len(features) != 1 or features.shape[2] < height or features.shape[3] < width:
        raise ValueError(
            f"features must have shape (1, C, h, w) with h at least {height} and w at least {width}, "
            f"got {tuple(features.shape)}"
        )
    views = features[0].unfold(1, height, 1).unfold(2, width, 1)  # (C, rows, columns, grid_height, grid_width)
    return views.permute(1, 2, 0, 3, 4).flatten(0, 1)


def to_fully_convolutional(
    features: nn.Module, head: Iterable[nn.Module], *, grid_size: int | tuple[int, int]
) -> nn.Sequential:
    """Turn a classifier of windows into a net that gives a map of answers for a picture of any size.

    The first dense layer reads a grid of ``grid_size`` cells: it becomes a convolution whose window is that grid. Every
    other dense layer reads one cell and becomes a 1x1 convolution.

    Parameters
    ----------
    features : torch.nn.Module
        The base: pictures (N, C, H, W) to feature maps.
    head : iterable of torch.nn.Module
        The layers behind it, an `nn.Sequential` say: adaptive average pooling, `Flatten`, `Linear`, dropout and
        activation functions.
    grid_size : int or (int, int)
        Height and width of the base's map for one window, cells.

    Returns
    -------
    torch.nn.Sequential
        ``features``, then the head as convolutions: (N, C, H, W) to (N, K, rows, columns). For one window the map has
        one cell, the classifier's answer. It uses the very weights of the classifier, not copies: what changes one
        changes the other.

    Raises
    ------
    TypeError
        If the head holds another layer.
    ValueError
        If a dense layer does not fit the grid, or a pooling could not be moved along: one to a single cell becomes an
        average over the grid, one to the size of the grid does nothing and is left out.

    References
    ----------
    Sermanet et al. 2014, OverFeat, section 3.5; Long, Shelhamer and Darrell 2015, section 3.1.

    Examples
    --------
    >>> base, head = nn.Conv2d(1, 2, 3), [nn.Flatten(), nn.Linear(2 * 4 * 4, 10)]
    >>> to_fully_convolutional(base, head, grid_size=4)(torch.zeros(1, 1, 9, 8)).shape
    torch.Size([1, 10, 4, 3])
    """
    grid, layers = pair("grid_size", grid_size, minimum=1), []
    for layer in head:
        if isinstance(layer, nn.AdaptiveAvgPool2d):
            if _both(layer.output_size) == (1, 1):
                layers.append(nn.AvgPool2d(grid, stride=1))
                grid = (1, 1)
            elif _both(layer.output_size) != grid:
                raise ValueError(f"grid_size must be {layer.output_size} or the pooling give (1, 1), got {grid}")
        elif isinstance(layer, nn.Linear):
            layers.append(_as_convolution(layer, grid))
            grid = (1, 1)
        elif isinstance(layer, (nn.Dropout, nn.ReLU, nn.Tanh, nn.Sigmoid, nn.Identity)):
            layers.append(layer)
        elif not isinstance(layer, nn.Flatten):
            raise TypeError(f"head must hold poolings, Flatten, Linear, Dropout and activations, got {layer}")
    return nn.Sequential(features, *layers)


@torch.no_grad()
def stitched(model: nn.Module, image: Tensor, *, stride: int, step: int) -> Tensor:
    """Evaluate a fully convolutional net at windows that lie closer together than its stride.

    The net sees the picture ``(stride / step) ** 2`` times, each time shifted by some steps, and the maps are
    interlaced.

    Parameters
    ----------
    model : torch.nn.Module
        Pictures (N, C, H, W) to maps (N, K, rows, columns), one cell for each window.
    image : Tensor of shape (1, C, H, W)
        The picture.
    stride : int
        Pixels from one cell of the map to the next.
    step : int
        Pixels from one window to the next that are wanted; a divisor of `stride`.

    Returns
    -------
    Tensor of shape (1, K, rows, columns)
        Cell (i, j) stands for the window at the pixel (i · step, j · step).

    Raises
    ------
    ValueError
        If `step` does not divide `stride`.
    RuntimeError
        From the net, if no window fits into some shifted picture.

    Notes
    -----
    With a net that pads, each shifted picture has its own border. Long et al. call this shift and stitch; it gives what
    dilated convolutions give, with stride left out.

    References
    ----------
    Sermanet et al. 2014, OverFeat, section 3.3 (offsets of the last pooling); Long, Shelhamer and Darrell 2015,
    section 3.2.
    """
    integer("step", step, minimum=1)
    if integer("stride", stride, minimum=1) % step:
        raise ValueError(f"step must divide the stride {stride}, got {step}")
    times = stride // step
    maps = [[model(image[..., step * i :, step * j :]) for j in range(times)] for i in range(times)]
    rows = sum(row[0].shape[2] for row in maps)
    columns = sum(part.shape[3] for part in maps[0])
    result = maps[0][0].new_empty((*maps[0][0].shape[:2], rows, columns))
    for i, j in np.ndindex(times, times):
        result[..., i::times, j::times] = maps[i][j]
    return result


def _both(size: object) -> tuple[object, object]:
    return size if isinstance(size, tuple) else (size, size)


def _as_convolution(layer: nn.Linear, grid: tuple[int, int]) -> nn.Conv2d:
    """Return a convolution with the weights of a dense layer that reads `grid` cells, flattened."""
    channels, rest = divmod(layer.in_features, grid[0] * grid[1])
    if rest:
        raise ValueError(f"grid_size must divide the {layer.in_features} inputs of {layer}, got {grid}")
    convolution = nn.Conv2d(channels, layer.out_features, grid, bias=layer.bias is not None, device="meta")
    weight = layer.weight.detach().unflatten(1, (channels, *grid))  # the same memory
    convolution.weight = nn.Parameter(weight, requires_grad=layer.weight.requires_grad)
    convolution.bias = layer.bias
    return convolution


def _whole_windows(windows: ArrayLike, image: Tensor) -> np.ndarray:
    """Return windows as whole numbers, if they are of one size and inside the picture."""
    given = np.asarray(array("windows", windows, shape=("N", 4)))
    corners = given.astype(np.int64)
    if image.ndim != 3 or not len(corners):
        raise ValueError(
            "image must have shape (C, H, W) and windows hold at least one, "
            f"got {tuple(image.shape)} and {len(corners)} windows"
        )
    sizes = corners[:, 2:] - corners[:, :2]
    inside = (corners[:, :2] >= 0).all() and (corners[:, 2:] <= [image.shape[2], image.shape[1]]).all()
    if not inside or (sizes != sizes[0]).any() or (sizes[0] < 1).any():
        raise ValueError(f"windows must be of one size and inside the picture of shape {tuple(image.shape)}")
    if (corners != given).any():
        raise ValueError(f"windows must begin and end at whole pixels, got {given[(corners != given).any(axis=1)][0]}")
    return corners
