"""Train a small backbone, judge it and write its weights and its table: ``python -m companion.pretrained.train NAME``.

``python -m companion.pretrained.train small_vgg`` makes again the files that the package carries; it takes about
seven minutes of one CPU core; the seconds in the tables were measured on a machine that had more to do. ``--folder``
writes elsewhere, ``--steps`` makes a shorter try.
"""

import argparse
import importlib
import sys
from collections.abc import Sequence
from pathlib import Path

from companion.pretrained.tables import FOLDER, NAMES, read_table

_STEPS = {"small_vgg": 3000, "small_resnet": 2000}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the recipe and say what a linear head reaches.

    Parameters
    ----------
    arguments : sequence of str, optional
        Name of the net and options; those of the command line if there are none.

    Returns
    -------
    int
        0.
    """
    parser = argparse.ArgumentParser(prog="python -m companion.pretrained.train", description=__doc__)
    parser.add_argument("name", choices=NAMES)
    parser.add_argument("--steps", type=int, help=f"updates (default: {_STEPS})")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="gets weights/ and results/ (default: the package)")
    chosen = parser.parse_args(arguments)
    # Only this command needs PyTorch, and only when it runs.
    recipe = importlib.import_module(f"{__package__}.train_torch")
    recipe.make(chosen.name, folder=chosen.folder, steps=_STEPS[chosen.name] if chosen.steps is None else chosen.steps)
    sys.stdout.write(summary(chosen.name, folder=chosen.folder))
    return 0


def summary(name: str, *, folder: Path = FOLDER) -> str:
    """Return a net's table as lines to read.

    Parameters
    ----------
    name : str
        Name of the net.
    folder : Path
        Holds ``results``.

    Returns
    -------
    str
        A line for every number of labels on every data set.

    Raises
    ------
    ValueError
        If the name is unknown.
    """
    cells = {
        (row["data"], row["labels_per_class"], row["features"]): row["accuracy"]
        for row in read_table(name, folder=folder)
    }
    lines = []
    for data, count, features in cells:
        if features == "pretrained":
            found = ", ".join(f"{other} {cells[data, count, other]}" for other in ("pretrained", "random", "pixels"))
            lines.append(f"{name} on {data}, {count} labels a class: {found}\n")
    return "".join(lines)


if __name__ == "__main__":
    sys.exit(main())
