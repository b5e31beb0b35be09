"""Exercise: what share of the work a separable convolution does."""

import math

KIND = "number"
TITLE = "the share of the work"
PROMPT = (
    "A full convolution with windows of 5×5 makes 100 maps from 64. It is replaced by a depthwise 5×5 convolution and "
    "a 1×1 convolution to 100 maps, with the same places. What share of the multiply-adds is left, as a number between "
    "0 and 1?"
)
EXPLANATION = "One over the number of output maps plus one over the places of the window: 1/100 + 1/25 = 0.05."
stub = None


def solution():
    return 1 / 100 + 1 / 25


HINTS = [
    "Count both at a single place: a full one multiplies 25 · 64 times for each of 100 filters.",
    "The depthwise part: 25 for each of 64 maps. The 1×1 part: 64 for each of 100 filters. Add, then divide.",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    mistakes = {
        1 / 64 + 1 / 25: "You took one over the maps that go in; their number cancels, that of the maps that come out "
        "stays.",
        1 / 25: "That is the 1×1 part alone; the depthwise part works too.",
        1 / 100: "That is the depthwise part alone; the 1×1 part works too.",
        1 / 2500: "The two parts are done one after the other: add their work.",
        1 / 100 + 1 / 5: "The window has 25 places, not 5.",
        1 / 100 + 1 / 9: "That would be right for windows of 3×3.",
        0.95: "That is the share that is saved.",
        20.0: "That is how many times less it is; the share is one over it.",
        5.0: "That is the share in percent; give it as a number between 0 and 1.",
    }
    for value, sentence in mistakes.items():
        if math.isclose(answer, value, rel_tol=2e-3):
            return sentence
    right = math.isclose(answer, solution(), rel_tol=2e-3)
    return None if right else "Count the multiply-adds at one place for both, and divide."


another_solution = (25 * 64 + 64 * 100) / (25 * 64 * 100)

WRONG_ANSWERS = {
    "input_maps": (0.055625, "their number cancels"),
    "pointwise_alone": (0.04, "1×1 part alone"),
    "depthwise_alone": (0.01, "depthwise part alone"),
    "multiplied": (0.0004, "add their work"),
    "one_side": (0.21, "25 places"),
    "three_by_three": (0.12111, "3×3"),
    "saved": (0.95, "is saved"),
    "times": (20, "one over it"),
    "percent": (5, "percent"),
    "something_else": (0.5, "at one place"),
}
