"""Recipe: does a DenseNet do more with its parameters than a residual net, and what does it pay in work?

``python -m companion.training.dense_or_residual_torch`` trains a small DenseNet and three residual nets (as many
parameters; as many parameters and as deep; as many multiply-adds) with five seeds in about four minutes of one CPU
thread, and writes ``results/dense_or_residual.csv``. With ``COMPANION_TIER=full`` it trains them, and four times larger
ones, on CIFAR-10 and writes ``results/dense_or_residual_full.csv``.
"""

from pathlib import Path

from companion.check import integer, one_of, require

require("torch")

import torch
from torch import nn

from companion import config, data
from companion.architectures.densenet_specs import DenseNetPlan
from companion.architectures.densenet_torch import densenet
from companion.architectures.resnet_family_torch import resnet
from companion.architectures.resnet_plans import ResNetPlan
from companion.architectures.summary_torch import summary
from companion.training import classifier_run_torch
from companion.training.classifier_run_torch import Setting, measured_training
from companion.training.tables import Row, table_text

COMMAND = "python -m companion.training.dense_or_residual_torch"
TABLE = Path(__file__).parent / "results" / "dense_or_residual.csv"
TABLE_FULL = TABLE.with_name("dense_or_residual_full.csv")
NETS = {
    "dense": {
        "small": DenseNetPlan((4, 4, 4), growth_rate=4, stem_channels=8),
        "large": DenseNetPlan((4, 4, 4), growth_rate=8, stem_channels=16),
    },
    "residual, same parameters": {
        "small": ResNetPlan("basic", (2, 2, 2), (5, 9, 16), "identity"),
        "large": ResNetPlan("basic", (2, 2, 2), (8, 17, 33), "identity"),
    },
    "residual, same parameters, deep": {
        "small": ResNetPlan("basic", (4, 4, 4), (3, 5, 12), "identity"),
        "large": ResNetPlan("basic", (4, 4, 4), (5, 11, 23), "identity"),
    },
    "residual, same multiply-adds": {
        "small": ResNetPlan("basic", (2, 2, 2), (7, 14, 28), "identity"),
        "large": ResNetPlan("basic", (2, 2, 2), (14, 28, 56), "identity"),
    },
}
"""Plans by net and size. The DenseNets have 28 layers, the residual nets 14, the deep ones 26."""

SIZES = ("small", "large")
RUNS = {"mini": (("small", range(5)),), "full": (("small", range(3)), ("large", range(3)))}
"""Size and seeds, by tier."""

_SETTINGS = {
    "mini": Setting("textures", 6, learning_rate=5e-3),
    "full": Setting("cifar10", 40, batch_size=128, learning_rate=5e-3),
}


def trained(net: str, size: str, seed: int) -> tuple[nn.Module, Row]:
    """Train a net once on pictures of 32x32, and return it with its row of the table.

    Parameters
    ----------
    net : str
        A key of `NETS`.
    size : str
        "small" or "large".
    seed : int
        Seeds first weights and order. PyTorch's global generator is left as it was.

    Returns
    -------
    torch.nn.Module, dict
        The net in evaluation mode; "net", "size", "seed", "parameters", "multiply_adds" (for one picture), and what
        :func:`companion.training.classifier_run_torch.measured_training` gives.

    Raises
    ------
    TypeError, ValueError
        If an argument is unknown or out of range.
    OSError
        If the data set cannot be had.
    """
    plan = NETS[one_of("net", net, tuple(NETS))][one_of("size", size, SIZES)]
    integer("seed", seed, minimum=0)
    setting = _SETTINGS[config.tier()]
    part = data.load(setting.data_name, split="train")
    height, width, in_channels = part.images.shape[1:]
    build = densenet if isinstance(plan, DenseNetPlan) else resnet
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        model = build(plan, len(part.class_names), in_channels=in_channels, stem="cifar")
        costs = summary(model, (in_channels, height, width))
        measured = measured_training(model, setting, seed=seed)
    row = {"net": net, "size": size, "seed": seed}
    row |= {"parameters": costs.total_parameters, "multiply_adds": costs.total_multiply_adds}
    return model.eval(), row | measured


def run(net: str, size: str, seed: int) -> Row:
    """Return one row of the table: train a net once and measure it; arguments and errors as in :func:`trained`."""
    return trained(net, size, seed)[1]


def notes() -> list[str]:
    """Return what the table says about its making.

    Examples
    --------
    >>> notes()[0]
    'command: python -m companion.training.dense_or_residual_torch'
    """
    return classifier_run_torch.notes(COMMAND)


def main() -> None:
    """Run everything and write the table, after every run, so that an interruption loses one run only."""
    table, rows = TABLE if config.tier() == "mini" else TABLE_FULL, []
    for size, seeds in RUNS[config.tier()]:
        for seed in seeds:
            for net in NETS:
                rows.append(run(net, size, seed))
                table.write_text(table_text(rows, notes()), encoding="utf-8")


if __name__ == "__main__":
    main()
