"""MobileNetV2 in Keras: inverted residual blocks with depthwise convolutions and linear bottlenecks.

The PyTorch version in :mod:`companion.architectures.mobilenet_torch` has the same layers under the same names. Images
are NHWC here, NCHW there.
"""

from companion.check import integer, one_of, real, require

require("keras")

import keras
from keras import layers

from companion.architectures.inverted_residual import Block
from companion.architectures.mobile_blocks_keras import BlockStyle, checked_shape, conv_norm, expand_and_filter
from companion.architectures.mobilenet_specs import VARIANTS, blocks, scaled_head, scaled_stem

__all__ = ["inverted_residual", "mobilenet_v2"]


def inverted_residual(x: keras.KerasTensor, block: Block, style: BlockStyle) -> keras.KerasTensor:
    """Return narrow maps: expand, filter every map by itself, project without a nonlinearity, add the input.

    From (N, H, W, in_channels) to (N, H / stride, W / stride, out_channels).
    """
    name = block.name.replace(".", "_")
    wide = expand_and_filter(x, block, style, name=name)
    narrow = conv_norm(wide, style, name=f"{name}_project", filters=block.out_channels, linear=True)
    return layers.Add(name=f"{name}_add")([x, narrow]) if block.has_shortcut else narrow


def mobilenet_v2(
    num_classes: int = 1000,
    *,
    input_shape: tuple[int, int, int] = (224, 224, 3),
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    dropout: float = 0.2,
) -> keras.Model:
    """Build MobileNetV2: 3,504,872 trained parameters, 300 million multiply-adds at 224x224.

    Parameters
    ----------
    num_classes : int
        Number of logits.
    input_shape : (int, int, int)
        Height, width and channels of the pictures.
    stem, width, variant, dropout
        As in :func:`companion.architectures.mobilenet_torch.mobilenet_v2`.

    Returns
    -------
    keras.Model
        Takes float pictures of shape ``(N, *input_shape)``, gives logits (N, num_classes).

    Raises
    ------
    TypeError, ValueError
        If an argument is unknown or out of range.

    Notes
    -----
    Deviations from the paper, and distributions of the first weights, as in the PyTorch version. With the variant
    "keras" the padding of strided convolutions is Keras's "same"; keras.applications writes the same zeros as a layer.
    Neither scales the pixels: keras.applications wants them from -1 to 1.

    References
    ----------
    Sandler, Howard, Zhu, Zhmoginov, Chen 2018, MobileNetV2: inverted residuals and linear bottlenecks, section 4 and
    table 2.

    Examples
    --------
    >>> model = mobilenet_v2(10, input_shape=(32, 32, 3), stem="cifar", width=0.25)
    >>> model.get_layer("head_conv").output.shape
    (None, 4, 4, 1280)
    """
    row = VARIANTS[one_of("variant", variant, tuple(VARIANTS))]
    style = BlockStyle(row.norm_epsilon, row.norm_momentum, row.padding, "relu6")
    plan = blocks(stem=stem, width=width)
    integer("num_classes", num_classes, minimum=1)
    real("dropout", dropout, minimum=0, maximum=1)
    images = keras.Input(checked_shape(input_shape), name="images")
    stride = 1 if stem == "cifar" else 2
    x = conv_norm(images, style, name="stem", filters=scaled_stem(width), kernel_size=3, stride=stride)
    for block in plan:
        x = inverted_residual(x, block, style)
    x = conv_norm(x, style, name="head", filters=scaled_head(width))
    x = layers.GlobalAveragePooling2D(name="average")(x)  # (N, 1280)
    x = layers.Dropout(dropout, name="dropout")(x)
    small = keras.initializers.RandomNormal(stddev=0.01)
    logits = layers.Dense(num_classes, kernel_initializer=small, name="classifier")(x)
    model = keras.Model(images, logits, name="mobilenet_v2")
    model.variant = variant
    return model
