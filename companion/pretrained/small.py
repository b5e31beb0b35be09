"""What is known about the small weights that this project trained, and their arrays, free of frameworks.

Notes
-----
They know strokes, outlines and grain, and were taught to overlook colour and light. A linear head on them beats one on
random weights by far on digits and letters, by less on faces, and by little or nothing on patches of photographs; with
50 labels a class the pixels themselves do as well on faces (the tables say how much, and `probe` how the penalty of the
head is chosen). They do *not* help on photographs of things: on ants and bees (hymenoptera_data, 10 and 50 labels a
class) they were no better than random weights.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from safetensors import safe_open

from companion.pretrained.tables import NAMES, provenance, read_table, weights_path
from companion.training.tables import Row

__all__ = ["NAMES", "Facts", "facts", "read_weights"]


@dataclass(frozen=True)
class Facts:
    """What is known about one set of small weights.

    Parameters
    ----------
    name : str
        Name of the net.
    parameters : int
        Numbers that training changed.
    file_size : int
        Bytes of the file.
    trained_on : str
        What the net saw, in one sentence.
    normalisation : str
        How its pictures are to be normalised.
    recipe : dict of str
        Command, versions, date, seconds and more, see :func:`companion.pretrained.tables.provenance`.
    table : list of dict
        Measured accuracies, see :func:`companion.pretrained.tables.read_table`.
    """

    name: str
    parameters: int
    file_size: int
    trained_on: str
    normalisation: str
    recipe: dict[str, str]
    table: list[Row]


def facts(name: str) -> Facts:
    """Return what is known about one set of small weights.

    Parameters
    ----------
    name : str
        "small_vgg" or "small_resnet".

    Returns
    -------
    Facts

    Raises
    ------
    ValueError
        If the name is unknown.

    Examples
    --------
    >>> facts("small_vgg").parameters
    486472
    """
    weights = read_weights(name)
    trained = sum(value.size for key, value in weights.items() if "running" not in key)
    with safe_open(weights_path(name), framework="numpy") as file:
        notes = file.metadata()
    return Facts(
        name,
        trained,
        weights_path(name).stat().st_size,
        notes["trained_on"],
        notes["normalisation"],
        provenance(name),
        read_table(name),
    )


def read_weights(name: str) -> dict[str, NDArray[np.float32]]:
    """Return the weights of a small net under PyTorch's names and in its layout.

    Parameters
    ----------
    name : str
        "small_vgg" or "small_resnet".

    Returns
    -------
    dict of str to ndarray of float32
        With the running statistics of the normalisation layers.

    Raises
    ------
    ValueError
        If the name is unknown.

    Notes
    -----
    The file is in the format safetensors: reading it runs no code.

    Examples
    --------
    >>> read_weights("small_vgg")["block1.conv1.weight"].shape
    (24, 3, 3, 3)
    """
    with safe_open(weights_path(name), framework="numpy") as file:
        return {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118 - the file is no mapping
