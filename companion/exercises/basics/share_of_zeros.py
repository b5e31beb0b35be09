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
        came = f"has shape {np.shape(got)}" if np.shape(got) else f"is of type `{type(got).__name__}`"
        return f"For two layers return a list of two numbers; what came {came}."
    return _for_two_layers(np.asarray(got, dtype=float)) or _for_more_layers(answer, rng)


def _for_two_layers(got):
    right = np.array([1 / 4, 3 / 5])
    known = {
        "These are counts: a large layer has more zeros than a small one for no other reason than its size.": [1, 3],
        "That is the share of entries that are *not* 0.": 1 - right,
        "Divide by the entries of that layer, not by those of all layers together.": [1 / 9, 3 / 9],
        "Small is not zero: 0.000001 is an answer of the unit, and only an exact 0 counts.": [1 / 4, 4 / 5],
        "A share lies between 0 and 1: yours is in per cent.": 100 * right,
        "The shares come in the wrong order: the first belongs to the first layer.": right[::-1],
        "Both come out as 0, and neither share is: do you cut it to a whole number, or compare with something else?": [
            0,
            0,
        ],
        "A share lies between 0 and 1: do not round it to a whole number.": [0, 1],
    }
    for sentence, wrong in known.items():
        if np.allclose(got, wrong):
            return sentence
    if not np.allclose(got, right):
        return "Wrong already for two small arrays: count their entries and the zeros among them by hand, and compare."
    return None


def _for_more_layers(answer, rng):
    layers = [np.maximum(rng.normal(size=rng.integers(1, 6, rng.integers(1, 5))), 0) for _ in range(6)]
    layers += [np.array([[[0.0, 1.0], [0.0, 0.0]], [[1.0, 1.0], [0.0, 2.0]], [[0.0, 0.0], [0.0, 0.0]]])]
    got = answer(layers)
    if np.shape(got) != (7,):
        return f"Right for two layers; for seven the list should have seven numbers, yours has shape {np.shape(got)}."
    got, want = np.asarray(got, dtype=float), np.array(solution(layers))
    if np.allclose(got, want):
        return None
    if np.allclose(got, want, atol=0.006):
        return "Nearly: do not round."
    if any(layer.ndim <= 2 for layer, same in zip(layers, np.isclose(got, want), strict=True) if not same):
        return "Right for two small arrays, wrong for random ones: is each share that of the zeros in its own layer?"
    return "Right for one and two axes, wrong on arrays with more axes: count over all of them."


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


def per_cent(layers):
    return [100 * share for share in solution(layers)]


def reversed_order(layers):
    return solution(layers)[::-1]


def cut_to_whole_numbers(layers):
    return [int(share) for share in solution(layers)]


def rounded(layers):
    return [round(share, 2) for share in solution(layers)]


def generator(layers):
    return (share for share in solution(layers))


def only_two_layers(layers):
    return solution(layers[:2])


WRONG_ANSWERS = {
    counts: "counts",
    active_instead: "*not* 0",
    over_all_layers: "all layers together",
    nearly_zero: "Small is not zero",
    one_number: "two numbers",
    first_axis_only: "more axes",
    per_cent: "per cent",
    reversed_order: "wrong order",
    cut_to_whole_numbers: "whole number",
    rounded: "do not round",
    generator: "type `generator`",
    only_two_layers: "seven numbers",
}
