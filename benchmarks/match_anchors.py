"""Matching a batch of 32 pictures, 5,444 anchors and 20 ground truths each; NumPy and PyTorch, on one thread.

The bound is a time; PyTorch in float64, in which nobody trains, is shown without it. Beside it stands torchvision's
`Matcher`, which a loop calls picture by picture and which gives every ground truth its best anchor without asking
whether two of them want the same one. The last line is the hardest case for ours: twenty equal ground truths. What
misses the bound is measured once more, for longer, before it fails.
Run with: python -m benchmarks.match_anchors
"""

import sys
from collections.abc import Callable

from benchmarks._measure import peak_memory, ratio

import torch  # isort: skip
from torchvision.models.detection._utils import Matcher  # isort: skip
from torchvision.ops import box_iou  # isort: skip

import numpy as np
from numpy.typing import NDArray

from companion.boxes import matching, matching_torch, multiscale_anchors

PICTURES, TRUTHS, SIDE = 32, 20, 256
MOST_SECONDS = 0.060
ROUNDS, MORE_ROUNDS = 9, 41
SHARES = ((0.2, 0.272), (0.37, 0.447), (0.54, 0.619), (0.71, 0.79), (0.88, 0.961))  # sizes, in shares of the picture
Batch = tuple[NDArray[np.floating], NDArray[np.floating], NDArray[np.int64]]


def batch(dtype: type) -> Batch:
    """Return anchors, ground truths of 10 to 128 pixels a side, and labels; every picture has all its rows filled."""
    rng = np.random.default_rng(0)
    sizes = [[SIDE * share for share in level] for level in SHARES]
    anchors = multiscale_anchors((32, 16, 8, 4, 1), SIDE, sizes=sizes, aspect_ratios=(1, 2, 0.5))
    side = rng.uniform(10, 128, (PICTURES, TRUTHS, 2))
    corner = rng.uniform(0, 1, side.shape) * (SIDE - side)
    boxes = np.concatenate([corner, corner + side], axis=2)
    return anchors.astype(dtype), boxes.astype(dtype), rng.integers(0, 20, (PICTURES, TRUTHS))


def picture_by_picture(anchors: torch.Tensor, boxes: torch.Tensor) -> list[torch.Tensor]:
    """Return what torchvision's detectors compute: the ground truth of every anchor, below 0 for background."""
    matcher = Matcher(0.5, 0.5, allow_low_quality_matches=True)
    return [matcher(box_iou(truths, anchors)) for truths in boxes]


def compare(label: str, ours: Callable[[], object], theirs: Callable[[], object], *, bound: bool = True) -> bool:
    """Print one line; return whether the bound was missed."""
    share, mine, other = ratio(ours, theirs, rounds=ROUNDS)
    if bound and mine > MOST_SECONDS:
        share, mine, other = ratio(ours, theirs, rounds=MORE_ROUNDS)
    memory = f"{peak_memory(ours):5.1f} against {peak_memory(theirs):5.1f} MiB"
    wanted = f", at most {MOST_SECONDS * 1e3:.0f} ms" if bound else ""
    print(f"  {label:28} {mine * 1e3:6.1f} ms{wanted}; {other * 1e3:6.1f} ms, ratio {share:.2f}; {memory}", flush=True)
    return bound and mine > MOST_SECONDS


def main() -> int:
    """Print the table; return 1 if a bound is missed."""
    torch.set_num_threads(1)
    missed = False
    print(
        f"{PICTURES} pictures, 5,444 anchors, {TRUTHS} ground truths each: ours; torchvision's Matcher, ours / theirs; "
        "memory at the peak"
    )
    for dtype in (np.float64, np.float32):
        arrays = batch(dtype)
        tensors = [torch.from_numpy(part) for part in arrays]
        runs = {
            "NumPy": lambda arrays=arrays: matching.match_anchors(*arrays),
            "PyTorch": lambda tensors=tensors: matching_torch.match_anchors(*tensors),
        }
        for framework, ours in runs.items():
            peer = lambda tensors=tensors: picture_by_picture(*tensors[:2])  # noqa: E731
            bound = (framework, dtype) != ("PyTorch", np.float64)
            missed |= compare(f"{framework} {dtype.__name__}", ours, peer, bound=bound)
    anchors, boxes, labels = arrays
    equal = np.repeat(boxes[:, :1], TRUTHS, axis=1)
    peer = lambda: picture_by_picture(tensors[0], torch.from_numpy(equal))  # noqa: E731
    compare(
        f"NumPy {dtype.__name__}, equal boxes",
        lambda: matching.match_anchors(anchors, equal, labels),
        peer,
        bound=False,
    )
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
