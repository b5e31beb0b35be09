"""DenseNet in Keras: every layer sees the maps of all layers before it in its block.

The PyTorch version in :mod:`companion.architectures.densenet_torch` has the same layers under the same names. Images
are NHWC here, NCHW there.
"""

from companion.check import integer, one_of, real, require

require("keras")

import keras
from keras import KerasTensor, layers

from companion.architectures.dense_block_keras import dense_block, he_normal, norm_relu, transition
from companion.architectures.densenet_specs import (
    PLANS,
    STEMS,
    VARIANTS,
    DenseNetPlan,
    DenseNetVariant,
    block_channels,
    scaled,
    smallest_size,
)

__all__ = ["densenet", "densenet40", "densenet100", "densenet121", "densenet169", "densenet201"]


def densenet(
    plan: DenseNetPlan,
    num_classes: int = 1000,
    *,
    input_shape: tuple[int, int, int] = (224, 224, 3),
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    dropout: float = 0.0,
) -> keras.Model:
    """Build a DenseNet.

    Parameters
    ----------
    plan, num_classes, stem, width, variant, dropout
        As in :func:`companion.architectures.densenet_torch.densenet`.
    input_shape : (int, int, int)
        Height, width and channels of the picture; None for a height or width that may vary.

    Returns
    -------
    keras.Model
        Takes float images (N, H, W, C), gives logits (N, num_classes). Its `name` is "densenet" and the plan's depth,
        its `variant` the one it was built with.

    Raises
    ------
    TypeError, ValueError
        If an option is unknown or out of range, or the picture too small.

    Notes
    -----
    Initial weights are drawn as in the PyTorch version; keras.applications draws Glorot's, and trains with dropout
    nowhere. With stride 2, Keras's own "same" pads an even picture below and to the right only, PyTorch on all sides;
    so the padding is a layer here. It pads with zeros, PyTorch's pooling with minus infinity: after a ReLU that is
    the same.

    References
    ----------
    Huang, Liu, van der Maaten, Weinberger 2017, Densely connected convolutional networks, section 3 and table 1.

    Examples
    --------
    >>> plan = DenseNetPlan((2, 2), growth_rate=4, stem_channels=8)
    >>> model = densenet(plan, 10, input_shape=(32, 32, 3), stem="cifar")
    >>> model.name, model.output_shape
    ('densenet11', (None, 10))
    """
    integer("num_classes", num_classes, minimum=1)
    real("dropout", dropout, minimum=0, maximum=1)
    options = VARIANTS[one_of("variant", variant, tuple(VARIANTS))]
    plan = scaled(plan, width)
    _check_shape(input_shape, smallest_size(plan, stem))
    blocks = block_channels(plan)
    images = keras.Input(input_shape, name="images")
    x = _stem(images, stem, plan, options)
    for number, channels in enumerate(blocks, start=1):
        x = dense_block(x, len(channels) - 1, plan, options, name=f"block{number}", dropout=dropout)
        if number < len(blocks):
            x = transition(x, blocks[number][0], options, name=f"transition{number}", dropout=dropout)
    x = layers.GlobalAveragePooling2D(name="average")(norm_relu(x, options, "norm", "relu"))  # (N, C)
    uniform = keras.initializers.VarianceScaling(1 / 3, "fan_in", "uniform")  # PyTorch's default
    logits = layers.Dense(num_classes, kernel_initializer=uniform, name="classifier")(x)
    model = keras.Model(images, logits, name=f"densenet{plan.depth}")
    model.variant = variant
    return model


def densenet121(
    num_classes: int = 1000,
    *,
    input_shape: tuple[int, int, int] = (224, 224, 3),
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    dropout: float = 0.0,
) -> keras.Model:
    """Build DenseNet-121, 7,978,856 trained parameters; options as in :func:`densenet`."""
    return densenet(
        PLANS["densenet121"],
        num_classes,
        input_shape=input_shape,
        stem=stem,
        width=width,
        variant=variant,
        dropout=dropout,
    )


def densenet169(
    num_classes: int = 1000,
    *,
    input_shape: tuple[int, int, int] = (224, 224, 3),
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    dropout: float = 0.0,
) -> keras.Model:
    """Build DenseNet-169, 14,149,480 trained parameters; options as in :func:`densenet`."""
    return densenet(
        PLANS["densenet169"],
        num_classes,
        input_shape=input_shape,
        stem=stem,
        width=width,
        variant=variant,
        dropout=dropout,
    )


def densenet201(
    num_classes: int = 1000,
    *,
    input_shape: tuple[int, int, int] = (224, 224, 3),
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    dropout: float = 0.0,
) -> keras.Model:
    """Build DenseNet-201, 20,013,928 trained parameters; options as in :func:`densenet`."""
    return densenet(
        PLANS["densenet201"],
        num_classes,
        input_shape=input_shape,
        stem=stem,
        width=width,
        variant=variant,
        dropout=dropout,
    )


def densenet40(
    num_classes: int = 10,
    *,
    input_shape: tuple[int, int, int] = (32, 32, 3),
    stem: str = "cifar",
    width: float = 1.0,
    variant: str = "torchvision",
    dropout: float = 0.0,
) -> keras.Model:
    """Build plain DenseNet of 40 layers for 32x32, 1,019,722 trained parameters; options as in :func:`densenet`."""
    return densenet(
        PLANS["densenet40"],
        num_classes,
        input_shape=input_shape,
        stem=stem,
        width=width,
        variant=variant,
        dropout=dropout,
    )


def densenet100(
    num_classes: int = 10,
    *,
    input_shape: tuple[int, int, int] = (32, 32, 3),
    stem: str = "cifar",
    width: float = 1.0,
    variant: str = "torchvision",
    dropout: float = 0.0,
) -> keras.Model:
    """Build DenseNet-BC of 100 layers for 32x32, 769,162 trained parameters; options as in :func:`densenet`."""
    return densenet(
        PLANS["densenet100"],
        num_classes,
        input_shape=input_shape,
        stem=stem,
        width=width,
        variant=variant,
        dropout=dropout,
    )


def _stem(images: KerasTensor, stem: str, plan: DenseNetPlan, variant: DenseNetVariant) -> KerasTensor:
    options = {"use_bias": False, "kernel_initializer": he_normal(), "name": "stem_conv"}
    if one_of("stem", stem, STEMS) == "cifar":
        return layers.Conv2D(plan.stem_channels, 3, padding="same", **options)(images)  # (N, H, W, k0)
    x = layers.ZeroPadding2D(3, name="stem_pad")(images)
    x = layers.Conv2D(plan.stem_channels, 7, strides=2, **options)(x)  # (N, H/2, W/2, k0)
    x = layers.ZeroPadding2D(1, name="stem_poolpad")(norm_relu(x, variant, "stem_norm", "stem_relu"))
    return layers.MaxPooling2D(3, strides=2, name="stem_pool")(x)  # (N, H/4, W/4, k0)


def _check_shape(input_shape: tuple[int, int, int], smallest: int) -> None:
    """Refuse a picture of which the last block would see nothing."""
    if len(input_shape) != 3:
        raise ValueError(f"input_shape must be (height, width, channels), got {input_shape!r}")
    for name, side in zip(("height", "width"), input_shape[:2], strict=True):
        if side is not None:
            integer(f"{name} in input_shape", side, minimum=smallest)
    integer("channels in input_shape", input_shape[2], minimum=1)
