"""Exercise: the precision of a good detector of something rare."""

import numpy as np

KIND = "number"
TITLE = "a good detector of something rare"
PROMPT = (
    "One picture in 500 shows a crack in a weld. A detector finds 80 % of the cracks, and raises a false alarm on 2 % "
    "of the sound welds. Out of all its alarms, which share is right? Answer with a number from 0 to 1, to three "
    "decimals."
)
stub = None


def solution():
    return 0.074  # 0.8 · 0.002 / (0.8 · 0.002 + 0.02 · 0.998)


def another_solution():
    cracks, sound = 2_000, 998_000  # in a million pictures
    return 0.8 * cracks / (0.8 * cracks + 0.02 * sound)


HINTS = [
    "Think of a million pictures instead of probabilities. How many of them show a crack, and how many do not?",
    "Count two heaps: cracks that raise an alarm, and sound welds that raise one. Which of the heaps is larger?",
    "The share asked for is precision: right alarms divided by *all* alarms.",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    given = float(answer)
    exact = another_solution()
    if abs(given - exact) <= 0.001:
        return None
    if abs(given - 100 * exact) <= 0.1:
        return "That is the share in per cent; a number from 0 to 1 is asked for."
    if not 0 <= given <= 1:
        return "A share lies between 0 and 1."
    if np.isclose(given, 0.8, atol=1e-3):
        return "That is the recall: the share of the cracks that raise an alarm. Asked is the share of the alarms."
    if np.isclose(given, 0.98, atol=6e-4):
        return "That is how often the detector is right on sound welds. Asked is how often an alarm is right."
    if np.isclose(given, 0.8 / 0.82, atol=6e-4):
        return (
            "That treats cracks and sound welds as equally frequent: weigh each rate by how many pictures it acts on."
        )
    if abs(given - exact) < 0.0045:
        return "Nearly: give three decimals."
    if np.isclose(given, 0.0016 / 0.01996, atol=1.5e-3):
        return "Nearly: right alarms were divided by the false ones alone. Precision divides by all alarms."
    if np.isclose(given, 1 - exact, atol=1.5e-3):
        return "That is the share of alarms that are wrong."
    return "Count in a million pictures: the alarms on cracks, the alarms on sound welds, then divide."


WRONG_ANSWERS = {
    "recall": (0.8, "That is the recall"),
    "accuracy_on_sound_welds": (0.98, "right on sound welds"),
    "rates_without_counts": (0.976, "equally frequent"),
    "odds": (0.0802, "false ones alone"),
    "wrong_alarms": (0.926, "alarms that are wrong"),
    "per_cent": (7.4, "per cent"),
    "two_decimals": (0.07, "give three decimals"),
    "out_of_range": (80, "between 0 and 1"),
}
