"""AlexNet in Keras: five convolutions and three dense layers with ReLU; the net of 2012 and the one of torchvision.

The PyTorch version in :mod:`companion.architectures.alexnet_torch` has the same layers under the same names. Images are
NHWC here, NCHW there.
"""

from companion.check import integer, one_of, real, require

require("keras")

import keras
from keras import layers

from companion.architectures.adaptive_pooling_keras import AdaptiveAveragePooling2D
from companion.architectures.alexnet_specs import (
    DENSE,
    GRIDS,
    NORMALISED,
    POOLED,
    VARIANTS,
    AlexNetVariant,
    convolutions,
    scaled,
)
from companion.architectures.response_norm_keras import ResponseNormalization
from companion.convolution.layers import Conv

__all__ = ["alexnet"]


def alexnet(
    num_classes: int = 1000,
    *,
    input_shape: tuple[int, int, int] = (224, 224, 3),
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    dropout: float = 0.5,
) -> keras.Model:
    """Build AlexNet: 61,100,840 parameters as in torchvision, 60,965,224 as in the paper of 2012.

    Parameters
    ----------
    num_classes : int
        Number of logits.
    input_shape : (int, int, int)
        Height, width and channels of the pictures.
    stem, width, variant, dropout
        As in :func:`companion.architectures.alexnet_torch.alexnet`.

    Returns
    -------
    keras.Model
        Takes float images (N, H, W, C), gives logits (N, num_classes). Its `name` is "alexnet".

    Raises
    ------
    TypeError, ValueError
        If an option is unknown or out of range, or the picture does not fit the variant.

    Notes
    -----
    Deviations from the paper, and initial weights, as in :func:`companion.architectures.alexnet_torch.alexnet`. Grouped
    convolutions train on the CPU too, with either backend.

    References
    ----------
    Krizhevsky, Sutskever, Hinton 2012, ImageNet classification with deep convolutional neural networks, section 3.5.
    Krizhevsky 2014, One weird trick for parallelizing convolutional neural networks, section 5.

    Examples
    --------
    >>> model = alexnet(10, input_shape=(32, 32, 3), stem="cifar", width=0.0625)
    >>> model.name, model.variant, model.count_params()
    ('alexnet', 'torchvision', 115406)
    """
    row = VARIANTS[one_of("variant", variant, tuple(VARIANTS))]
    real("dropout", dropout, minimum=0, maximum=1)
    images = x = keras.Input(_checked(input_shape), name="images")
    for number, conv in enumerate(convolutions(stem=stem, width=width, variant=variant), start=1):
        padding = row.first_padding if number == 1 and stem == "imagenet" else (conv.padding, conv.padding)
        x = _convolution(x, conv, number, row, padding=padding)
    if row.adaptive:
        x = AdaptiveAveragePooling2D(GRIDS[stem], name="average")(x)  # (N, 6, 6, 256)
    if x.shape[1:3] != (GRIDS[stem], GRIDS[stem]):
        raise ValueError(f"input_shape must leave a grid of {GRIDS[stem]}x{GRIDS[stem]} for fc6, got {input_shape}")
    x = layers.Flatten(name="flatten")(x)  # (N, 9216)
    for number in (6, 7):
        x = layers.Dropout(dropout, name=f"drop{number}")(x) if row.drop_inputs else x
        x = layers.ReLU(name=f"relu{number}")(_dense(x, scaled(DENSE, width), number, row))
        x = x if row.drop_inputs else layers.Dropout(dropout, name=f"drop{number}")(x)
    model = keras.Model(images, _dense(x, integer("num_classes", num_classes, minimum=1), 8, row), name="alexnet")
    model.variant = variant
    return model


def _convolution(
    x: keras.KerasTensor, conv: Conv, number: int, row: AlexNetVariant, *, padding: tuple[int, int]
) -> keras.KerasTensor:
    """Return the maps of one convolution after ReLU, normalised and pooled where the table says so."""
    centred = conv.stride == 1  # then "same" is the same number of zeros on both sides
    if not centred:
        x = layers.ZeroPadding2D((padding, padding), name=f"pad{number}")(x)
    options = _initial(conv.kernel_size**2 * x.shape[-1] // conv.groups, number, row)
    options |= {"strides": conv.stride, "padding": "same" if centred else "valid", "groups": conv.groups}
    x = layers.Conv2D(conv.filters, conv.kernel_size, **options, name=f"conv{number}")(x)
    x = layers.ReLU(name=f"relu{number}")(x)
    if row.response_norm and number in NORMALISED:
        x = ResponseNormalization(name=f"norm{number}")(x)
    return layers.MaxPooling2D(3, strides=2, name=f"pool{number}")(x) if number in POOLED else x


def _dense(x: keras.KerasTensor, units: int, number: int, row: AlexNetVariant) -> keras.KerasTensor:
    return layers.Dense(units, **_initial(x.shape[-1], number, row), name=f"fc{number}")(x)


def _initial(fan_in: int, number: int, row: AlexNetVariant) -> dict[str, keras.initializers.Initializer]:
    """Return how weights and biases of a layer start."""
    if row.initial_deviation:
        bias = 0.0 if number in (1, 3, 8) else row.initial_bias
        weights = keras.initializers.RandomNormal(stddev=row.initial_deviation)
        return {"kernel_initializer": weights, "bias_initializer": keras.initializers.Constant(bias)}
    limit = fan_in**-0.5
    return {
        f"{kind}_initializer": keras.initializers.RandomUniform(minval=-limit, maxval=limit)
        for kind in ("kernel", "bias")
    }


def _checked(input_shape: tuple[int, int, int]) -> tuple[int, int, int]:
    if not isinstance(input_shape, (tuple, list)) or len(input_shape) != 3:
        raise ValueError(f"input_shape must be (height, width, channels), got {input_shape!r}")
    height, width, channels = (integer("input_shape", side, minimum=1) for side in input_shape)
    return height, width, channels
