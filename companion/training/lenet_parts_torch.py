"""Recipe: what did the later replacements do for LeNet-5, ReLU for tanh and maxima for averages?

``python -m companion.training.lenet_parts_torch`` trains LeNet-5 of 1998, LeNet-5 as it is built today, and the latter
with other parts, at two learning rates and with five seeds, on the small digits; that takes about three minutes of one
CPU thread. It writes ``results/lenet_parts.csv``. With ``COMPANION_TIER=full`` it does the same on MNIST and writes
``results/lenet_parts_full.csv``.
"""

import time
from collections import OrderedDict
from dataclasses import replace
from pathlib import Path

import numpy as np

from companion.check import integer, one_of, real, require

require("torch")

import torch
from torch import nn
from torch.utils.data import DataLoader

from companion import config, data
from companion.architectures.lenet_torch import lenet5
from companion.architectures.specs import LENET_WIDTHS
from companion.data.datasets_torch import batches
from companion.data.image_data import ImageData
from companion.data.resizing import stretch
from companion.training import classifier_run_torch
from companion.training.loop_torch import evaluate, fit
from companion.training.schedules import linear_warmup_cosine
from companion.training.tables import Row, table_text

COMMAND = "python -m companion.training.lenet_parts_torch"
PARTS = {
    "tanh, average": (nn.Tanh, nn.AvgPool2d),
    "tanh, max": (nn.Tanh, nn.MaxPool2d),
    "relu, average": (nn.ReLU, nn.AvgPool2d),
    "relu, max": (nn.ReLU, nn.MaxPool2d),
}
"""Net: its activation function and its pooling. The first is `lenet5()`, up to the first weights."""

LEARNING_RATES = (0.003, 0.01)
RUNS = tuple((net, rate, range(5)) for net in ("paper", *PARTS) for rate in LEARNING_RATES)
"""Net, learning rate, seeds."""

_SOURCES = {"mini": ("digits", 15), "full": ("mnist", 10)}  # data set, epochs
_RESULTS = Path(__file__).parent / "results"
_TABLES = {"mini": _RESULTS / "lenet_parts.csv", "full": _RESULTS / "lenet_parts_full.csv"}
TABLE = _TABLES["mini"]
_BATCH_SIZE = 64
_CANVAS, _DIGIT = 32, 24


def lenet(net: str) -> nn.Module:
    """Return an untrained LeNet-5 with the parts that its name says.

    Parameters
    ----------
    net : str
        "paper" or a key of `PARTS`.

    Returns
    -------
    torch.nn.Module
        Takes images (N, 1, 32, 32), gives logits (N, 10). All but "paper" have 61,706 parameters and start from
        PyTorch's default weights.

    Raises
    ------
    ValueError
        If there is no such net.

    Examples
    --------
    >>> sum(weight.numel() for weight in lenet("relu, max").parameters())
    61706
    """
    if one_of("net", net, ("paper", *PARTS)) == "paper":
        return lenet5(variant="paper")
    activation, pooling = PARTS[net]
    c1, c3, c5, f6 = LENET_WIDTHS
    return nn.Sequential(
        OrderedDict(
            c1=nn.Conv2d(1, c1, 5),
            c1_activation=activation(),
            s2=pooling(2),
            c3=nn.Conv2d(c1, c3, 5),
            c3_activation=activation(),
            s4=pooling(2),
            c5=nn.Conv2d(c3, c5, 5),
            c5_activation=activation(),
            flatten=nn.Flatten(),
            f6=nn.Linear(c5, f6),
            f6_activation=activation(),
            output=nn.Linear(f6, 10),
        )
    )


def on_canvas(part: ImageData) -> ImageData:
    """Return digits in the middle of 32x32 pixels, as LeNet-5 wants them.

    Parameters
    ----------
    part : ImageData
        Gray digits of 28x28 pixels, or smaller ones, which are enlarged to 24x24 first.

    Returns
    -------
    ImageData
        Pictures (N, 32, 32, 1) with a black border.

    Notes
    -----
    The paper sets the background to -0.1 and the ink to 1.175, so that the mean is about 0 and the variance about 1.
    Here they stay 0 and 1.
    """
    if part.images.shape[1] < _DIGIT:
        part = replace(part, images=np.stack(list(stretch(part, _DIGIT, _DIGIT).images)))
    border = (_CANVAS - part.images.shape[1]) // 2
    return replace(part, images=np.pad(part.images, ((0, 0), (border, border), (border, border), (0, 0))))


def run(net: str, learning_rate: float, seed: int) -> Row:
    """Return one row of the table: train a net once on digits and measure it.

    Parameters
    ----------
    net : str
        "paper" or a key of `PARTS`.
    learning_rate : float
        The largest one, of Adam; it rises linearly and falls as a cosine.
    seed : int
        Seeds first weights and order. PyTorch's global generator is left as it was.

    Returns
    -------
    dict
        "net", "learning_rate", "seed", "train_accuracy" (in the last epoch, while it trained), "validation_accuracy",
        "test_accuracy", "cpu_seconds" (of the training, all threads together), "device".

    Raises
    ------
    TypeError, ValueError
        If an argument is unknown or out of range.
    OSError
        If the data set cannot be had.
    """
    real("learning_rate", learning_rate, minimum=0)
    integer("seed", seed, minimum=0)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        model = lenet(net).to(config.device())
        source, epochs = _SOURCES[config.tier()]
        train, validation, test = (_batches(source, split, seed) for split in ("train", "validation", "test"))
        optimizer = torch.optim.Adam(model.parameters(), lr=learning_rate)
        start = time.process_time()
        history = fit(model, train, validation, epochs=epochs, optimizer=optimizer, schedule=linear_warmup_cosine)
        seconds = time.process_time() - start
        return {
            "net": net,
            "learning_rate": learning_rate,
            "seed": seed,
            "train_accuracy": round(history.train_accuracy[-1], 4),
            "validation_accuracy": round(history.validation_accuracy[-1], 4),
            "test_accuracy": round(evaluate(model, test)[1], 4),
            "cpu_seconds": round(seconds, 1),
            "device": config.device(),
        }


def _batches(source: str, split: str, seed: int) -> DataLoader:
    part = on_canvas(data.load(source, split=split))
    return batches(part, batch_size=_BATCH_SIZE, shuffle=split == "train", seed=seed)


def notes() -> list[str]:
    """Return what the table says about its making: command, versions and threads, date."""
    return classifier_run_torch.notes(COMMAND)


def main() -> None:
    """Run everything and write the table of the tier, after every run, so that an interruption loses one run only."""
    rows, table = [], _TABLES[config.tier()]
    for net, learning_rate, seeds in RUNS:
        for seed in seeds:
            rows.append(run(net, learning_rate, seed))
            table.write_text(table_text(rows, notes()), encoding="utf-8")


if __name__ == "__main__":
    main()
