"""Our Sphinx extensions, on a tiny book of one notebook: no browser needed."""

import json
import os
import subprocess
import sys

import pytest

from tests.site.browser import REPOSITORY

CONFIGURATION = f"""
import sys
sys.path.insert(0, {str(REPOSITORY / "_ext")!r})
extensions = ["myst_nb", "sphinx_design", "framework_tabs", "setup_cell", "offline_mathjax", "accessible_pages"]
nb_execution_mode = "off"
myst_enable_extensions = ["dollarmath"]
"""


def code(source, *tags, output=None):
    outputs = [{"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": {"text/plain": output}}]
    return {
        "cell_type": "code",
        "id": f"cell-{abs(hash(source))}",
        "source": source,
        "metadata": {"tags": list(tags)},
        "execution_count": 1,
        "outputs": outputs if output else [],
    }


def text(source):
    return {"cell_type": "markdown", "id": f"text-{abs(hash(source))}", "source": source, "metadata": {}}


CELLS = [
    text("# Title\n\nA formula: $x^2$.\n\n| | pixels |\n|---|---|\n| width | 28 |"),
    code("install_if_needed()", "setup"),
    code("torch_first = 1", "torch", output="11"),
    code("keras_first = 2", "keras", output="22"),
    text("Some words between."),
    code("keras_second = 3", "keras"),
    code("torch_second = 4", "torch"),
    code("torch_second_more = 5", "torch"),
    text("Twice, with nothing between."),
    code("torch_third = 6", "torch"),
    code("keras_third = 6", "keras"),
    code("torch_fourth = 6", "torch"),
    code("keras_fourth = 6", "keras"),
    text("Some more."),
    code("torch_alone = 6", "torch"),
    code("plain = 7"),
    code("keras_alone = 8", "keras"),
]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("book")
    (folder / "conf.py").write_text(CONFIGURATION)
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    notebook = {"cells": CELLS, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}
    (folder / "index.ipynb").write_text(json.dumps(notebook))
    command = [sys.executable, "-m", "sphinx", "-q", "-n", "-W", str(folder), str(folder / "html")]
    environment = {**os.environ, "PYTHONWARNINGS": "default"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def html(built):
    return (built / "html" / "index.html").read_text()


def test_each_neighbouring_pair_becomes_one_set_of_tabs(html):
    assert html.count("framework-tabs") == 4
    assert html.count(">\nPyTorch</label>") == html.count(">\nKeras</label>") == 4


def test_tabs_keep_the_order_of_the_cells_and_their_outputs(html):
    first, second, third, fourth = html.split("framework-tabs")[1:]
    assert first.index("torch_first") < first.index("11") < first.index("keras_first") < first.index("22")
    assert second.index("keras_second") < second.index("torch_second") < second.index("torch_second_more")
    assert third.index("torch_third") < third.index("keras_third")
    assert fourth.index("torch_fourth") < fourth.index("keras_fourth")


def test_no_cell_is_lost_or_doubled(html):
    names = [cell["source"].split(" = ")[0] for cell in CELLS if " = " in cell["source"]]
    assert [html.count(f">{name}<") for name in names] == [1] * 12


def test_a_lone_cell_stays_outside_tabs(html):
    after = html.split("Some more.")[1]
    assert "sd-tab" not in after.split("<script")[0]


def test_the_setup_cell_is_folded_and_names_itself(html):
    before = html.split("install_if_needed")[0]
    assert before.rindex("<details") > before.rfind("</details>")
    assert "<details open" not in html
    assert 'aria-label="Toggle hidden content"' not in html


def test_the_empty_corner_of_a_table_is_no_heading(html):
    assert html.count("<th") == 2  # <thead and the heading "pixels"


def test_mathematics_is_served_from_the_book_itself(built, html):
    assert "_static/mathjax/tex-chtml-full.js" in html
    assert "cdn" not in html
    copied = [path for path in (built / "html" / "_static" / "mathjax").rglob("*") if path.is_file()]
    assert {path.suffix for path in copied} == {".js", ".woff"}
    assert sum(path.stat().st_size for path in copied) < 2_000_000


def test_the_download_is_unchanged(built):
    assert (built / "html" / "_sources" / "index.ipynb.txt").read_bytes() == (built / "index.ipynb").read_bytes()
