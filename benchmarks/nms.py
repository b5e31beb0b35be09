"""Non-maximum suppression against torchvision's: boxes spread over a picture, and boxes heaped on few objects.

Where boxes are spread, few pairs overlap and most boxes stay: torchvision's time is quadratic there. Where they are
heaped, few stay, and its time is nearly linear: there it is enough not to be far behind. Times are processor time on
one thread. Run with: python -m benchmarks.nms
"""

from benchmarks._measure import peak_memory, ratio

import sys  # isort: skip
from collections.abc import Callable  # isort: skip

import torch  # isort: skip
import torchvision  # isort: skip

import numpy as np

from companion.boxes import batched_nms, nms

IOU_THRESHOLD, CLASSES = 0.5, 20
BOUNDS = {  # name, boxes: most time, ours / theirs
    ("spread", 1_000): 1.0,
    ("spread", 5_444): 1.0,
    ("spread", 50_000): 0.1,
    ("heaped", 1_000): 10.0,
    ("heaped", 5_444): 3.0,
    ("heaped", 50_000): 3.0,
    ("spread, 20 classes", 5_444): 2.0,
}


def spread(count: int, rng: np.random.Generator) -> np.ndarray:
    """Return boxes with centres anywhere in 1000 x 1000 pixels and sides from 10 to 100."""
    centres, sides = rng.uniform(0, 1000, (count, 2)), rng.uniform(10, 100, (count, 2))
    return np.hstack([centres - sides / 2, centres + sides / 2]).astype(np.float32)


def heaped(count: int, rng: np.random.Generator) -> np.ndarray:
    """Return boxes around 20 objects, every edge off by about 8 % of the side."""
    objects = spread(20, rng)[rng.integers(0, 20, count)]
    sides = objects[:, 2:] - objects[:, :2]
    return objects + rng.normal(0, 0.08, (count, 4)).clip(-0.4, 0.4).astype(np.float32) * np.tile(sides, 2)


def compare(name: str, count: int) -> tuple[Callable[[], np.ndarray], Callable[[], torch.Tensor]]:
    """Return our call and theirs on the same boxes."""
    rng = np.random.default_rng(0)
    boxes = (heaped if name == "heaped" else spread)(count, rng)
    scores, labels = rng.permutation(count).astype(np.float32) / count, rng.integers(0, CLASSES, count)
    tensors = [torch.from_numpy(part) for part in (boxes, scores, labels)]
    if name.endswith("classes"):
        return (
            lambda: batched_nms(boxes, scores, labels, iou_threshold=IOU_THRESHOLD),
            lambda: torchvision.ops.batched_nms(*tensors, IOU_THRESHOLD),
        )
    return (
        lambda: nms(boxes, scores, iou_threshold=IOU_THRESHOLD),
        lambda: torchvision.ops.nms(*tensors[:2], IOU_THRESHOLD),
    )


def main() -> int:
    """Print the table; return 1 if a bound is missed or the indices differ."""
    torch.set_num_threads(1)
    missed = []
    print(f"nms at IoU {IOU_THRESHOLD}, float32: ours, torchvision's, ours / theirs, bound; kept; memory at the peak")
    for (name, count), bound in BOUNDS.items():
        ours, theirs = compare(name, count)
        kept = ours()
        same = kept.tolist() == theirs().tolist()
        rounds = 1 if (name, count) == ("spread", 50_000) else 15
        found, mine, other = ratio(ours, theirs, rounds=rounds)
        if found > bound:  # once more, for longer
            found, mine, other = ratio(ours, theirs, rounds=4 * rounds)
        memory = [peak_memory(call) for call in (ours, theirs)]
        print(
            f"  {name:18} {count:6,}  {mine * 1000:8.2f} ms  {other * 1000:8.2f} ms  {found:6.3f}  at most {bound:<4g}"
            f"  {len(kept):6,} kept  {memory[0]:5.1f} and {memory[1]:5.1f} MiB  {'same' if same else 'OTHER'} indices",
            flush=True,
        )
        missed += [f"{name} {count}"] * (found > bound or not same)
    if missed:
        print(f"missed: {', '.join(missed)}", file=sys.stderr)
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
