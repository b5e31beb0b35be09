"""Inception modules in Keras, naive and with reductions: figure 2 of the GoogLeNet paper.

The PyTorch version is :mod:`companion.architectures.inception_torch`; layers have its names with "_" for ".".
"""

from companion.check import require

require("keras")

import keras
from keras import layers

from companion.architectures.googlenet_specs import GoogLeNetVariant, Inception

__all__ = ["conv_unit", "inception_module", "initial_weights", "naive_module"]


def conv_unit(
    x: keras.KerasTensor, maps: int, kernel_size: int, variant: GoogLeNetVariant, *, name: str, stride: int = 1
) -> keras.KerasTensor:
    """Return a convolution that keeps the size at stride 1, normalised if the variant asks for it, and ReLU."""
    if stride > 1:  # Keras's own "same" pads an even picture below and to the right only
        x = layers.ZeroPadding2D(kernel_size // 2, name=f"{name}_pad")(x)
    conv = layers.Conv2D(
        maps,
        kernel_size,
        strides=stride,
        padding="same" if stride == 1 else "valid",
        use_bias=not variant.batch_norm,
        kernel_initializer=initial_weights(variant),
        bias_initializer=keras.initializers.Constant(variant.initial_bias),
        name=f"{name}_conv",
    )
    x = conv(x)
    if variant.batch_norm:
        momentum = 1 - variant.norm_momentum
        x = layers.BatchNormalization(momentum=momentum, epsilon=variant.norm_epsilon, name=f"{name}_norm")(x)
    return layers.ReLU(name=f"{name}_relu")(x)


def inception_module(
    x: keras.KerasTensor, row: Inception, variant: GoogLeNetVariant, *, name: str
) -> keras.KerasTensor:
    """Return figure 2(b): four branches side by side, 1x1 convolutions before two of them and behind the pooling.

    Parameters
    ----------
    x : KerasTensor of shape (N, H, W, C)
        Maps.
    row : Inception
        Row of table 1.
    variant : GoogLeNetVariant
        How the convolutions are built.
    name : str
        Beginning of the names of the layers.

    Returns
    -------
    KerasTensor of shape (N, H, W, row.out_channels)
        Maps of the same height and width.

    Notes
    -----
    Keras's "same" at stride 1 pads on all sides with what cannot win a maximum, as PyTorch does. Without the padding
    the pooling's branch would be smaller than the others, and could not stand beside them.
    """
    one = conv_unit(x, row.conv1x1, 1, variant, name=f"{name}_conv1x1")
    three = conv_unit(x, row.reduce3x3, 1, variant, name=f"{name}_reduce3x3")
    three = conv_unit(three, row.conv3x3, 3, variant, name=f"{name}_conv3x3")
    five = conv_unit(x, row.reduce5x5, 1, variant, name=f"{name}_reduce5x5")
    five = conv_unit(five, row.conv5x5, variant.wide_kernel, variant, name=f"{name}_conv5x5")
    pooled = layers.MaxPooling2D(3, strides=1, padding="same", name=f"{name}_pool")(x)
    pooled = conv_unit(pooled, row.project, 1, variant, name=f"{name}_project")
    return layers.Concatenate(name=f"{name}_concatenate")([one, three, five, pooled])


def naive_module(x: keras.KerasTensor, row: Inception, variant: GoogLeNetVariant, *, name: str) -> keras.KerasTensor:
    """Return figure 2(a): the branches without reductions; the pooling passes all its maps on.

    Only for comparison of the cost. Parameters as in :func:`inception_module`; the reductions of `row` are not used.
    """
    one = conv_unit(x, row.conv1x1, 1, variant, name=f"{name}_conv1x1")
    three = conv_unit(x, row.conv3x3, 3, variant, name=f"{name}_conv3x3")
    five = conv_unit(x, row.conv5x5, variant.wide_kernel, variant, name=f"{name}_conv5x5")
    pooled = layers.MaxPooling2D(3, strides=1, padding="same", name=f"{name}_pool")(x)
    return layers.Concatenate(name=f"{name}_concatenate")([one, three, five, pooled])


def initial_weights(variant: GoogLeNetVariant) -> keras.initializers.Initializer:
    """Return a new initializer, with a seed of its own, so that no two layers start alike."""
    if variant.initial_deviation:
        return keras.initializers.RandomNormal(stddev=variant.initial_deviation)
    return keras.initializers.LecunUniform()  # variance 1 / fan-in
