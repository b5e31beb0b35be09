"""Exercise: the loss of an untrained net."""

import math

KIND = "number"
TITLE = "the loss before the first update"
PROMPT = (
    "ImageNet has 1,000 classes. You build a net for it, train nothing, and measure its cross-entropy on a few hundred "
    "pictures. About which value should you see? Two decimals will do."
)
stub = None


def solution():
    return math.log(1000)


another_solution = 6.91  # rounded to the two decimals asked for

HINTS = [
    "An untrained net prefers no class. Which probability does it then give to the right one of 1,000?",
    "The cross-entropy of one picture is minus the natural logarithm of the probability of its right class.",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    value, right = float(answer), math.log(1000)
    if abs(value - right) < 0.05:
        return None
    if abs(value + right) < 0.05:
        return "The logarithm of a number below 1 is negative; the loss has a minus sign in front of it."
    if abs(value - 3) < 0.05 or abs(value + 3) < 0.05:
        return "That is the logarithm to base 10; the loss uses the natural logarithm."
    if abs(value - math.log2(1000)) < 0.05:
        return "That is the logarithm to base 2, a number of bits; the loss uses the natural logarithm."
    if abs(value - math.log(10)) < 0.05:
        return "That is the value for ten classes: here are more."
    if 0 <= value <= 1:
        return "That is a probability or a share; the loss is minus its logarithm."
    return "Start from the probability that a net without any preference gives to the right class."


WRONG_ANSWERS = {
    "a_probability": (1 / 1000, "minus its logarithm"),
    "wrong_sign": (-6.91, "minus sign"),
    "base_ten": (3, "base 10"),
    "base_two": (9.97, "base 2"),
    "ten_classes": (2.303, "ten classes"),
    "number_of_classes": (1000, "without any preference"),
}
