"""VGG-11, 13, 16 and 19 in Keras, with and without batch normalisation.

The PyTorch versions in :mod:`companion.architectures.vgg_torch` have the same layers under the same names. Images are
NHWC here, NCHW there.
"""

from collections.abc import Sequence

from companion.check import integer, require

require("keras")

import keras
from keras import initializers, layers

from companion.architectures.adaptive_pooling_keras import AdaptiveAveragePooling2D
from companion.architectures.vgg_specs import (
    DENSE_BOUND,
    GRID,
    NORM_EPSILON,
    NORM_MOMENTUM,
    SMALL_DEVIATION,
    SMALLEST_PICTURE,
    VGGPlan,
    plan,
)

Shape = tuple[int, int, int]


def vgg_block(x: keras.KerasTensor, filters: Sequence[int], *, name: str, planned: VGGPlan) -> keras.KerasTensor:
    """Return maps (N, H/2, W/2, C): 3x3 convolutions that keep the size, each with ReLU, then a max pooling."""
    for index, out_channels in enumerate(filters, start=1):
        kernel = _conv_weights(planned.initialisation)
        x = layers.Conv2D(out_channels, 3, padding="same", kernel_initializer=kernel, name=f"{name}_conv{index}")(x)
        if planned.batch_norm:
            momentum = 1 - NORM_MOMENTUM
            x = layers.BatchNormalization(epsilon=NORM_EPSILON, momentum=momentum, name=f"{name}_norm{index}")(x)
        x = layers.ReLU(name=f"{name}_relu{index}")(x)
    return layers.MaxPooling2D(2, name=f"{name}_pool")(x)


def vgg(
    name: str,
    num_classes: int = 1000,
    *,
    input_shape: Shape = (224, 224, 3),
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    dropout: float | None = None,
) -> keras.Model:
    """Build a VGG net: blocks of 3x3 convolutions, three dense layers.

    Parameters
    ----------
    name : str
        "vgg11", "vgg13", "vgg16", "vgg19" (configurations A, B, D, E of the paper's table 1), or one of these with
        "_bn" at its end.
    num_classes : int
        Number of logits.
    input_shape : (int, int, int)
        Height, width and channels of the images. Height and width are at least 32; 224 to 255 in the variants "keras"
        and "paper" with stem "imagenet".
    stem : str
        "imagenet" has three dense layers on a grid of 7x7. "cifar" is for images of 32x32 pixels, of which five
        poolings leave one place: one dense layer on the average of what is left, after dropout.
    width : float
        Factor on all filters and hidden units, rounded to whole numbers; 1.0 is the paper.
    variant : str
        "torchvision", "keras" or "paper": a row of `companion.architectures.vgg_specs.VARIANTS`.
    dropout : float, optional
        Probability after each hidden dense layer; left out, the variant's: the paper's 0.5, none in "keras".

    Returns
    -------
    keras.Model
        Takes float images of shape ``(N, *input_shape)``, gives logits of shape (N, num_classes).

    Raises
    ------
    TypeError, ValueError
        If an argument is unknown or out of range.

    Notes
    -----
    Deviations from the paper as in :func:`companion.architectures.vgg_torch.vgg`; layers, names and distributions of
    the first weights are the same there.

    References
    ----------
    Simonyan and Zisserman 2015, Very deep convolutional networks for large-scale image recognition, sections 2 and 3.

    Examples
    --------
    >>> vgg("vgg11", 10, input_shape=(32, 32, 3), stem="cifar", width=0.125).output_shape
    (None, 10)
    """
    planned = plan(name, stem=stem, width=width, variant=variant, dropout=dropout)
    images = keras.Input(_checked(input_shape, planned), name="images")
    x = images
    for index, filters in enumerate(planned.stages, start=1):
        x = vgg_block(x, filters, name=f"block{index}", planned=planned)
    logits = _head(x, planned, integer("num_classes", num_classes, minimum=1))
    model = keras.Model(images, logits, name=name)
    model.variant = variant
    return model


def vgg11(
    num_classes: int = 1000,
    *,
    input_shape: Shape = (224, 224, 3),
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    dropout: float | None = None,
) -> keras.Model:
    """Build VGG-11, configuration A: 132,863,336 parameters; options as in :func:`vgg`."""
    return vgg("vgg11", num_classes, input_shape=input_shape, stem=stem, width=width, variant=variant, dropout=dropout)


def vgg13(
    num_classes: int = 1000,
    *,
    input_shape: Shape = (224, 224, 3),
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    dropout: float | None = None,
) -> keras.Model:
    """Build VGG-13, configuration B: 133,047,848 parameters; options as in :func:`vgg`."""
    return vgg("vgg13", num_classes, input_shape=input_shape, stem=stem, width=width, variant=variant, dropout=dropout)


def vgg16(
    num_classes: int = 1000,
    *,
    input_shape: Shape = (224, 224, 3),
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    dropout: float | None = None,
) -> keras.Model:
    """Build VGG-16, configuration D: 138,357,544 parameters; options as in :func:`vgg`."""
    return vgg("vgg16", num_classes, input_shape=input_shape, stem=stem, width=width, variant=variant, dropout=dropout)


def vgg19(
    num_classes: int = 1000,
    *,
    input_shape: Shape = (224, 224, 3),
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    dropout: float | None = None,
) -> keras.Model:
    """Build VGG-19, configuration E: 143,667,240 parameters; options as in :func:`vgg`."""
    return vgg("vgg19", num_classes, input_shape=input_shape, stem=stem, width=width, variant=variant, dropout=dropout)


def vgg11_bn(
    num_classes: int = 1000,
    *,
    input_shape: Shape = (224, 224, 3),
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    dropout: float | None = None,
) -> keras.Model:
    """Build VGG-11 with batch normalisation: 132,868,840 trained parameters; options as in :func:`vgg`."""
    return vgg(
        "vgg11_bn", num_classes, input_shape=input_shape, stem=stem, width=width, variant=variant, dropout=dropout
    )


def vgg13_bn(
    num_classes: int = 1000,
    *,
    input_shape: Shape = (224, 224, 3),
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    dropout: float | None = None,
) -> keras.Model:
    """Build VGG-13 with batch normalisation: 133,053,736 trained parameters; options as in :func:`vgg`."""
    return vgg(
        "vgg13_bn", num_classes, input_shape=input_shape, stem=stem, width=width, variant=variant, dropout=dropout
    )


def vgg16_bn(
    num_classes: int = 1000,
    *,
    input_shape: Shape = (224, 224, 3),
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    dropout: float | None = None,
) -> keras.Model:
    """Build VGG-16 with batch normalisation: 138,365,992 trained parameters; options as in :func:`vgg`."""
    return vgg(
        "vgg16_bn", num_classes, input_shape=input_shape, stem=stem, width=width, variant=variant, dropout=dropout
    )


def vgg19_bn(
    num_classes: int = 1000,
    *,
    input_shape: Shape = (224, 224, 3),
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    dropout: float | None = None,
) -> keras.Model:
    """Build VGG-19 with batch normalisation: 143,678,248 trained parameters; options as in :func:`vgg`."""
    return vgg(
        "vgg19_bn", num_classes, input_shape=input_shape, stem=stem, width=width, variant=variant, dropout=dropout
    )


def _head(x: keras.KerasTensor, planned: VGGPlan, num_classes: int) -> keras.KerasTensor:
    """Return logits by three dense layers on a grid of 7x7, or by one on the average."""
    if planned.hidden:
        if planned.adaptive_pooling:
            x = AdaptiveAveragePooling2D(GRID, name="average")(x)  # (N, 7, 7, C)
        x = layers.Flatten(name="flatten")(x)
    else:
        x = layers.GlobalAveragePooling2D(name="average")(x)  # (N, C)
        x = layers.Dropout(planned.dropout, name="dropout")(x)
    for index, units in enumerate(planned.hidden, start=1):
        x = layers.Dense(units, kernel_initializer=_dense_weights(planned.initialisation), name=f"fc{index}")(x)
        x = layers.ReLU(name=f"relu{index}")(x)
        x = layers.Dropout(planned.dropout, name=f"dropout{index}")(x)
    kernel = _dense_weights(planned.initialisation)
    return layers.Dense(num_classes, kernel_initializer=kernel, name="predictions")(x)


def _conv_weights(initialisation: str) -> str | initializers.Initializer:
    """Return a new initializer: the same one, given to two layers, would draw the same numbers twice."""
    if initialisation == "glorot":
        return "glorot_uniform"
    if initialisation == "small":
        return initializers.RandomNormal(stddev=SMALL_DEVIATION)
    return initializers.VarianceScaling(scale=2.0, mode="fan_out", distribution="untruncated_normal")


def _dense_weights(initialisation: str) -> str | initializers.Initializer:
    if initialisation == "glorot":
        return "glorot_uniform"
    return initializers.RandomUniform(-DENSE_BOUND, DENSE_BOUND)


def _checked(input_shape: Shape, planned: VGGPlan) -> Shape:
    """Return the shape if every layer of the plan has something to read."""
    if len(input_shape) != 3:
        raise ValueError(f"input_shape must be (height, width, channels), got {input_shape!r}")
    height, width = (integer("input_shape", size, minimum=SMALLEST_PICTURE) for size in input_shape[:2])
    channels = integer("input_shape", input_shape[2], minimum=1)
    fits = (height // SMALLEST_PICTURE, width // SMALLEST_PICTURE) == (GRID, GRID)
    if planned.hidden and not planned.adaptive_pooling and not fits:
        allowed = "224 to 255 pixels high and wide for this variant (adaptive pooling or stem='cifar' take others)"
        raise ValueError(f"input_shape must be {allowed}, got {input_shape!r}")
    return height, width, channels
