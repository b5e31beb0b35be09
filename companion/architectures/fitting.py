"""Do these weights fit that net? The sentences that both frameworks' loaders say when they do not."""

from collections.abc import Mapping
from typing import Any


def check_same_net(source: tuple[str, Any], target: tuple[str, Any]) -> None:
    """Raise ValueError if two models say of themselves that they are different nets, or different variants of one.

    Parameters
    ----------
    source, target : tuple of str and model
        Each with the name of the argument. Models without `name` or `variant` are taken as they are.

    Notes
    -----
    Shapes alone do not tell the variants apart: a ResNet-50 with its stride in the 1x1 convolution has the same weights
    as one with it in the 3x3, and gives other numbers.
    """
    (source_name, first), (target_name, second) = source, target
    for attribute in ("name", "variant"):
        wanted, found = getattr(first, attribute, None), getattr(second, attribute, None)
        if wanted is not None and found is not None and wanted != found:
            advice = f"build it with variant={wanted!r}" if attribute == "variant" else f"build {wanted}"
            raise ValueError(
                f"{target_name}.{attribute} must be that of {source_name}, {wanted!r}, got {found!r}; {advice}"
            )


def check_model(argument: str, model: Any, framework: str) -> None:
    """Raise TypeError if something is not a model of a framework: a path, say, or a model of the other one.

    Parameters
    ----------
    argument : str
        What the message calls it.
    model : object
        What was given.
    framework : str
        "PyTorch" or "Keras".

    Notes
    -----
    Neither framework is imported here: a model of PyTorch is known by its `state_dict`, one of Keras by its `layers`
    (with Keras on PyTorch its models have both).

    Examples
    --------
    >>> check_model("model", "resnet18.pth", "PyTorch")
    Traceback (most recent call last):
    ...
    TypeError: model must be a model of PyTorch, got str
    """
    if not hasattr(model, "layers" if framework == "Keras" else "state_dict"):
        raise TypeError(f"{argument} must be a model of {framework}, got {type(model).__name__}")


def check_complete(owner: str, *, needed: set[str], given: set[str], argument: str = "weights") -> None:
    """Raise ValueError if the names of some weights are not exactly those that are needed.

    Parameters
    ----------
    owner : str
        What they are for.
    needed, given : set of str
        Names.
    argument : str
        What the message calls them.

    Examples
    --------
    >>> check_complete("lenet5", needed={"c1.bias"}, given={"c1.weight"})
    Traceback (most recent call last):
    ...
    ValueError: weights must fit lenet5: missing ['c1.bias'], unused ['c1.weight']
    """
    missing, unused = sorted(needed - given), sorted(given - needed)
    if missing or unused:
        raise ValueError(f"{argument} must fit {owner}: missing {_some(missing)}, unused {_some(unused)}")


def _some(names: list[str]) -> str:
    """Return a few names of a long list."""
    if len(names) <= 8:
        return str(names or "none")
    return f"{names[:8]} and {len(names) - 8} more"


def without_counters(weights: Mapping[str, Any]) -> dict[str, Any]:
    """Return the weights without PyTorch's counters of batches, which change no output."""
    return {name: value for name, value in weights.items() if not name.endswith("num_batches_tracked")}
