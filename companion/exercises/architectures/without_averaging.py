"""Exercise: a third fewer errors with averaging are how many more without?"""

KIND = "number"
TITLE = "without averaging"
PROMPT = (
    "The winner of 2014 handed in the average of seven nets on 144 crops: 6.67 % errors. One net on one crop made "
    "10.07 %. How many per cent more errors is that than the entry made? One decimal will do."
)
stub = None


def solution():
    return 100 * (10.07 - 6.67) / 6.67


another_solution = 51  # rounded to a whole number, which is the decimal asked for too

HINTS = [
    "Think of 10,000 pictures: how many were wrong in the entry, and how many more with one net on one crop?",
    "A share needs a whole. With what is compared here: with the errors of the entry, or with those of one net?",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    value, right = float(answer), solution()
    if abs(value - right) < 0.1:
        return None
    if abs(value - right / 100) < 0.001:
        return "That is the share as a number between 0 and 1; the question asks for per cent."
    if abs(value + right) < 0.1:
        return "The sign is wrong: one net on one crop made more errors, so there is something to add."
    if abs(value - 3.4) < 0.06:
        return "That is the difference in percentage points, a share of all pictures; compare with the entry's errors."
    if min(abs(abs(value) - 100 * 3.4 / 10.07), 100 * abs(value - 3.4 / 10.07)) < 0.5:
        return "You divided by the errors of one net: so many are gone with averaging. Here the whole is the entry's."
    if abs(value - 100 * 10.07 / 6.67) < 1 or abs(value - 10.07 / 6.67) < 0.01:
        return "That is how many times the entry's errors they are; the question is what comes on top."
    if abs(value - 100 * 6.67 / 10.07) < 0.5:
        return "That is the share of one net's errors that averaging leaves; turn the comparison round."
    if abs(value - right) < 1.5:
        return "Nearly: keep one decimal, and round only at the end."
    return "Take the difference of the two errors and ask how large it is beside the errors of the entry."


WRONG_ANSWERS = {
    "a_fraction": (0.51, "between 0 and 1"),
    "wrong_sign": (-51.0, "sign"),
    "percentage_points": (3.4, "percentage points"),
    "of_one_net": (33.8, "divided by the errors of one net"),
    "of_one_net_read_from_the_page": (34, "divided by the errors of one net"),
    "of_one_net_as_a_fraction": (0.34, "divided by the errors of one net"),
    "how_many_times": (151.0, "on top"),
    "how_many_times_as_a_factor": (1.51, "on top"),
    "what_is_left": (66.2, "leaves"),
    "rounded_too_early": (50, "one decimal"),
    "something_else": (25, "how large it is"),
}
