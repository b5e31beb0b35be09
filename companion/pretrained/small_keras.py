"""The small pretrained backbones in Keras."""

from companion.check import one_of, require

require("keras")

import keras

from companion.architectures.backbones_keras import copy_from_torch, small_resnet, small_vgg
from companion.pretrained.small import NAMES, read_weights

_BUILDERS = {"small_vgg": small_vgg, "small_resnet": small_resnet}


def load(name: str) -> keras.Model:
    """Return a backbone with the weights that this project trained; they are those of the PyTorch net.

    Parameters
    ----------
    name : str
        "small_vgg" or "small_resnet".

    Returns
    -------
    keras.Model
        Gives vectors (N, 128) for images (N, H, W, 3) normalised as :func:`companion.pretrained.inputs.normalise` does;
        :func:`companion.architectures.backbones_keras.feature_maps` gives the feature maps by name.

    Raises
    ------
    ValueError
        If the name is unknown.

    Examples
    --------
    >>> load("small_resnet").output_shape
    (None, 128)
    """
    model = _BUILDERS[one_of("name", name, NAMES)]()
    copy_from_torch(model, read_weights(name))
    return model
