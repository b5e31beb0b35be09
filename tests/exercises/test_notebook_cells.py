"""Every exercise stands in exactly one notebook, in the two cells that its file prescribes."""

import json
import re
from pathlib import Path

import pytest

from companion import exercises
from companion.exercises import catalogue, rendering

BOOK = Path(__file__).parents[2] / "book"
NOTEBOOKS = sorted(BOOK.glob("*/*.ipynb"))


def exercise_cells(path):
    """Return (source of the Markdown cell before, source of the cell, its key) of every exercise in a notebook."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    found = []
    for place, cell in enumerate(cells):
        source = "".join(cell["source"])
        if "exercise" in cell["metadata"].get("tags", []):
            key = re.search(r'exercises\.get\("([^"]*)"\)', source)
            before = "".join(cells[place - 1]["source"]) if cells[place - 1]["cell_type"] == "markdown" else ""
            found.append((before, source, key[1] if key else ""))
        else:
            assert "exercises.get(" not in source, f"{path.name}: a cell asks for an exercise without the tag"
    return found


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_cells_are_what_the_exercise_says(path):
    for number, (before, source, key) in enumerate(exercise_cells(path), start=1):
        module = catalogue.exercise_module(key)
        prompts = [rendering.prompt_cell(module, number=number, word=word) for word in rendering.WORDS[module.KIND]]
        closest = next((prompt for prompt in prompts if prompt[:12] == before[:12]), prompts[0])
        assert before.strip() == closest
        assert source.strip() == rendering.code_cell(key, module)
        assert key.split("/")[0] == path.parent.name


def test_every_exercise_is_used_once():
    used = [key for path in NOTEBOOKS for _, _, key in exercise_cells(path)]
    assert sorted(used) == exercises.available()


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_section_has_both_kinds(path):
    kinds = [exercises.get(key).kind for _, _, key in exercise_cells(path)]
    assert "code" in kinds
    assert {"number", "choice"} & set(kinds)


def test_dots_on_their_own_line():
    formatted = "def iou(first, second): ...  # your code here"
    assert rendering.dots_on_their_own_line(formatted) == "def iou(first, second):\n    ...  # your code here"
    typed = "class Block(Layer): ...\n\n\nx = 1"
    assert rendering.dots_on_their_own_line(typed) == "class Block(Layer):\n    ...\n\n\nx = 1"
    already = "def iou(first):\n    ...  # your code here"
    assert rendering.dots_on_their_own_line(already) == already
    long = "def iou(\n    first,\n): ...  # here"
    assert rendering.dots_on_their_own_line(long) == "def iou(\n    first,\n):\n    ...  # here"


def test_cells_of_a_choice():
    module = catalogue.exercise_module("start/channels_first_or_last")
    text = rendering.prompt_cell(module, number=2)
    assert text.startswith("**2. Predict: where do the channels go?** A batch")
    assert text.endswith("\n- **e** (16, 3, 1200)")
    assert rendering.code_cell("start/channels_first_or_last", module) == (
        'exercise = exercises.get("start/channels_first_or_last")\n'
        'answer = ...  # "a", "b", "c", "d" or "e"\n'
        "exercise.check(answer)"
    )
    with pytest.raises(ValueError, match="number must be a whole number of at least 1, got 0"):
        rendering.prompt_cell(module, number=0)
