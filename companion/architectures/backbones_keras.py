"""Two small backbones for pictures in colour, in Keras: a batch-normalised VGG and a residual net, stride 16.

The PyTorch versions in :mod:`companion.architectures.backbones_torch` have the same layers under the same names, and
:func:`copy_from_torch` carries their weights over. Images are NHWC here, NCHW there.
"""

from companion.architectures.backbone_specs import FEATURE_NAMES, SMALL_RESNET_WIDTHS, SMALL_VGG_WIDTHS
from companion.check import one_of, require

require("keras")

import keras
from keras import layers

from companion.architectures.weights_keras import copy_from_torch

__all__ = ["copy_from_torch", "feature_maps", "small_resnet", "small_vgg"]


def small_vgg() -> keras.Model:
    """Build a narrow VGG with batch normalisation: ten convolutions, 486,472 trained parameters.

    Returns
    -------
    keras.Model
        Takes float images of shape (N, H, W, 3), H and W at least 16, gives vectors of shape (N, 128).
        :func:`feature_maps` gives the maps of every convolution by name.

    Notes
    -----
    Deviations from the paper as in :func:`companion.architectures.backbones_torch.small_vgg`. Momentum and epsilon of
    the normalisation are PyTorch's (Keras's own are 0.99 and 1e-3).

    Examples
    --------
    >>> small_vgg().output_shape
    (None, 128)
    """
    images = x = keras.Input((None, None, 3), name="images")
    for block, width in enumerate(SMALL_VGG_WIDTHS, start=1):
        if block > 1:
            x = layers.MaxPooling2D(2, name=f"block{block - 1}_pool")(x)
        for conv in (1, 2):
            x = _conv_norm(x, width, block=f"block{block}", index=conv)
            x = layers.ReLU(name=f"block{block}_relu{conv}")(x)
    return keras.Model(images, layers.GlobalAveragePooling2D(name="average")(x), name="small_vgg")


def small_resnet() -> keras.Model:
    """Build a narrow residual net: nine convolutions and four shortcuts, 491,576 trained parameters.

    Returns
    -------
    keras.Model
        Takes float images of shape (N, H, W, 3), H and W at least 16, gives vectors of shape (N, 128).
        :func:`feature_maps` gives the maps of the stem and of every stage by name.

    Notes
    -----
    Deviations from the paper as in :func:`companion.architectures.backbones_torch.small_resnet`. With stride 2, Keras's
    own "same" pads an even picture below and to the right only, PyTorch on all sides; so the padding is a layer here.

    Examples
    --------
    >>> small_resnet().output_shape
    (None, 128)
    """
    stem, *stages = SMALL_RESNET_WIDTHS
    images = keras.Input((None, None, 3), name="images")
    x = layers.Conv2D(stem, 3, padding="same", use_bias=False, kernel_initializer="he_normal", name="stem_conv")(images)
    x = layers.ReLU(name="stem_relu")(_norm("stem_norm")(x))
    for stage, width in enumerate(stages, start=1):
        x = _residual_stage(x, width, f"stage{stage}")
    return keras.Model(images, layers.GlobalAveragePooling2D(name="average")(x), name="small_resnet")


def feature_maps(model: keras.Model) -> keras.Model:
    """Return a model that gives the feature maps by name, with the layers and weights of `model`.

    Parameters
    ----------
    model : keras.Model
        Of :func:`small_vgg` or :func:`small_resnet`.

    Returns
    -------
    keras.Model
        Gives a dictionary with the names and the maps that the method `features` has in PyTorch.

    Raises
    ------
    ValueError
        If the model is none of the two.

    Examples
    --------
    >>> list(feature_maps(small_resnet()).output)
    ['stem', 'stage1', 'stage2', 'stage3', 'stage4']
    """
    names = FEATURE_NAMES[one_of("model.name", model.name, tuple(FEATURE_NAMES))]
    taps = [name.replace("_conv", "_relu") if "_conv" in name else f"{name}_relu" for name in names]
    maps = {name: model.get_layer(tap).output for name, tap in zip(names, taps, strict=True)}
    return keras.Model(model.input, maps, name=f"{model.name}_features")


def _residual_stage(x: keras.KerasTensor, width: int, stage: str) -> keras.KerasTensor:
    """Return the output of one residual block that halves the picture."""
    residual = _conv_norm(layers.ZeroPadding2D(1, name=f"{stage}_pad")(x), width, block=stage, index=1, stride=2)
    residual = layers.ReLU(name=f"{stage}_inner")(residual)
    residual = _conv_norm(residual, width, block=stage, index=2)
    shortcut = _conv_norm(x, width, block=stage, index=3, kernel_size=1, stride=2)
    return layers.ReLU(name=f"{stage}_relu")(layers.Add(name=f"{stage}_add")([residual, shortcut]))


def _conv_norm(
    x: keras.KerasTensor, width: int, *, block: str, index: int, kernel_size: int = 3, stride: int = 1
) -> keras.KerasTensor:
    """Return a convolution without bias, normalised; with a stride it does not pad."""
    options = {"padding": "same" if stride == 1 else "valid", "use_bias": False, "kernel_initializer": "he_normal"}
    conv = layers.Conv2D(width, kernel_size, strides=stride, **options, name=f"{block}_conv{index}")
    return _norm(f"{block}_norm{index}")(conv(x))


def _norm(name: str) -> keras.layers.Layer:
    return layers.BatchNormalization(momentum=0.9, epsilon=1e-5, name=name)
