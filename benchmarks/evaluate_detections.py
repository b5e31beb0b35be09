"""Average precision by COCO's rules on 5,000 pictures with 100 detections each, against pycocotools.

Both judge the same detections and must give the same twelve numbers. Counted is everything after loading: for
pycocotools its evaluator, `evaluate`, `accumulate` and the sums of `summarize`; for us `evaluate_detections`. Loading
(its `createIndex` and `loadRes`, our `Detections` and `GroundTruth` with their checks) is reported apart. Run with:
python -m benchmarks.evaluate_detections
"""

from benchmarks._measure import peak_memory, seconds  # sets one thread: first

# isort: split
import statistics
import sys
from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from companion.boxes import Detections, Evaluation, GroundTruth, evaluate_detections
from tests.boxes import coco_peer

PICTURES, FOUND, CLASSES, TIMES_FASTER, TOLERANCE = 5_000, 100, 80, 2.0, 1e-6
SHOWN_CLASSES, TRUTHS, CROWDS = 3, 7.3, 0.012  # about as in COCO's validation pictures
NEAR, RIGHT_CLASS = 0.6, 0.9  # shares of the detections that lie at a ground truth, and of those with its class
WIDTH, HEIGHT = 640, 480
T = TypeVar("T")


def draw_boxes(rng: np.random.Generator, count: int) -> NDArray[np.float64]:
    """Return boxes in whole pixels, from 8 pixels to half a picture long."""
    sides = np.exp(rng.uniform(np.log(8), np.log([WIDTH / 2, HEIGHT / 2]), (count, 2)))
    corners = rng.uniform(0, np.array([WIDTH, HEIGHT]) - sides)
    return np.concatenate([corners, corners + sides], axis=1).round()


def draw_picture(rng: np.random.Generator) -> tuple[NDArray[np.float64], ...]:
    """Return boxes and labels of the ground truths of a picture, then boxes, labels and scores of the detections."""
    classes = rng.integers(0, CLASSES, SHOWN_CLASSES)
    true_boxes = draw_boxes(rng, rng.poisson(TRUTHS))
    true_labels = rng.choice(classes, len(true_boxes))
    boxes, labels = draw_boxes(rng, FOUND), rng.integers(0, CLASSES, FOUND)
    scores = rng.beta(1, 6, FOUND)
    near = np.flatnonzero(rng.random(FOUND) < NEAR) if len(true_boxes) else np.zeros(0, dtype=int)
    if len(near):
        at = rng.integers(0, len(true_boxes), len(near))
        sides = np.tile(true_boxes[at, 2:] - true_boxes[at, :2], 2)
        boxes[near] = (true_boxes[at] + rng.normal(0, 0.08, (len(near), 4)) * sides).round()
        boxes[near, 2:] = np.maximum(boxes[near, 2:], boxes[near, :2] + 1)
        labels[near] = np.where(rng.random(len(near)) < RIGHT_CLASS, true_labels[at], labels[near])
        scores[near] = rng.beta(3, 3, len(near))
    return true_boxes, true_labels, boxes, labels, scores


def draw(rng: np.random.Generator) -> tuple[tuple[list[NDArray[np.float64]], ...], list[NDArray[np.bool_]]]:
    """Return what `draw_picture` does, for all pictures, and which ground truths are crowds."""
    columns = tuple(map(list, zip(*(draw_picture(rng) for _ in range(PICTURES)), strict=True)))
    return columns, [rng.random(len(labels)) < CROWDS for labels in columns[1]]


def measure(function: Callable[[], T]) -> tuple[T, float, float]:
    """Return what one call gives, its seconds of processor time, and how far it raises the memory in MiB."""
    results: list[T] = []
    taken: list[float] = []

    def call() -> None:
        taken.append(seconds(lambda: results.append(function())))

    memory = peak_memory(call)
    if not results:  # where memory cannot be measured, nothing was called
        call()
    return results[0], taken[0], memory


def compare(ours: Callable[[], Evaluation], theirs: Callable[[], dict[str, float]]) -> list[str]:
    """Print times, memory and numbers; return what missed its bound."""
    evaluation, once, memory = measure(ours)
    seconds_of_ours = statistics.median([once, *(seconds(ours) for _ in range(2))])
    numbers, seconds_of_theirs, peak = measure(theirs)
    faster = seconds_of_theirs / seconds_of_ours
    apart = max(abs(evaluation.summary[name] - number) for name, number in numbers.items())
    print(
        f"  evaluate_detections: {seconds_of_ours:.2f} against {seconds_of_theirs:.2f} s, {faster:.0f} times faster, "
        f"at least {TIMES_FASTER:g}; {memory:.0f} against {peak:.0f} MiB"
    )
    print(f"  AP {evaluation.summary['AP']:.4f}; the twelve numbers differ by {apart:.0e} at most")
    return ["time"] * (faster < TIMES_FASTER) + ["numbers"] * (not apart <= TOLERANCE)


def main() -> int:
    """Print the comparison; return 1 if the bound is missed or a number differs."""
    (true_boxes, true_labels, boxes, labels, scores), crowd = draw(np.random.default_rng(0))
    (truths, detections), took, held = measure(
        lambda: (GroundTruth(true_boxes, true_labels, crowd=crowd), Detections(boxes, scores, labels))
    )
    data, took_theirs, held_theirs = measure(lambda: coco_peer.load(detections, truths, CLASSES))
    print(f"{truths}, {detections}, {CLASSES} classes; pycocotools {version('pycocotools')}; one thread")
    print(f"  loading: {took:.2f} against {took_theirs:.2f} s; {held:.0f} against {held_theirs:.0f} MiB")
    names = [str(label) for label in range(CLASSES)]
    ours = partial(evaluate_detections, detections, truths, class_names=names)
    theirs = partial(coco_peer.twelve_numbers, *data)
    missed = compare(ours, theirs)
    if missed == ["time"]:  # once more: somebody else may have been busy
        missed = compare(ours, theirs)
    if missed:
        print(f"missed: {', '.join(missed)}", file=sys.stderr)
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
