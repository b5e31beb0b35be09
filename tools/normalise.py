"""Bring an executed notebook into the one form that is committed, so that a diff shows what a reader would see."""

import base64
import io
import re
from pathlib import Path
from typing import Any

import numpy as np
from nbformat import NotebookNode
from PIL import Image

from tools.setup_cell import ROOT, repository_url, setup_cell

FIGURE_LIMIT = 120 * 1024  # bytes of one PNG
LOSSLESS_LIMIT = 60 * 1024  # a larger one is reduced to 256 colours
_KEPT_CELL_METADATA = ("tags", "mystnb")
_DROPPED_OUTPUTS = ("application/vnd.jupyter.widget-view+json", "application/vnd.jupyter.widget-state+json")
_COLAB_LINE = re.compile(r"\n*\[Open in Colab\]\([^)]*\)\s*$")


def colab_link(path: Path, root: Path = ROOT) -> str:
    """Return the Markdown link that opens the notebook at `path` in Colab."""
    owner_and_name = repository_url(root).removeprefix("https://github.com/").removesuffix(".git")
    where = path.resolve().relative_to(root.resolve()).as_posix()
    return f"[Open in Colab](https://colab.research.google.com/github/{owner_and_name}/blob/main/{where})"


def normalise(notebook: NotebookNode, path: Path, *, previous: NotebookNode | None = None) -> None:
    """Normalise `notebook`, which is or will be stored at `path`, in place.

    Parameters
    ----------
    notebook : NotebookNode
        An executed notebook.
    path : Path
        Where it stands below `book/`.
    previous : NotebookNode, optional
        Its last committed form: a figure with the same pixels keeps the bytes it has there.

    Notes
    -----
    Law: normalising twice is normalising once.
    """
    known = _figures_of(previous) if previous is not None else []
    notebook.metadata = NotebookNode(_metadata(notebook))
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    count = 0
    for index, cell in enumerate(notebook.cells):
        cell.id = f"{path.stem.replace('_', '-')[:48]}-{index:02d}"
        cell.source = cell.source.rstrip()
        cell.metadata = NotebookNode({key: cell.metadata[key] for key in _KEPT_CELL_METADATA if cell.metadata.get(key)})
        cell.pop("attachments", None)
        if cell.cell_type == "code":
            count += 1
            _normalise_code(cell, count, known)
    _place_fixed_parts(notebook, path)


def _metadata(notebook: NotebookNode) -> dict[str, Any]:
    wanted = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    if notebook.metadata.get("accelerator") == "GPU":  # Colab reads this and offers a GPU for the full tier
        wanted["accelerator"] = "GPU"
        wanted["colab"] = {"gpuType": "T4"}
    return wanted


def _place_fixed_parts(notebook: NotebookNode, path: Path) -> None:
    """Write the Colab link under the title and the set-up cell's source, both made from the repository's address."""
    if notebook.cells and notebook.cells[0].cell_type == "markdown":
        title = _COLAB_LINE.sub("", notebook.cells[0].source)
        notebook.cells[0].source = f"{title}\n\n{colab_link(path)}"
    for cell in notebook.cells:
        if "setup" in cell.metadata.get("tags", []):
            cell.source = setup_cell()


def _normalise_code(cell: NotebookNode, count: int, known: list[bytes]) -> None:
    cell.execution_count = count
    cell.outputs = [output for output in cell.outputs if not _is_noise(output)]
    for output in cell.outputs:
        if output.output_type == "execute_result":
            output.execution_count = count
        if "data" in output:
            for kind in _DROPPED_OUTPUTS:
                output.data.pop(kind, None)
            output.metadata = NotebookNode()
            if "image/png" in output.data:
                output.data["image/png"] = _encode(output.data["image/png"], known)
        if "text" in output:
            output.text = re.sub(r"^.*\r(?!\n)", "", output.text, flags=re.MULTILINE)
    cell.outputs = _join_streams(cell.outputs)


def _is_noise(output: NotebookNode) -> bool:
    """Whether an output is a message to the terminal (warnings, progress bars, TensorFlow's greeting), not a result."""
    widget = "data" in output and any(kind in output.data for kind in _DROPPED_OUTPUTS)
    return widget or (output.output_type == "stream" and output.name == "stderr")


def _join_streams(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Join neighbouring pieces of the same stream: where the kernel cut them is chance."""
    joined: list[NotebookNode] = []
    for output in outputs:
        if output.output_type == "stream" and joined and joined[-1].output_type == "stream":
            joined[-1].text += output.text
        else:
            joined.append(output)
    return joined


def _encode(encoded: str, known: list[bytes]) -> str:
    """Return the PNG packed small, or the bytes of a known figure with the same pixels."""
    data = base64.b64decode(encoded)
    small = quantise_png(data)
    pixels = _pixels(small)
    for earlier in known:
        theirs = _pixels(earlier)
        if theirs.shape == pixels.shape and np.array_equal(theirs, pixels):
            small = earlier
            break
    return base64.b64encode(small).decode("ascii")


def quantise_png(data: bytes) -> bytes:
    """Return the PNG on white: losslessly packed where that is small, else in 256 colours."""
    with Image.open(io.BytesIO(data)) as opened:
        if opened.mode == "P":
            return data
        picture = Image.new("RGB", opened.size, "white")
        picture.paste(opened, mask=opened.getchannel("A") if opened.mode == "RGBA" else None)
    packed = _save(picture)
    if len(packed) <= LOSSLESS_LIMIT:
        return packed
    return _save(picture.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.FLOYDSTEINBERG))


def _save(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, format="PNG", optimize=True)
    return buffer.getvalue()


def _pixels(data: bytes) -> np.ndarray:
    with Image.open(io.BytesIO(data)) as picture:
        return np.asarray(picture.convert("RGB"))


def _figures_of(notebook: NotebookNode) -> list[bytes]:
    """Return the PNGs stored in `notebook`, decoded."""
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    return [base64.b64decode(o.data["image/png"]) for o in outputs if "image/png" in o.get("data", {})]
