"""Recipe: does a VGG net learn when it is deeper, and what do first weights and batch normalisation have to do with it?

``python -m companion.training.vgg_depth_torch`` trains narrow VGG nets of four depths with three seeds in about seven
minutes of one CPU thread, and writes ``results/vgg_depth.csv``. With ``COMPANION_TIER=full`` it trains the nets of full
width on CIFAR-10 and writes ``results/vgg_depth_full.csv``.
"""

from pathlib import Path

from companion.check import integer, one_of, require

require("torch")

import torch

from companion import config, data
from companion.architectures.vgg_specs import MODELS
from companion.architectures.vgg_torch import vgg
from companion.training import classifier_run_torch
from companion.training.classifier_run_torch import Setting, measured_training
from companion.training.tables import Row, table_text

COMMAND = "python -m companion.training.vgg_depth_torch"
STARTS = {"he": "torchvision", "small": "paper"}
"""How the weights start, and the variant of `companion.architectures.vgg_specs` that starts so."""
RUNS = (
    *((f"vgg{depth}{ending}", "he", range(3)) for depth in (11, 13, 16, 19) for ending in ("", "_bn")),
    ("vgg11", "small", range(3)),
    ("vgg11_bn", "small", range(3)),
)
"""Net, start, seeds."""

_SETTINGS = {"mini": Setting("textures", 12), "full": Setting("cifar10", 60, batch_size=128)}
_WIDTHS = {"mini": 0.25, "full": 1.0}
_RESULTS = Path(__file__).parent / "results"
TABLE = _RESULTS / "vgg_depth.csv"


def run(net: str, start: str, seed: int) -> Row:
    """Return one row of the table: train a VGG net once, without dropout, on pictures of 32x32, and measure it.

    Parameters
    ----------
    net : str
        A builder of `companion.architectures.vgg_torch`.
    start : str
        "he", or "small" for a standard deviation of 0.01.
    seed : int
        Seeds first weights and order. PyTorch's global generator is left as it was.

    Returns
    -------
    dict
        "net", "start", "seed", and what :func:`companion.training.classifier_run_torch.measured_training` gives.

    Raises
    ------
    TypeError, ValueError
        If an argument is unknown or out of range.
    OSError
        If the data set cannot be had.
    """
    one_of("net", net, tuple(MODELS))
    variant = STARTS[one_of("start", start, tuple(STARTS))]
    integer("seed", seed, minimum=0)
    setting = _SETTINGS[config.tier()]
    part = data.load(setting.data_name, split="train")
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        model = vgg(
            net,
            len(part.class_names),
            in_channels=part.images.shape[-1],
            stem="cifar",
            width=_WIDTHS[config.tier()],
            variant=variant,
            dropout=0.0,
        )
        return {"net": net, "start": start, "seed": seed, **measured_training(model, setting, seed=seed)}


def notes() -> list[str]:
    """Return what the table says about its making.

    Examples
    --------
    >>> notes()[0]
    'command: python -m companion.training.vgg_depth_torch'
    """
    return classifier_run_torch.notes(COMMAND)


def main() -> None:
    """Run everything and write the table, after every run, so that an interruption loses one run only."""
    table, rows = TABLE if config.tier() == "mini" else _RESULTS / "vgg_depth_full.csv", []
    for net, start, seeds in RUNS:
        for seed in seeds:
            rows.append(run(net, start, seed))
            table.write_text(table_text(rows, notes()), encoding="utf-8")


if __name__ == "__main__":
    main()
