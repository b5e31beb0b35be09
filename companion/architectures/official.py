"""Which of our nets has an official counterpart, and with how many parameters: one row for each model, by family."""

from dataclasses import dataclass
from importlib import import_module

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
