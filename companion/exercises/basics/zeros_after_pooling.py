"""Exercise: why zeros are counted before the pooling."""

import numpy as np

KIND = "number"
TITLE = "zeros before and after pooling"
PROMPT = (
    "In a feature map after ReLU half of the entries are 0, each independently of its neighbours. A max pooling of 2×2 "
    "follows. Which share of *its* outputs is 0? Answer with a number from 0 to 1; two decimals will "
    "do."
)
stub = None


def solution():
    return 0.0625  # 0.5 · 0.5 · 0.5 · 0.5


def another_solution():
    return 0.06  # rounded to the two decimals asked for


HINTS = [
    "The largest of four numbers that are never negative: in which single case is it 0?",
    "All four have to be 0. What is the probability that four independent things happen together?",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    given = float(answer)
    if abs(given - 0.5**4) < 0.003:
        return None
    if np.isclose(given, 0.5):
        return (
            "Pooling does not keep the share: one entry above 0 is enough to make the whole window's maximum positive."
        )
    if abs(given - (1 - 0.5**4)) < 0.003:
        return "That is the share of outputs that are *not* 0."
    if abs(given - 0.125) < 0.006:
        return "That treats the window as holding fewer entries: how many numbers does 2×2 pool?"
    if np.isclose(given, 0.25):
        return "Two zeros are not enough, and neither is one in four: every entry of the window must be 0."
    if abs(given - 100 * 0.5**4) < 0.3:
        return "That is the share in per cent; a number from 0 to 1 is asked for."
    if not 0 <= given <= 1:
        return "A share lies between 0 and 1."
    return "Ask for the probability that every entry of one window is 0."


WRONG_ANSWERS = {
    "unchanged": (0.5, "does not keep the share"),
    "complement": (0.9375, "*not* 0"),
    "three_entries": (0.125, "how many numbers"),
    "two_entries": (0.25, "every entry"),
    "per_cent": (6.25, "per cent"),
    "number_of_zeros": (2, "between 0 and 1"),
}
