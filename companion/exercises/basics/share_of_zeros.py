"""Exercise: the share of zero activations, layer by layer."""

import numpy as np

KIND = "code"
TITLE = "the share of zeros in every layer"
PROMPT = (
    "Write `share_of_zeros(layers)`. `layers` is a list of arrays, the outputs of one layer each after its ReLU; they "
    "differ in shape. Return a list with one number for each layer: which share of its entries is exactly 0."
)


def share_of_zeros(layers): ...  # your code here


stub = share_of_zeros


def solution(layers):
    return [float((values == 0).mean()) for values in layers]


HINTS = [
    "`values == 0` is an array of True and False. What is the mean of such an array?",
    "One number for each layer: a list comprehension over `layers` gives the list.",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    layers = [np.array([[0.0, 2.0], [3.0, 0.5]]), np.array([0.0, 0.0, 0.0, 1.0, 1e-6])]
    got = answer(layers)
    if np.shape(got) != (2,):
        return f"For two layers the answer has two numbers; yours has shape {np.shape(got)}."
    got = np.asarray(got, dtype=float)
    if np.allclose(got, [1, 3]):
        return "These are counts: a large layer has more zeros than a small one for no other reason than its size."
    if np.allclose(got, [0.75, 0.4]):
        return "That is the share of entries that are *not* 0."
    if np.allclose(got, [1 / 9, 3 / 9]):
        return "Divide by the entries of that layer, not by those of all layers together."
    if np.isclose(got[1], 0.8):
        return "Small is not zero: 0.000001 is an answer of the unit, and only an exact 0 counts."
    layers = [np.maximum(rng.normal(size=rng.integers(1, 6, rng.integers(1, 5))), 0) for _ in range(6)]
    got = answer(layers)
    if np.shape(got) != (6,) or not np.allclose(got, solution(layers)):
        return "Right on small examples, wrong on arrays with more axes: count over all of them."
    return None


def another_solution(layers):
    return np.array([1 - np.count_nonzero(values) / values.size for values in layers])


def counts(layers):
    return [int((values == 0).sum()) for values in layers]


def active_instead(layers):
    return [float((values > 0).mean()) for values in layers]


def over_all_layers(layers):
    total = sum(values.size for values in layers)
    return [float((values == 0).sum() / total) for values in layers]


def nearly_zero(layers):
    return [float((values < 1e-3).mean()) for values in layers]


def one_number(layers):
    return float(np.mean([(values == 0).mean() for values in layers]))


def first_axis_only(layers):
    return [float((values == 0).sum() / np.prod(values.shape[:2])) for values in layers]


WRONG_ANSWERS = {
    counts: "counts",
    active_instead: "*not* 0",
    over_all_layers: "all layers together",
    nearly_zero: "Small is not zero",
    one_number: "two numbers",
    first_axis_only: "more axes",
}
