"""Exercise: precision and recall from labels and predictions."""

import numpy as np

KIND = "code"
TITLE = "precision and recall"
PROMPT = (
    "Write `precision_and_recall(labels, predictions)`. Both are arrays of 0 and 1 of the same length, 1 for positive. "
    "Return the pair (precision, recall). Where a denominator is 0, that number is 0."
)


def precision_and_recall(labels, predictions): ...  # your code here


stub = precision_and_recall


def solution(labels, predictions):
    found = np.sum((labels == 1) & (predictions == 1))
    predicted, actual = np.sum(predictions == 1), np.sum(labels == 1)
    return found / predicted if predicted else 0.0, found / actual if actual else 0.0


HINTS = [
    "Both numbers have the same numerator: positives that were predicted positive. How do you count them with `&`?",
    "Precision looks back from the predictions: of all that you called positive... Recall looks back from the truth.",
    "Test with no predicted positive at all. What does your function divide by then?",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    labels = np.array([1, 1, 1, 1, 0, 0, 0, 0, 0, 0])
    predictions = np.array([1, 0, 0, 0, 1, 0, 0, 0, 0, 0])  # 1 found, 1 false alarm, 3 missed, 5 true negatives
    got = answer(labels, predictions)
    if np.shape(got) != (2,):
        came = f"has shape {np.shape(got)}" if np.shape(got) else f"is of type `{type(got).__name__}`"
        return f"Return two numbers, precision and recall, as a pair; what came {came}."
    return _for_ten_pictures(*map(float, got)) or _on_edges(answer) or _on_random(answer, rng)


def _for_ten_pictures(precision, recall):
    both = np.array([precision, recall])
    if np.allclose(both, [1 / 2, 1 / 4]):
        return None
    if np.allclose(both, [1 / 4, 1 / 2]):
        return "These are the two numbers the wrong way round: precision divides by the predicted positives."
    if np.allclose(both, [50, 25]):
        return "Your numbers are in per cent: both lie between 0 and 1."
    if np.isclose(both, 0.6).any():
        return "That is the accuracy: right negatives are counted too. Neither number counts them."
    if np.isclose(both[:, None], [5 / 6, 5 / 8]).any():
        return "You count the true negatives, 0 in both arrays; both numbers count the true positives, 1 in both."
    if np.isclose(both, 0.1).any():
        return "Precision divides by the predicted positives and recall by the actual positives, not by all examples."
    if np.isclose(recall, 1 / 2):
        return "Recall divides by the *actual* positives, found or missed; yours divides by the predicted ones."
    if np.isclose(precision, 1 / 4):
        return "Precision divides by the *predicted* positives, right or wrong; yours divides by the actual ones."
    return "Wrong already for ten pictures: count true positives, false alarms and misses by hand, and compare."


def _on_edges(answer):
    none, one = np.zeros(4, int), np.array([1, 0, 0, 0])
    with np.errstate(all="ignore"):
        edges = np.array([answer(*pair) for pair in ((one, none), (none, one), (none, none))], dtype=float)
    if not np.isfinite(edges).all():
        return "With no predicted or no actual positive a denominator is 0 and your answer is not finite: give 0."
    if not np.allclose(edges, 0):
        return "With no predicted or no actual positive nothing was found: both numbers are to be 0."
    return None


def _on_random(answer, rng):
    for _ in range(20):
        labels, predictions = rng.integers(0, 2, (2, rng.integers(1, 30)))
        got, want = answer(labels, predictions), solution(labels, predictions)
        if np.allclose(got, want):
            continue
        if np.allclose(got, want, atol=0.006):
            return "Nearly: do not round."
        return "Right on small examples, wrong on random ones: count each of the four cells and compare."
    return None


def another_solution(labels, predictions):  # counting one by one
    pairs = list(zip(labels.tolist(), predictions.tolist(), strict=True))
    hits, alarms, misses = (pairs.count(kind) for kind in ((1, 1), (0, 1), (1, 0)))
    return hits / max(hits + alarms, 1), hits / max(hits + misses, 1)


def swapped(labels, predictions):
    return solution(predictions, labels)


def recall_over_predicted(labels, predictions):
    precision, _ = solution(labels, predictions)
    return precision, precision


def accuracy_for_both(labels, predictions):
    share = np.mean(labels == predictions)
    return share, share


def recall_over_all(labels, predictions):
    precision, _ = solution(labels, predictions)
    return precision, np.mean((labels == 1) & (predictions == 1))


def no_guard(labels, predictions):
    found = np.sum(labels * predictions)
    return found / np.sum(predictions), found / np.sum(labels)


def one_where_empty(labels, predictions):
    found, predicted, actual = np.sum(labels * predictions), predictions.sum(), labels.sum()
    return found / predicted if predicted else 1.0, found / actual if actual else 1.0


def only_precision(labels, predictions):
    return solution(labels, predictions)[0]


def recall_for_both(labels, predictions):
    _, recall = solution(labels, predictions)
    return recall, recall


def specificity(labels, predictions):
    precision, _ = solution(labels, predictions)
    return precision, np.sum((labels == 0) & (predictions == 0)) / max(np.sum(labels == 0), 1)


def negative_class(labels, predictions):
    return solution(1 - labels, 1 - predictions)


def per_cent(labels, predictions):
    return tuple(100 * value for value in solution(labels, predictions))


def whole_division(labels, predictions):
    return tuple(int(value) for value in solution(labels, predictions))


def rounded(labels, predictions):
    return tuple(round(float(value), 2) for value in solution(labels, predictions))


def as_dict(labels, predictions):
    return dict(zip(("precision", "recall"), solution(labels, predictions), strict=True))


WRONG_ANSWERS = {
    swapped: "wrong way round",
    recall_over_predicted: "*actual* positives, found or missed",
    accuracy_for_both: "accuracy",
    recall_over_all: "not by all examples",
    no_guard: "not finite",
    one_where_empty: "nothing was found",
    only_precision: "two numbers",
    recall_for_both: "*predicted* positives, right or wrong",
    specificity: "true negatives",
    negative_class: "true negatives",
    per_cent: "per cent",
    whole_division: "ten pictures",
    rounded: "do not round",
    as_dict: "type `dict`",
}
