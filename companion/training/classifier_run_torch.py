"""One training of one classifier, measured: what the recipes of the architecture chapter repeat for nets and seeds."""

import datetime
import importlib.metadata
import platform
import time
from dataclasses import dataclass

from companion.check import integer, require

require("torch")

import torch
from torch import nn

from companion import config, data
from companion.data.datasets_torch import batches
from companion.training.loop_torch import evaluate, fit
from companion.training.schedules import linear_warmup_cosine
from companion.training.tables import Row


@dataclass(frozen=True)
class Setting:
    """How a net is trained: AdamW, a linear warm-up, then a cosine.

    Parameters
    ----------
    data_name : str
        Data set, see `companion.data.NAMES`.
    epochs : int
        Passes over the training pictures.
    batch_size : int
        Pictures an update.
    learning_rate, weight_decay : float
        Of AdamW.
    """

    data_name: str
    epochs: int
    batch_size: int = 64
    learning_rate: float = 1e-3
    weight_decay: float = 0.05


def measured_training(model: nn.Module, setting: Setting, *, seed: int) -> Row:
    """Train a classifier, and return how well it does.

    Parameters
    ----------
    model : torch.nn.Module
        Gives logits for the pictures of the data set. Changed in place, and moved to the device of
        :func:`companion.config.device`.
    setting : Setting
        How to train.
    seed : int
        Of the order of the pictures. What is drawn in training (dropout) comes from PyTorch's global generator.

    Returns
    -------
    dict
        "train_accuracy" (in the last epoch, while it trained), "validation_accuracy", "test_accuracy", "cpu_seconds"
        (of the training, all threads together), "device".

    Raises
    ------
    TypeError, ValueError
        If an entry of the setting is unknown or out of range.
    FloatingPointError
        If a loss is not finite.
    OSError
        If the data set cannot be had.
    """
    integer("seed", seed, minimum=0)
    train, validation, test = (
        batches(
            data.load(setting.data_name, split=split),
            batch_size=setting.batch_size,
            shuffle=split == "train",
            seed=seed,
        )
        for split in ("train", "validation", "test")
    )
    model.to(config.device())
    optimizer = torch.optim.AdamW(model.parameters(), lr=setting.learning_rate, weight_decay=setting.weight_decay)
    start = time.process_time()
    history = fit(model, train, validation, epochs=setting.epochs, optimizer=optimizer, schedule=linear_warmup_cosine)
    seconds = time.process_time() - start
    return {
        "train_accuracy": round(history.train_accuracy[-1], 4),
        "validation_accuracy": round(history.validation_accuracy[-1], 4),
        "test_accuracy": round(evaluate(model, test)[1], 4),
        "cpu_seconds": round(seconds),
        "device": config.device(),
    }


def notes(command: str) -> list[str]:
    """Return what a table says about its making: command, versions and threads, date.

    Parameters
    ----------
    command : str
        What makes the table.

    Examples
    --------
    >>> notes("python -m companion.training.vgg_depth_torch")[0]
    'command: python -m companion.training.vgg_depth_torch'
    """
    packages = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in ("torch", "numpy"))
    return [
        f"command: {command}",
        f"versions: Python {platform.python_version()}, {packages}, CPU threads: {torch.get_num_threads()}",
        f"date: {datetime.datetime.now(tz=datetime.UTC).date().isoformat()}",
    ]
