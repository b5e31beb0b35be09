"""Train a small detector and write its weights and its table: ``python -m companion.detection.train NAME``.

``python -m companion.detection.train grid_detector`` makes again the files that the package carries; it takes about
four minutes of one CPU core. ``--folder`` writes elsewhere, ``--epochs`` makes a shorter try.
"""

import argparse
import importlib
import sys
from collections.abc import Sequence
from pathlib import Path

from companion.check import one_of
from companion.training.tables import read_table

NAMES = ("grid_detector",)
"""The small detectors that have weights."""

FOLDER = Path(__file__).parent
"""Where ``weights`` and ``results`` lie."""

_RECIPES = {"grid_detector": "grid_recipe_torch"}
_EPOCHS = {"grid_detector": 30}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the recipe and say what the detector reaches.

    Parameters
    ----------
    arguments : sequence of str, optional
        Name of the detector and options; those of the command line if there are none.

    Returns
    -------
    int
        0.
    """
    parser = argparse.ArgumentParser(prog="python -m companion.detection.train", description=__doc__)
    parser.add_argument("name", choices=NAMES)
    usual = ", ".join(f"{count} for {name}" for name, count in _EPOCHS.items())
    parser.add_argument("--epochs", type=int, help=f"passes over the training pictures (default: {usual})")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="gets weights/ and results/ (default: the package)")
    chosen = parser.parse_args(arguments)
    # Only this command needs PyTorch, and only when it runs.
    recipe = importlib.import_module(f"{__package__}.{_RECIPES[chosen.name]}")
    recipe.make(folder=chosen.folder, epochs=_EPOCHS[chosen.name] if chosen.epochs is None else chosen.epochs)
    sys.stdout.write(summary(chosen.name, folder=chosen.folder))
    return 0


def table_path(name: str, *, folder: Path = FOLDER) -> Path:
    """Return the file of a detector's table.

    Raises
    ------
    ValueError
        If the name is unknown.

    Examples
    --------
    >>> table_path("grid_detector").name
    'grid_detector.csv'
    """
    return folder / "results" / f"{one_of('name', name, NAMES)}.csv"


def weights_path(name: str, *, folder: Path = FOLDER) -> Path:
    """Return the file of a detector's weights.

    Raises
    ------
    ValueError
        If the name is unknown.

    Examples
    --------
    >>> weights_path("grid_detector").name
    'grid_detector.safetensors'
    """
    return folder / "weights" / f"{one_of('name', name, NAMES)}.safetensors"


def summary(name: str, *, folder: Path = FOLDER) -> str:
    """Return a detector's table as lines to read.

    Parameters
    ----------
    name : str
        Name of the detector.
    folder : Path
        Holds ``results``.

    Returns
    -------
    str
        A line for every seed and split.

    Raises
    ------
    ValueError
        If the name is unknown.

    Examples
    --------
    >>> summary("grid_detector").split(" AP50")[0]
    'grid_detector, seed 0 on validation:'
    """
    return "".join(
        f"{name}, seed {row['seed']} on {row['split']}: AP50 {row['AP50']}, AP {row['AP']}, "
        f"AP50 without suppression {row['AP50_raw']}\n"
        for row in read_table(table_path(name, folder=folder))
    )


if __name__ == "__main__":
    sys.exit(main())
