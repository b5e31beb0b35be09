"""Squeeze and excitation in Keras: a few layers, and how to put them behind the parts of another net.

The PyTorch version in :mod:`companion.architectures.squeeze_excitation_torch` has the same layers under the same names.
"""

from collections.abc import Sequence

from companion.check import require

require("keras")

import keras
from keras import layers

from companion.architectures.squeeze_excitation import REDUCTION, hidden_units


def squeeze_excitation(
    maps: keras.KerasTensor, *, name: str, reduction: int = REDUCTION, bias: bool = True
) -> keras.KerasTensor:
    """Return maps, each times a gate between 0 and 1 that is computed from the means of all maps.

    Parameters
    ----------
    maps : KerasTensor of shape (N, H, W, C)
        What a convolution gives.
    name : str
        The layers are named after it: "se" gives "se_fc1", "se_fc2" and others without weights; "se_gates" gives the
        gates (N, C).
    reduction : int
        How many times fewer units the hidden layer has, rounded down, at least 1.
    bias : bool
        Whether the two dense layers have biases.

    Returns
    -------
    KerasTensor of shape (N, H, W, C)
        The product.

    Notes
    -----
    As :class:`companion.architectures.squeeze_excitation_torch.SqueezeExcitation`. The gates are reshaped to (1, 1, C):
    Keras, like NumPy, aligns shapes from the right, and gates (N, C) would lie along width and channels.

    References
    ----------
    Hu, Shen, Sun 2018, Squeeze-and-excitation networks, section 3.

    Examples
    --------
    >>> squeeze_excitation(keras.Input((5, 7, 32)), name="se").shape
    (None, 5, 7, 32)
    """
    channels = maps.shape[-1]
    x = layers.GlobalAveragePooling2D(name=f"{name}_squeeze")(maps)  # (N, C)
    x = layers.Dense(hidden_units(channels, reduction), use_bias=bias, name=f"{name}_fc1")(x)
    x = layers.ReLU(name=f"{name}_relu")(x)
    x = layers.Dense(channels, use_bias=bias, name=f"{name}_fc2")(x)
    gates = layers.Activation("sigmoid", name=f"{name}_gates")(x)
    gates = layers.Reshape((1, 1, channels), name=f"{name}_reshape")(gates)  # (N, 1, 1, C)
    return layers.Multiply(name=f"{name}_product")([maps, gates])


def add_squeeze_excitation(
    model: keras.Model, parts: Sequence[str], *, reduction: int = REDUCTION, bias: bool = True
) -> keras.Model:
    """Scale what some parts of a net give, each by a :func:`squeeze_excitation` of its own.

    Parameters
    ----------
    model : keras.Model
        Functional. It is not changed.
    parts : sequence of str
        What the names of the part's layers begin with: "block1" for the layers "block1_conv1" to "block1_pool" of a VGG
        net. The output of the last of them is scaled, by layers named "block1_se_fc1" and so on.
    reduction, bias
        As in :func:`squeeze_excitation`.

    Returns
    -------
    keras.Model
        A new model of new layers, with the weights of the old ones.

    Raises
    ------
    ValueError
        If no layer belongs to a part, or it has such layers already.

    Examples
    --------
    >>> from companion.architectures.vgg_keras import vgg11
    >>> net = vgg11(10, input_shape=(32, 32, 3), stem="cifar", width=0.25)
    >>> add_squeeze_excitation(net, ["block1", "block2"]).get_layer("block2_se_fc1").units
    2
    """
    last = {_last_layer(model, part): part for part in parts}

    def call(layer: layers.Layer, *inputs: object, **options: object) -> object:
        """Call a layer of the copy, and scale what it gives if it is the last of its part."""
        maps = layer(*inputs, **options)
        if layer.name not in last:
            return maps
        return squeeze_excitation(maps, name=f"{last[layer.name]}_se", reduction=reduction, bias=bias)

    copy = keras.models.clone_model(model, call_function=call)
    for layer in model.layers:
        copy.get_layer(layer.name).set_weights(layer.get_weights())
    copy.name, copy.variant = model.name, getattr(model, "variant", None)
    return copy


def _last_layer(model: keras.Model, part: str) -> str:
    """Return the name of the last layer of a part."""
    names = [layer.name for layer in model.layers]
    found = [name for name in names if name.startswith(f"{part}_")]
    if not found:
        raise ValueError(f"parts must be what names of layers begin with, such as {names[1:4]}, got {part!r}")
    if any(name.startswith(f"{part}_se_") for name in found):
        raise ValueError(f"parts must have no layers se yet, got {part!r}")
    return found[-1]
