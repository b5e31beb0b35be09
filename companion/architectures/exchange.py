"""How weights are laid out in PyTorch and in Keras, as arithmetic on arrays: what both directions of a transfer share.

A Keras model is read here through its attributes alone, so that the PyTorch side can use this file too. The names and
layouts stand in the notes of :func:`slots`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

_NAMES = {
    "kernel": "weight",
    "gamma": "weight",
    "beta": "bias",
    "moving_mean": "running_mean",
    "moving_variance": "running_var",
}


@dataclass(frozen=True)
class Slot:
    """A place for one array in a Keras model, and its name in the PyTorch model with the same layers.

    Parameters
    ----------
    variable : keras.Variable
        Where the array lies.
    name : str
        Its name in PyTorch: "block1.conv.weight".
    layout : str
        "conv", "depthwise", "dense", or "vector" for everything that needs no change.
    grid : tuple of int, optional
        (H, W, C) of the maps that were flattened before a dense layer.
    """

    variable: Any
    name: str
    layout: str
    grid: tuple[int, ...] | None = None


def slots(keras_model: Any) -> Iterator[Slot]:
    """Yield a slot for every weight of a Keras model.

    Parameters
    ----------
    keras_model : keras.Model
        Sequential or functional, without models inside. Its layers are named as the PyTorch modules, with an
        underscore for a dot: "block1_conv" for `block1.conv`.

    Yields
    ------
    Slot
        In the order of the layers.

    Notes
    -----
    What goes where:

    ==========================  ============================  =========================================
    PyTorch                     Keras                         change
    ==========================  ============================  =========================================
    `Conv2d.weight`             `Conv2D.kernel`               (O, I, H, W) becomes (H, W, I, O)
    the same, O = I M groups    `DepthwiseConv2D.kernel`      (I M, 1, H, W) becomes (H, W, I, M)
    `Linear.weight`             `Dense.kernel`                (O, I) becomes (I, O)
    `BatchNorm2d.weight`        `BatchNormalization.gamma`    none
    `.bias`                     `.bias`, or `.beta`           none
    `.running_mean`             `.moving_mean`                none
    `.running_var`              `.moving_variance`            none
    buffers `mean`, `variance`  those of `Normalization`      none
    ==========================  ============================  =========================================

    With groups, I is the number of input channels of one group in both. The trap is a dense layer after Flatten:
    PyTorch flattens (C, H, W), Keras (H, W, C), so the rows of that kernel also change their order. The counter of a
    `Normalization` has no counterpart and is no slot.
    """
    for layer in keras_model.layers:
        kind, module = type(layer).__name__, layer.name.replace("_", ".")
        for variable in layer.weights:
            kernel = variable.name == "kernel"
            if kind == "Normalization" and variable.name == "count":
                continue
            name = f"{module}.{_NAMES.get(variable.name, variable.name)}"
            if kernel and kind == "Dense":
                yield Slot(variable, name, "dense", _flattened(layer.input))
            elif kernel:
                yield Slot(variable, name, "depthwise" if kind == "DepthwiseConv2D" else "conv")
            else:
                yield Slot(variable, name, "vector")


def _flattened(tensor: Any) -> tuple[int, ...] | None:
    """Return (H, W, C) of the maps whose flattened values are this input of a dense layer; None if there are none."""
    while len(tensor.shape) == 2:
        operation = tensor._keras_history.operation  # functional models have no public way back
        if type(operation).__name__ == "Flatten":
            shape = tuple(operation.input.shape[1:])
            return shape if len(shape) == 3 else None
        if operation.weights or type(operation).__name__ == "InputLayer":
            return None
        tensor = operation.input  # dropout or an activation between
    return None


def to_keras_layout(array: NDArray[Any], slot: Slot) -> NDArray[Any]:
    """Return an array of PyTorch's in the layout of Keras, not a copy where none is needed.

    Parameters
    ----------
    array : ndarray
        A weight under the name `slot.name`.
    slot : Slot
        Where it goes.

    Returns
    -------
    ndarray
        Of the shape of `slot.variable` if the weight fits; any other shape means that it does not.

    Examples
    --------
    Two maps of one row and two columns, flattened by PyTorch as a0 a1 b0 b1 and by Keras as a0 b0 a1 b1:

    >>> weight = np.array([[1, 2, 3, 4]])
    >>> to_keras_layout(weight, Slot(np.zeros((4, 1)), "dense.weight", "dense", (1, 2, 2))).ravel().tolist()
    [1, 3, 2, 4]
    """
    if slot.layout == "conv" and array.ndim == 4:
        return array.transpose(2, 3, 1, 0)  # (O, I, H, W) to (H, W, I, O)
    if slot.layout == "depthwise" and array.ndim == 4:
        inputs = slot.variable.shape[2]
        if array.shape[1] != 1 or len(array) % inputs:
            return array
        split = array.reshape(inputs, -1, *array.shape[2:])  # (I M, 1, H, W) to (I, M, H, W)
        return split.transpose(2, 3, 0, 1)  # to (H, W, I, M)
    if slot.layout == "dense" and array.ndim == 2:
        return _grid_last(array, slot.grid).T
    return array


def to_torch_layout(array: NDArray[Any], slot: Slot) -> NDArray[Any]:
    """Return the array of a slot in the layout of PyTorch; inverse of `to_keras_layout`.

    Parameters
    ----------
    array : ndarray
        Of the shape of `slot.variable`.
    slot : Slot
        Where it lies.

    Returns
    -------
    ndarray
        The weight that PyTorch calls `slot.name`; its numbers follow each other in memory.

    Examples
    --------
    >>> kernel = np.arange(6).reshape(1, 1, 3, 2)  # two filters for each of three maps
    >>> to_torch_layout(kernel, Slot(kernel, "conv.weight", "depthwise"))[:, 0, 0, 0].tolist()
    [0, 1, 2, 3, 4, 5]
    """
    if slot.layout == "conv":
        return np.ascontiguousarray(array.transpose(3, 2, 0, 1))  # (H, W, I, O) to (O, I, H, W)
    if slot.layout == "depthwise":
        moved = array.transpose(2, 3, 0, 1)  # (H, W, I, M) to (I, M, H, W)
        return np.ascontiguousarray(moved.reshape(-1, 1, *array.shape[:2]))
    if slot.layout == "dense":
        return np.ascontiguousarray(_grid_first(array.T, slot.grid))
    return array


def torch_arrays(keras_model: Any) -> dict[str, NDArray[Any]]:
    """Return the weights of a Keras model under PyTorch's names and in its layout.

    Parameters
    ----------
    keras_model : keras.Model
        See :func:`slots`.

    Returns
    -------
    dict of str to ndarray
        Copies; PyTorch's counters `num_batches_tracked` are missing.
    """
    return {slot.name: to_torch_layout(np.array(slot.variable.numpy()), slot) for slot in slots(keras_model)}


def _grid_last(array: NDArray[Any], grid: tuple[int, ...] | None) -> NDArray[Any]:
    """Reorder columns that stand for (C, H, W) to (H, W, C)."""
    if grid is None or array.shape[1] != np.prod(grid):
        return array
    height, width, channels = grid
    return array.reshape(-1, channels, height, width).transpose(0, 2, 3, 1).reshape(len(array), -1)


def _grid_first(array: NDArray[Any], grid: tuple[int, ...] | None) -> NDArray[Any]:
    """Reorder columns that stand for (H, W, C) to (C, H, W)."""
    if grid is None:
        return array
    return array.reshape(-1, *grid).transpose(0, 3, 1, 2).reshape(len(array), -1)
