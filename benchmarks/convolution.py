"""One convolution, three ways: nested loops, im2col in NumPy, PyTorch. Prints ratios from one run, on one thread."""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"  # read when NumPy and PyTorch are imported, below
sys.path.insert(0, str(Path(__file__).parents[1]))

import torch  # noqa: E402

import numpy as np  # noqa: E402

from companion.convolution.reference import conv2d, conv2d_loops  # noqa: E402

FASTER_THAN_LOOPS = 100
SLOWER_THAN_TORCH = 15


def seconds(function: Callable[[], object], repeats: int) -> float:
    """Return the shortest of some runs, after one that does not count."""
    function()
    runs = []
    for _ in range(repeats):
        start = time.perf_counter()
        function()
        runs.append(time.perf_counter() - start)
    return min(runs)


def main() -> int:
    """Print the table; return 1 if a bound is missed."""
    torch.set_num_threads(1)
    rng = np.random.default_rng(0)
    images = rng.normal(size=(1, 256, 256, 3)).astype(np.float32)
    weights = rng.normal(size=(3, 3, 3, 8)).astype(np.float32)
    tensor = torch.from_numpy(images.transpose(0, 3, 1, 2).copy())
    kernels = torch.from_numpy(weights.transpose(3, 2, 0, 1).copy())
    with torch.inference_mode():
        theirs = torch.nn.functional.conv2d(tensor, kernels, padding=1).permute(0, 2, 3, 1).numpy()
        framework = seconds(lambda: torch.nn.functional.conv2d(tensor, kernels, padding=1), 30)
    ours = seconds(lambda: conv2d(images, weights, padding=1), 30)
    loops = seconds(lambda: conv2d_loops(images, weights, padding=1), 1)
    difference = float(np.abs(conv2d(images, weights, padding=1) - theirs).max())
    print("3 -> 8 channels, 3x3, 256x256 picture, float32, one thread")
    print(f"loops / im2col   {loops / ours:8.0f} x   at least {FASTER_THAN_LOOPS}")
    print(f"im2col / torch   {ours / framework:8.1f} x   at most {SLOWER_THAN_TORCH}")
    print(f"largest difference to torch {difference:.0e}")
    return int(loops / ours < FASTER_THAN_LOOPS or ours / framework > SLOWER_THAN_TORCH or difference > 1e-4)


if __name__ == "__main__":
    sys.exit(main())
