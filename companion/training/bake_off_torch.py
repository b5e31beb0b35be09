"""Recipe: one bake-off of the families of the chapter, with as many multiply-adds, on the same data and budget.

``python -m companion.training.bake_off_torch`` trains a narrow net of each family with several seeds in about ten
minutes of one CPU thread, and writes ``results/bake_off.csv``. With ``COMPANION_TIER=full`` it trains nets of about
fifty times the multiply-adds on CIFAR-10 and writes ``results/bake_off_full.csv``.
"""

import time
from collections.abc import Callable
from pathlib import Path

from companion.check import integer, one_of, require

require("torch")

import torch
from torch import nn

from companion import config, data
from companion.architectures.alexnet_torch import alexnet
from companion.architectures.densenet_torch import densenet40
from companion.architectures.depth_torch import depth
from companion.architectures.efficientnet_torch import efficientnet_b0
from companion.architectures.googlenet_torch import googlenet
from companion.architectures.lenet_torch import small_convnet
from companion.architectures.mobilenet_torch import mobilenet_v2
from companion.architectures.resnet_torch import resnet18
from companion.architectures.senet_torch import se_resnet18
from companion.architectures.summary_torch import summary
from companion.architectures.vgg_torch import vgg11_bn
from companion.training import classifier_run_torch
from companion.training.classifier_run_torch import Setting, measured_training
from companion.training.tables import Row, table_text

COMMAND = "python -m companion.training.bake_off_torch"
WIDTHS = {
    "small_convnet": (0.5, 4.0),
    "alexnet": (0.203125, 1.55),
    "vgg11_bn": (0.234375, 1.75),
    "googlenet": (0.140625, 1.0),
    "resnet18": (0.125, 0.9375),
    "se_resnet18": (0.125, 0.9375),
    "densenet40": (0.1875, 1.333),
    "mobilenet_v2": (0.1875, 2.4),
    "efficientnet_b0": (0.1875, 2.0),
}
"""Net: its width in the mini and in the full tier, chosen so that the multiply-adds of all are about the same."""

SEEDS = range(3)
_SETTINGS = {"mini": Setting("textures", 8), "full": Setting("cifar10", 60, batch_size=128)}
_RESULTS = Path(__file__).parent / "results"
TABLE = _RESULTS / "bake_off.csv"


def build(net: str, *, num_classes: int, in_channels: int, tier: str = "mini") -> nn.Module:
    """Return a net of the bake-off, for pictures of 32x32, with first weights from PyTorch's global generator.

    Parameters
    ----------
    net : str
        A key of `WIDTHS`.
    num_classes, in_channels : int
        Of the data set.
    tier : str
        "mini" or "full".

    Returns
    -------
    nn.Module
        Takes pictures (N, in_channels, 32, 32), gives logits (N, num_classes).

    Raises
    ------
    TypeError, ValueError
        If an argument is unknown or out of range.

    Notes
    -----
    Each with its stem for small pictures, and otherwise as its builder builds it: dropout as in the papers. GoogLeNet
    comes without its auxiliary heads, which the training loop has no loss for.

    Examples
    --------
    >>> build("resnet18", num_classes=12, in_channels=1)(torch.zeros(2, 1, 32, 32)).shape
    torch.Size([2, 12])
    """
    width = WIDTHS[one_of("net", net, tuple(WIDTHS))][("mini", "full").index(one_of("tier", tier, ("mini", "full")))]
    if net == "small_convnet":
        return small_convnet(num_classes, in_channels, width=round(32 * width))
    if net == "googlenet":
        return googlenet(num_classes, in_channels=in_channels, stem="cifar", width=width, auxiliary=False)
    return _BUILDERS[net](num_classes, in_channels=in_channels, stem="cifar", width=width)


_BUILDERS: dict[str, Callable[..., nn.Module]] = {
    "alexnet": alexnet,
    "vgg11_bn": vgg11_bn,
    "resnet18": resnet18,
    "se_resnet18": se_resnet18,
    "densenet40": densenet40,
    "mobilenet_v2": mobilenet_v2,
    "efficientnet_b0": efficientnet_b0,
}


def cost(model: nn.Module, in_channels: int) -> Row:
    """Return what a net costs on one picture of 32x32.

    Parameters
    ----------
    model : nn.Module
        In evaluation mode.
    in_channels : int
        Of the pictures.

    Returns
    -------
    dict
        "depth" (layers with weights, one behind the other), "parameters", "multiply_adds", "milliseconds" of processor
        time for a picture, alone and as one of a batch of 64 ("batch_milliseconds").

    Notes
    -----
    Processor time and not that of a clock, so that other programs on the computer count less; all threads together. The
    quickest of ten passes, after one that does not count.
    """
    counted = summary(model, (in_channels, 32, 32))
    return {
        "depth": depth(model),
        "parameters": counted.total_parameters,
        "multiply_adds": counted.total_multiply_adds,
        "milliseconds": round(_milliseconds(model, torch.zeros(1, in_channels, 32, 32)), 2),
        "batch_milliseconds": round(_milliseconds(model, torch.zeros(64, in_channels, 32, 32)), 3),
    }


def _milliseconds(model: nn.Module, images: torch.Tensor) -> float:
    """Return the milliseconds of processor time for each of the pictures."""
    times = []
    with torch.inference_mode():
        for _ in range(11):
            start = time.process_time()
            model(images)
            times.append(time.process_time() - start)
    return 1000 * min(times[1:]) / len(images)


def run(net: str, seed: int) -> Row:
    """Return one row of the table: train a net once, and measure it.

    Parameters
    ----------
    net : str
        A key of `WIDTHS`.
    seed : int
        Seeds first weights, dropout and order. PyTorch's global generator is left as it was.

    Returns
    -------
    dict
        "net", "seed", what :func:`cost` gives, and what
        :func:`companion.training.classifier_run_torch.measured_training` gives.

    Raises
    ------
    TypeError, ValueError
        If an argument is unknown or out of range.
    OSError
        If the data set cannot be had.
    """
    one_of("net", net, tuple(WIDTHS))
    integer("seed", seed, minimum=0)
    tier = config.tier()
    setting = _SETTINGS[tier]
    part = data.load(setting.data_name, split="train")
    in_channels = part.images.shape[-1]
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        model = build(net, num_classes=len(part.class_names), in_channels=in_channels, tier=tier)
        costs = cost(model.eval(), in_channels)
        return {"net": net, "seed": seed, **costs, **measured_training(model, setting, seed=seed)}


def notes() -> list[str]:
    """Return what the table says about its making.

    Examples
    --------
    >>> notes()[0]
    'command: python -m companion.training.bake_off_torch'
    """
    return classifier_run_torch.notes(COMMAND)


def main() -> None:
    """Run everything and write the table, after every run, so that an interruption loses one run only."""
    table, rows = TABLE if config.tier() == "mini" else _RESULTS / "bake_off_full.csv", []
    for seed in SEEDS:
        for net in WIDTHS:
            rows.append(run(net, seed))
            table.write_text(table_text(rows, notes()), encoding="utf-8")


if __name__ == "__main__":
    main()
