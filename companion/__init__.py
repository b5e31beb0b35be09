"""Companion package of *Seeing with Convolutions*, an executable course in computer vision.

Importing it is cheap: each room (``companion.data``, ``companion.boxes``, ...) is imported when it is first used, and
none of them imports PyTorch, Keras, TensorFlow or Matplotlib unless its file name says so.
"""

import importlib
from types import ModuleType

__version__ = "0.1.0"

_ROOMS = (
    "architectures",
    "boxes",
    "check",
    "config",
    "convolution",
    "data",
    "detection",
    "exercises",
    "interpretation",
    "normalization",
    "plot",
    "pretrained",
    "proposals",
    "reading",
    "training",
)


def __getattr__(name: str) -> ModuleType:
    """Import a room at its first use (PEP 562)."""
    if name in _ROOMS:
        return importlib.import_module(f"companion.{name}")
    raise AttributeError(f"module 'companion' has no attribute {name!r}; its rooms are {', '.join(_ROOMS)}")


def __dir__() -> list[str]:
    return sorted([*globals(), *_ROOMS])
