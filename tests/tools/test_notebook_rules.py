"""A notebook that breaks a rule is caught, by the sentence meant for that rule."""

import base64
import copy
import io

import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import Image

from tools import notebooks
from tools.execute import source_hash
from tools.normalise import FIGURE_LIMIT, colab_link, normalise, quantise_png
from tools.notebook_rules import problems
from tools.setup_cell import ROOT, setup_cell

PATH = ROOT / "book" / "basics" / "an_example.ipynb"
ALT = {"image": {"alt": "A grey square that gets darker from left to right"}}


def png(height=20, width=30, *, noise=False):
    ramp = np.tile(np.arange(width, dtype=np.uint8), (height, 1))
    picture = np.random.default_rng(0).integers(0, 256, (height, width, 3), dtype=np.uint8) if noise else ramp
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, format="PNG")
    return buffer.getvalue()


def figure(data=None):
    return new_output("display_data", {"image/png": base64.b64encode(data or png()).decode(), "text/plain": "<Figure>"})


def good_notebook():
    cells = [
        new_markdown_cell("# An example\n\n*What you will be able to do.*"),
        new_code_cell(setup_cell(), metadata={"tags": ["setup"]}),
        new_code_cell("1 + 1", metadata={"tags": ["nbval-check-output"]}),
        new_code_cell("draw()", metadata={"mystnb": ALT}, outputs=[figure()]),
    ]
    cells[2].outputs = [new_output("execute_result", {"text/plain": "2"}, execution_count=7)]
    notebook = new_notebook(cells=cells)
    normalise(notebook, PATH)
    return notebook


def record(notebook, **changes):
    return {"source": source_hash(notebook), "seconds": 5.0, "peak_memory_mb": 300, **changes}


def sentences(notebook, **changes):
    return " | ".join(problems(notebook, PATH, record(notebook, **changes)))


def test_a_good_notebook_has_no_problems():
    assert sentences(good_notebook()) == ""


def test_normalising_twice_is_normalising_once():
    once = good_notebook()
    twice = copy.deepcopy(once)
    normalise(twice, PATH)
    assert twice == once
    assert [cell.execution_count for cell in once.cells[1:]] == [1, 2, 3]


def _unnumbered(notebook):
    notebook.cells[2].execution_count = 12


def _stderr(notebook):
    notebook.cells[2].outputs.append(new_output("stream", name="stderr", text="noise"))


def _no_alt(notebook):
    del notebook.cells[3].metadata["mystnb"]


def _alt_without_figure(notebook):
    notebook.cells[3].outputs = []


def _other_repository(notebook):
    notebook.cells[1].source = notebook.cells[1].source.replace("seeing-with-convolutions/book", "somebody/else")


def _other_colab_link(notebook):
    notebook.cells[0].source = notebook.cells[0].source.replace("an_example", "another")


def _large_figure(notebook):
    notebook.cells[3].outputs = [figure(quantise_png(png(500, 500, noise=True)))]


def _path(notebook):
    notebook.cells[2].outputs[0].data["text/plain"] = "saved in /home/reader/net.safetensors"


def _warning(notebook):
    notebook.cells[2].outputs[0].data["text/plain"] = "UserWarning: deprecated"


def _time(notebook):
    notebook.cells[2].outputs[0].data["text/plain"] = "took 3.2 s"


def _error(notebook):
    notebook.cells[2].outputs = [new_output("error", ename="ValueError", evalue="no", traceback=[])]


def _unknown_exercise(notebook):
    notebook.cells[2].source = 'exercises.get("basics/does_not_exist")'
    notebook.cells[2].metadata["tags"].append("exercise")


def _untagged_exercise(notebook):
    notebook.cells[2].source = 'exercises.get("basics/does_not_exist")'


def _nothing_checked(notebook):
    notebook.cells[2].metadata = {}


@pytest.mark.parametrize(
    ("breach", "words"),
    [
        (_unnumbered, "not normalised"),
        (_stderr, "not normalised"),
        (_no_alt, "without alt text"),
        (_alt_without_figure, "shows no figure"),
        (_other_repository, "set-up cell"),
        (_other_colab_link, "Colab link"),
        (_large_figure, "KB are allowed"),
        (_path, "path of the machine"),
        (_warning, "shows a warning"),
        (_time, "compared but shows a time"),
        (_error, "holds an error"),
        (_unknown_exercise, "does not stand"),
        (_untagged_exercise, "carries the tag"),
        (_nothing_checked, "neither asserts"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_a_breach_is_caught_by_its_own_sentence(breach, words):
    notebook = good_notebook()
    breach(notebook)
    assert words in sentences(notebook)


def test_a_time_in_a_cell_that_is_not_compared_is_allowed():
    notebook = good_notebook()
    _time(notebook)
    notebook.cells[2].metadata["tags"] = []
    assert "time" not in sentences(notebook)


@pytest.mark.parametrize(("limit", "allowed"), [({"seconds": 60.0}, True), ({"seconds": 60.1}, False)])
def test_the_time_budget_is_inclusive(limit, allowed):
    assert (sentences(good_notebook(), **limit) == "") is allowed


@pytest.mark.parametrize(("limit", "allowed"), [({"peak_memory_mb": 4096}, True), ({"peak_memory_mb": 4097}, False)])
def test_the_memory_budget_is_inclusive(limit, allowed):
    assert (sentences(good_notebook(), **limit) == "") is allowed


def test_changed_code_must_be_executed_again_and_changed_prose_need_not():
    notebook = good_notebook()
    recorded = record(notebook)
    notebook.cells[0].source = notebook.cells[0].source.replace("be able to do", "see")
    assert problems(notebook, PATH, recorded) == []
    notebook.cells[3].source = "draw(2)"
    assert "changed since" in " ".join(problems(notebook, PATH, recorded))
    assert "changed since" in " ".join(problems(notebook, PATH, None))


def test_a_figure_with_the_same_pixels_keeps_its_bytes():
    with Image.open(io.BytesIO(png())) as picture:
        buffer = io.BytesIO()
        picture.save(buffer, format="PNG", compress_level=0)
    earlier, notebook = good_notebook(), good_notebook()
    stored = base64.b64encode(buffer.getvalue()).decode()
    earlier.cells[3].outputs[0].data["image/png"] = stored
    normalise(notebook, PATH, previous=earlier)
    assert notebook.cells[3].outputs[0].data["image/png"] == stored
    notebook.cells[3].outputs = [figure(png(20, 31))]
    normalise(notebook, PATH, previous=earlier)
    assert notebook.cells[3].outputs[0].data["image/png"] != stored


def test_a_small_figure_is_packed_without_loss_and_a_large_one_in_256_colours():
    with Image.open(io.BytesIO(quantise_png(png()))) as small:
        assert np.array_equal(np.asarray(small.convert("L")), np.tile(np.arange(30), (20, 1)))
    with Image.open(io.BytesIO(quantise_png(png(300, 300, noise=True)))) as large:
        assert large.mode == "P"
    assert len(quantise_png(png(300, 300, noise=True))) < FIGURE_LIMIT


def test_progress_bars_and_widgets_leave_no_trace():
    notebook = good_notebook()
    notebook.cells[2].outputs = [
        new_output("stream", name="stdout", text="10%\r 50%\r100%\r\ndone\n"),
        new_output("stream", name="stdout", text="more\n"),
        new_output("display_data", {"application/vnd.jupyter.widget-view+json": {}, "text/plain": "bar"}),
    ]
    normalise(notebook, PATH)
    assert [output.text for output in notebook.cells[2].outputs] == ["100%\r\ndone\nmore\n"]


def test_the_colab_link_names_repository_and_place():
    assert colab_link(PATH).endswith("/blob/main/book/basics/an_example.ipynb)")


def test_the_option_may_stand_before_or_after_the_paths(monkeypatch):
    seen = []
    monkeypatch.setattr(notebooks, "run", lambda paths, *, everything: seen.append((len(paths), everything)))
    monkeypatch.setattr(notebooks, "report", lambda paths: 0)
    for words in (["run", "--all", "a.ipynb"], ["run", "a.ipynb", "--all"], ["run", "a.ipynb"]):
        monkeypatch.setattr("sys.argv", ["notebooks", *words])
        assert notebooks.main() == 0
    assert seen == [(1, True), (1, True), (1, False)]
