"""The record of how each notebook was last executed, and the appendix page that shows it."""

import json
import platform
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from tools.execute import Cost, files_hash, source_hash
from tools.setup_cell import ROOT

RECORD = ROOT / "book" / "appendix" / "provenance.json"
PAGE = ROOT / "book" / "appendix" / "provenance.md"
SECONDS_LIMIT, MEMORY_LIMIT_MB, BOOK_SECONDS_LIMIT = 60, 4096, 20 * 60
_PACKAGES = ("numpy", "torch", "torchvision", "keras", "tensorflow", "scikit-image", "scikit-learn", "matplotlib")


def load() -> dict[str, dict[str, Any]]:
    """Return the record: for every notebook, by its path below `book/`, what its last execution was."""
    return json.loads(RECORD.read_text(encoding="utf-8")) if RECORD.exists() else {}


def entry(notebook: NotebookNode, cost: Cost) -> dict[str, Any]:
    """Return the record of one execution."""
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "seconds": cost.seconds,
        "peak_memory_mb": cost.peak_memory_mb,
        "device": "cpu",
        "python": platform.python_version(),
        "versions": {name: _version(name) for name in _PACKAGES},
        "source": source_hash(notebook),
        "companion": files_hash(cost.companion_files),
        "companion_files": list(cost.companion_files),
    }


def is_fresh(notebook: NotebookNode, recorded: dict[str, Any] | None) -> bool:
    """Whether neither the notebook's code nor a file of the package that it read changed since it was executed."""
    if recorded is None or recorded["source"] != source_hash(notebook):
        return False
    return recorded["companion"] == files_hash(tuple(recorded["companion_files"]))


def save(record: dict[str, dict[str, Any]]) -> None:
    """Write the record and the page made from it."""
    ordered = dict(sorted(record.items()))
    RECORD.write_text(json.dumps(ordered, indent=1) + "\n", encoding="utf-8")
    PAGE.write_text(page(ordered), encoding="utf-8")


def page(record: dict[str, dict[str, Any]]) -> str:
    """Return the appendix page as Markdown."""
    lines = [
        "# Provenance",
        "",
        "How the outputs that you see were made: `make notebooks` executed every notebook below in a fresh kernel, in",
        "the mini tier, and wrote this page. Seconds include the import of the frameworks; memory is the highest",
        "resident size of the kernel. The budget of a notebook on two cores is",
        f"{SECONDS_LIMIT} seconds and {MEMORY_LIMIT_MB} MB.",
        "",
        "| notebook | executed | seconds | memory (MB) | device | versions |",
        "|---|---|---:|---:|---|---|",
    ]
    groups: dict[str, str] = {}
    for name, row in record.items():
        versions = ", ".join(f"{package} {number}" for package, number in row["versions"].items())
        label = groups.setdefault(f"Python {row['python']}, {versions}", f"set {chr(ord('A') + len(groups))}")
        link = f"[{name.removesuffix('.ipynb')}](../{name})"
        cost = f"{row['seconds']:.0f} | {row['peak_memory_mb']:.0f}"
        lines.append(f"| {link} | {row['date']} | {cost} | {row['device']} | {label} |")
    total = sum(row["seconds"] for row in record.values())
    lines += ["", f"All notebooks together: {total:.0f} seconds.", ""]
    lines += [f"- {label}: {versions}." for versions, label in groups.items()]
    return "\n".join(lines) + "\n"


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def key(path: Path) -> str:
    """Return the name of a notebook in the record."""
    return path.resolve().relative_to(ROOT / "book").as_posix()
