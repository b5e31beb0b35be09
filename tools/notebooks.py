"""Execute and normalise the book's notebooks: ``python -m tools.notebooks run [--all] [PATH ...]``."""

import argparse
import copy
import sys
from collections.abc import Iterable
from pathlib import Path

import nbformat

if __package__ in (None, ""):  # started as a file: python tools/notebooks.py
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools import provenance
from tools.execute import execute
from tools.normalise import normalise
from tools.notebook_rules import problems
from tools.setup_cell import ROOT


def notebook_paths() -> list[Path]:
    """Return every notebook of the book, in order of its path."""
    found = (ROOT / "book").rglob("*.ipynb")
    return sorted(path for path in found if ".ipynb_checkpoints" not in path.parts)


def read(path: Path) -> nbformat.NotebookNode:
    """Return the notebook stored at `path`."""
    return nbformat.read(path, as_version=4)


def write(notebook: nbformat.NotebookNode, path: Path) -> None:
    """Store `notebook` at `path`, with one space of indentation, as Jupyter does."""
    nbformat.write(notebook, path)


def run(paths: Iterable[Path], *, everything: bool) -> None:
    """Execute the notebooks that changed (or all), normalise them, and record what they took."""
    for path in paths:
        notebook, name = read(path), provenance.key(path)
        previous = copy.deepcopy(notebook)
        normalise(notebook, path)  # before the digest is taken: it writes the set-up cell
        if not everything and provenance.is_fresh(notebook, provenance.load().get(name)) and _is_executed(previous):
            write(notebook, path)
            print(f"{name}: unchanged")
            continue
        print(f"{name}: ", end="", flush=True)
        cost = execute(notebook, path)
        normalise(notebook, path, previous=previous)
        write(notebook, path)
        provenance.save({**provenance.load(), name: provenance.entry(notebook, cost)})
        print(f"{cost.seconds:.0f} s, {cost.peak_memory_mb:.0f} MB")


def _is_executed(notebook: nbformat.NotebookNode) -> bool:
    return all(cell.execution_count for cell in notebook.cells if cell.cell_type == "code")


def report(paths: Iterable[Path]) -> int:
    """Print every breach of the rules; return how many there are."""
    record, breaches = provenance.load(), 0
    for path in paths:
        for sentence in problems(read(path), path, record.get(provenance.key(path))):
            print(f"{provenance.key(path)}: {sentence}")
            breaches += 1
    return breaches


def main() -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=("run", "check"))
    parser.add_argument("paths", nargs="*", type=Path, help="notebooks; all of the book where none is named")
    parser.add_argument("--all", action="store_true", help="execute also what did not change")
    arguments = parser.parse_intermixed_args()  # so that --all may stand before the paths, too
    paths = [path.resolve() for path in arguments.paths] or notebook_paths()
    if arguments.command == "run":
        run(paths, everything=arguments.all)
    return 1 if report(paths) else 0


if __name__ == "__main__":
    sys.exit(main())
