"""Recipe: do more layers give a plain net a higher training error, and what do shortcuts change?

``python -m companion.training.degradation_torch`` trains narrow plain and residual nets of 20 and 56 layers with
several seeds in about seven minutes of one CPU thread, and writes ``results/degradation.csv`` and, with slices through
the loss of the trained nets, ``results/loss_surface.csv``. With ``COMPANION_TIER=full`` it trains the paper's nets on
CIFAR-10 and writes ``results/degradation_full.csv`` and ``results/loss_surface_full.csv``.
"""

import time
from dataclasses import dataclass, replace
from pathlib import Path

from companion.check import integer, one_of, require

require("torch")

import torch
from torch import nn
from torch.utils.data import DataLoader

import numpy as np

from companion import config, data
from companion.architectures.resnet_cifar_torch import plain20, plain56, resnet20, resnet56
from companion.data.datasets_torch import batches
from companion.data.image_data import ImageData
from companion.training import classifier_run_torch
from companion.training.loop_torch import fit
from companion.training.loss_surface_torch import filter_normalized_direction, loss_surface
from companion.training.schedules import linear_warmup_cosine
from companion.training.tables import Row, table_text

COMMAND = "python -m companion.training.degradation_torch"
NETS = {"plain20": plain20, "plain56": plain56, "resnet20": resnet20, "resnet56": resnet56}
SEEDS = range(3)
REACH, POINTS = 0.5, 9
"""Of the slices through the loss: half as far as the filters are long, on a grid of 9 x 9 points."""

_RESULTS = Path(__file__).parent / "results"
TABLE, SURFACES = _RESULTS / "degradation.csv", _RESULTS / "loss_surface.csv"


@dataclass(frozen=True)
class Setting:
    """How the nets are built and trained: SGD with momentum 0.9, weight decay 1e-4, a warm-up, then a cosine.

    Parameters
    ----------
    data_name : str
        Data set, one of `companion.data.NAMES`.
    halved : bool
        Whether squares of four pixels become one, their mean.
    width : float
        Factor on the maps of the nets.
    epochs, batch_size : int
        Passes over the training pictures, and pictures an update.
    every : int
        The table has a row every so many epochs.
    """

    data_name: str
    halved: bool
    width: float
    epochs: int
    batch_size: int
    every: int = 3


SETTINGS = {
    "mini": Setting("textures", halved=True, width=0.5, epochs=30, batch_size=64),
    "full": Setting("cifar10", halved=False, width=1.0, epochs=180, batch_size=128),
}
"""By tier. The paper makes 64,000 updates on CIFAR-10, with steps in place of the cosine, and with augmentation."""

_LEARNING_RATE, _MOMENTUM, _WEIGHT_DECAY = 0.1, 0.9, 1e-4


def run(net: str, seed: int, *, until: int | None = None) -> list[Row]:
    """Return rows of the table: train a net once, and say how it does on the way.

    Parameters
    ----------
    net : str
        One of `NETS`.
    seed : int
        Seeds first weights and order. PyTorch's global generator is left as it was.
    until : int, optional
        Stop after so many epochs of the setting's; the learning rates up to there are those of the whole training.

    Returns
    -------
    list of dict
        "net", "seed", "epoch", "train_loss", "train_error" (both of the epoch, while it trained), "validation_error",
        "cpu_seconds" (of all that was trained, all threads together), "device". Row 0 is from before the first update.

    Raises
    ------
    TypeError, ValueError
        If an argument is unknown or out of range.
    OSError
        If the data set cannot be had.
    """
    return trained(net, seed, until=until)[1]


def trained(net: str, seed: int, *, until: int | None = None) -> tuple[nn.Module, list[Row]]:
    """Return the trained net, and its rows; parameters and errors as in :func:`run`."""
    build = NETS[one_of("net", net, tuple(NETS))]
    integer("seed", seed, minimum=0)
    setting = SETTINGS[config.tier()]
    until = setting.epochs if until is None else integer("until", until, minimum=0, maximum=setting.epochs)
    train, validation = (pictures(split) for split in ("train", "validation"))
    loaders = (
        batches(train, batch_size=setting.batch_size, shuffle=True, seed=seed),
        batches(validation, batch_size=setting.batch_size),
    )
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        model = build(len(train.class_names), in_channels=train.images.shape[-1], width=setting.width)
        rows = _fitted(model.to(config.device()), *loaders, until)
    return model, [{"net": net, "seed": seed, **row} for row in rows]


def _fitted(model: nn.Module, train: DataLoader, validation: DataLoader, until: int) -> list[Row]:
    """Train a model; return what is measured every few epochs."""
    setting = SETTINGS[config.tier()]
    optimizer = torch.optim.SGD(model.parameters(), lr=_LEARNING_RATE, momentum=_MOMENTUM, weight_decay=_WEIGHT_DECAY)
    start = time.process_time()
    history = fit(
        model,
        train,
        validation,
        epochs=until,
        optimizer=optimizer,
        schedule=lambda progress: linear_warmup_cosine(progress * until / setting.epochs),
    )
    seconds = round(time.process_time() - start)
    return [
        {
            "epoch": epoch,
            "train_loss": round(history.train_loss[epoch], 4),
            "train_error": round(1 - history.train_accuracy[epoch], 4),
            "validation_error": round(1 - history.validation_accuracy[epoch], 4),
            "cpu_seconds": seconds,
            "device": config.device(),
        }
        for epoch in range(0, until + 1, setting.every)
    ]


def surface_rows(model: nn.Module, net: str, seed: int) -> list[Row]:
    """Return a slice through the loss of a trained net on its first 480 training pictures, along two directions.

    Parameters
    ----------
    model : torch.nn.Module
        Of :func:`trained`.
    net, seed : str, int
        What it was made of; the two directions follow from the seed.

    Returns
    -------
    list of dict
        "net", "seed", "first", "second" (the coefficients), "loss": one row a point.
    """
    part = pictures("train")
    loader = batches(replace(part, images=part.images[:480], labels=part.labels[:480]), batch_size=480)
    images, labels = (value.to(config.device()) for value in next(iter(loader)))
    first, second = (filter_normalized_direction(model, seed=2 * seed + index) for index in (0, 1))
    surface = loss_surface(model, images, labels, (first, second), reach=REACH, points=POINTS)
    grid = np.linspace(-REACH, REACH, POINTS).round(3).tolist()
    return [
        {"net": net, "seed": seed, "first": grid[i], "second": grid[j], "loss": round(float(surface[i, j]), 4)}
        for i in range(POINTS)
        for j in range(POINTS)
    ]


def pictures(split: str) -> ImageData:
    """Return a split of the setting's data set: in the mini tier textures of 16x16 pixels.

    Raises
    ------
    ValueError, OSError
        If the split is unknown or the data set cannot be had.

    Examples
    --------
    >>> pictures("validation").images.shape
    (480, 16, 16, 1)
    """
    setting = SETTINGS[config.tier()]
    part = data.load(setting.data_name, split=split)
    if not setting.halved:
        return part
    count, height, width, channels = part.images.shape
    squares = part.images.reshape(count, height // 2, 2, width // 2, 2, channels)
    return replace(part, images=squares.mean(axis=(2, 4)).round().astype(np.uint8))


def notes() -> list[str]:
    """Return what the tables say about their making.

    Examples
    --------
    >>> notes()[0]
    'command: python -m companion.training.degradation_torch'
    """
    return classifier_run_torch.notes(COMMAND)


def main() -> None:
    """Run everything and write the tables, after every run, so that an interruption loses one run only."""
    ending = "" if config.tier() == "mini" else "_full"
    table, surfaces = (path.with_stem(path.stem + ending) for path in (TABLE, SURFACES))
    rows: list[Row] = []
    slices: list[Row] = []
    for seed in SEEDS:
        for net in NETS:
            model, found = trained(net, seed)
            rows += found
            table.write_text(table_text(rows, notes()), encoding="utf-8")
            slices += surface_rows(model, net, seed)
            surfaces.write_text(table_text(slices, notes()), encoding="utf-8")


if __name__ == "__main__":
    main()
