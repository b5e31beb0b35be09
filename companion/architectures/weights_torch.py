"""Give a PyTorch model the weights of a Keras model with the same layers, or those of torchvision."""

from collections.abc import Mapping
from typing import Any, TypeVar

from companion.architectures.exchange import torch_arrays
from companion.architectures.fitting import check_complete, check_model, check_same_net, without_counters
from companion.architectures.official import official_layers
from companion.check import require

require("torch")

import torch
from torch import Tensor, nn

Net = TypeVar("Net", bound=nn.Module)

__all__ = ["load_official", "to_torch"]


def to_torch(keras_model: Any, torch_model: Net) -> Net:
    """Give a PyTorch model all weights and statistics of the Keras model with the same layers.

    Parameters
    ----------
    keras_model : keras.Model
        Stays as it is.
    torch_model : torch.nn.Module
        The same net in the same variant, with as many classes and channels. Changed in place, on the device it is on.

    Returns
    -------
    torch.nn.Module
        `torch_model`, which now gives the same logits up to rounding, for the same images in NCHW.

    Raises
    ------
    TypeError
        If one of them is no model of its framework.
    ValueError
        If the two are different nets or variants, or a weight does not fit; the message says which, and nothing is
        changed.

    Notes
    -----
    Inverse of :func:`companion.architectures.weights_keras.to_keras`: there and back changes nothing, except that the
    counters `num_batches_tracked` stay as they are, which Keras does not have.

    Examples
    --------
    ``torch_net = to_torch(resnet_keras.resnet18(), resnet_torch.resnet18())``
    """
    check_model("keras_model", keras_model, "Keras")
    check_model("torch_model", torch_model, "PyTorch")
    check_same_net(("keras_model", keras_model), ("torch_model", torch_model))
    arrays = torch_arrays(keras_model)
    state = without_counters(torch_model.state_dict())
    check_complete(_name(torch_model), needed=set(state), given=set(arrays), argument="keras_model")
    given = {name: torch.from_numpy(array) for name, array in arrays.items()}
    _copy(state, given, {name: f"keras_model's {name!r}" for name in state})
    return torch_model


def load_official(model: Net, weights: Mapping[str, Tensor]) -> Net:
    """Give one of our nets the weights of the net of the same name in torchvision.

    Parameters
    ----------
    model : torch.nn.Module
        Built with ``variant="torchvision"``. Changed in place, on the device it is on.
    weights : mapping of str to Tensor
        The `state_dict()` of torchvision's model: :func:`companion.pretrained.official_torch.weights` has the official
        ones.

    Returns
    -------
    torch.nn.Module
        `model`, which now gives torchvision's logits.

    Raises
    ------
    TypeError
        If `weights` is no mapping of tensors by name, or `model` no model of PyTorch.
    ValueError
        If the net has no counterpart in torchvision, is another variant, or a weight does not fit; nothing is changed
        then.

    Notes
    -----
    Which layer is which stands in the function `torchvision_layers` of the family's table, for example in
    `companion.architectures.resnet_specs`; a weight keeps its own name behind its layer's. The weights of layers
    that the model was built without, GoogLeNet's auxiliary heads, are left out, and the counters
    `num_batches_tracked` are taken where they are given: the older official files have none.

    Examples
    --------
    ``load_official(resnet_torch.resnet50(), official_torch.weights("resnet50"))``
    """
    check_model("model", model, "PyTorch")
    _check_tensors(weights)
    names, state = official_layers(model, "torchvision"), model.state_dict()
    built = {name.rpartition(".")[0] for name in state}
    absent = {theirs for ours, theirs in names.items() if ours not in built}
    given = {name: value for name, value in weights.items() if name.rpartition(".")[0] not in absent}
    theirs = {name: _translated(name, names) for name in state}
    needed = {theirs[name] for name in without_counters(state)}
    check_complete(_name(model), needed=needed, given=set(without_counters(given)))
    found = {name: given[official] for name, official in theirs.items() if official in given}
    _copy({name: state[name] for name in found}, found, {name: f"weights[{theirs[name]!r}]" for name in found})
    return model


def _check_tensors(weights: Mapping[str, Tensor]) -> None:
    """Raise TypeError if these are not tensors by name."""
    advice = "weights must be tensors by name, as model.state_dict() gives"
    if not isinstance(weights, Mapping):
        raise TypeError(f"{advice}, got {type(weights).__name__}")
    for name, value in weights.items():
        if not isinstance(value, Tensor):
            raise TypeError(f"{advice}, got {type(value).__name__} under {name!r}")


def _translated(name: str, layers: Mapping[str, str]) -> str:
    """Return the official name of a weight, given that of its layer."""
    layer, _, kind = name.rpartition(".")
    return f"{layers.get(layer, layer)}.{kind}"


def _name(model: nn.Module) -> str:
    return getattr(model, "name", type(model).__name__)


def _copy(state: Mapping[str, Tensor], given: Mapping[str, Tensor], titles: Mapping[str, str]) -> None:
    """Write every given tensor into the one of the same name, or none if a shape differs."""
    for name, value in state.items():
        if value.shape != given[name].shape:
            wanted, found = tuple(value.shape), tuple(given[name].shape)
            raise ValueError(f"{titles[name]} must have shape {wanted} in PyTorch, got {found}")
    with torch.no_grad():
        for name, value in state.items():
            value.copy_(given[name])
