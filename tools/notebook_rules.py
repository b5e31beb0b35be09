"""The rules that every committed notebook keeps; each function returns sentences, one for each breach."""

import base64
import copy
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from tools.execute import source_hash
from tools.normalise import FIGURE_LIMIT, colab_link, normalise
from tools.provenance import MEMORY_LIMIT_MB, SECONDS_LIMIT
from tools.setup_cell import setup_cell

CHECKED = "nbval-check-output"
_PATH = re.compile(r"(?:/home/|/root/|/tmp/|/Users/|/work/|/usr/|/content/|site-packages|[A-Z]:\\)")
_WARNING = re.compile(r"\b\w*Warning\b|\bWARNING\b")
_TIME = re.compile(r"\b\d+(?:\.\d+)?\s?(?:ms|µs|us|ns|s|sec|seconds|it/s)\b")
_EXERCISE = re.compile(r"exercises\.get\(\s*[\"']([^\"']+)[\"']\s*\)")


def problems(notebook: NotebookNode, path: Path, recorded: dict[str, Any] | None) -> list[str]:
    """Return every breach of the rules in one notebook, as sentences that say what to do."""
    found = [*_form(notebook, path), *_address(notebook, path), *_figures(notebook), *_outputs(notebook)]
    return [*found, *_exercises(notebook), *_tags(notebook), *_record(notebook, recorded)]


def _form(notebook: NotebookNode, path: Path) -> Iterator[str]:
    again = copy.deepcopy(notebook)
    normalise(again, path)
    if again != notebook:
        yield "is not normalised: run `make notebooks`"
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type == "code" and any(output.output_type == "error" for output in cell.outputs):
            yield f"cell {number} holds an error"
        if cell.cell_type == "code" and not cell.source:
            yield f"cell {number} is empty"


def _address(notebook: NotebookNode, path: Path) -> Iterator[str]:
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    if not code or code[0].source != setup_cell() or "setup" not in code[0].metadata.get("tags", []):
        yield "does not begin with the set-up cell of tools/setup_cell.py, tagged `setup`"
    if not notebook.cells[0].source.startswith("# ") or colab_link(path) not in notebook.cells[0].source:
        yield "does not begin with a title that carries the Colab link of this repository"


def _figures(notebook: NotebookNode) -> Iterator[str]:
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type == "markdown" and re.search(r"!\[\s*\]\(", cell.source):
            yield f"cell {number} has a picture without alt text"
        if cell.cell_type != "code":
            continue
        pictures = [o.data["image/png"] for o in cell.outputs if "image/png" in o.get("data", {})]
        alt = cell.metadata.get("mystnb", {}).get("image", {}).get("alt", "")
        if pictures and len(alt) < 20:
            yield f"cell {number} shows a figure without alt text (cell metadata mystnb.image.alt)"
        if not pictures and alt:
            yield f"cell {number} has alt text but shows no figure"
        for picture in pictures:
            if (size := len(base64.b64decode(picture))) > FIGURE_LIMIT:
                yield f"cell {number} has a figure of {size // 1024} KB; {FIGURE_LIMIT // 1024} KB are allowed"


def _outputs(notebook: NotebookNode) -> Iterator[str]:
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type != "code":
            continue
        text = "\n".join(_texts(cell))
        if found := _PATH.search(text):
            yield f"cell {number} shows a path of the machine that made it ({found.group()})"
        if found := _WARNING.search(text):
            yield f"cell {number} shows a warning ({found.group()})"
        if CHECKED in cell.metadata.get("tags", []) and (found := _TIME.search(text)):
            yield f"cell {number} is compared but shows a time ({found.group()})"


def _texts(cell: NotebookNode) -> Iterator[str]:
    for output in cell.outputs:
        if "text" in output:
            yield output.text
        for kind, content in output.get("data", {}).items():
            if kind in ("text/plain", "text/html"):
                yield content


def _exercises(notebook: NotebookNode) -> Iterator[str]:
    from companion import exercises

    for number, cell in enumerate(notebook.cells):
        keys = _EXERCISE.findall(cell.source) if cell.cell_type == "code" else []
        if bool(keys) != ("exercise" in cell.metadata.get("tags", [])):
            yield f"cell {number}: a cell with an exercise carries the tag `exercise`, and no other does"
        for key in keys:
            try:
                solved = bool(str(exercises.get(key).solution()).strip())
            except (KeyError, ValueError, AttributeError) as error:
                yield f"cell {number} asks for exercise {key!r}, which does not stand: {error}"
            else:
                if not solved:
                    yield f"cell {number}: exercise {key!r} has no solution"


def _tags(notebook: NotebookNode) -> Iterator[str]:
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    asserting = [cell for cell in code if re.search(r"^\s*assert ", cell.source, re.MULTILINE)]
    checked = [cell for cell in code if CHECKED in cell.metadata.get("tags", [])]
    if not asserting and not checked:
        yield f"neither asserts a result nor has a cell tagged `{CHECKED}`"


def _record(notebook: NotebookNode, recorded: dict[str, Any] | None) -> Iterator[str]:
    if recorded is None or recorded["source"] != source_hash(notebook):
        yield "changed since it was last executed: run `make notebooks`"
        return
    if recorded["seconds"] > SECONDS_LIMIT:
        yield f"took {recorded['seconds']} seconds; {SECONDS_LIMIT} are allowed"
    if recorded["peak_memory_mb"] > MEMORY_LIMIT_MB:
        yield f"took {recorded['peak_memory_mb']} MB; {MEMORY_LIMIT_MB} are allowed"
