"""Exercise: how much smaller the gradient becomes when all weights start with one deviation."""

import numpy as np

KIND = "code"
TITLE = "a gradient that fades"
PROMPT = (
    "Write `fading(filters, deviation)`: a gradient goes back through 3×3 convolutions, each with ReLU; the "
    "list `filters` holds their numbers of filters. It would keep its size if a layer of $n$ filters had weights of "
    "standard deviation $\\sqrt{2 / 9n}$, but all layers start with `deviation`. How many times too small is "
    "it in the end?"
)


def fading(filters, deviation): ...  # your code here


stub = fading


def solution(filters, deviation):
    filters = np.asarray(filters, float)
    return float(np.prod(np.sqrt(2 / (9 * filters)) / deviation))


HINTS = [
    "Take one layer of 64 filters and a deviation of 0.01 first. What should its deviation be, and how many times is "
    "0.01 too small?",
    "Every layer multiplies the gradient once more. Which operation joins the layers' factors?",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    one = float(answer([64], 0.01))
    if not np.isclose(one, solution([64], 0.01), rtol=1e-3):
        return _one_layer(one)
    same = float(answer([128, 128], 0.01))
    if not np.isclose(same, solution([128, 128], 0.01), rtol=1e-3):
        return _joined(same)
    for _ in range(5):
        filters, deviation = rng.integers(8, 600, rng.integers(1, 12)).tolist(), float(rng.uniform(0.005, 0.1))
        if not np.isclose(float(answer(filters, deviation)), solution(filters, deviation), rtol=1e-3):
            return "One or two layers are right, but others are not: are all numbers of filters and the deviation used?"
    if float(answer([], 0.01)) != 1:
        return "A gradient that goes through no layer at all is exactly as large as it should be."
    return None


def _one_layer(got):
    right = solution([64], 0.01)
    if np.isclose(got, 1 / right, rtol=1e-3):
        return "For one layer that is the share of the gradient that is left; how many times too small is that?"
    if np.isclose(got, 2 / (9 * 64) / 0.01, rtol=1e-3):
        return "For one layer a variance was compared with a deviation: the root is missing."
    if np.isclose(got, np.sqrt(2 / 64) / 0.01, rtol=1e-3):
        return "For one layer the window was forgotten: every input is used by all filters at 9 places."
    if np.isclose(got, np.sqrt(2 / 9 * 64) / 0.01, rtol=1e-3):
        return "For one layer the number of filters multiplies; 2 / 9 * n is not 2 / (9 * n)."
    if np.isclose(got, np.sqrt(1 / (9 * 64)) / 0.01, rtol=1e-3):
        return "For one layer the 2 is missing that makes up for the half that the ReLU stops."
    if np.isclose(got, right**2, rtol=1e-3):
        return "For one layer that is the factor of the variance; the gradient itself goes with the deviation."
    return "Already for one layer the factor is not the deviation that it should have, divided by the one it has."


def _joined(got):
    one = solution([128], 0.01)
    if np.isclose(got, 2 * one, rtol=1e-3):
        return "Factors of layers were added; each layer changes the size of what the layer after it left, so multiply."
    if np.isclose(got, one, rtol=1e-3):
        return "Two layers give the factor of one: every layer counts, also two that are alike."
    if np.isclose(got, one**2 * 0.01, rtol=1e-3):
        return "Two layers, and the deviation divides only once: every layer starts with it."
    return "One layer is right, two together are not: how do factors join?"


def another_solution(filters, deviation):  # in logarithms, layer by layer
    total = 0.0
    for number in filters:
        total += 0.5 * np.log(2 / (9 * number)) - np.log(deviation)
    return np.exp(total)


def share_left(filters, deviation):
    return 1 / solution(filters, deviation)


def no_root(filters, deviation):
    return float(np.prod(2 / (9 * np.asarray(filters, float)) / deviation))


def no_window(filters, deviation):
    return float(np.prod(np.sqrt(2 / np.asarray(filters, float)) / deviation))


def no_relu(filters, deviation):
    return float(np.prod(np.sqrt(1 / (9 * np.asarray(filters, float))) / deviation))


def added(filters, deviation):
    return float(np.sum(np.sqrt(2 / (9 * np.asarray(filters, float))) / deviation))


def alike_once(filters, deviation):
    return solution(sorted(set(filters)), deviation)


def precedence(filters, deviation):
    return float(np.prod(np.sqrt(2 / 9 * np.asarray(filters, float)) / deviation))


def divided_once(filters, deviation):
    return float(np.prod(np.sqrt(2 / (9 * np.asarray(filters, float)))) / deviation)


def squared(filters, deviation):
    return solution(filters, deviation) ** 2


WRONG_ANSWERS = {
    share_left: "share of the gradient that is left",
    no_root: "root is missing",
    no_window: "window was forgotten",
    no_relu: "2 is missing",
    added: "added",
    alike_once: "also two that are alike",
    precedence: "number of filters multiplies",
    divided_once: "divides only once",
    squared: "factor of the variance",
}
