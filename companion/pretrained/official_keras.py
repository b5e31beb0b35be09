"""Official ImageNet weights of keras.applications, through our folder, mirror and checksum.

>>> NAMES
('VGG16', 'VGG19', 'ResNet50', 'DenseNet121', 'MobileNetV2', 'EfficientNetB0')
"""

import json
import math
from collections.abc import Callable

from companion.check import one_of, require

require("keras")

import keras
import numpy as np
from keras import applications
from numpy.typing import NDArray

from companion.data.fetch import fetch_file
from companion.pretrained.official import KERAS, KERAS_CLASSES, KERAS_WITHOUT_TOP, fetch_weights

NAMES = tuple(KERAS)
"""The models that :func:`load` knows, by Keras's names."""

_MODULES = {
    "VGG16": applications.vgg16,
    "VGG19": applications.vgg19,
    "ResNet50": applications.resnet50,
    "DenseNet121": applications.densenet,
    "MobileNetV2": applications.mobilenet_v2,
    "EfficientNetB0": applications.efficientnet,
}
_IMAGENET_DEVIATION = (0.229, 0.224, 0.225)


def load(name: str, *, include_top: bool = True, input_shape: tuple[int, int, int] | None = None) -> keras.Model:
    """Return a model of keras.applications with its official ImageNet weights.

    Parameters
    ----------
    name : str
        One of `NAMES`.
    include_top : bool
        With the classifier, or without it: feature maps then. Each has a file of its own.
    input_shape : tuple of int, optional
        (height, width, 3) of the images; without the classifier only. None leaves height and width open (MobileNetV2
        then takes 224x224, as Keras builds it).

    Returns
    -------
    keras.Model
        Takes float images of shape (N, H, W, 3) prepared by :func:`preprocess`, 224x224 with the classifier. Gives
        probabilities (not logits) of shape (N, 1000) in the order of :func:`categories`, or feature maps (N, h, w, C).

    Raises
    ------
    TypeError, ValueError
        If an argument is not allowed, or if the file does not hold this model's weights.
    OSError
        If the file cannot be had, or is damaged.

    Notes
    -----
    The files are in HDF5 and hold arrays only: nothing in them is run. What Keras builds for ``weights="imagenet"`` is
    built here too, and that is not what it builds for a path: EfficientNet then lacks a layer that divides by the
    square root of ImageNet's standard deviation, and predicts worse without a word. One thing differs: for an
    `input_shape` of 96, 128, 160 or 192 pixels Keras takes another file for MobileNetV2, trained at
    that size; here it is always the one for 224.
    """
    one_of("name", name, NAMES)
    if not isinstance(include_top, bool):
        raise TypeError(f"include_top must be True or False, got {include_top!r}")
    if include_top and input_shape is not None:
        raise ValueError(f"input_shape must be None with the classifier (224x224), got {input_shape!r}")
    path = fetch_weights((KERAS if include_top else KERAS_WITHOUT_TOP)[name])
    build = getattr(_MODULES[name], name)
    model = build(weights=None, include_top=include_top, input_shape=input_shape)
    if name.startswith("EfficientNet"):
        model = _with_rescaling(model)
    try:
        model.load_weights(path)
    except Exception as error:  # a damaged file may fail anywhere in the reader
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise ValueError(
            f"{path.name} does not hold the weights of {name}: {reason[:200]}; delete {path} and load again, or check "
            "COMPANION_MIRROR"
        ) from error
    return model


def preprocess(name: str) -> Callable[[NDArray], NDArray]:
    """Return what prepares images for a model: Keras's own function, except that it leaves its input as it is.

    Parameters
    ----------
    name : str
        One of `NAMES`.

    Returns
    -------
    callable
        Takes RGB images (N, H, W, 3), an array or a tensor with values in [0, 255], gives what the model wants.

    Notes
    -----
    ========================  ========================================================================
    VGG16, VGG19, ResNet50    BGR instead of RGB, ImageNet's mean subtracted, not divided
    DenseNet121               RGB, in [0, 1], mean subtracted, divided by the standard deviation
    MobileNetV2               RGB, in [-1, 1]
    EfficientNetB0            RGB, in [0, 255]: nothing is done, its first layers do it
    ========================  ========================================================================

    Keras's own functions write into an array of floats that they are given.

    Examples
    --------
    >>> white = np.full((1, 1, 1, 3), 255.0, dtype="float32")
    >>> preprocess("MobileNetV2")(white).tolist(), preprocess("EfficientNetB0")(white).tolist()
    ([[[[1.0, 1.0, 1.0]]]], [[[[255.0, 255.0, 255.0]]]])
    """
    own = _MODULES[one_of("name", name, NAMES)].preprocess_input

    def prepare(images: NDArray) -> NDArray:
        return own(images.astype("float32") if isinstance(images, np.ndarray) else images)

    return prepare


def categories(name: str) -> tuple[str, ...]:
    """Return the names of the classes, in the order of the probabilities, from a small file that Keras publishes.

    Raises
    ------
    ValueError
        If the name is unknown.
    OSError
        If the file cannot be had, or is damaged.
    """
    one_of("name", name, NAMES)
    index = json.loads(fetch_file("keras_weights", KERAS_CLASSES).read_text(encoding="utf-8"))
    return tuple(index[str(number)][1] for number in range(len(index)))


def _with_rescaling(model: keras.Model) -> keras.Model:
    """Return EfficientNet with the layer that Keras adds for the official weights, after the normalisation.

    The weights were trained on pictures divided by the standard deviation, and their file holds it as the variance, of
    which the normalisation takes the square root; so the added layer divides by that root once more (a comment in
    Keras's source says so, and names TensorFlow's issue 49930).
    """

    def call(layer: keras.Layer, *inputs: object, **options: object) -> object:
        outputs = layer(*inputs, **options)
        if isinstance(layer, keras.layers.Normalization):
            return keras.layers.Rescaling([1 / math.sqrt(deviation) for deviation in _IMAGENET_DEVIATION])(outputs)
        return outputs

    return keras.models.clone_model(model, call_function=call)
