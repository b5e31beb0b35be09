"""What one run of the book depends on: data tier, seed, device, data folder.

Everything is read from the environment when it is asked for, so that ``COMPANION_TIER=full`` set in a notebook's first
cell works like one set in the shell.
"""

import importlib
import os
import random
import sys
from pathlib import Path

import numpy as np

TIERS = ("mini", "full")
DEVICES = ("cpu", "cuda", "mps")


def tier() -> str:
    """Return the data tier, from the environment variable ``COMPANION_TIER``.

    Returns
    -------
    str
        "mini" (embedded data, no network) or "full" (public data sets, downloaded once).

    Raises
    ------
    ValueError
        If the variable holds another name.
    """
    value = os.environ.get("COMPANION_TIER", "mini").strip() or "mini"
    if value not in TIERS:
        raise ValueError(f"COMPANION_TIER must be one of {', '.join(map(repr, TIERS))}, got {value!r}")
    return value


def seed_everything(seed: int) -> np.random.Generator:
    """Seed Python, NumPy and the frameworks that are already imported.

    Parameters
    ----------
    seed : int
        From 0 to 2**32 - 1.

    Returns
    -------
    numpy.random.Generator
        A fresh generator with this seed, for code that takes one.

    Raises
    ------
    TypeError, ValueError
        If `seed` is not such a number.

    Notes
    -----
    A framework imported later still starts the same way every time: PyTorch has a fixed first seed, and Keras draws its
    own from Python's generator.

    Examples
    --------
    >>> first = seed_everything(0).random()
    >>> first == seed_everything(0).random()
    True
    """
    if isinstance(seed, bool) or not isinstance(seed, (int, np.integer)):
        raise TypeError(f"seed must be a whole number from 0 to 2**32 - 1, got {type(seed).__name__} {seed!r}")
    if not 0 <= seed < 2**32:
        raise ValueError(f"seed must be a whole number from 0 to 2**32 - 1, got {seed}")
    random.seed(int(seed))
    np.random.seed(int(seed))  # noqa: NPY002 - libraries below us still draw from the global generator
    if torch := sys.modules.get("torch"):
        torch.manual_seed(int(seed))
    if keras := sys.modules.get("keras"):
        keras.utils.set_random_seed(int(seed))
    return np.random.default_rng(seed)


def device() -> str:
    """Return the fastest device that PyTorch can use here: "cuda", "mps" (Apple silicon) or "cpu".

    The environment variable ``COMPANION_DEVICE`` overrides the choice.

    Raises
    ------
    ImportError
        If PyTorch is not installed.
    ValueError
        If ``COMPANION_DEVICE`` names an unknown device, or one that is not available here.
    """
    # TensorFlow and Keras place their own operations; only PyTorch has to be told.
    try:
        torch = importlib.import_module("torch")
    except ModuleNotFoundError:
        message = 'torch is not installed; install it with: pip install "seeing-with-convolutions[torch]"'
        raise ImportError(message, name="torch") from None
    available = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available(), "cpu": True}
    wanted = os.environ.get("COMPANION_DEVICE", "").strip()
    if not wanted:
        return next(name for name, there in available.items() if there)
    if wanted not in DEVICES:
        raise ValueError(f"COMPANION_DEVICE must be one of {', '.join(map(repr, DEVICES))}, got {wanted!r}")
    if not available[wanted]:
        raise ValueError(f"COMPANION_DEVICE asks for {wanted!r}, which PyTorch cannot use on this machine")
    return wanted


def data_folder() -> Path:
    """Return the folder that holds downloaded data and the reader's progress; it need not exist yet.

    It is ``COMPANION_DATA`` where that is set, else ``~/.cache/seeing-with-convolutions``.
    """
    folder = os.environ.get("COMPANION_DATA", "").strip()
    return Path(folder).expanduser() if folder else Path.home() / ".cache" / "seeing-with-convolutions"
