"""The folded hints and solutions of the rendered page, without building the book."""

import importlib.util
import json
import sys
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest

pytest.importorskip("sphinx")
FILE = Path(__file__).parents[2] / "_ext" / "exercise_dropdowns.py"


@pytest.fixture(scope="module")
def extension():
    spec = importlib.util.spec_from_file_location("exercise_dropdowns", FILE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def application(suffix=".ipynb"):
    noted = []
    env = SimpleNamespace(doc2path=lambda page: page + suffix, note_dependency=noted.append, noted=noted)
    return SimpleNamespace(env=env)


def notebook(*cells):
    return nbformat.writes(nbformat.v4.new_notebook(cells=list(cells)))


def exercise_cell(key="start/mean_brightness"):
    return nbformat.v4.new_code_cell(f'exercise = exercises.get("{key}")', metadata={"tags": ["exercise"]})


def read(extension, text, app=None):
    source = [text]
    extension.insert(app or application(), "book/start/page", source)
    return source[0]


def test_a_cell_with_dropdowns_follows_an_exercise(extension):
    app = application()
    before = nbformat.v4.new_markdown_cell("**1. Write.**")
    text = read(extension, notebook(before, exercise_cell(), nbformat.v4.new_markdown_cell("### In short")), app)
    after = nbformat.reads(text, as_version=4)
    nbformat.validate(after)
    assert [cell.cell_type for cell in after.cells] == ["markdown", "code", "markdown", "markdown"]
    added = after.cells[2].source
    assert [line for line in added.splitlines() if "{dropdown}" in line] == [
        f"``````{{dropdown}} {title}" for title in ("Hint 1", "Hint 2", "Hint 3", "Solution")
    ]
    assert ":open:" not in added
    assert "```python\ndef mean_brightness(images):\n" in added
    assert "WRONG_ANSWERS" not in added
    assert any(path.endswith("mean_brightness.py") for path in app.env.noted)


def test_a_choice_shows_every_reason(extension):
    text = read(extension, notebook(exercise_cell("start/channels_first_or_last")))
    added = json.loads(text)["cells"][1]["source"]
    assert "{dropdown} Hint\n" in added
    assert "**d** is right" in added
    assert added.count("\n- **") == 4


def test_ids_differ(extension):
    both = notebook(exercise_cell(), exercise_cell("start/channels_first_or_last"))
    ids = [cell["id"] for cell in json.loads(read(extension, both))["cells"]]
    assert len(set(ids)) == 4


def test_other_pages_stay_as_they_are(extension):
    plain = notebook(nbformat.v4.new_code_cell("1 + 1"))
    assert read(extension, plain) == plain
    assert read(extension, "# Not a notebook", application(".md")) == "# Not a notebook"


def test_a_cell_without_a_key_is_named(extension):
    cell = nbformat.v4.new_code_cell("pass", metadata={"tags": ["exercise"]})
    with pytest.raises(ValueError, match="book/start/page: a cell tagged exercise must hold"):
        read(extension, notebook(cell))
    with pytest.raises(ValueError, match="key must name an exercise, got 'start/nothing'"):
        read(extension, notebook(exercise_cell("start/nothing")))


def test_the_dropdowns_are_directives_that_sphinx_design_knows(extension, tmp_path):
    """Build one tiny page with the same parser that the book uses."""
    from sphinx.application import Sphinx

    source = tmp_path / "source"
    source.mkdir()
    (source / "conf.py").write_text("extensions = ['myst_nb', 'exercise_dropdowns']\nnb_execution_mode = 'off'\n")
    title = nbformat.v4.new_markdown_cell("# Page")
    (source / "index.ipynb").write_text(notebook(title, exercise_cell()))
    sys.path.insert(0, str(FILE.parent))
    try:
        app = Sphinx(source, source, tmp_path / "html", tmp_path / "trees", "html", status=None, warning=None)
        app.build()
    finally:
        sys.path.remove(str(FILE.parent))
    html = (tmp_path / "html" / "index.html").read_text(encoding="utf-8")
    assert html.count("<details") == 4
    assert "<details open" not in html
    assert app.statuscode == 0
    assert "highlight-python" in html
