"""What every comparison with a peer needs: the ratio of two running times, and the memory at the peak.

Import this file before NumPy and PyTorch: it sets them to one thread.
"""

import ctypes
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"  # read when NumPy and PyTorch are imported
sys.path.insert(0, str(Path(__file__).parents[1]))

_MEBIBYTE = 2**20


def seconds(function: Callable[[], object]) -> float:
    """Return the seconds of processor time of one call."""
    start = time.process_time()
    function()
    return time.process_time() - start


def ratio(ours: Callable[[], object], theirs: Callable[[], object], *, rounds: int = 7) -> tuple[float, float, float]:
    """Return ours / theirs, and the seconds of each.

    Calls alternate, and the first of each pair changes from pair to pair; one call of each before does not count. The
    ratio is the median of the ratios of neighbours, the seconds are medians too.
    """
    ours()
    theirs()
    pairs = []
    for index in range(rounds):
        if index % 2:
            first = seconds(ours)
            pairs.append((first, seconds(theirs)))
        else:
            second = seconds(theirs)
            pairs.append((seconds(ours), second))
    mine, other = zip(*pairs, strict=True)
    return statistics.median(a / b for a, b in pairs), statistics.median(mine), statistics.median(other)


def peak_memory(function: Callable[[], object]) -> float:
    """Return how far one call raises the memory of this process at its peak, in MiB; nan where Linux is not beneath."""
    peak = Path("/proc/self/clear_refs")
    if not peak.exists():
        return float("nan")
    _give_back()
    try:
        peak.write_text("5", encoding="ascii")  # the peak begins anew
    except OSError:
        return float("nan")
    before = _resident("VmRSS")
    function()
    return max(0.0, _resident("VmHWM") - before)


def _give_back() -> None:
    """Return free memory to the system: what the allocator keeps, a call would take without it being seen."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # of the GNU C library
    if trim is not None:
        trim(0)


def _resident(field: str) -> float:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    (line,) = [line for line in lines if line.startswith(f"{field}:")]
    return int(line.split()[1]) * 1024 / _MEBIBYTE
