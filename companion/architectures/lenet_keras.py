"""The small convolutional nets of the first chapters, in Keras: LeNet-5, a classic convnet, a batch-normalised net.

The PyTorch versions in :mod:`companion.architectures.lenet_torch` have the same layers under the same names, and
:func:`copy_from_torch` carries their weights over. Images are NHWC here, NCHW there.
"""

from companion.architectures.lenet_paper_specs import VARIANTS
from companion.architectures.specs import CLASSIC_WIDTHS, LENET_WIDTHS
from companion.check import integer, one_of, require

require("keras")

import keras
from keras import layers

from companion.architectures.lenet_paper_keras import lenet5_paper
from companion.architectures.weights_keras import copy_from_torch, copy_to_torch

__all__ = ["classic_convnet", "copy_from_torch", "copy_to_torch", "lenet5", "small_convnet"]


def lenet5(num_classes: int = 10, in_channels: int = 1, *, variant: str = "modern") -> keras.Model:
    """Build LeNet-5 for images of 32x32 pixels: 61,706 parameters for one channel and ten classes, or 60,000.

    Parameters
    ----------
    num_classes : int
        Number of logits; with the drawn targets of "paper" at most 10.
    in_channels : int
        Number of channels of the images.
    variant : str
        "modern", as the net is built today, or "paper", as it was in 1998: 60,000 trained parameters.

    Returns
    -------
    keras.Model
        Takes float images of shape (N, 32, 32, in_channels), gives logits of shape (N, num_classes).

    Raises
    ------
    TypeError, ValueError
        If an argument is not a whole number in its range, or the variant is unknown.

    Notes
    -----
    Deviations from the paper as in :func:`companion.architectures.lenet_torch.lenet5`; those of "modern": a dense C3,
    plain averages for S2 and S4, tanh(a), and a dense output layer.

    References
    ----------
    LeCun, Bottou, Bengio, Haffner 1998, Gradient-based learning applied to document recognition, section II B.

    Examples
    --------
    >>> lenet5().count_params(), lenet5(variant="paper").count_params()
    (61706, 60000)
    """
    num_classes, in_channels = _checked(num_classes, in_channels)
    if one_of("variant", variant, VARIANTS) == "paper":
        return lenet5_paper(num_classes, in_channels)
    c1, c3, c5, f6 = LENET_WIDTHS
    model = keras.Sequential(
        [
            keras.Input((32, 32, in_channels)),
            layers.Conv2D(c1, 5, activation="tanh", name="c1"),  # (28, 28, 6)
            layers.AveragePooling2D(2, name="s2"),  # (14, 14, 6)
            layers.Conv2D(c3, 5, activation="tanh", name="c3"),  # (10, 10, 16)
            layers.AveragePooling2D(2, name="s4"),  # (5, 5, 16)
            layers.Conv2D(c5, 5, activation="tanh", name="c5"),  # (1, 1, 120)
            layers.Flatten(name="flatten"),
            layers.Dense(f6, activation="tanh", name="f6"),
            layers.Dense(num_classes, name="output"),
        ],
        name="lenet5",
    )
    model.variant = variant
    return model


def classic_convnet(num_classes: int = 10, in_channels: int = 1) -> keras.Sequential:
    """Build the classic small convnet for images of 28x28 pixels: 93,322 parameters for one channel and ten classes.

    Parameters
    ----------
    num_classes : int
        Number of logits.
    in_channels : int
        Number of channels of the images.

    Returns
    -------
    keras.Sequential
        Takes float images of shape (N, 28, 28, in_channels), gives logits of shape (N, num_classes).

    Raises
    ------
    TypeError, ValueError
        If an argument is not a whole number of at least 1.

    Notes
    -----
    Weights of hidden layers start as He et al. 2015 propose for ReLU; those of the output layer start small (standard
    deviation 0.01), so that the untrained net prefers no class and its loss is ln(num_classes); biases start at zero.
    Keras draws the former without the tails of the normal distribution, PyTorch with them; the variance is the same.

    Examples
    --------
    >>> [layer.count_params() for layer in classic_convnet().layers]
    [320, 0, 18496, 0, 36928, 0, 36928, 650]
    """
    num_classes, in_channels = _checked(num_classes, in_channels)
    first, second, third, dense = CLASSIC_WIDTHS
    relu = {"activation": "relu", "kernel_initializer": "he_normal"}
    return keras.Sequential(
        [
            keras.Input((28, 28, in_channels)),
            layers.Conv2D(first, 3, **relu, name="conv1"),  # (26, 26, 32)
            layers.MaxPooling2D(2, name="pool1"),  # (13, 13, 32)
            layers.Conv2D(second, 3, **relu, name="conv2"),  # (11, 11, 64)
            layers.MaxPooling2D(2, name="pool2"),  # (5, 5, 64)
            layers.Conv2D(third, 3, **relu, name="conv3"),  # (3, 3, 64)
            layers.Flatten(name="flatten"),  # (576,)
            layers.Dense(dense, **relu, name="dense"),
            _output(num_classes),
        ],
        name="classic_convnet",
    )


def small_convnet(num_classes: int = 10, in_channels: int = 1, *, width: int = 32) -> keras.Sequential:
    """Build a batch-normalised convnet for images of any size from 4x4 pixels on.

    Parameters
    ----------
    num_classes : int
        Number of logits.
    in_channels : int
        Number of channels of the images.
    width : int
        Number of maps of the first two blocks; the next two have twice, the last four times as many.

    Returns
    -------
    keras.Sequential
        Takes float images of shape (N, H, W, in_channels), gives logits of shape (N, num_classes).

    Raises
    ------
    TypeError, ValueError
        If an argument is not a whole number of at least 1.

    Notes
    -----
    Momentum and epsilon of the normalisation are PyTorch's (Keras's own are 0.99 and 1e-3). One difference stays: the
    running variance is the biased one here, the unbiased one in PyTorch.

    Examples
    --------
    >>> small_convnet(width=8).output_shape
    (None, 10)
    """
    num_classes, in_channels = _checked(num_classes, in_channels)
    width = integer("width", width, minimum=1)
    return keras.Sequential(
        [
            keras.Input((None, None, in_channels)),
            *_conv_norm_relu(width, "block1"),
            *_conv_norm_relu(width, "block2"),
            layers.MaxPooling2D(2, name="pool1"),
            *_conv_norm_relu(2 * width, "block3"),
            *_conv_norm_relu(2 * width, "block4"),
            layers.MaxPooling2D(2, name="pool2"),
            *_conv_norm_relu(4 * width, "block5"),
            layers.GlobalAveragePooling2D(name="average"),  # (4 width,)
            _output(num_classes),
        ],
        name="small_convnet",
    )


def _conv_norm_relu(filters: int, name: str) -> list[keras.layers.Layer]:
    """Return a 3x3 convolution that keeps the size, batch normalisation, ReLU."""
    options = {"padding": "same", "use_bias": False, "kernel_initializer": "he_normal"}
    return [
        layers.Conv2D(filters, 3, **options, name=f"{name}_conv"),
        layers.BatchNormalization(momentum=0.9, epsilon=1e-5, name=f"{name}_norm"),
        layers.ReLU(name=f"{name}_relu"),
    ]


def _output(num_classes: int) -> keras.layers.Layer:
    return layers.Dense(num_classes, kernel_initializer=keras.initializers.RandomNormal(stddev=0.01), name="output")


def _checked(num_classes: int, in_channels: int) -> tuple[int, int]:
    return integer("num_classes", num_classes, minimum=1), integer("in_channels", in_channels, minimum=1)
