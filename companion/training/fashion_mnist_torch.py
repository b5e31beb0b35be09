"""Recipe: how well do the nets of the first chapter do on Fashion-MNIST, and what does it cost without a GPU?

``python -m companion.training.fashion_mnist_torch`` downloads the data set where it is missing, trains LeNet-5 and the
small convnet with several seeds in about half an hour on one CPU thread, and writes
``results/fashion_mnist.csv``.
"""

import datetime
import importlib.metadata
import platform
import time
from dataclasses import replace
from pathlib import Path

from companion.check import integer, one_of, real, require

require("torch")

import torch
from torch import nn
from torch.utils.data import DataLoader

import numpy as np

from companion import config, data
from companion.architectures import lenet_torch
from companion.data.datasets_torch import batches
from companion.training.loop_torch import evaluate, fit
from companion.training.schedules import linear_warmup_cosine
from companion.training.tables import Row, table_text

COMMAND = "python -m companion.training.fashion_mnist_torch"
TABLE = Path(__file__).parent / "results" / "fashion_mnist.csv"
NETS = {"lenet5": lenet_torch.lenet5, "small_convnet": lenet_torch.small_convnet}
RUNS = (
    ("lenet5", 12, 0.01, range(3)),
    ("small_convnet", 4, 0.01, range(2)),
    ("small_convnet", 4, 0.5, range(2)),
    ("small_convnet", 12, 0.5, range(1)),
)
"""Net, epochs, weight decay, seeds: few, because without a GPU an epoch of the small convnet takes most of a minute."""

_BATCH_SIZE, _LEARNING_RATE = 128, 2e-3


def run(net: str, epochs: int, weight_decay: float, seed: int) -> Row:
    """Return one row of the table: train a net once on Fashion-MNIST and measure it.

    Parameters
    ----------
    net : str
        "lenet5" or "small_convnet".
    epochs : int
        Passes over the 55,000 training pictures.
    weight_decay : float
        Of AdamW, at least 0.
    seed : int
        Seeds initialization and order. PyTorch's global generator is left as it was.

    Returns
    -------
    dict
        "net", "epochs", "weight_decay", "seed", "validation_accuracy", "test_accuracy", "cpu_seconds" (of the training,
        all threads together), "device".

    Raises
    ------
    TypeError, ValueError
        If an argument is unknown or out of range.
    OSError
        If the data set cannot be had.
    """
    build = NETS[one_of("net", net, tuple(NETS))]
    integer("epochs", epochs, minimum=0)
    integer("seed", seed, minimum=0)
    real("weight_decay", weight_decay, minimum=0)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        validation_accuracy, test_accuracy, cpu_seconds = _train(net, build(), epochs, weight_decay, seed)
    return {
        "net": net,
        "epochs": epochs,
        "weight_decay": weight_decay,
        "seed": seed,
        "validation_accuracy": round(validation_accuracy, 4),
        "test_accuracy": round(test_accuracy, 4),
        "cpu_seconds": round(cpu_seconds),
        "device": config.device(),
    }


def _train(net: str, model: nn.Module, epochs: int, weight_decay: float, seed: int) -> tuple[float, float, float]:
    """Return the accuracies on validation and test set, and the seconds of processor time of the training."""
    train, validation, test = (_batches(net, split, seed) for split in ("train", "validation", "test"))
    model.to(config.device())
    optimizer = torch.optim.AdamW(model.parameters(), lr=_LEARNING_RATE, weight_decay=weight_decay)
    start = time.process_time()
    history = fit(model, train, validation, epochs=epochs, optimizer=optimizer, schedule=linear_warmup_cosine)
    seconds = time.process_time() - start
    return history.validation_accuracy[-1], evaluate(model, test)[1], seconds


def _batches(net: str, split: str, seed: int) -> DataLoader:
    """Return the batches of a split; LeNet-5 gets a black border of two pixels, to see 32x32 of them."""
    part = data.load("fashion_mnist", split=split)
    if net == "lenet5":
        part = replace(part, images=np.pad(part.images, ((0, 0), (2, 2), (2, 2), (0, 0))))
    return batches(part, batch_size=_BATCH_SIZE, shuffle=split == "train", seed=seed)


def notes() -> list[str]:
    """Return what the table says about its making: command, versions and threads, date.

    Examples
    --------
    >>> notes()[0]
    'command: python -m companion.training.fashion_mnist_torch'
    """
    packages = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in ("torch", "numpy"))
    threads = torch.get_num_threads()
    return [
        f"command: {COMMAND}",
        f"versions: Python {platform.python_version()}, {packages}, CPU threads: {threads}",
        f"date: {datetime.datetime.now(tz=datetime.UTC).date().isoformat()}",
    ]


def main() -> None:
    """Run everything and write the table, after every run, so that an interruption loses one run only."""
    rows = []
    for net, epochs, weight_decay, seeds in RUNS:
        for seed in seeds:
            rows.append(run(net, epochs, weight_decay, seed))
            TABLE.write_text(table_text(rows, notes()), encoding="utf-8")


if __name__ == "__main__":
    main()
