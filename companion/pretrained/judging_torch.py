"""Judge a backbone in PyTorch: a linear head on its vectors, against one on random weights and one on raw pixels."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from companion.check import one_of, require

require("torch")

import torch
from torch import Tensor, nn

import numpy as np
from numpy.typing import NDArray

from companion.data.image_data import SPLITS
from companion.pretrained import probe_data
from companion.pretrained.inputs import normalise
from companion.pretrained.probe import Parts, probe_accuracy
from companion.training.progress import progress_bar
from companion.training.tables import Row

KINDS = ("pretrained", "random", "pixels")
"""What the linear head stands on."""

LABELS_PER_CLASS = (5, 10, 50)
SEEDS = tuple(range(5))

_BATCH_SIZE = 256


def judge(net: nn.Module, build: Callable[[], nn.Module]) -> list[Row]:
    """Return the table of a trained net.

    Parameters
    ----------
    net : torch.nn.Module
        Trained, in evaluation mode; gives vectors for images (N, 3, 32, 32).
    build : callable
        Gives the same net with random weights.

    Returns
    -------
    list of dict
        The rows of :func:`measure` for each of `KINDS` and each data set.
    """
    cases = [(kind, data) for kind in KINDS for data in probe_data.NAMES]
    rows: list[Row] = []
    with progress_bar(len(cases)) as bar:
        for kind, data in cases:
            rows += measure(kind, data, net if kind == "pretrained" else build)
            bar.update(1)
    return rows


def measure(kind: str, data: str, source: Callable, *, counts: Sequence[int] = LABELS_PER_CLASS) -> list[Row]:
    """Return the rows of one kind of features on one data set.

    Parameters
    ----------
    kind : str
        "pretrained", "random" or "pixels".
    data : str
        "digits", "faces", "letters" or "photographs".
    source : callable
        The trained net for "pretrained", the builder of a random one for "random"; not looked at for "pixels".
    counts : sequence of int
        Numbers of labels a class.

    Returns
    -------
    list of dict
        A row for each number of labels: mean and standard deviation (of a sample) of the accuracy on the test part over
        five seeds, which draw the labelled examples and the random weights.

    Raises
    ------
    ValueError
        If a name is unknown.

    Notes
    -----
    Random weights are given a fair chance: their normalisation layers take their statistics from all training pictures
    of the data set at hand, whereas the trained net keeps those of the pretext task.
    """
    pictures = {split: probe_data.probe_data(data, split) for split in SPLITS}

    def parts(seed: int) -> Parts:
        vectors = _vectors(one_of("kind", kind, KINDS), source, pictures["train"].images, seed)
        return {split: (vectors(part.images), part.labels) for split, part in pictures.items()}

    draws = [parts(seed) for seed in SEEDS] if kind == "random" else [parts(0)] * len(SEEDS)
    rows: list[Row] = []
    for count in counts:
        found = [probe_accuracy(draw, count, seed=seed) for draw, seed in zip(draws, SEEDS, strict=True)]
        mean, deviation = round(float(np.mean(found)), 4), round(float(np.std(found, ddof=1)), 4)
        row = {"features": kind, "data": data, "labels_per_class": count, "accuracy": mean, "deviation": deviation}
        rows.append(row)
    return rows


@torch.no_grad()
def features(net: nn.Module, images: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return what a net gives for pictures.

    Parameters
    ----------
    net : torch.nn.Module
        In the mode in which it is to be used.
    images : ndarray of shape (N, H, W, C), uint8
        RGB or gray.

    Returns
    -------
    ndarray of shape (N, D), float32
    """
    starts = range(0, len(images), _BATCH_SIZE)
    return np.concatenate([net(to_tensor(images[start : start + _BATCH_SIZE])).numpy() for start in starts])


def random_net(build: Callable[[], nn.Module], images: NDArray[np.uint8], *, seed: int) -> nn.Module:
    """Return a net with random weights, the statistics of its normalisation layers taken from pictures.

    Parameters
    ----------
    build : callable
        Gives the net.
    images : ndarray of shape (N, H, W, C), uint8
        All of them count alike.
    seed : int
        Of the weights; PyTorch's own generator is left as it was.

    Returns
    -------
    torch.nn.Module
        In evaluation mode.
    """
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        net = build().train()
    for module in net.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.momentum = None  # the plain mean over batches
    features(net, images)
    return net.eval()


def to_tensor(images: NDArray[np.uint8]) -> Tensor:
    """Return normalised pictures (N, 3, H, W) for pictures (N, H, W, C)."""
    # The transposed view is what PyTorch calls channels last, and half as fast again on a CPU.
    return torch.from_numpy(normalise(images)).permute(0, 3, 1, 2)


@contextmanager
def one_thread() -> Iterator[None]:
    """Let PyTorch compute on one thread for a while, so that sums have one order."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def _vectors(
    kind: str, source: Callable, images: NDArray[np.uint8], seed: int
) -> Callable[[NDArray[np.uint8]], NDArray[np.float32]]:
    """Return the function from pictures to features."""
    if kind == "pixels":
        return lambda pictures: pictures.reshape(len(pictures), -1).astype(np.float32)
    net = source if kind == "pretrained" else random_net(source, images, seed=seed)
    return lambda pictures: features(net, pictures)
