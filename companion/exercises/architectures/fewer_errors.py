"""Exercise: the largest step of the challenge, as a share of the errors."""

KIND = "number"
TITLE = "the largest step"
PROMPT = (
    "From 2014 to 2015 the winner's top-5 error fell from 6.67 % to 3.57 %. Which share of the errors of 2014 was "
    "gone, in per cent? One decimal will do."
)
stub = None


def solution():
    return 100 * (6.67 - 3.57) / 6.67


another_solution = 46.5  # rounded as asked for

HINTS = [
    "Think of 10,000 pictures: how many were wrong in 2014, how many in 2015, and how many were therefore mended?",
    "A share needs a whole. Of which number is it asked here: of all pictures, or of the errors of 2014?",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    value, right = float(answer), solution()
    if abs(value - right) < 0.1:
        return None
    if abs(value - right / 100) < 0.001:
        return "That is the share as a number between 0 and 1; the question asks for per cent."
    if abs(value + right) < 0.1:
        return "The sign is wrong: errors that are gone count as positive here."
    if abs(value - 3.1) < 0.06:
        return "That is the difference in percentage points, a share of all pictures; the question is about the errors."
    if abs(value - 100 * 3.1 / 3.57) < 0.1:
        return "You divided by the errors of 2015; the whole here are those of 2014."
    if abs(value - 100 * 3.57 / 6.67) < 0.1:
        return "That is the share of the errors that were left, not of those that were gone."
    if abs(value - 100 * 3.1 / 93.33) < 0.1:
        return "You divided by the pictures that were right already; the question is about those that were wrong."
    return "Take the difference of the two errors and ask which part of the first of them it is."


WRONG_ANSWERS = {
    "a_fraction": (0.465, "between 0 and 1"),
    "wrong_sign": (-46.5, "sign"),
    "percentage_points": (3.1, "percentage points"),
    "of_the_new_errors": (86.8, "errors of 2015"),
    "what_is_left": (53.5, "were left"),
    "of_the_right_ones": (3.32, "right already"),
    "something_else": (25, "which part"),
}
