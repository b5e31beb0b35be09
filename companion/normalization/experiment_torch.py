"""One run of the recipes: train a small net on the digits with plain gradient descent and measure it.

The book's loop in :mod:`companion.training.loop_torch` measures after every epoch and draws a progress bar; hundreds of
runs of a second each need neither.
"""

import contextlib
import datetime
import importlib.metadata
import platform
from collections.abc import Iterator

from companion.check import integer, one_of, real, require

require("torch")

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from companion import data
from companion.normalization.nets_torch import NORMALIZATIONS, convolutional_net, dense_net

NETS = {"convolutional": convolutional_net, "dense": dense_net}


def digits(split: str) -> tuple[Tensor, Tensor]:
    """Return the pictures (N, 1, 8, 8), float32 from 0 to 1, and the labels (N,) of a split.

    Examples
    --------
    >>> digits("test")[0].shape[1:]
    torch.Size([1, 8, 8])
    """
    part = data.load("digits", split=split)
    pictures = torch.from_numpy(part.images).permute(0, 3, 1, 2).float() / 255  # (N, H, W, C) to (N, C, H, W)
    return pictures, torch.from_numpy(part.labels)


def trained_net(
    net: str, normalization: str, *, learning_rate: float, seed: int, batch_size: int = 64, epochs: int = 20
) -> nn.Sequential:
    """Train one net on the training digits.

    Parameters
    ----------
    net : str
        "convolutional" or "dense".
    normalization : str
        "none", "batch" or "group".
    learning_rate : float
        Of stochastic gradient descent without momentum, constant; greater than 0.
    seed : int
        Seeds initialization and the order of the pictures. PyTorch's global generator is left as it was.
    batch_size : int
        Pictures in a batch, at least 2; an incomplete last batch of an epoch is left out.
    epochs : int
        Passes over the training pictures.

    Returns
    -------
    Sequential
        In evaluation mode.

    Raises
    ------
    TypeError, ValueError
        If an argument is unknown or out of range.
    """
    build = NETS[one_of("net", net, tuple(NETS))]
    one_of("normalization", normalization, NORMALIZATIONS)
    integer("batch_size", batch_size, minimum=2)
    if real("learning_rate", learning_rate) <= 0:
        raise ValueError(f"learning_rate must be greater than 0, got {learning_rate}")
    pictures, labels = digits("train")
    with _one_thread(), torch.random.fork_rng(devices=[]):
        torch.manual_seed(integer("seed", seed, minimum=0))
        model = build(normalization).train()
        optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)
        for _ in range(integer("epochs", epochs, minimum=0)):
            for batch in torch.randperm(len(labels)).split(batch_size):
                if len(batch) == batch_size:
                    optimizer.zero_grad()
                    cross_entropy(model(pictures[batch]), labels[batch]).backward()
                    optimizer.step()
    return model.eval()


@contextlib.contextmanager
def _one_thread() -> Iterator[None]:
    """Use one CPU thread: nets this small train no faster on more, and sums are then always taken in one order."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def accuracy(model: nn.Module, split: str = "test") -> float:
    """Return the share of right answers of a net, in whatever mode it is, on one split as a single batch.

    Parameters
    ----------
    model : Module
        Takes pictures (N, 1, 8, 8), gives logits.
    split : str
        "train", "validation" or "test".

    Returns
    -------
    float
        From 0 to 1. Logits that are not numbers count as wrong.
    """
    pictures, labels = digits(split)
    with torch.no_grad():
        logits = model(pictures)
    right = (logits.argmax(dim=1) == labels) & logits.isfinite().all(dim=1)
    return right.double().mean().item()


def notes(command: str) -> list[str]:
    """Return what a results table says about its making: command, versions, date.

    Examples
    --------
    >>> notes("python -m companion.normalization.sweep_torch")[0]
    'command: python -m companion.normalization.sweep_torch'
    """
    packages = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in ("torch", "numpy", "scikit-learn"))
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    return [
        f"command: {command}",
        f"versions: Python {platform.python_version()}, {packages}, one CPU thread",
        f"date: {today}",
    ]
