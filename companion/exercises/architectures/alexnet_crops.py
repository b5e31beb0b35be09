"""Exercise: how many pictures a crop makes."""

KIND = "number"
TITLE = "pictures out of one picture"
PROMPT = (
    "From a training picture of 32×32 pixels a patch of 24×24 is cut at any place where it fits, and either mirrored "
    "left to right or not. How many different patches can one picture give? (Suppose that no two look the same.)"
)
EXPLANATION = "The upper left corner of the patch has 32 - 24 + 1 = 9 rows and 9 columns to choose from: 9 · 9 · 2."
stub = None


def solution():
    return 2 * (32 - 24 + 1) ** 2


HINTS = [
    "In a row of 4 pixels a patch of 3 fits at 2 places, not at 1. At how many does 24 fit into 32?",
    "Rows and columns are chosen independently, and so is mirroring.",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    if answer == 128:
        return "One place is missing in each direction: the patch may start at pixel 0 and at pixel 8."
    if answer in (81, 64):
        return "Each patch can also be mirrored."
    if answer in (18, 16):
        return "Rows and columns are chosen independently of each other: multiply their numbers."
    if answer == 324:
        return "Mirroring is left to right alone; you also turned patches upside down."
    if answer in (2048, 2178):
        return "That belongs to AlexNet's own sizes, 256 and 224."
    if answer in (2 * 24 * 24, 2 * 32 * 32, 24 * 24, 32 * 32):
        return "You counted pixels; count the places where the corner of the patch may lie."
    return None if answer == solution() else "Count the places of the upper left corner, then two ways for each."


another_solution = 162.0

WRONG_ANSWERS = {
    "one_too_few": (128, "One place is missing"),
    "not_mirrored": (81, "mirrored"),
    "added": (18, "multiply"),
    "upside_down": (324, "upside down"),
    "of_the_paper": (2048, "AlexNet's own sizes"),
    "pixels": (1152, "counted pixels"),
    "three_ways": (243, "two ways for each"),
}
