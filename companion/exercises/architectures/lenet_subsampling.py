"""Exercise: the subsampling of 1998."""

import numpy as np

KIND = "code"
TITLE = "the subsampling of 1998"
PROMPT = (
    "Write `subsample(values, coefficient, bias)` as LeNet-5 has it: `values` is one map, a 2-D array with even height "
    "and width. The four numbers of every 2×2 window are added, the sum is multiplied by the coefficient, the bias is "
    "added, and the result $a$ goes through $1.7159 \\tanh(\\frac{2}{3} a)$."
)


def subsample(values, coefficient, bias): ...  # your code here


stub = subsample


def _windows(values):
    values = np.asarray(values, dtype=float)
    rows, columns = values.shape[0] // 2, values.shape[1] // 2
    return values.reshape(rows, 2, columns, 2)


def _squash(values):
    return 1.7159 * np.tanh(2 / 3 * values)


def solution(values, coefficient, bias):
    rows, columns = values.shape[0] // 2, values.shape[1] // 2
    windows = values.reshape(rows, 2, columns, 2)
    added = coefficient * windows.sum(axis=(1, 3)) + bias
    return 1.7159 * np.tanh(2 / 3 * added)


HINTS = [
    "`values[::2, ::2]` holds the upper left number of every window. Where are the other three?",
    "First the sum of four, then times the coefficient, then plus the bias, then the squashing function.",
    "Try a map of ones with coefficient 0.25 and bias 0: the answer must be 1 up to four decimals.",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    values, coefficient, bias = rng.normal(size=(6, 8)), 0.4, -0.3
    got, want = np.asarray(answer(values.copy(), coefficient, bias)), solution(values, coefficient, bias)
    if got.shape == (5, 7):
        return "Your windows overlap: they should stand 2 apart."
    if got.shape != want.shape:
        return f"A map of shape (6, 8) should give shape (3, 4); yours is {got.shape}."
    sums = _windows(values).sum(axis=(1, 3))
    mistakes = {
        "Your windows are averaged: here the four numbers are added.": _squash(coefficient * sums / 4 + bias),
        "You took the largest number of every window; the four are added.": _squash(
            coefficient * _windows(values).max(axis=(1, 3)) + bias
        ),
        "The bias comes after the coefficient; yours is multiplied by it.": _squash(coefficient * (sums + bias)),
        "The result is not squashed yet.": coefficient * sums + bias,
        "The squashing function is not the plain tanh: it has a factor inside and one outside.": np.tanh(
            coefficient * sums + bias
        ),
        "The factor 2/3 inside the tanh is missing.": 1.7159 * np.tanh(coefficient * sums + bias),
        "The factor 1.7159 outside the tanh is missing.": np.tanh(2 / 3 * (coefficient * sums + bias)),
        "The bias is missing.": _squash(coefficient * sums),
        "The coefficient is missing.": _squash(sums + bias),
    }
    for sentence, values_of_the_mistake in mistakes.items():
        if np.allclose(got, values_of_the_mistake):
            return sentence
    if not np.allclose(got, want):
        return "The shape is right, the values are not: work out one window of a small map by hand."
    return None


def another_solution(values, coefficient, bias):  # with slices
    values = np.asarray(values)
    added = values[::2, ::2] + values[1::2, ::2] + values[::2, 1::2] + values[1::2, 1::2]
    return 1.7159 * np.tanh((coefficient * added + bias) * 2 / 3)


def averages(values, coefficient, bias):
    return _squash(coefficient * _windows(values).mean(axis=(1, 3)) + bias)


def largest(values, coefficient, bias):
    return _squash(coefficient * _windows(values).max(axis=(1, 3)) + bias)


def bias_inside(values, coefficient, bias):
    return _squash(coefficient * (_windows(values).sum(axis=(1, 3)) + bias))


def not_squashed(values, coefficient, bias):
    return coefficient * _windows(values).sum(axis=(1, 3)) + bias


def plain_tanh(values, coefficient, bias):
    return np.tanh(coefficient * _windows(values).sum(axis=(1, 3)) + bias)


def no_amplitude(values, coefficient, bias):
    return np.tanh(2 / 3 * (coefficient * _windows(values).sum(axis=(1, 3)) + bias))


def no_slope(values, coefficient, bias):
    return 1.7159 * np.tanh(coefficient * _windows(values).sum(axis=(1, 3)) + bias)


def no_bias(values, coefficient, bias):
    return _squash(coefficient * _windows(values).sum(axis=(1, 3)))


def no_coefficient(values, coefficient, bias):
    return _squash(_windows(values).sum(axis=(1, 3)) + bias)


def overlapping(values, coefficient, bias):
    sums = np.lib.stride_tricks.sliding_window_view(values, (2, 2)).sum(axis=(2, 3))
    return _squash(coefficient * sums + bias)


def rows_mixed(values, coefficient, bias):
    rows, columns = np.shape(values)[0] // 2, np.shape(values)[1] // 2
    return _squash(coefficient * np.reshape(values, (rows, columns, 4)).sum(axis=2) + bias)


WRONG_ANSWERS = {
    averages: "averaged",
    largest: "largest",
    bias_inside: "comes after the coefficient",
    not_squashed: "not squashed",
    plain_tanh: "plain tanh",
    no_amplitude: "outside the tanh",
    no_slope: "inside the tanh",
    no_bias: "bias is missing",
    no_coefficient: "coefficient is missing",
    overlapping: "overlap",
    rows_mixed: "one window of a small map",
}
