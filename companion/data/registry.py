"""What is known about each data set: where it comes from, its terms, its classes, its files and their checksums."""

from companion.data.entries import Entry, RemoteFile, Unpacking
from companion.data.naming import known
from companion.data.registry_embedded import EMBEDDED
from companion.data.registry_objects import OBJECTS
from companion.data.registry_photographs import PHOTOGRAPHS
from companion.data.registry_small import SMALL

__all__ = ["REGISTRY", "Entry", "RemoteFile", "Unpacking", "entry"]

REGISTRY: dict[str, Entry] = {**EMBEDDED, **SMALL, **PHOTOGRAPHS, **OBJECTS}
"""Every data set by its name."""


def entry(name: str) -> Entry:
    """Return what is known about a data set.

    Raises
    ------
    ValueError
        If the name is unknown; the message says which one was probably meant.

    Examples
    --------
    >>> entry("fashion_mnist").licence
    'MIT'
    """
    return REGISTRY[known("name", name, tuple(REGISTRY))]
