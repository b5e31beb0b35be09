"""Put the hints and the solution of an exercise, folded away, behind its cell; the notebook itself holds neither."""

import json
import re
import sys
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:  # the pages are built from the checkout, installed or not
    sys.path.append(str(ROOT))

from companion.exercises import catalogue, rendering  # noqa: E402

_KEY = re.compile(r"""exercises\.get\(["']([^"']+)["']\)""")
_FENCE = "`" * 6  # longer than any fence in a hint


def insert(app: Sphinx, page: str, source: list[str]) -> None:
    """Add a Markdown cell behind each cell tagged `exercise` of the notebook that is being read."""
    if not app.env.doc2path(page).endswith(".ipynb"):
        return
    notebook = json.loads(source[0])
    cells: list[dict[str, Any]] = []
    for cell in notebook["cells"]:
        cells.append(cell)
        if "exercise" in cell["metadata"].get("tags", []):
            key = key_of(cell, page)
            note_dependencies(app.env, key)
            cells.append(dropdown_cell(key))
    if len(cells) > len(notebook["cells"]):
        source[0] = json.dumps({**notebook, "cells": cells})


def key_of(cell: dict[str, Any], page: str) -> str:
    """Return the exercise that a cell asks for."""
    found = _KEY.search("".join(cell["source"]))
    if found is None:
        raise ValueError(f'{page}: a cell tagged exercise must hold exercises.get("chapter/name")')
    return found.group(1)


def note_dependencies(env: BuildEnvironment, key: str) -> None:
    """Have the page built again when the exercise, or the way it is shown, changes."""
    for path in (catalogue.exercise_file(key), Path(rendering.__file__), Path(__file__)):
        env.note_dependency(str(path))


def dropdown_cell(key: str) -> dict[str, Any]:
    """Return the cell with one closed dropdown per hint, and one for the solution."""
    parts = rendering.folded_parts(catalogue.exercise_module(key))
    text = "\n\n".join(f"{_FENCE}{{dropdown}} {title}\n{markdown}\n{_FENCE}" for title, markdown in parts)
    name = re.sub(r"\W", "-", f"folded-{key}")[:64]
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": text}


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.setup_extension("sphinx_design")
    app.connect("source-read", insert)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
