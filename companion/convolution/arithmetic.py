"""What a stack of layers costs, computed from its description: sizes, parameters, multiply-adds, receptive field.

Shapes are (height, width, channels), or (features,) after a `Flatten`, a `Dense` or a `GlobalPool`.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from companion.check import integer
from companion.convolution.layers import Conv, Dense, Flatten, GlobalPool, Layer, Pool
from companion.convolution.sizes import output_size, same_padding, transposed_output_size

__all__ = [
    "Conv",
    "Dense",
    "Flatten",
    "GlobalPool",
    "Layer",
    "Pool",
    "ReceptiveField",
    "count_multiply_adds",
    "count_parameters",
    "layer_shapes",
    "output_size",
    "receptive_field",
    "same_padding",
    "transposed_output_size",
]

Shape = tuple[int, ...]


def layer_shapes(layers: Sequence[Layer], input_shape: Sequence[int]) -> list[Shape]:
    """Return the output shape of every layer.

    Parameters
    ----------
    layers : sequence of Conv, Pool, Flatten, Dense, GlobalPool
        The network, first layer first.
    input_shape : (int, int, int)
        Height, width and channels of one image.

    Returns
    -------
    list of tuple of int
        One shape a layer.

    Raises
    ------
    TypeError, ValueError
        If something is not a layer, the input shape is not three whole numbers, or a layer does not fit its input.

    Examples
    --------
    >>> layer_shapes([Conv(32, 3), Pool(2), Flatten(), Dense(10)], (28, 28, 1))
    [(26, 26, 32), (13, 13, 32), (5408,), (10,)]
    """
    return [after for _, _, after in _walk(layers, input_shape)]


def count_parameters(layers: Sequence[Layer], input_shape: Sequence[int]) -> list[int]:
    """Return the number of weights and biases of every layer.

    A filter is as deep as its input: a convolution has ``filters * (F * F * C_in + 1)`` parameters, wherever it looks.
    With G groups it sees C_in / G of the channels.

    Parameters
    ----------
    layers, input_shape
        As in :func:`layer_shapes`.

    Returns
    -------
    list of int
        One number a layer; 0 where there is nothing to learn.

    Raises
    ------
    TypeError, ValueError
        As in :func:`layer_shapes`.

    Examples
    --------
    >>> count_parameters([Conv(32, 3), Pool(2), Conv(64, 3)], (28, 28, 1))
    [320, 0, 18496]
    >>> count_parameters([Conv(32, 3, groups=32), Conv(64, 1)], (28, 28, 32))  # depthwise, then pointwise
    [320, 2112]
    """
    return [
        _fan_in(layer, before) * _outputs(layer) + _biases(layer) for layer, before, _ in _walk(layers, input_shape)
    ]


def count_multiply_adds(layers: Sequence[Layer], input_shape: Sequence[int]) -> list[int]:
    """Return the multiplications, each with its addition, that every layer makes for one image.

    Parameters
    ----------
    layers, input_shape
        As in :func:`layer_shapes`.

    Returns
    -------
    list of int
        One number a layer: every weight is used once at every output position. Pooling multiplies nothing.

    Raises
    ------
    TypeError, ValueError
        As in :func:`layer_shapes`.

    Notes
    -----
    Biases are not counted, taps that fall on padding are. Some tables call one multiply-add two "FLOPs", others one.

    Examples
    --------
    >>> count_multiply_adds([Conv(32, 3), Pool(2), Conv(64, 3)], (28, 28, 1))
    [194688, 0, 2230272]
    """
    walk = _walk(layers, input_shape)
    return [_fan_in(layer, before) * _outputs(layer) * math.prod(after[:-1]) for layer, before, after in walk]


@dataclass(frozen=True)
class ReceptiveField:
    """The patch of the picture that one output entry can see, along one side.

    Parameters
    ----------
    size : int or None
        Its length, in pixels of the picture; None stands for the whole picture.
    stride : int or None
        How far apart the patches of neighbouring entries lie; None where there are no neighbours.
    start : int or None
        First pixel that entry 0 sees; negative where that is padding.
    """

    size: int | None
    stride: int | None
    start: int | None


def receptive_field(layers: Sequence[Layer]) -> list[ReceptiveField]:
    """Return what one output entry of every layer sees of the picture.

    Parameters
    ----------
    layers : sequence of Conv, Pool, Flatten, Dense, GlobalPool
        The network, first layer first.

    Returns
    -------
    list of ReceptiveField
        One a layer. `Flatten` changes nothing; a `Dense` or `GlobalPool` layer sees the whole picture.

    Raises
    ------
    TypeError
        If something is not a layer.

    Notes
    -----
    A window of span F on entries that lie j pixels apart adds ``(F - 1)j`` pixels, and a stride S makes j into ``jS``
    (Araujo, Norris and Sim 2019, equation 2).

    Examples
    --------
    >>> [field.size for field in receptive_field([Conv(8, 3), Conv(8, 3), Pool(2), Conv(8, 3)])]
    [3, 5, 6, 10]
    """
    fields, size, stride, start, whole = [], 1, 1, 0, False
    for layer in layers:
        whole = whole or isinstance(_known(layer), (Dense, GlobalPool))
        if isinstance(layer, (Conv, Pool)) and not whole:
            step, dilation = _stride_and_dilation(layer)
            size += dilation * (layer.kernel_size - 1) * stride
            start -= layer.padding * stride
            stride *= step
        fields.append(ReceptiveField(None, None, None) if whole else ReceptiveField(size, stride, start))
    return fields


def _walk(layers: Sequence[Layer], input_shape: Sequence[int]) -> Iterator[tuple[Layer, Shape, Shape]]:
    """Yield every layer with the shapes before and after it."""
    shape = _input_shape(input_shape)
    for index, layer in enumerate(layers):
        try:
            after = _shape_after(_known(layer), shape)
        except ValueError as error:
            raise ValueError(f"layers[{index}] = {layer} does not fit its input of shape {shape}: {error}") from None
        yield layer, shape, after
        shape = after


def _shape_after(layer: Layer, shape: Shape) -> Shape:
    if isinstance(layer, Flatten):
        return (math.prod(shape),)
    if isinstance(layer, Dense):
        if len(shape) != 1:
            raise ValueError("a Dense layer needs one row of features; put Flatten() or GlobalPool() before it")
        return (layer.units,)
    if len(shape) != 3:
        raise ValueError(f"a {type(layer).__name__} layer needs (height, width, channels)")
    if isinstance(layer, GlobalPool):
        return shape[2:]
    step, dilation = _stride_and_dilation(layer)
    options = {"stride": step, "padding": layer.padding, "dilation": dilation}
    height, width = (output_size(side, layer.kernel_size, **options) for side in shape[:2])
    if isinstance(layer, Conv) and shape[2] % layer.groups:
        raise ValueError(f"groups must divide the {shape[2]} channels of the input, got {layer.groups}")
    return height, width, layer.filters if isinstance(layer, Conv) else shape[2]


def _stride_and_dilation(layer: Conv | Pool) -> tuple[int, int]:
    return (layer.stride, layer.dilation) if isinstance(layer, Conv) else (layer.step, 1)


def _fan_in(layer: Layer, before: Shape) -> int:
    """Return how many inputs one output is a weighted sum of."""
    if isinstance(layer, Conv):
        return layer.kernel_size**2 * before[2] // layer.groups
    return before[0] if isinstance(layer, Dense) else 0


def _outputs(layer: Layer) -> int:
    return layer.filters if isinstance(layer, Conv) else layer.units if isinstance(layer, Dense) else 0


def _biases(layer: Layer) -> int:
    return _outputs(layer) if isinstance(layer, (Conv, Dense)) and layer.bias else 0


def _known(layer: Any) -> Layer:
    if not isinstance(layer, (Conv, Pool, Flatten, Dense, GlobalPool)):
        raise TypeError(f"layers must hold Conv, Pool, Flatten, Dense or GlobalPool, got {layer!r}")
    return layer


def _input_shape(input_shape: Any) -> Shape:
    if not isinstance(input_shape, (tuple, list)) or len(input_shape) != 3:
        raise ValueError(f"input_shape must be (height, width, channels), got {input_shape!r}")
    return tuple(integer(f"input_shape[{axis}]", side, minimum=1) for axis, side in enumerate(input_shape))
