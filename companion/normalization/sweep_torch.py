"""Recipe: how large a learning rate do nets with and without normalization stand?

``python -m companion.normalization.sweep_torch`` trains 3 nets at 8 learning rates with 5 seeds, 20 epochs each, on one
CPU thread in about 3 minutes, and writes ``results/learning_rate_sweep.csv``.
"""

import itertools

from companion.check import require

require("torch")

from tqdm import tqdm

from companion.normalization.experiment_torch import accuracy, notes, trained_net
from companion.normalization.nets_torch import NORMALIZATIONS
from companion.normalization.tables import table_path
from companion.training.tables import Row, table_text

COMMAND = "python -m companion.normalization.sweep_torch"
LEARNING_RATES = (0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
SEEDS = range(5)


def run(normalization: str, learning_rate: float, seed: int) -> Row:
    """Return one row of the table: train the convolutional net once and measure it on the validation digits.

    Parameters
    ----------
    normalization : str
        "none", "batch" or "group".
    learning_rate : float
        Of stochastic gradient descent, greater than 0.
    seed : int
        Seeds initialization and order.

    Returns
    -------
    dict
        "normalization", "learning_rate", "seed", "accuracy".

    Raises
    ------
    TypeError, ValueError
        If an argument is unknown or out of range.

    Notes
    -----
    The validation part, not the test part, because the table is there to choose from.
    """
    model = trained_net("convolutional", normalization, learning_rate=learning_rate, seed=seed)
    measured = round(accuracy(model, "validation"), 4)
    return {"normalization": normalization, "learning_rate": learning_rate, "seed": seed, "accuracy": measured}


def main() -> None:
    """Run every combination and write the table."""
    combinations = list(itertools.product(NORMALIZATIONS, LEARNING_RATES, SEEDS))
    rows = [run(*combination) for combination in tqdm(combinations)]
    table_path("learning_rate_sweep").write_text(table_text(rows, notes(COMMAND)), encoding="utf-8")


if __name__ == "__main__":
    main()
