"""Examine this computer: which packages are there, what runs on what, where data goes, and what to do about the rest.

Nothing is imported to learn its version, and both frameworks are tried in a process of their own, so that examining a
broken installation never breaks the one that asks.
"""

import html
import importlib.metadata
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from companion import config

PROJECT = "seeing-with-convolutions"
# Distribution names (any of them will do), lowest version, and the extra that brings it ("" for the package itself).
PACKAGES: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("numpy",), "1.26", ""),
    (("pillow",), "10.3", ""),
    (("pooch",), "1.8", ""),
    (("requests",), "2.31", ""),
    (("safetensors",), "0.4", ""),
    (("scikit-image",), "0.23", ""),
    (("scikit-learn",), "1.4", ""),
    (("tqdm",), "4.66", ""),
    (("urllib3",), "2.2", ""),
    (("torch",), "2.4", "torch"),
    (("torchvision",), "0.19", "torch"),
    (("keras",), "3.5", "keras"),
    (("tensorflow", "tensorflow-cpu", "tensorflow-macos"), "2.17", "keras"),
    (("matplotlib",), "3.8", "notebooks"),
    (("opencv-python-headless", "opencv-python", "opencv-contrib-python"), "4.9", "notebooks"),
    (("ipykernel",), "6.29", "notebooks"),
)
PYTHON = ((3, 11), (3, 14))  # from, and below
ROOM = {"mini": 0.1, "full": 12.0}  # gigabytes that should be free; all public data sets, unpacked, take about that
_PATIENCE = 300  # seconds

_TRIAL = """
import os
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import torch, torchvision, keras, numpy
torch.nn.Conv2d(1, 2, 3)(torch.zeros(1, 1, 8, 8))
print(numpy.shape(keras.layers.Conv2D(2, 3)(numpy.zeros((1, 8, 8, 1), "float32"))))
"""


@dataclass(frozen=True)
class Finding:
    """One line of the examination.

    Parameters
    ----------
    name : str
        What was examined.
    good : bool
        Whether all is well.
    text : str
        What was found; never a path, so that it may be shown in a notebook.
    advice : str
        What to do where it is not well.
    """

    name: str
    good: bool
    text: str
    advice: str = ""

    def __str__(self) -> str:
        line = f"{'ok     ' if self.good else 'PROBLEM'}  {self.name:<24} {self.text}"
        return line if self.good else f"{line}\n         {'':<24} -> {self.advice}"


class Report(list[Finding]):
    """Findings that Jupyter shows as a table and a terminal as lines."""

    def __repr__(self) -> str:
        return "\n".join(map(str, self))

    def _repr_html_(self) -> str:
        return f"<table><tbody>{''.join(map(_row, self))}</tbody></table>"


def examine(checks: Iterable[Callable[[], Iterator[Finding]]] | None = None) -> Report:
    """Return all findings; about ten seconds, because both frameworks are tried.

    Parameters
    ----------
    checks : iterable of callable, optional
        Which parts to examine: some of ``packages``, ``settings``, ``frameworks``.
    """
    return Report(finding for check in checks or (packages, settings, frameworks) for finding in check())


def packages() -> Iterator[Finding]:
    """Yield Python and every package, by the versions that are installed."""
    lowest, beyond = PYTHON
    here = sys.version_info[:2]
    wanted = f"install Python {lowest[0]}.{lowest[1]} to {beyond[0]}.{beyond[1] - 1}"
    yield Finding("python", lowest <= here < beyond, ".".join(map(str, sys.version_info[:3])), wanted)
    for names, minimum, extra in PACKAGES:
        if names[0] != "tensorflow" or _keras_backend() == "tensorflow":
            yield _package(names, minimum, extra)


def settings() -> Iterator[Finding]:
    """Yield the data tier, the data folder, and the mirror if one is set."""
    try:
        tier = config.tier()
        yield Finding("tier", True, tier)
    except ValueError as error:
        tier = "mini"
        yield Finding("tier", False, str(error), "set COMPANION_TIER to mini or full")
    yield _folder(config.data_folder(), ROOM[tier])
    if mirror := os.environ.get("COMPANION_MIRROR", "").strip():
        yield _mirror(mirror)


def frameworks() -> Iterator[Finding]:
    """Yield the device that PyTorch uses, and whether both frameworks work in one process."""
    install = f'pip install "{PROJECT}[torch,keras]"'
    try:
        yield Finding("device", True, config.device())
    except ImportError:
        yield Finding("device", False, "unknown without torch", install)
    except ValueError as error:
        yield Finding("device", False, str(error), "unset COMPANION_DEVICE")
    problem = _try_both()
    text = problem or f"work together (Keras on {_keras_backend()}); import torchvision before keras"
    yield Finding("PyTorch and Keras", not problem, text, install)


def _try_both() -> str:
    """Return what went wrong when both frameworks worked in one process, or nothing."""
    command = [sys.executable, "-c", _TRIAL]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return f"no answer within {_PATIENCE} seconds"
    if done.returncode == 0 and "(1, 6, 6, 2)" in done.stdout:
        return ""
    last = (done.stderr.strip().splitlines() or [f"the process ended with code {done.returncode}"])[-1]
    return last if os.sep not in last else last.split(":")[0]  # no paths: they would stand in a notebook


def _keras_backend() -> str:
    return os.environ.get("KERAS_BACKEND", "").strip() or "tensorflow"


def _package(names: tuple[str, ...], minimum: str, extra: str) -> Finding:
    install = f'pip install --upgrade "{PROJECT}[{extra}]"' if extra else f"pip install --upgrade {PROJECT}"
    for name in names:
        try:
            version = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
        if _numbers(version) < _numbers(minimum):
            return Finding(name, False, f"{version} is older than {minimum}", install)
        return Finding(name, True, version)
    return Finding(names[0], False, "missing", install)


def _numbers(version: str) -> tuple[int, ...]:
    parts = version.split("+")[0].split(".")[:2]
    return tuple(int("".join(filter(str.isdigit, part)) or 0) for part in parts)


def _mirror(mirror: str) -> Finding:
    if mirror.lower().startswith(("http://", "https://")):
        return Finding("mirror", True, "an address (not asked)")
    there = Path(mirror).expanduser().is_dir()
    advice = "set COMPANION_MIRROR to a folder, or to an address that begins with http:// or https://, or unset it"
    return Finding("mirror", there, "a folder" if there else "no such folder", advice)


def _folder(folder: Path, gigabytes: float) -> Finding:
    advice = "set COMPANION_DATA to a folder with room that you may write to"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            free = shutil.disk_usage(folder).free / 1e9
    except OSError as error:
        return Finding("data folder", False, f"cannot be written ({error.strerror})", advice)
    text = f"writable, {free:.0f} GB free"
    return Finding("data folder", free >= gigabytes, text, f"{advice}: {gigabytes:g} GB are needed")


def _row(finding: Finding) -> str:
    # Only the border is coloured, so that dark and light pages are both readable.
    colour, word = ("#2da44e", "ok") if finding.good else ("#d1242f", "problem")
    what = html.escape(finding.text)
    if not finding.good:
        what += f"<br><strong>What to do:</strong> {html.escape(finding.advice)}"
    style = f"border-left: 0.35em solid {colour}; text-align: left;"
    cells = f'<td style="text-align: left;">{html.escape(finding.name)}</td><td style="text-align: left;">{what}</td>'
    return f'<tr><td style="{style}">{word}</td>{cells}</tr>'
