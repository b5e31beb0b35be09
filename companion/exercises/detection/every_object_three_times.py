"""Exercise: the average precision of a detector that reports every object three times."""

import numpy as np

KIND = "number"
TITLE = "every object three times"
PROMPT = (
    "A class has four objects. A detector finds all four with perfect boxes, but nothing suppresses its doubles: in "
    "the list, best score first, come three boxes around the first object, then three around the second, then three "
    "around the third, then three around the fourth. There is nothing else. What is its average precision as the area "
    "under the envelope? Answer with a number from 0 to 1, to three decimals."
)
stub = None


def solution():
    return 0.582  # (1/1 + 2/4 + 3/7 + 4/10) / 4


EXPLANATION = "Right at the ranks 1, 4, 7 and 10: (1/1 + 2/4 + 3/7 + 4/10) / 4."


def another_solution():
    hits = np.tile([1, 0, 0], 4)
    precision = hits.cumsum() / np.arange(1, 13)
    return float(np.maximum.accumulate(precision[::-1])[::-1][hits == 1].mean())


HINTS = [
    "Write the list as twelve marks: an object can be claimed once. Which of each three boxes is right?",
    "Recall rises at the marks 1, 4, 7 and 10. What is the precision at each of these four?",
    "Precision only falls from one of them to the next, so the envelope is the curve itself: four steps of width 1/4.",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    given = float(answer)
    exact = another_solution()
    if abs(given - exact) <= 0.001:
        return None
    if abs(given - 100 * exact) <= 0.1:
        return "That is the number in per cent; a number from 0 to 1 is asked for."
    if not 0 <= given <= 1:
        return "An average precision lies between 0 and 1."
    for value, sentence in _MISTAKES:
        if abs(given - value) <= 0.0011:
            return sentence
    if abs(given - exact) < 0.0045:
        return "Nearly: give three decimals."
    return "Mark the twelve boxes as right or wrong, then take the precision wherever a right one comes."


_MISTAKES = (
    (1, "Every box lies on an object, but an object can be claimed once: two of each three are false positives."),
    (1 / 3, "That is the precision of the whole list. The average runs along the curve, which begins higher."),
    (2 / 5, "That is the precision where the last object is found: one point of the curve, not its average."),
    (
        0.4417,
        "That is the mean over all twelve points. At the doubles recall stands still: only its steps count.",
    ),
    (0.5961, "That is the mean at eleven points of recall. The area is asked for: four steps of equal width."),
    (0.5863, "That is the mean at 101 points of recall. The area is asked for: four steps of equal width."),
    (1 / 4, "Four objects are found, none is missed. Take the precision at the first box of each, and their mean."),
)

WRONG_ANSWERS = {
    "doubles_are_right": (1.0, "claimed once"),
    "whole_list": (0.333, "whole list"),
    "last_point": (0.4, "one point of the curve"),
    "all_points": (0.442, "all twelve points"),
    "one_of_four": (0.25, "none is missed"),
    "eleven_points": (0.596, "eleven points"),
    "coco_points": (0.586, "101 points"),
    "per_cent": (58.2, "per cent"),
    "two_decimals": (0.58, "three decimals"),
    "out_of_range": (12, "between 0 and 1"),
}
