"""Any net of the ResNet family in Keras from its plan: stem, stages of blocks, average, classifier."""

from companion.check import integer, one_of, require

require("keras")

import keras
from keras import KerasTensor, layers

from companion.architectures.resnet_blocks_keras import Scale, basic_block, bottleneck, conv_norm, relu
from companion.architectures.resnet_plans import STEMS, ResNetPlan, block_plans, scaled
from companion.architectures.resnet_specs import VARIANTS, ResNetVariant

BLOCKS = {"basic": basic_block, "bottleneck": bottleneck}

__all__ = ["resnet"]


def resnet(
    plan: ResNetPlan,
    num_classes: int = 1000,
    *,
    input_shape: tuple[int, int, int] = (224, 224, 3),
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    scale: Scale | None = None,
    name: str | None = None,
) -> keras.Model:
    """Build a residual net, or a plain one.

    Parameters
    ----------
    plan, num_classes, stem, width, variant, name
        As in :func:`companion.architectures.resnet_family_torch.resnet`.
    input_shape : (int, int, int)
        Height, width and channels of the picture; None for a height or width that may vary.
    scale : callable, optional
        Takes maps and a name, puts layers at the end of every residual branch, before the addition, and returns maps
        of the same shape. The name is "stage1_block1_scale" in the first block; its layers' names begin with it.

    Returns
    -------
    keras.Model
        Takes float images (N, H, W, C), gives logits (N, num_classes).

    Raises
    ------
    TypeError, ValueError
        If an option is unknown or out of range.

    Notes
    -----
    Initial weights are drawn as in the PyTorch version; keras.applications draws Glorot's. The padding before a stride
    is a layer, on all sides as in PyTorch. Before the max pooling it pads with zeros, PyTorch with minus infinity:
    after a ReLU that is the same.

    References
    ----------
    He, Zhang, Ren, Sun 2016, Deep residual learning for image recognition, table 1 and section 4.2.

    Examples
    --------
    >>> from companion.architectures.resnet_plans import cifar_plan
    >>> model = resnet(cifar_plan(1), 10, input_shape=(32, 32, 3), stem="cifar")
    >>> model.name, model.output_shape
    ('resnet8', (None, 10))
    """
    integer("num_classes", num_classes, minimum=1)
    _check_shape(input_shape)
    options = VARIANTS[one_of("variant", variant, tuple(VARIANTS))]
    plan = scaled(plan, width)
    images = keras.Input(input_shape, name="images")
    x = _stem(images, one_of("stem", stem, STEMS), plan.channels[0], options)
    for stage in block_plans(plan):
        for block in stage:
            x = BLOCKS[plan.block](x, block, options, scale)
    x = layers.GlobalAveragePooling2D(name="average")(x)  # (N, C)
    model = keras.Model(images, _classifier(num_classes, x.shape[-1])(x), name=name or plan.name)
    model.variant = variant
    return model


def _stem(images: KerasTensor, stem: str, channels: int, variant: ResNetVariant) -> KerasTensor:
    """Return what the first layers give: (N, H / 4, W / 4, C), for small pictures (N, H, W, C)."""
    kernel_size, stride = (3, 1) if stem == "cifar" else (7, 2)
    x = conv_norm(images, channels, kernel_size, variant, stride=stride, names=("stem_conv", "stem_norm"))
    x = relu("stem_relu")(x)
    if stem == "cifar":
        return x
    return layers.MaxPooling2D(3, strides=2, name="stem_pool")(layers.ZeroPadding2D(1, name="stem_poolpad")(x))


def _classifier(num_classes: int, features: int) -> layers.Dense:
    """Return a dense layer that starts as PyTorch's does."""
    bound = features**-0.5
    kernel, bias = (keras.initializers.RandomUniform(-bound, bound) for _ in range(2))
    return layers.Dense(num_classes, kernel_initializer=kernel, bias_initializer=bias, name="classifier")


def _check_shape(input_shape: tuple[int, int, int]) -> None:
    if len(input_shape) != 3:
        raise ValueError(f"input_shape must be (height, width, channels), got {input_shape!r}")
    for name, side in zip(("height", "width"), input_shape[:2], strict=True):
        if side is not None:
            integer(f"{name} in input_shape", side, minimum=1)
    integer("channels in input_shape", input_shape[2], minimum=1)
