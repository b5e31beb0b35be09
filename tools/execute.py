"""Execute one notebook in a fresh kernel and measure what it costs."""

import ast
import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from nbclient import NotebookClient
from nbformat import NotebookNode

from tools.setup_cell import ROOT

_QUIET = {
    "COMPANION_TIER": "mini",
    "OMP_NUM_THREADS": "1",  # sums are then taken in one order, whatever the machine: the numbers stay the same
    "OMP_WAIT_POLICY": "PASSIVE",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_ENABLE_ONEDNN_OPTS": "0",
    "PYTHONWARNINGS": "default",
}
# Peak resident size in bytes, and the files of the package that were imported. Linux tells it in kibibytes; what
# getrusage says there begins with the size of the process that started this one.
_PROBE = """
import resource, sys
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
if sys.platform == "linux":
    with open("/proc/self/status") as status:
        peak = 1024 * next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
ours = [module for name, module in list(sys.modules.items()) if name.split(".")[0] == "companion"]
print((peak, sorted(module.__file__ for module in ours if getattr(module, "__file__", None))))
"""


@dataclass(frozen=True)
class Cost:
    """What one execution took, and the files of the package that it read."""

    seconds: float
    peak_memory_mb: float
    companion_files: tuple[str, ...]


def execute(notebook: NotebookNode, path: Path, *, timeout: int = 600) -> Cost:
    """Execute `notebook` in place, in the folder of `path`, with the mini tier and an empty data folder.

    Raises
    ------
    nbclient.exceptions.CellExecutionError
        If a cell fails.
    """
    client = NotebookClient(
        notebook, timeout=timeout, kernel_name="python3", resources={"metadata": {"path": path.parent}}
    )
    start = time.perf_counter()
    with TemporaryDirectory() as data, _environment({**_QUIET, "COMPANION_DATA": data}), client.setup_kernel():
        for index, cell in enumerate(notebook.cells):
            client.execute_cell(cell, index)
        seconds = time.perf_counter() - start
        memory, files = _ask_the_kernel(client)
    return Cost(round(seconds, 1), round(memory / 2**20), files)


def source_hash(notebook: NotebookNode) -> str:
    """Return a digest of the notebook's code; prose may change without executing again."""
    code = "\0".join(cell.source.rstrip() for cell in notebook.cells if cell.cell_type == "code")
    return hashlib.sha256(code.encode()).hexdigest()[:16]


def files_hash(files: tuple[str, ...]) -> str:
    """Return a digest of files of the package, given relative to the root."""
    digest = hashlib.sha256()
    for name in sorted(files):
        path = ROOT / name
        digest.update(name.encode() + (path.read_bytes() if path.exists() else b"missing"))
    return digest.hexdigest()[:16]


def _ask_the_kernel(client: NotebookClient) -> tuple[float, tuple[str, ...]]:
    """Return the kernel's peak memory in bytes, and the files of the package that the notebook imported."""
    probe = NotebookNode(cell_type="code", source=_PROBE, metadata={}, outputs=[], execution_count=None)
    client.nb.cells.append(probe)  # the client files a cell's outputs by its place in the notebook
    client.execute_cell(probe, len(client.nb.cells) - 1)
    client.nb.cells.pop()
    text = "".join(output.get("text", "") for output in probe.outputs if output.get("name") == "stdout")
    peak, paths = ast.literal_eval(text)
    inside = [Path(path).resolve() for path in paths]
    return peak, tuple(path.relative_to(ROOT).as_posix() for path in inside if path.is_relative_to(ROOT))


@contextmanager
def _environment(values: dict[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.__setitem__(name, value)
