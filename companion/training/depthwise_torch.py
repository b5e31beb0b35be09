"""Recipe: what does a net lose when its convolutions are depthwise separable, and what else would the same work buy?

``python -m companion.training.depthwise_torch`` trains one small net with full convolutions, with separable ones, and
with full ones but so few maps that it does the separable net's work, with five seeds each in about three minutes of
one CPU thread, and writes ``results/depthwise.csv``. With ``COMPANION_TIER=full`` it trains them four times wider on
CIFAR-10 and writes ``results/depthwise_full.csv``.
"""

from pathlib import Path

from companion.check import integer, one_of, require

require("torch")

import torch

from companion import config, data
from companion.architectures.separable_torch import SmallNet, small_net
from companion.architectures.summary_torch import summary
from companion.training import classifier_run_torch
from companion.training.classifier_run_torch import Setting, measured_training
from companion.training.tables import Row, table_text

COMMAND = "python -m companion.training.depthwise_torch"
NETS = {"full": ("full", 1.0), "separable": ("separable", 1.0), "narrow full": ("full", 0.37)}
"""What the blocks are made of, and the factor on the maps, which gives "narrow full" the work of "separable"."""
RUNS = tuple((net, range(5)) for net in NETS)
"""Net, seeds."""

_SETTINGS = {"mini": Setting("textures", 12), "full": Setting("cifar10", 60, batch_size=128)}
_WIDTHS = {"mini": 1.0, "full": 4.0}
_RESULTS = Path(__file__).parent / "results"
TABLE = _RESULTS / "depthwise.csv"


def build(net: str) -> SmallNet:
    """Return a net of the table for the data of the tier.

    Parameters
    ----------
    net : str
        A key of `NETS`.

    Raises
    ------
    ValueError
        If it is none.
    OSError
        If the data set cannot be had.
    """
    kind, width = NETS[one_of("net", net, tuple(NETS))]
    part = data.load(_SETTINGS[config.tier()].data_name, split="train")
    return small_net(kind, len(part.class_names), part.images.shape[-1], width=width * _WIDTHS[config.tier()])


def run(net: str, seed: int) -> Row:
    """Return one row of the table: train a net once on pictures of 32x32, and measure it.

    Parameters
    ----------
    net : str
        A key of `NETS`.
    seed : int
        Seeds first weights and order. PyTorch's global generator is left as it was.

    Returns
    -------
    dict
        "net", "seed", "parameters", "multiply_adds" (of one picture), and what
        :func:`companion.training.classifier_run_torch.measured_training` gives.

    Raises
    ------
    TypeError, ValueError
        If an argument is unknown or out of range.
    OSError
        If the data set cannot be had.
    """
    one_of("net", net, tuple(NETS))
    integer("seed", seed, minimum=0)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        model = build(net)
        table = summary(model, (model.stem.conv.in_channels, 32, 32))
        costs: Row = {"parameters": table.total_parameters, "multiply_adds": table.total_multiply_adds}
        measured = measured_training(model, _SETTINGS[config.tier()], seed=seed)
    return {"net": net, "seed": seed, **costs, **measured}


def notes() -> list[str]:
    """Return what the table says about its making.

    Examples
    --------
    >>> notes()[0]
    'command: python -m companion.training.depthwise_torch'
    """
    return classifier_run_torch.notes(COMMAND)


def main() -> None:
    """Run everything and write the table, after every run, so that an interruption loses one run only."""
    table, rows = TABLE if config.tier() == "mini" else _RESULTS / "depthwise_full.csv", []
    for net, seeds in RUNS:
        for seed in seeds:
            rows.append(run(net, seed))
            table.write_text(table_text(rows, notes()), encoding="utf-8")


if __name__ == "__main__":
    main()
