"""IoU and generalised IoU of all pairs of boxes, in NumPy and in PyTorch, against torchvision. One thread, float32.

Prints the median ratio of neighbouring calls and how far one call raises the memory of the process. A comparison that
misses its bound is measured once more, for longer, before it fails. Run with: python -m benchmarks.box_iou
"""

import sys
from collections.abc import Callable

from benchmarks._measure import peak_memory, ratio

import torch  # isort: skip
import torchvision  # isort: skip

import numpy as np
from numpy.typing import NDArray

from companion.boxes import iou, iou_torch

SIZES = ((5444, 20), (1000, 1000))  # the anchors of a picture against its objects; two lists of detections
PEERS = {"box_iou": torchvision.ops.box_iou, "box_giou": torchvision.ops.generalized_box_iou}
MOST_TIME = {"NumPy": 1.0, "PyTorch": 1.1}
ROUNDS, MORE_ROUNDS = 21, 101


def random_boxes(rng: np.random.Generator, count: int) -> NDArray[np.float32]:
    """Return boxes of 1 to 100 pixels a side in a picture of 500."""
    corner, size = rng.uniform(0, 500, (count, 2)), rng.uniform(1, 100, (count, 2))
    return np.concatenate([corner, corner + size], axis=1).astype(np.float32)


def compare(label: str, ours: Callable[[], object], theirs: Callable[[], object], most: float) -> bool:
    """Print one line; return whether the bound was missed."""
    measured = ratio(ours, theirs, rounds=ROUNDS)
    if measured[0] > most:
        measured = ratio(ours, theirs, rounds=MORE_ROUNDS)
    share, mine, other = measured
    memory = f"{peak_memory(ours):5.1f} against {peak_memory(theirs):5.1f} MiB"
    print(f"  {label:30} {mine * 1e3:6.2f} against {other * 1e3:6.2f} ms, ratio {share:.2f}, at most {most}; {memory}")
    return share > most


def main() -> int:
    """Print the table; return 1 if a bound is missed."""
    torch.set_num_threads(1)
    rng, missed = np.random.default_rng(0), []
    print("ours against torchvision's: milliseconds, ratio, memory at the peak")
    for sizes in SIZES:
        arrays = [random_boxes(rng, count) for count in sizes]
        tensors = [torch.from_numpy(array) for array in arrays]
        for name, peer in PEERS.items():
            ours = {"NumPy": (getattr(iou, name), arrays), "PyTorch": (getattr(iou_torch, name), tensors)}
            for framework, (function, lists) in ours.items():
                label = f"{name} {sizes[0]:,} x {sizes[1]:,} {framework}"
                slow = compare(
                    label,
                    lambda function=function, lists=lists: function(*lists),
                    lambda peer=peer, tensors=tensors: peer(*tensors),
                    MOST_TIME[framework],
                )
                missed += [label] * slow
    if missed:
        print(f"missed: {', '.join(missed)}", file=sys.stderr)
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
