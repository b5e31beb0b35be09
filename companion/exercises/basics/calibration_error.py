"""Exercise: the expected calibration error from confidences and hits."""

import numpy as np

KIND = "code"
TITLE = "expected calibration error"
PROMPT = (
    "Write `calibration_error(confidence, hit, edges)`. `confidence` holds N numbers above 0 and up to 1, `hit` is 1 "
    "where the prediction was right and else 0, and `edges` are the rising B + 1 borders of the bins: bin b holds the "
    "confidences above `edges[b]` up to and including `edges[b + 1]`. Return the distance between mean confidence and "
    "accuracy of each bin, averaged over the bins with the number of predictions in each as weight. Empty bins count "
    "for nothing."
)


def calibration_error(confidence, hit, edges): ...  # your code here


stub = calibration_error


def solution(confidence, hit, edges):
    error = 0.0
    for low, high in zip(edges[:-1], edges[1:], strict=True):
        inside = (confidence > low) & (confidence <= high)
        if inside.any():
            gap = abs(confidence[inside].mean() - hit[inside].mean())
            error += inside.mean() * gap
    return error


HINTS = [
    "Do one bin first: `inside = (confidence > low) & (confidence <= high)` marks its predictions.",
    "The gap of a bin is the distance of two means, so take `abs`. What is the mean of an empty bin?",
    "The weight of a bin is its share of all N predictions, which is `inside.mean()`.",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    edges = np.array([0.0, 0.5, 0.75, 1.0])
    confidence, hit = np.array([0.9, 0.9, 0.9, 0.6]), np.array([1, 1, 0, 1])  # gaps 0.2333 (3 in the bin), 0.4 (1)
    got = float(answer(confidence, hit, edges))
    if np.isnan(got):
        return "Your answer is not a number: the mean of an empty bin is undefined, so leave empty bins out."
    if np.isclose(got, (0.7 / 3 + 0.4) / 2) or np.isclose(got, (0.7 / 3 + 0.4) / 3):
        return "Every bin has the same weight in your answer: weigh each by how many predictions lie in it."
    if np.isclose(got, (0.7 / 3 * 3 + 0.4)):
        return "The weights add up to the number of predictions: divide by it."
    if np.isclose(abs(got), abs(0.7 / 3 * 3 - 0.4) / 4):
        return "A bin that is too sure and one that is not sure enough cancel each other: take the distance per bin."
    if np.isclose(got, (0.1 * 2 + 0.9 + 0.4) / 4):
        return "The distance is taken per prediction: average inside the bin first, then take the distance."
    at_edge = float(answer(np.array([0.5, 0.6, 1.0]), np.array([0, 1, 1]), edges))
    if not np.isclose(at_edge, solution(np.array([0.5, 0.6, 1.0]), np.array([0, 1, 1]), edges)):
        return "A confidence that lies exactly on a border goes to the wrong bin, or to none."
    for _ in range(10):
        count = rng.integers(1, 50)
        example = rng.uniform(0.01, 1, count), rng.integers(0, 2, count), np.linspace(0, 1, rng.integers(2, 12))
        if not np.isclose(answer(*example), solution(*example)):
            return "Right on small examples, wrong on random ones: how do you find the bin of each prediction?"
    return None


def another_solution(confidence, hit, edges):  # sums per bin instead of means
    which = np.searchsorted(edges, confidence, side="left") - 1
    surplus = np.bincount(which, weights=confidence - hit)
    return np.abs(surplus).sum() / len(confidence)


def equal_weights(confidence, hit, edges):
    gaps = []
    for low, high in zip(edges[:-1], edges[1:], strict=True):
        inside = (confidence > low) & (confidence <= high)
        if inside.any():
            gaps.append(abs(confidence[inside].mean() - hit[inside].mean()))
    return np.mean(gaps)


def signed(confidence, hit, edges):
    return confidence.mean() - hit.mean()


def per_prediction(confidence, hit, edges):
    return np.abs(confidence - hit).mean()


def counts_as_weights(confidence, hit, edges):
    return solution(confidence, hit, edges) * len(confidence)


def empty_bins_included(confidence, hit, edges):
    error = 0.0
    for low, high in zip(edges[:-1], edges[1:], strict=True):
        inside = (confidence > low) & (confidence <= high)
        error += inside.mean() * abs(np.divide(confidence[inside].sum() - hit[inside].sum(), inside.sum()))
    return error


def left_closed(confidence, hit, edges):
    error = 0.0
    for low, high in zip(edges[:-1], edges[1:], strict=True):
        inside = (confidence >= low) & (confidence < high)
        if inside.any():
            error += inside.mean() * abs(confidence[inside].mean() - hit[inside].mean())
    return error


WRONG_ANSWERS = {
    equal_weights: "same weight",
    signed: "cancel each other",
    per_prediction: "per prediction",
    counts_as_weights: "divide by it",
    empty_bins_included: "not a number",
    left_closed: "on a border",
}
