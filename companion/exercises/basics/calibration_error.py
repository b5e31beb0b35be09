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
    confidence, hit = np.array([0.9, 0.9, 0.9, 0.6]), np.array([1, 1, 0, 1])  # gaps 0.2333 (3 in the bin), 0.4 (1)
    got = float(answer(confidence, hit, np.array([0.0, 0.5, 0.75, 1.0])))
    if np.isnan(got):
        return "Your answer is not a number: the mean of an empty bin is undefined, so leave empty bins out."
    for sentence, values in _known(0.7 / 3, 0.4).items():
        if np.isclose(got, values).any():
            return sentence
    if not np.isclose(got, 0.275):
        if abs(got - 0.275) < 0.006:
            return "Nearly: do not round."
        return "Wrong already for four predictions: work through the gap and the weight of each bin with a pencil."
    return _borders_mistake(answer) or _on_random_bins(answer, rng)


def _known(three, one):
    """Return {sentence: wrong values} for a bin of three predictions with gap `three` and a bin of one."""
    weighted, middle = (3 * three + one) / 4, 0.75 * abs(0.875 - 2 / 3) + 0.25 * abs(0.625 - 1)
    return {
        "Every bin has the same weight in your answer: weigh each by how many predictions lie in it.": (
            (three + one) / 2,
            (three + one) / 3,
        ),
        "The weights add up to the number of predictions: divide by it.": (4 * weighted,),
        "You divide by the number of bins: divide the weights by the number of predictions, and by nothing else.": (
            np.outer([weighted, 4 * weighted], [1 / 2, 1 / 3]).ravel()
        ),
        "A bin that is too sure and one that is not sure enough cancel each other: take the distance per bin.": (
            np.array([1, -1]) * (3 * three - one) / 4
        ),
        "The distance is taken per prediction: average inside the bin first, then take the distance.": (
            (0.1 * 2 + 0.9 + 0.4) / 4,
        ),
        "The middle of the bin stands for its confidence: take the mean of the confidences in it.": (middle,),
        "The gaps are squared: asked for is the distance itself.": ((3 * three**2 + one**2) / 4,),
        "That is the largest gap alone: asked for is the weighted mean of all.": (one,),
    }


def _borders_mistake(answer):
    hit = np.array([0, 1])
    if not np.isclose(answer(np.array([0.4, 0.6]), hit, np.array([0.0, 0.7, 1.0])), 0):
        return "Use the borders in `edges`: the bins need not be equally wide."
    confidence, hit, edges = np.array([0.5, 0.6, 1.0]), np.array([0, 1, 1]), np.array([0.0, 0.5, 0.75, 1.0])
    if not np.isclose(answer(confidence - 0.01, hit, edges), solution(confidence - 0.01, hit, edges)):
        return (
            "Right for four predictions, wrong for three others: is the weight of a bin its share of all predictions?"
        )
    if not np.isclose(answer(confidence, hit, edges), solution(confidence, hit, edges)):
        return "A confidence that lies exactly on a border goes to the wrong bin, to none or to two."
    return None


def _on_random_bins(answer, rng):
    for _ in range(10):
        count, inner = rng.integers(1, 50), np.sort(rng.uniform(0.1, 0.9, rng.integers(1, 12)))
        example = rng.uniform(0.01, 1, count), rng.integers(0, 2, count), np.array([0, *inner, 1])
        got, want = answer(*example), solution(*example)
        if np.isclose(got, want):
            continue
        if abs(got - want) < 0.006:
            return "Nearly: do not round."
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


def middle_of_bin(confidence, hit, edges):
    which = np.searchsorted(edges, confidence, side="left")
    distance = (edges[which] + edges[which - 1]) / 2 - hit
    return sum(np.mean(which == b) * abs(distance[which == b].mean()) for b in np.unique(which))


def squared(confidence, hit, edges):
    which = np.searchsorted(edges, confidence, side="left")
    return sum(np.mean(which == b) * (confidence - hit)[which == b].mean() ** 2 for b in np.unique(which))


def largest_gap(confidence, hit, edges):
    which = np.searchsorted(edges, confidence, side="left")
    return max(abs((confidence - hit)[which == b].mean()) for b in np.unique(which))


def over_the_bins(confidence, hit, edges):
    return solution(confidence, hit, edges) * len(confidence) / (len(edges) - 1)


def own_edges(confidence, hit, edges):
    return solution(confidence, hit, np.linspace(0, 1, len(edges)))


def rounded(confidence, hit, edges):
    return round(float(solution(confidence, hit, edges)), 2)


def closed_at_both_ends(confidence, hit, edges):
    error = 0.0
    for low, high in zip(edges[:-1], edges[1:], strict=True):
        inside = (confidence >= low) & (confidence <= high)
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
    closed_at_both_ends: "on a border",
    middle_of_bin: "middle of the bin",
    squared: "squared",
    largest_gap: "largest gap alone",
    over_the_bins: "number of bins",
    own_edges: "borders in `edges`",
    rounded: "do not round",
}
