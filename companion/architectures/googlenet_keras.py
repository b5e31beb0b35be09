"""GoogLeNet in Keras: nine Inception modules, a global average and two auxiliary heads.

The PyTorch version in :mod:`companion.architectures.googlenet_torch` has the same layers under the same names. Images
are NHWC here, NCHW there.
"""

from companion.check import integer, one_of, real, require

require("keras")

import keras
from keras import layers

from companion.architectures.adaptive_pooling_keras import AdaptiveAveragePooling2D
from companion.architectures.googlenet_specs import (
    HEAD,
    HEAD_DROPOUT,
    HEAD_GRIDS,
    HEAD_PICTURES,
    HEADS,
    MODULES,
    STEM,
    STEMS,
    VARIANTS,
    GoogLeNetVariant,
    scaled,
    scaled_module,
    smallest_picture,
)
from companion.architectures.inception_keras import conv_unit, inception_module, initial_weights
from companion.architectures.response_norm_keras import ResponseNormalization

__all__ = ["auxiliary_head", "googlenet", "without_heads"]


def googlenet(
    num_classes: int = 1000,
    *,
    input_shape: tuple[int, int, int] = (224, 224, 3),
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    auxiliary: bool = True,
    dropout: float = 0.4,
) -> keras.Model:
    """Build GoogLeNet, the Inception net that won the classification of ILSVRC 2014: 22 layers with weights.

    Parameters
    ----------
    num_classes, stem, width, variant, auxiliary, dropout
        As in :func:`companion.architectures.googlenet_torch.googlenet`.
    input_shape : (int, int, int)
        Height, width and channels of the pictures.

    Returns
    -------
    keras.Model
        Takes float pictures (N, H, W, C). Without auxiliary heads it gives logits (N, K). With them it always gives
        the list ``[logits, auxiliary1, auxiliary2]``: train it with one loss for all three and
        ``loss_weights=[1, 0.3, 0.3]``, each output with the same labels, and use :func:`without_heads` afterwards.

    Raises
    ------
    TypeError, ValueError
        If an argument is out of range, or the picture has a size that the net does not take.

    Notes
    -----
    Counts and deviations from the paper as in :func:`companion.architectures.googlenet_torch.googlenet`; momentum and
    epsilon of the normalisation are torchvision's. A PyTorch net drops its heads in evaluation mode by itself; the
    outputs of a Keras model are fixed when it is built.

    Where PyTorch rounds the size of a pooling up, one row and one column of zeros are added below and to the right.
    Behind a ReLU no value is less than 0, so that a zero changes no maximum.

    Examples
    --------
    >>> model = googlenet(10, input_shape=(32, 32, 1), stem="cifar", width=0.125)
    >>> [output.shape for output in model.outputs], without_heads(model).output.shape
    ([(None, 10), (None, 10), (None, 10)], (None, 10))
    """
    integer("num_classes", num_classes, minimum=1)
    one_of("stem", stem, STEMS)
    one_of("auxiliary", auxiliary, (True, False))
    real("dropout", dropout, minimum=0, maximum=1)
    row = VARIANTS[one_of("variant", variant, tuple(VARIANTS))]
    images = keras.Input(_checked_shape(input_shape, stem, row), name="images")
    x = _stem(images, width, row, small=stem == "cifar")
    heads = []
    for name in MODULES:
        if name in ("4a", "5a"):
            x = _pool(x, row.last_pool if name == "5a" else 3, name=f"pool{int(name[0]) - 1}")
        x = inception_module(x, scaled_module(name, width), row, name=f"inception{name}")
        here = [head for head in HEADS if auxiliary and HEADS[head] == name]
        heads += [
            auxiliary_head(_head_pool(x, stem, row, name=head), num_classes, width, row, name=head) for head in here
        ]
    x = layers.GlobalAveragePooling2D(name="average")(x)  # (N, 1024)
    x = layers.Dropout(dropout, name="dropout")(x)
    logits = _dense(num_classes, row, 0.0, name="classifier")(x)
    model = keras.Model(images, [logits, *heads] if heads else logits, name="googlenet")
    model.variant = variant
    return model


def without_heads(model: keras.Model) -> keras.Model:
    """Return the net without its auxiliary heads, for inference: one output, the layers and weights of `model`.

    Parameters
    ----------
    model : keras.Model
        Of :func:`googlenet`.

    Returns
    -------
    keras.Model
        Gives logits (N, K).

    Raises
    ------
    ValueError
        If `model` is another net.

    Examples
    --------
    >>> small = googlenet(3, input_shape=(32, 32, 1), stem="cifar", width=0.125)
    >>> len(small.outputs), len(without_heads(small).outputs)
    (3, 1)
    """
    one_of("model.name", model.name, ("googlenet",))
    plain = keras.Model(model.input, model.outputs[0], name="googlenet")
    plain.variant = model.variant
    return plain


def auxiliary_head(
    x: keras.KerasTensor, num_classes: int, width: float, variant: GoogLeNetVariant, *, name: str
) -> keras.KerasTensor:
    """Return the logits (N, K) of a small classifier on the maps of a module in the middle; only training uses it.

    Parameters
    ----------
    x : KerasTensor of shape (N, P, P, C)
        The maps, averaged to a few places.
    num_classes, width
        As in :func:`googlenet`.
    variant : GoogLeNetVariant
        How the layers are built.
    name : str
        Beginning of the names of the layers.
    """
    maps, units = (scaled(size, width) for size in HEAD)
    x = conv_unit(x, maps, 1, variant, name=f"{name}_conv")
    x = layers.Flatten(name=f"{name}_flatten")(x)  # (N, P, P, C) to (N, P P C)
    x = layers.ReLU(name=f"{name}_relu")(_dense(units, variant, variant.initial_bias, name=f"{name}_dense1")(x))
    x = layers.Dropout(HEAD_DROPOUT, name=f"{name}_dropout")(x)
    return _dense(num_classes, variant, 0.0, name=f"{name}_dense2")(x)


def _checked_shape(input_shape: tuple[int, int, int], stem: str, variant: GoogLeNetVariant) -> tuple[int, int, int]:
    if not isinstance(input_shape, (tuple, list)) or len(input_shape) != 3:
        raise ValueError(f"input_shape must be (height, width, channels), got {input_shape!r}")
    height, width, channels = (integer("input_shape", size, minimum=1) for size in input_shape)
    smallest = smallest_picture(stem, variant)
    if min(height, width) < smallest:
        raise ValueError(f"input_shape must have a height and width of at least {smallest}, got {input_shape}")
    return height, width, channels


def _stem(x: keras.KerasTensor, width: float, variant: GoogLeNetVariant, *, small: bool) -> keras.KerasTensor:
    """Return what module 3a sees: (N, H/8, W/8, 192), or (N, H/2, W/2, 192) for small pictures."""
    maps = [scaled(size, width) for size in STEM]
    x = conv_unit(x, maps[0], 3 if small else 7, variant, name="conv1", stride=1 if small else 2)
    if not small:
        x = _pool(x, 3, name="pool1")
    if variant.response_norm:
        x = _response_norm("response1")(x)
    x = conv_unit(x, maps[1], 1, variant, name="conv2")
    x = conv_unit(x, maps[2], 3, variant, name="conv3")
    if variant.response_norm:
        x = _response_norm("response2")(x)
    return _pool(x, 3, name="pool2")


def _response_norm(name: str) -> keras.layers.Layer:
    """Return the normalisation over five neighbouring maps, with the constants of Caffe's port."""
    return ResponseNormalization(5, alpha=1e-4 / 5, beta=0.75, k=1.0, name=name)


def _pool(x: keras.KerasTensor, kernel_size: int, *, name: str) -> keras.KerasTensor:
    """Return maxima at stride 2, the size rounded up: one more row and column of zeros does that for any size."""
    x = layers.ZeroPadding2D(((0, 1), (0, 1)), name=f"{name}_pad")(x)
    return layers.MaxPooling2D(kernel_size, strides=2, name=name)(x)


def _head_pool(x: keras.KerasTensor, stem: str, variant: GoogLeNetVariant, *, name: str) -> keras.KerasTensor:
    """Return the averages that an auxiliary head looks at."""
    if variant.adaptive_heads:
        return AdaptiveAveragePooling2D(4, name=f"{name}_pool")(x)
    averages, grid = layers.AveragePooling2D(5, strides=3, name=f"{name}_pool"), HEAD_GRIDS[stem]
    smallest, largest = HEAD_PICTURES[stem]
    if min(x.shape[1:3]) < 5 or tuple(averages.compute_output_shape(x.shape)[1:3]) != (grid, grid):
        raise ValueError(
            f"input_shape must have a height and width of {smallest} to {largest} where variant='paper' has auxiliary "
            f"heads and stem={stem!r}, got one that leaves {x.shape[1]}x{x.shape[2]} places at module {HEADS[name]}"
        )
    return averages(x)


def _dense(units: int, variant: GoogLeNetVariant, bias: float, *, name: str) -> keras.layers.Layer:
    return layers.Dense(
        units,
        kernel_initializer=initial_weights(variant),
        bias_initializer=keras.initializers.Constant(bias),
        name=name,
    )
