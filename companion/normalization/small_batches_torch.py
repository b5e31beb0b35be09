"""Recipe: what small batches do to batch and group normalization.

``python -m companion.normalization.small_batches_torch`` trains 2 nets with 2 normalizations at 6 batch sizes with 5
seeds, 20 epochs each, on one CPU thread in about 7 minutes, and writes ``results/small_batches.csv``.
"""

import itertools

from companion.check import require

require("torch")

from tqdm import tqdm

from companion.normalization.experiment_torch import NETS, accuracy, notes, trained_net
from companion.normalization.tables import table_path
from companion.training.tables import Row, table_text

COMMAND = "python -m companion.normalization.small_batches_torch"
BATCH_SIZES = (2, 4, 8, 16, 32, 64)
SEEDS = range(5)

_RATE_PER_PICTURE = 0.1 / 64


def run(net: str, normalization: str, batch_size: int, seed: int) -> Row:
    """Return one row of the table: train a net once and measure it on the validation digits.

    Parameters
    ----------
    net : str
        "convolutional" or "dense".
    normalization : str
        "none", "batch" or "group".
    batch_size : int
        Pictures in a batch, at least 2.
    seed : int
        Seeds initialization and order.

    Returns
    -------
    dict
        "net", "normalization", "batch_size", "seed", "accuracy".

    Raises
    ------
    TypeError, ValueError
        If an argument is unknown or out of range.

    Notes
    -----
    The learning rate is proportional to the batch size, as in Wu and He 2018, section 4.1, so that an epoch moves the
    weights about as far whatever the size.
    """
    rate = _RATE_PER_PICTURE * batch_size
    model = trained_net(net, normalization, learning_rate=rate, seed=seed, batch_size=batch_size)
    measured = round(accuracy(model, "validation"), 4)
    return {
        "net": net,
        "normalization": normalization,
        "batch_size": batch_size,
        "seed": seed,
        "accuracy": measured,
    }


def main() -> None:
    """Run every combination and write the table."""
    combinations = list(itertools.product(NETS, ("batch", "group"), BATCH_SIZES, SEEDS))
    rows = [run(*combination) for combination in tqdm(combinations)]
    table_path("small_batches").write_text(table_text(rows, notes(COMMAND)), encoding="utf-8")


if __name__ == "__main__":
    main()
