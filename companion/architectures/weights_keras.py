"""Carry weights between PyTorch's layout and Keras's, as NumPy arrays by name."""

from collections.abc import Iterator, Mapping

from companion.check import require

require("keras")

import keras
import numpy as np
from numpy.typing import NDArray

_NORM = {"gamma": "weight", "beta": "bias", "moving_mean": "running_mean", "moving_variance": "running_var"}


def copy_from_torch(model: keras.Model, weights: Mapping[str, NDArray]) -> None:
    """Set the weights of a Keras model to those of a PyTorch model with the same layers.

    Parameters
    ----------
    model : keras.Model
        Changed in place. Its layers are named as the PyTorch modules, with an underscore for a dot:
        "block1_conv" for `block1.conv`.
    weights : mapping of str to ndarray
        The PyTorch model's `state_dict()` with each tensor turned into an array:
        ``{name: value.numpy() for name, value in torch_model.state_dict().items()}``.

    Raises
    ------
    ValueError
        If a weight is missing, left over, or of another shape; the message names it. Nothing is changed then.

    Notes
    -----
    What goes where:

    ====================  ==========================  ==============================
    PyTorch               Keras                       change
    ====================  ==========================  ==============================
    `Conv2d.weight`       `Conv2D.kernel`             (O, I, H, W) becomes (H, W, I, O)
    `Linear.weight`       `Dense.kernel`              (O, I) becomes (I, O)
    `BatchNorm2d.weight`  `BatchNormalization.gamma`  none
    `.bias`               `.bias`, or `.beta`         none
    `.running_mean`       `.moving_mean`              none
    `.running_var`        `.moving_variance`          none
    ====================  ==========================  ==============================

    The trap is the dense layer after Flatten: PyTorch flattens (C, H, W), Keras (H, W, C), so the rows of that kernel
    also change their order. Then outputs and gradients are equal up to rounding.
    """
    arrays = {name: np.asarray(value) for name, value in weights.items() if not name.endswith("num_batches_tracked")}
    slots = list(_slots(model))
    missing = sorted({name for _, name, _ in slots} - set(arrays)) or "none"
    unused = sorted(set(arrays) - {name for _, name, _ in slots}) or "none"
    if (missing, unused) != ("none", "none"):
        raise ValueError(f"weights must fit {model.name}: missing {missing}, unused {unused}")
    values = [(variable, name, _to_keras(arrays[name], grid)) for variable, name, grid in slots]
    for variable, name, value in values:
        if tuple(variable.shape) != value.shape:
            raise ValueError(f"weights[{name!r}] must have shape {tuple(variable.shape)} in Keras, got {value.shape}")
    for variable, _, value in values:
        variable.assign(value)


def copy_to_torch(model: keras.Model) -> dict[str, NDArray]:
    """Return the weights of a Keras model under PyTorch's names and in its layout; inverse of `copy_from_torch`.

    Parameters
    ----------
    model : keras.Model
        Built of the layers that `copy_from_torch` knows.

    Returns
    -------
    dict of str to ndarray
        For ``torch_model.load_state_dict({name: torch.from_numpy(value) ...}, strict=False)``; only the counters
        `num_batches_tracked` are missing.

    Notes
    -----
    Law: ``copy_from_torch(model, copy_to_torch(model))`` changes nothing.
    """
    return {name: _to_torch(np.array(variable.numpy()), grid) for variable, name, grid in _slots(model)}


def _slots(model: keras.Model) -> Iterator[tuple[keras.Variable, str, tuple[int, ...] | None]]:
    """Yield each variable, its PyTorch name, and (H, W, C) where its rows follow a flattened grid."""
    flattened: tuple[int, ...] | None = None
    names = {layer.name: layer.name.replace("_", ".") for layer in model.layers}
    for layer in model.layers:
        if isinstance(layer, keras.layers.Flatten):
            flattened = tuple(layer.input.shape[1:])
        for variable in layer.weights:
            grid = flattened if isinstance(layer, keras.layers.Dense) and variable.name == "kernel" else None
            ours = "weight" if variable.name == "kernel" else _NORM.get(variable.name, variable.name)
            yield variable, f"{names[layer.name]}.{ours}", grid
        if isinstance(layer, keras.layers.Dense):
            flattened = None


def _to_keras(array: NDArray, grid: tuple[int, ...] | None) -> NDArray:
    if array.ndim == 4:
        return array.transpose(2, 3, 1, 0)  # (O, I, H, W) to (H, W, I, O)
    if array.ndim != 2:
        return array
    if grid is not None and array.shape[1] == np.prod(grid):
        height, width, channels = grid
        array = array.reshape(-1, channels, height, width).transpose(0, 2, 3, 1).reshape(len(array), -1)
    return array.T


def _to_torch(array: NDArray, grid: tuple[int, ...] | None) -> NDArray:
    if array.ndim == 4:
        return array.transpose(3, 2, 0, 1)  # (H, W, I, O) to (O, I, H, W)
    if array.ndim != 2:
        return array
    if grid is not None:
        array = array.reshape(*grid, -1).transpose(2, 0, 1, 3).reshape(array.shape)
    return np.ascontiguousarray(array.T)
