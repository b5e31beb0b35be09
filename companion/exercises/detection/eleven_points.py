"""Exercise: eleven-point average precision with a pencil."""

import numpy as np

KIND = "number"
TITLE = "eleven points"
PROMPT = (
    "A class has ten objects. The list of detections, best score first, is: right, wrong, right, right, wrong. The "
    "other seven objects are missed. What is its average precision by the rule of VOC 2007, the mean over the eleven "
    "points of recall 0, 0.1, ..., 1? Answer with a number from 0 to 1, to three decimals."
)
stub = None


def solution():
    return 0.318  # (2 * 1 + 2 * 3/4 + 7 * 0) / 11


EXPLANATION = "Heights 1 at recall 0 and 0.1, 3/4 at 0.2 and 0.3, 0 at the other seven: (2 + 2 · 3/4) / 11."


def another_solution():
    hits = np.array([1, 0, 1, 1, 0])
    found = hits.cumsum()
    heights = []
    for tenths in range(11):
        reached = found >= tenths  # recall found / 10 against tenths / 10, in whole numbers
        heights.append((found / np.arange(1, 6))[reached].max() if reached.any() else 0.0)
    return float(np.mean(heights))


HINTS = [
    "Write down precision and recall after each of the five detections. The denominator of recall stays 10.",
    "At each of the eleven points take the highest precision that is reached at this recall *or any larger one*.",
    "The list ends at recall 3/10. What counts at the points beyond?",
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
    if abs(given - exact) < 0.0055:
        return "Nearly: give three decimals."
    return "For each of 0, 0.1, ..., 1 look for the highest precision among the points that reach this recall."


_MISTAKES = (
    (
        1 / 4,
        "That is the area under the envelope. Asked is the mean of its heights at eleven points, those at recall 0 and "
        "0.3 among them.",
    ),
    (26 / 101, "That is the mean at 101 points, COCO's rule; VOC 2007 takes eleven."),
    (7 / 8, "Points of recall that are never reached count too, with 0: divide by all eleven."),
    (37 / 44, "Recall was divided by the objects that were found. Missed objects belong to its denominator."),
    (41 / 132, "The zigzag was read off as it is: take the highest precision at this recall *or any larger one*."),
    (5 / 22, "Recall 0 is a point, and a recall that is reached exactly counts: no reached point may be left out."),
    (7 / 20, "From 0 to 1 in steps of a tenth there are eleven points, not ten."),
    (3 / 5, "That is the precision of the whole list: one point of the curve, not the average over recall."),
    (3 / 10, "That is the recall of the whole list: the average precision also asks how clean the list is on its way."),
)

WRONG_ANSWERS = {
    "area": (0.25, "area under the envelope"),
    "coco_points": (0.257, "101 points"),
    "only_reached_points": (0.875, "never reached"),
    "recall_of_found": (0.841, "Missed objects"),
    "zigzag": (0.311, "zigzag"),
    "one_point_forgotten": (0.227, "no reached point"),
    "ten_points": (0.35, "not ten"),
    "precision_at_the_end": (0.6, "precision of the whole list"),
    "recall_at_the_end": (0.3, "recall of the whole list"),
    "per_cent": (31.8, "per cent"),
    "two_decimals": (0.32, "three decimals"),
    "out_of_range": (6, "between 0 and 1"),
}
