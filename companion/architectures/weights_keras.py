"""Give a Keras model the weights of a PyTorch model with the same layers, or those of keras.applications."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from companion.architectures.exchange import slots, to_keras_layout, torch_arrays
from companion.architectures.fitting import check_complete, check_model, check_same_net, without_counters
from companion.architectures.official import official_layers
from companion.check import require

require("keras")

import keras
import numpy as np
from numpy.typing import NDArray

__all__ = ["copy_from_torch", "copy_to_torch", "load_official", "to_keras"]


def to_keras(torch_model: Any, keras_model: keras.Model) -> keras.Model:
    """Give a Keras model all weights and statistics of the PyTorch model with the same layers.

    Parameters
    ----------
    torch_model : torch.nn.Module
        Stays as it is.
    keras_model : keras.Model
        The same net in the same variant, with as many classes and channels. Changed in place.

    Returns
    -------
    keras.Model
        `keras_model`, which now gives the same logits up to rounding, for the same images in NHWC.

    Raises
    ------
    TypeError
        If one of them is no model of its framework.
    ValueError
        If the two are different nets or variants, or a weight does not fit; the message says which, and nothing is
        changed.

    Notes
    -----
    What goes where is told in :func:`companion.architectures.exchange.slots`. PyTorch's running variance is the
    unbiased one, n / (n - 1) times the variance that Keras would have stored; it is copied as it is.

    Examples
    --------
    ``keras_net = to_keras(resnet_torch.resnet18(), resnet_keras.resnet18())``
    """
    check_model("torch_model", torch_model, "PyTorch")
    check_model("keras_model", keras_model, "Keras")
    check_same_net(("torch_model", torch_model), ("keras_model", keras_model))
    state = {name: value.detach().cpu().numpy() for name, value in torch_model.state_dict().items()}
    copy_from_torch(keras_model, state)
    return keras_model


def load_official(model: keras.Model, weights: keras.Model) -> keras.Model:
    """Give one of our nets the weights of the net of the same name in keras.applications.

    Parameters
    ----------
    model : keras.Model
        Built with ``variant="keras"``. Changed in place.
    weights : keras.Model
        With its classifier: what :func:`companion.pretrained.official_keras.load` or the builder of keras.applications
        gives.

    Returns
    -------
    keras.Model
        `model`. It gives logits, where keras.applications gives their softmax.

    Raises
    ------
    TypeError
        If one of them is no Keras model.
    ValueError
        If the net has no counterpart in keras.applications, is another variant, or a weight does not fit; nothing is
        changed then.

    Notes
    -----
    Which layer is which stands in the function `keras_layers` of the family's table, for example in
    `companion.architectures.resnet_specs`. The official EfficientNet has a layer after its normalisation that
    multiplies each channel by a constant r; here the variance is divided by r squared instead, which is the same.

    Examples
    --------
    ``load_official(resnet_keras.resnet50(variant="keras"), official_keras.load("ResNet50"))``
    """
    check_model("model", model, "Keras")
    if not isinstance(weights, keras.Model):
        raise TypeError(f"weights must be a model of keras.applications, got {type(weights).__name__}")
    names = official_layers(model, "keras")
    given = dict(_official_arrays(weights))
    wanted = {
        f"{names.get(layer.name, layer.name)}/{variable.name}": variable
        for layer in model.layers
        for variable in layer.weights
    }
    check_complete(model.name, needed=set(wanted), given=set(given))
    for name, variable in wanted.items():
        _check_shape(name, variable, given[name])
    _assign(model, [(variable, given[name]) for name, variable in wanted.items()])
    return model


def copy_from_torch(model: keras.Model, weights: Mapping[str, NDArray]) -> None:
    """Set the weights of a Keras model to those of a PyTorch model with the same layers, given as arrays.

    Parameters
    ----------
    model : keras.Model
        Changed in place. Its layers are named as the PyTorch modules, with an underscore for a dot:
        "block1_conv" for `block1.conv`.
    weights : mapping of str to ndarray
        The PyTorch model's `state_dict()` with each tensor turned into an array:
        ``{name: value.numpy() for name, value in torch_model.state_dict().items()}``.

    Raises
    ------
    ValueError
        If a weight is missing, left over, or of another shape; the message names it. Nothing is changed then.

    Notes
    -----
    What goes where is told in :func:`companion.architectures.exchange.slots`.
    """
    arrays = {name: np.asarray(value) for name, value in without_counters(weights).items()}
    places = list(slots(model))
    check_complete(model.name, needed={slot.name for slot in places}, given=set(arrays))
    values = [(slot.variable, to_keras_layout(arrays[slot.name], slot)) for slot in places]
    for slot, (variable, value) in zip(places, values, strict=True):
        _check_shape(slot.name, variable, value)
    _assign(model, values)


def copy_to_torch(model: keras.Model) -> dict[str, NDArray]:
    """Return the weights of a Keras model under PyTorch's names and in its layout; inverse of `copy_from_torch`.

    Parameters
    ----------
    model : keras.Model
        Built of the layers that `copy_from_torch` knows.

    Returns
    -------
    dict of str to ndarray
        For ``torch_model.load_state_dict({name: torch.from_numpy(value) ...}, strict=False)``; only the counters
        `num_batches_tracked` are missing.

    Notes
    -----
    Law: ``copy_from_torch(model, copy_to_torch(model))`` changes nothing.
    """
    return torch_arrays(model)


def _official_arrays(weights: keras.Model) -> Iterator[tuple[str, NDArray]]:
    """Yield the arrays of an official model by layer and variable, the one after a normalisation folded into it."""
    for layer, following in pairwise([*weights.layers, None]):
        for variable in layer.weights:
            value = variable.numpy()
            scaled = isinstance(layer, keras.layers.Normalization) and isinstance(following, keras.layers.Rescaling)
            if scaled and variable.name == "variance":
                value = value / np.square(following.scale)
            # Unnamed there, and Keras counts: the second net of a process would have "normalization_1".
            name = "normalization" if isinstance(layer, keras.layers.Normalization) else layer.name
            yield f"{name}/{variable.name}", value


def _check_shape(name: str, variable: keras.Variable, value: NDArray) -> None:
    if tuple(variable.shape) != value.shape:
        raise ValueError(f"weights[{name!r}] must have shape {tuple(variable.shape)} in Keras, got {value.shape}")


def _assign(model: keras.Model, values: list[tuple[keras.Variable, NDArray]]) -> None:
    """Set all variables; a normalisation of the pictures also keeps a copy of its own, which is made anew."""
    for variable, value in values:
        variable.assign(value)
    for layer in model.layers:
        if isinstance(layer, keras.layers.Normalization):
            layer.finalize_state()
