"""Recipe: do GoogLeNet's auxiliary heads help, without batch normalisation and with it?

``python -m companion.training.auxiliary_heads_torch`` trains narrow nets with and without heads, with three seeds each,
in about three minutes of one CPU thread, and writes ``results/auxiliary_heads.csv``. With ``COMPANION_TIER=full`` it
trains nets of half width on CIFAR-10 and writes ``results/auxiliary_heads_full.csv``.
"""

import time
from dataclasses import replace
from pathlib import Path
from statistics import fmean

from companion.check import integer, one_of, require

require("torch")

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.utils.data import DataLoader

from companion import config, data
from companion.architectures.googlenet_specs import HEAD_WEIGHT, VARIANTS
from companion.architectures.googlenet_torch import GoogLeNet, googlenet
from companion.data.datasets_torch import batches
from companion.training import classifier_run_torch
from companion.training.classifier_run_torch import Setting
from companion.training.history import check_loss
from companion.training.loop_torch import evaluate
from companion.training.progress import progress_bar
from companion.training.schedules import linear_warmup_cosine
from companion.training.tables import Row, table_text

COMMAND = "python -m companion.training.auxiliary_heads_torch"
HEADS = ("without", "with")
RUNS = {
    "mini": tuple(
        (variant, heads, epochs, seed)
        for seed in range(3)
        for variant, epochs in (("paper", 8), ("torchvision", 4))
        for heads in HEADS
    ),
    "full": tuple((variant, heads, 60, seed) for seed in range(5) for variant in VARIANTS for heads in HEADS),
}
"""For each tier: variant of the net, heads, epochs, seed; nets with the same seed stand together."""

_SETTINGS = {
    "mini": Setting("textures", 0, batch_size=60, learning_rate=2e-3, weight_decay=0.0),
    "full": Setting("cifar10", 0, batch_size=128, weight_decay=0.0),
}
_WIDTHS = {"mini": 0.125, "full": 0.5}
_RESULTS = Path(__file__).parent / "results"
TABLE = _RESULTS / "auxiliary_heads.csv"


def run(variant: str, heads: str, epochs: int, seed: int) -> Row:
    """Return one row of the table: train a narrow GoogLeNet once on pictures of 32x32, and measure it.

    Parameters
    ----------
    variant : str
        "paper" has no batch normalisation, "torchvision" has.
    heads : str
        "with" or "without" the two auxiliary heads, which are there in training only.
    epochs : int
        Passes over the training pictures, at least 1.
    seed : int
        Seeds first weights, order and dropout. PyTorch's global generator is left as it was.

    Returns
    -------
    dict
        "variant", "heads", "epochs", "seed"; the norm of the gradient in the three convolutions before the modules at
        the first update ("start_gradient"), and its mean over the updates of the first and of the last epoch
        ("first_gradient", "last_gradient"); "train_loss" of the main classifier in the last epoch;
        "validation_accuracy", "test_accuracy"; "cpu_seconds" of the training, all threads together; "device".

    Raises
    ------
    TypeError, ValueError
        If an argument is unknown or out of range.
    FloatingPointError
        If a loss is not finite.
    OSError
        If the data set cannot be had.

    Notes
    -----
    Nets with and without heads start from different weights with the same seed, for the heads draw numbers too: their
    rows are no pairs.
    """
    one_of("variant", variant, tuple(VARIANTS))
    one_of("heads", heads, HEADS)
    integer("seed", seed, minimum=0)
    setting = replace(_SETTINGS[config.tier()], epochs=integer("epochs", epochs, minimum=1))
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        measured = _measured(variant, heads == "with", setting, seed)
    return {"variant": variant, "heads": heads, "epochs": epochs, "seed": seed, **measured}


def _measured(variant: str, auxiliary: bool, setting: Setting, seed: int) -> Row:
    """Return what one training gives, rounded."""
    parts = [data.load(setting.data_name, split=split) for split in ("train", "validation", "test")]
    channels, classes = parts[0].images.shape[-1], len(parts[0].class_names)
    options = {"stem": "cifar", "width": _WIDTHS[config.tier()], "variant": variant, "auxiliary": auxiliary}
    model = googlenet(classes, in_channels=channels, **options)
    # With pictures from 0 to 1 these divide by 1.000, and take half of the time.
    model.response1, model.response2 = nn.Identity(), nn.Identity()
    model.to(config.device(), memory_format=torch.channels_last)  # twice as fast on a CPU, for the poolings
    train, validation, test = (
        batches(part, batch_size=setting.batch_size, shuffle=part is parts[0], seed=seed) for part in parts
    )
    start = time.process_time()
    losses, norms = fit_with_heads(model, train, setting)
    seconds = time.process_time() - start
    return {
        "start_gradient": round(norms[0], 5),
        "first_gradient": round(fmean(norms[: len(train)]), 5),
        "last_gradient": round(fmean(norms[-len(train) :]), 5),
        "train_loss": round(losses[-1], 4),
        "validation_accuracy": round(evaluate(model, validation)[1], 4),
        "test_accuracy": round(evaluate(model, test)[1], 4),
        "cpu_seconds": round(seconds),
        "device": config.device(),
    }


def fit_with_heads(model: GoogLeNet, train: DataLoader, setting: Setting) -> tuple[list[float], list[float]]:
    """Train a GoogLeNet with Adam, a linear warm-up, then a cosine; its heads, if it has any, weigh 0.3 each.

    Parameters
    ----------
    model : GoogLeNet
        Changed in place, on the device it is on.
    train : DataLoader
        Batches (images, labels).
    setting : Setting
        Epochs, learning rate and weight decay.

    Returns
    -------
    tuple of list of float
        The mean loss of the main classifier for every epoch, and the norm of the gradient of the whole loss in the
        three convolutions before the modules for every update.

    Raises
    ------
    FloatingPointError
        If a loss is not finite.
    """
    rate, decay = setting.learning_rate, setting.weight_decay
    optimizer = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=decay)
    stem = [layer.conv.weight for layer in (model.conv1, model.conv2, model.conv3)]
    losses, norms, steps = [], [], setting.epochs * len(train)
    with progress_bar(steps) as bar:
        for epoch in range(setting.epochs):
            total = 0.0
            for images, labels in train:
                optimizer.param_groups[0]["lr"] = rate * linear_warmup_cosine(len(norms) / steps)
                loss = _update(model, images, labels, optimizer)
                total += check_loss("training loss", loss, epoch=epoch + 1) * len(labels)
                norms.append(torch.cat([weight.grad.flatten() for weight in stem]).norm().item())
                bar.update(1)
            losses.append(total / len(train.dataset))
    return losses, norms


def _update(model: GoogLeNet, images: Tensor, labels: Tensor, optimizer: torch.optim.Optimizer) -> float:
    """Make one update; return the loss of the main classifier before it."""
    device = next(model.parameters()).device
    images, labels = images.to(device, memory_format=torch.channels_last), labels.to(device)
    outputs = model.train()(images)
    main, *heads = outputs if model.auxiliary else [outputs]
    main_loss = F.cross_entropy(main, labels)
    loss = main_loss + HEAD_WEIGHT * sum(F.cross_entropy(head, labels) for head in heads)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return main_loss.item()


def notes() -> list[str]:
    """Return what the table says about its making.

    Examples
    --------
    >>> notes()[0]
    'command: python -m companion.training.auxiliary_heads_torch'
    """
    return classifier_run_torch.notes(COMMAND)


def main() -> None:
    """Run everything and write the table, after every run, so that an interruption loses one run only."""
    table, rows = TABLE if config.tier() == "mini" else _RESULTS / "auxiliary_heads_full.csv", []
    for key in RUNS[config.tier()]:
        rows.append(run(*key))
        table.write_text(table_text(rows, notes()), encoding="utf-8")


if __name__ == "__main__":
    main()
