"""Recipe: do gates help a narrow residual net, and a narrow VGG net?

``python -m companion.training.squeeze_excitation_torch`` trains nets with and without squeeze and excitation with
several seeds in about six minutes of one CPU thread, and writes ``results/squeeze_excitation.csv``. With
``COMPANION_TIER=full`` it trains the nets of the paper's width on CIFAR-10 and writes
``results/squeeze_excitation_full.csv``.
"""

from pathlib import Path

from companion.check import integer, one_of, require

require("torch")

import torch
from torch import nn

from companion import config, data
from companion.architectures.resnet_torch import resnet20
from companion.architectures.senet_torch import add_squeeze_excitation, se_resnet20
from companion.architectures.vgg_torch import vgg11_bn
from companion.training import classifier_run_torch
from companion.training.classifier_run_torch import Setting, measured_training
from companion.training.tables import Row, table_text

COMMAND = "python -m companion.training.squeeze_excitation_torch"
NETS = ("resnet20", "vgg11_bn")
RUNS = (
    ("resnet20", 0, range(5)),
    ("resnet20", 4, range(5)),
    ("vgg11_bn", 0, range(5)),
    ("vgg11_bn", 4, range(5)),
)
"""Net, reduction of its gates (0 for no gates), seeds."""

_SETTINGS = {"mini": Setting("textures", 12), "full": Setting("cifar10", 100, batch_size=128)}
_WIDTHS = {"mini": {"resnet20": 0.5, "vgg11_bn": 0.25}, "full": {"resnet20": 1.0, "vgg11_bn": 1.0}}
_RESULTS = Path(__file__).parent / "results"
TABLE = _RESULTS / "squeeze_excitation.csv"


def build(net: str, reduction: int, num_classes: int, in_channels: int) -> nn.Module:
    """Return an untrained net of the width of the tier in force.

    Parameters
    ----------
    net : str
        "resnet20", gated before every addition, or "vgg11_bn", gated behind every block.
    reduction : int
        How many times fewer units than maps the hidden layer of a gate has; 0 for no gates.
    num_classes, in_channels : int
        Of the data.

    Returns
    -------
    torch.nn.Module
        For pictures of 32x32 pixels.

    Raises
    ------
    TypeError, ValueError
        If an argument is unknown or out of range.
    """
    width = _WIDTHS[config.tier()][one_of("net", net, NETS)]
    if net == "vgg11_bn":
        model = vgg11_bn(num_classes, in_channels=in_channels, stem="cifar", width=width, dropout=0.0)
        return (
            add_squeeze_excitation(model, [f"block{i}" for i in range(1, 6)], reduction=reduction)
            if reduction
            else model
        )
    if integer("reduction", reduction, minimum=0) == 0:
        return resnet20(num_classes, in_channels=in_channels, width=width)
    return se_resnet20(num_classes, in_channels=in_channels, width=width, reduction=reduction)


def train(net: str, reduction: int, seed: int) -> tuple[nn.Module, Row]:
    """Train a net once; return it, and its row of the table.

    Parameters
    ----------
    net, reduction
        As in :func:`build`.
    seed : int
        Seeds first weights and order. PyTorch's global generator is left as it was.

    Returns
    -------
    tuple of torch.nn.Module and dict
        The trained net, and "net", "reduction", "seed", "parameters" with what
        :func:`companion.training.classifier_run_torch.measured_training` gives.

    Raises
    ------
    TypeError, ValueError
        If an argument is unknown or out of range.
    OSError
        If the data set cannot be had.
    """
    integer("seed", seed, minimum=0)
    setting = _SETTINGS[config.tier()]
    part = data.load(setting.data_name, split="train")
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        model = build(net, reduction, len(part.class_names), part.images.shape[-1])
        parameters = sum(weight.numel() for weight in model.parameters())
        measured = measured_training(model, setting, seed=seed)
    return model, {"net": net, "reduction": reduction, "seed": seed, "parameters": parameters, **measured}


def run(net: str, reduction: int, seed: int) -> Row:
    """Return one row of the table; arguments and errors as in :func:`train`."""
    return train(net, reduction, seed)[1]


def notes() -> list[str]:
    """Return what the table says about its making.

    Examples
    --------
    >>> notes()[0]
    'command: python -m companion.training.squeeze_excitation_torch'
    """
    return classifier_run_torch.notes(COMMAND)


def main() -> None:
    """Run everything and write the table, after every run, so that an interruption loses one run only."""
    table, rows = TABLE if config.tier() == "mini" else _RESULTS / "squeeze_excitation_full.csv", []
    for net, reduction, seeds in RUNS:
        for seed in seeds:
            rows.append(run(net, reduction, seed))
            table.write_text(table_text(rows, notes()), encoding="utf-8")


if __name__ == "__main__":
    main()
