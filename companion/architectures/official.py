"""Which of our nets has an official counterpart, and with how many parameters: one row for each model, by family."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from companion.check import one_of

FAMILIES = ("alexnet", "vgg", "googlenet", "resnet", "densenet", "senet", "mobilenet", "efficientnet")
"""Families with a table `<family>_specs`, builders in `<family>_torch` and the same builders in `<family>_keras`."""


@dataclass(frozen=True)
class Official:
    """What the libraries call one of our nets, and how many parameters theirs has.

    Parameters
    ----------
    torchvision : str
        Its builder in `torchvision.models`; empty if there is none.
    torchvision_parameters : int
        Trained parameters of torchvision's net with 1000 classes, auxiliary heads included.
    keras : str
        Its builder in `keras.applications`; empty if there is none.
    keras_parameters : int
        What `count_params` says there with 1000 classes: moving statistics and what else is not trained included.
    smaller_size : int
        A height and width other than 224, in pixels, that torchvision's net takes too; 0 if it takes no other.
    """

    torchvision: str = ""
    torchvision_parameters: int = 0
    keras: str = ""
    keras_parameters: int = 0
    smaller_size: int = 64


def official_models() -> dict[str, tuple[str, Official]]:
    """Return, for the name of every builder, its family and its official counterparts.

    Examples
    --------
    >>> official_models()["resnet50"][0]
    'resnet'
    """
    found = {}
    for family in FAMILIES:
        table: dict[str, Official] = import_module(f"companion.architectures.{family}_specs").OFFICIAL
        found.update({name: (family, row) for name, row in table.items()})
    return found


def official_layers(model: Any, library: str) -> dict[str, str]:
    """Return what a library calls the layers of a model of ours, if the model can take that library's weights.

    Parameters
    ----------
    model : model
        Of one of our builders, in either framework; its attributes `name` and `variant` are asked.
    library : str
        "torchvision" or "keras".

    Returns
    -------
    dict of str to str
        Our layer's name to the library's: what `torchvision_layers` or `keras_layers` of the family's table gives.

    Raises
    ------
    ValueError
        If the model is not one of ours, has no counterpart in that library, or is another variant.
    """
    one_of("library", library, ("torchvision", "keras"))
    package = "torchvision" if library == "torchvision" else "keras.applications"
    name = getattr(model, "name", type(model).__name__)
    counterparts = [own for own, (_, row) in official_models().items() if getattr(row, library)]
    if name not in counterparts:
        given = name if hasattr(model, "variant") else f"{name}, which none of companion.architectures' builders built"
        raise ValueError(f"model must be one with a counterpart in {package} ({', '.join(counterparts)}), got {given}")
    variant = getattr(model, "variant", None)
    if variant != library:
        advice = f"build it with {name}(..., variant={library!r})"
        raise ValueError(f"model.variant must be {library!r} for the weights of {package}, got {variant!r}; {advice}")
    specs = import_module(f"companion.architectures.{official_models()[name][0]}_specs")
    layers: Callable[[str], dict[str, str]] = getattr(specs, f"{library}_layers")
    return layers(name)
