"""The parts that MobileNetV2 and EfficientNet are made of, in Keras."""

from dataclasses import dataclass

from companion.architectures.inverted_residual import Block
from companion.check import integer, require

require("keras")

import keras
from keras import layers

__all__ = ["BlockStyle", "checked_shape", "conv_norm", "expand_and_filter", "he_normal"]


@dataclass(frozen=True)
class BlockStyle:
    """What all blocks of a net have in common.

    Parameters
    ----------
    norm_epsilon, norm_momentum : float
        Of batch normalisation; the momentum in PyTorch's meaning, 1 minus Keras's.
    padding : str
        Of convolutions with stride 2: "symmetric" or "same".
    activation : str
        "relu6" or "silu".
    """

    norm_epsilon: float
    norm_momentum: float
    padding: str
    activation: str


def he_normal() -> keras.initializers.Initializer:
    """Return He's normal distribution by outgoing numbers, new every time: one initializer draws the same again."""
    return keras.initializers.VarianceScaling(2.0, mode="fan_out", distribution="untruncated_normal")


def conv_norm(
    x: keras.KerasTensor,
    style: BlockStyle,
    *,
    name: str,
    filters: int | None = None,
    kernel_size: int = 1,
    stride: int = 1,
    linear: bool = False,
) -> keras.KerasTensor:
    """Return a convolution without bias, normalised, and activated unless it is to be linear.

    Parameters
    ----------
    x : keras.KerasTensor
        Maps (N, H, W, C).
    style : BlockStyle
        Of the net.
    name : str
        The layers are `name` and "_conv", "_norm", "_activation", and "_pad" where zeros are a layer of their own.
    filters : int, optional
        Left out, the convolution is depthwise.
    kernel_size, stride : int
        Of the convolution.
    linear : bool
        Whether to leave the activation out.

    Returns
    -------
    keras.KerasTensor
        Maps (N, H / stride, W / stride, filters or C).
    """
    padding = "same"
    if stride > 1 and style.padding == "symmetric":  # "same" pads an even size at the bottom and right only
        x, padding = layers.ZeroPadding2D(kernel_size // 2, name=f"{name}_pad")(x), "valid"
    if filters is None:
        options = {"depthwise_initializer": he_normal(), "padding": padding, "use_bias": False}
        x = layers.DepthwiseConv2D(kernel_size, strides=stride, **options, name=f"{name}_conv")(x)
    else:
        options = {"kernel_initializer": he_normal(), "padding": padding, "use_bias": False}
        x = layers.Conv2D(filters, kernel_size, strides=stride, **options, name=f"{name}_conv")(x)
    momentum = 1 - style.norm_momentum
    x = layers.BatchNormalization(epsilon=style.norm_epsilon, momentum=momentum, name=f"{name}_norm")(x)
    return x if linear else layers.Activation(style.activation, name=f"{name}_activation")(x)


def expand_and_filter(x: keras.KerasTensor, block: Block, style: BlockStyle, *, name: str) -> keras.KerasTensor:
    """Return what the first layers of an inverted residual block give: `expand` by a 1x1 (if it does), `depthwise`.

    From (N, H, W, in_channels) to (N, H / stride, W / stride, hidden_channels).
    """
    if block.expansion > 1:
        x = conv_norm(x, style, name=f"{name}_expand", filters=block.hidden_channels)
    return conv_norm(x, style, name=f"{name}_depthwise", kernel_size=block.kernel_size, stride=block.stride)


def checked_shape(input_shape: tuple[int, int, int]) -> tuple[int, int, int]:
    """Return (height, width, channels), each a whole number of at least 1.

    Raises
    ------
    TypeError, ValueError
        If it is something else.

    Examples
    --------
    >>> checked_shape((32, 32))
    Traceback (most recent call last):
    ...
    ValueError: input_shape must be (height, width, channels), got (32, 32)
    """
    if not isinstance(input_shape, (tuple, list)) or len(input_shape) != 3:
        raise ValueError(f"input_shape must be (height, width, channels), got {input_shape!r}")
    height, width, channels = (integer("input_shape", number, minimum=1) for number in input_shape)
    return height, width, channels
