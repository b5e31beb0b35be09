"""EfficientNet-B0 to B7 in Keras: inverted residual blocks with squeeze and excitation, scaled in three directions.

The PyTorch version in :mod:`companion.architectures.efficientnet_torch` has the same layers under the same names.
Images are NHWC here, NCHW there.
"""

from companion.check import integer, one_of, real, require

require("keras")

import keras
from keras import layers

from companion.architectures.efficientnet_specs import (
    SCALES,
    STOCHASTIC_DEPTH,
    VARIANTS,
    blocks,
    drop_probabilities,
    normalisation,
    scaled_ends,
)
from companion.architectures.inverted_residual import Block
from companion.architectures.mobile_blocks_keras import (
    BlockStyle,
    checked_shape,
    conv_norm,
    expand_and_filter,
    he_normal,
)

__all__ = [
    *("efficientnet", "efficientnet_b0", "efficientnet_b1", "efficientnet_b2", "efficientnet_b3", "efficientnet_b4"),
    *("efficientnet_b5", "efficientnet_b6", "efficientnet_b7", "excite", "mbconv"),
]

Shape = tuple[int, int, int]


def excite(x: keras.KerasTensor, squeeze_channels: int, *, name: str) -> keras.KerasTensor:
    """Squeeze and excitation: average every map (N, H, W, C), weigh it by a number that follows from all averages."""
    squeezed = layers.GlobalAveragePooling2D(keepdims=True, name=f"{name}_average")(x)  # (N, 1, 1, C)
    reduce = layers.Conv2D(
        squeeze_channels, 1, activation="silu", kernel_initializer=he_normal(), name=f"{name}_reduce"
    )
    expand = layers.Conv2D(x.shape[-1], 1, activation="sigmoid", kernel_initializer=he_normal(), name=f"{name}_expand")
    return layers.Multiply(name=f"{name}_multiply")([x, expand(reduce(squeezed))])


def mbconv(x: keras.KerasTensor, block: Block, style: BlockStyle, p: float) -> keras.KerasTensor:
    """Return narrow maps: expand, filter every map by itself, weigh the maps, project linearly, add the input.

    From (N, H, W, in_channels) to (N, H / stride, W / stride, out_channels); in training a sample loses the branch
    with probability `p`.
    """
    name = block.name.replace(".", "_")
    wide = excite(expand_and_filter(x, block, style, name=name), block.squeeze_channels, name=f"{name}_excite")
    narrow = conv_norm(wide, style, name=f"{name}_project", filters=block.out_channels, linear=True)
    if not block.has_shortcut:
        return narrow
    if p > 0:
        narrow = layers.Dropout(p, noise_shape=(None, 1, 1, 1), name=f"{name}_drop")(narrow)
    return layers.Add(name=f"{name}_add")([x, narrow])


def efficientnet(
    name: str,
    num_classes: int = 1000,
    *,
    input_shape: Shape | None = None,
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    dropout: float | None = None,
    stochastic_depth: float = STOCHASTIC_DEPTH,
) -> keras.Model:
    """Build an EfficientNet.

    Parameters
    ----------
    name : str
        "efficientnet_b0" to "efficientnet_b7", a row of `companion.architectures.efficientnet_specs.SCALES`.
    num_classes : int
        Number of logits.
    input_shape : (int, int, int), optional
        Height, width and channels of the pictures; left out, the size the net was made for, in colour.
    stem, width, variant, dropout, stochastic_depth
        As in :func:`companion.architectures.efficientnet_torch.efficientnet`.

    Returns
    -------
    keras.Model
        Takes float pictures of shape ``(N, *input_shape)``, of 0 to 255 in the variant "keras", gives logits
        (N, num_classes).

    Raises
    ------
    TypeError, ValueError
        If an argument is unknown or out of range.

    Notes
    -----
    Deviations from the paper, and distributions of the first weights, as in the PyTorch version. In the variant "keras"
    the layer "normalization" has seven numbers that are not trained: a mean and a variance of each channel, and a
    counter.

    References
    ----------
    Tan and Le 2019, EfficientNet: rethinking model scaling for convolutional neural networks, sections 3 to 5, tables
    1 and 2.

    Examples
    --------
    >>> model = efficientnet("efficientnet_b0", 10, input_shape=(32, 32, 3), stem="cifar", width=0.25)
    >>> model.get_layer("stage7_block1_project_conv").output.shape
    (None, 4, 4, 80)
    """
    scale, row = SCALES[one_of("name", name, tuple(SCALES))], VARIANTS[one_of("variant", variant, tuple(VARIANTS))]
    style = BlockStyle(*normalisation(name, variant), row.padding, "silu")
    ends, plan = scaled_ends(name, width), blocks(name, stem=stem, width=width)
    dropout = scale.dropout if dropout is None else real("dropout", dropout, minimum=0, maximum=1)
    images = keras.Input(checked_shape(input_shape or (scale.resolution, scale.resolution, 3)), name="images")
    x = _preprocessed(images) if row.preprocessing else images
    x = conv_norm(x, style, name="stem", filters=ends[0], kernel_size=3, stride=1 if stem == "cifar" else 2)
    for block, p in zip(plan, drop_probabilities(len(plan), stochastic_depth), strict=True):
        x = mbconv(x, block, style, p)
    x = conv_norm(x, style, name="head", filters=ends[1])
    x = layers.GlobalAveragePooling2D(name="average")(x)  # (N, 1280) in B0
    logits = _classifier(layers.Dropout(dropout, name="dropout")(x), integer("num_classes", num_classes, minimum=1))
    model = keras.Model(images, logits, name=name)
    model.variant = variant
    return model


def efficientnet_b0(
    num_classes: int = 1000,
    *,
    input_shape: Shape = (224, 224, 3),
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    dropout: float | None = None,
    stochastic_depth: float = STOCHASTIC_DEPTH,
) -> keras.Model:
    """Build EfficientNet-B0: 5,288,548 trained parameters; options as in :func:`efficientnet`."""
    return efficientnet(
        "efficientnet_b0",
        num_classes,
        input_shape=input_shape,
        stem=stem,
        width=width,
        variant=variant,
        dropout=dropout,
        stochastic_depth=stochastic_depth,
    )


def efficientnet_b1(
    num_classes: int = 1000,
    *,
    input_shape: Shape = (240, 240, 3),
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    dropout: float | None = None,
    stochastic_depth: float = STOCHASTIC_DEPTH,
) -> keras.Model:
    """Build EfficientNet-B1: 7,794,184 trained parameters; options as in :func:`efficientnet`."""
    return efficientnet(
        "efficientnet_b1",
        num_classes,
        input_shape=input_shape,
        stem=stem,
        width=width,
        variant=variant,
        dropout=dropout,
        stochastic_depth=stochastic_depth,
    )


def efficientnet_b2(
    num_classes: int = 1000,
    *,
    input_shape: Shape = (260, 260, 3),
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    dropout: float | None = None,
    stochastic_depth: float = STOCHASTIC_DEPTH,
) -> keras.Model:
    """Build EfficientNet-B2: 9,109,994 trained parameters; options as in :func:`efficientnet`."""
    return efficientnet(
        "efficientnet_b2",
        num_classes,
        input_shape=input_shape,
        stem=stem,
        width=width,
        variant=variant,
        dropout=dropout,
        stochastic_depth=stochastic_depth,
    )


def efficientnet_b3(
    num_classes: int = 1000,
    *,
    input_shape: Shape = (300, 300, 3),
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    dropout: float | None = None,
    stochastic_depth: float = STOCHASTIC_DEPTH,
) -> keras.Model:
    """Build EfficientNet-B3: 12,233,232 trained parameters; options as in :func:`efficientnet`."""
    return efficientnet(
        "efficientnet_b3",
        num_classes,
        input_shape=input_shape,
        stem=stem,
        width=width,
        variant=variant,
        dropout=dropout,
        stochastic_depth=stochastic_depth,
    )


def efficientnet_b4(
    num_classes: int = 1000,
    *,
    input_shape: Shape = (380, 380, 3),
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    dropout: float | None = None,
    stochastic_depth: float = STOCHASTIC_DEPTH,
) -> keras.Model:
    """Build EfficientNet-B4: 19,341,616 trained parameters; options as in :func:`efficientnet`."""
    return efficientnet(
        "efficientnet_b4",
        num_classes,
        input_shape=input_shape,
        stem=stem,
        width=width,
        variant=variant,
        dropout=dropout,
        stochastic_depth=stochastic_depth,
    )


def efficientnet_b5(
    num_classes: int = 1000,
    *,
    input_shape: Shape = (456, 456, 3),
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    dropout: float | None = None,
    stochastic_depth: float = STOCHASTIC_DEPTH,
) -> keras.Model:
    """Build EfficientNet-B5: 30,389,784 trained parameters; options as in :func:`efficientnet`."""
    return efficientnet(
        "efficientnet_b5",
        num_classes,
        input_shape=input_shape,
        stem=stem,
        width=width,
        variant=variant,
        dropout=dropout,
        stochastic_depth=stochastic_depth,
    )


def efficientnet_b6(
    num_classes: int = 1000,
    *,
    input_shape: Shape = (528, 528, 3),
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    dropout: float | None = None,
    stochastic_depth: float = STOCHASTIC_DEPTH,
) -> keras.Model:
    """Build EfficientNet-B6: 43,040,704 trained parameters; options as in :func:`efficientnet`."""
    return efficientnet(
        "efficientnet_b6",
        num_classes,
        input_shape=input_shape,
        stem=stem,
        width=width,
        variant=variant,
        dropout=dropout,
        stochastic_depth=stochastic_depth,
    )


def efficientnet_b7(
    num_classes: int = 1000,
    *,
    input_shape: Shape = (600, 600, 3),
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    dropout: float | None = None,
    stochastic_depth: float = STOCHASTIC_DEPTH,
) -> keras.Model:
    """Build EfficientNet-B7: 66,347,960 trained parameters; options as in :func:`efficientnet`."""
    return efficientnet(
        "efficientnet_b7",
        num_classes,
        input_shape=input_shape,
        stem=stem,
        width=width,
        variant=variant,
        dropout=dropout,
        stochastic_depth=stochastic_depth,
    )


def _preprocessed(images: keras.KerasTensor) -> keras.KerasTensor:
    scaled = layers.Rescaling(1 / 255, name="rescaling")(images)
    return layers.Normalization(axis=-1, name="normalization")(scaled)


def _classifier(x: keras.KerasTensor, num_classes: int) -> keras.KerasTensor:
    bound = num_classes**-0.5
    spread = keras.initializers.RandomUniform(-bound, bound)
    return layers.Dense(num_classes, kernel_initializer=spread, name="classifier")(x)
