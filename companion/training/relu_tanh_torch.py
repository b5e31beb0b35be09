"""Recipe: does a net learn faster with ReLU than with tanh, as figure 1 of the AlexNet paper says?

``python -m companion.training.relu_tanh_torch`` trains a net of four layers with either activation function, at two
learning rates and with five seeds, on small textures; that takes about a minute and a half of one CPU thread. It writes
``results/relu_tanh.csv``. With ``COMPANION_TIER=full`` it does the same with a wider net on CIFAR-10, as the paper did,
and writes ``results/relu_tanh_full.csv``.
"""

import time
from pathlib import Path

from companion.check import integer, one_of, real, require

require("torch")

import torch
from torch import nn

from companion import config, data
from companion.data.datasets_torch import batches
from companion.training import classifier_run_torch
from companion.training.loop_torch import fit
from companion.training.tables import Row, table_text

COMMAND = "python -m companion.training.relu_tanh_torch"
ACTIVATIONS = {"relu": (nn.ReLU, nn.init.kaiming_normal_), "tanh": (nn.Tanh, nn.init.xavier_normal_)}
"""Activation function, and how weights start that suit it: He et al. 2015, and Glorot and Bengio 2010."""

LEARNING_RATES = (0.01, 0.03)
RUNS = tuple((activation, rate, range(5)) for activation in ACTIVATIONS for rate in LEARNING_RATES)
"""Activation, learning rate, seeds."""

TARGET = 0.25
"""Training error that is to be reached, the paper's."""

_SOURCES = {"mini": ("textures", 12, (16, 16, 32)), "full": ("cifar10", 30, (32, 32, 64))}  # data, epochs, filters
_RESULTS = Path(__file__).parent / "results"
_TABLES = {"mini": _RESULTS / "relu_tanh.csv", "full": _RESULTS / "relu_tanh_full.csv"}
TABLE = _TABLES["mini"]


def four_layers(activation: str, *, num_classes: int = 12, in_channels: int = 1) -> nn.Sequential:
    """Return an untrained net without any regularization, for pictures of 32x32 pixels.

    Parameters
    ----------
    activation : str
        "relu" or "tanh".
    num_classes, in_channels : int
        Of the data set.

    Returns
    -------
    torch.nn.Sequential
        Three 5x5 convolutions, each with a max pooling that overlaps, and a dense layer. Biases start at 0, weights as
        `ACTIVATIONS` says.

    Raises
    ------
    ValueError
        If there is no such activation.

    Examples
    --------
    >>> [type(layer).__name__ for layer in four_layers("tanh")][:3]
    ['Conv2d', 'Tanh', 'MaxPool2d']
    """
    function, start = ACTIVATIONS[one_of("activation", activation, tuple(ACTIVATIONS))]
    _, _, filters = _SOURCES[config.tier()]
    model, before = nn.Sequential(), in_channels
    for after in filters:
        model.extend([nn.Conv2d(before, after, 5, padding=2), function(), nn.MaxPool2d(3, 2)])
        before = after
    model.extend([nn.Flatten(), nn.Linear(9 * before, num_classes)])  # the maps are 3x3
    for module in model.modules():
        if isinstance(module, (nn.Conv2d, nn.Linear)):
            start(module.weight)
            nn.init.zeros_(module.bias)
    return model


def run(activation: str, learning_rate: float, seed: int) -> Row:
    """Return one row of the table: train a net once and note its training error after every epoch.

    Parameters
    ----------
    activation : str
        "relu" or "tanh".
    learning_rate : float
        Of stochastic gradient descent with momentum 0.9, batches of 64, constant.
    seed : int
        Seeds first weights and order. PyTorch's global generator is left as it was.

    Returns
    -------
    dict
        "activation", "learning_rate", "seed", "epochs" (until the mean error over an epoch was at most
        `TARGET`; 0 if it never was), "train_errors" (after each epoch, with spaces between), "validation_accuracy",
        "cpu_seconds", "device". A run whose loss is not finite has errors of 1.

    Raises
    ------
    TypeError, ValueError
        If an argument is unknown or out of range.
    OSError
        If the data set cannot be had.
    """
    real("learning_rate", learning_rate, minimum=0)
    integer("seed", seed, minimum=0)
    source, epochs, _ = _SOURCES[config.tier()]
    parts = [data.load(source, split=split) for split in ("train", "validation")]
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        classes, channels = len(parts[0].class_names), parts[0].images.shape[-1]
        model = four_layers(activation, num_classes=classes, in_channels=channels).to(config.device())
        loaders = [batches(part, batch_size=64, shuffle=part is parts[0], seed=seed) for part in parts]
        optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate, momentum=0.9)
        start = time.process_time()
        try:
            history = fit(model, *loaders, epochs=epochs, optimizer=optimizer)
            errors = [1 - accuracy for accuracy in history.train_accuracy[1:]]
            validation_accuracy = history.validation_accuracy[-1]
        except FloatingPointError:
            errors, validation_accuracy = [1.0] * epochs, 0.0
        seconds = time.process_time() - start
    return {
        "activation": activation,
        "learning_rate": learning_rate,
        "seed": seed,
        "epochs": epochs_until(errors),
        "train_errors": " ".join(f"{error:.3f}" for error in errors),
        "validation_accuracy": round(validation_accuracy, 4),
        "cpu_seconds": round(seconds, 1),
        "device": config.device(),
    }


def epochs_until(errors: list[float], target: float = TARGET) -> int:
    """Return the number of the first epoch whose error is at most `target`, 0 if there is none.

    Examples
    --------
    >>> epochs_until([0.8, 0.25, 0.3]), epochs_until([0.8, 0.4])
    (2, 0)
    """
    return next((epoch for epoch, error in enumerate(errors, start=1) if error <= target), 0)


def notes() -> list[str]:
    """Return what the table says about its making: command, versions and threads, date."""
    return classifier_run_torch.notes(COMMAND)


def main() -> None:
    """Run everything and write the table of the tier, after every run, so that an interruption loses one run only."""
    rows, table = [], _TABLES[config.tier()]
    for activation, learning_rate, seeds in RUNS:
        for seed in seeds:
            rows.append(run(activation, learning_rate, seed))
            table.write_text(table_text(rows, notes()), encoding="utf-8")


if __name__ == "__main__":
    main()
