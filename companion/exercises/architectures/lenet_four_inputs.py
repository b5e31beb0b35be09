"""Exercise: the parameters of a sparse layer."""

KIND = "number"
TITLE = "a C3 with four inputs"
PROMPT = (
    "Suppose that each of the 16 maps of C3 saw exactly four of the six maps of S2, with a 5×5 filter for each and one "
    "bias. How many parameters would C3 have?"
)
EXPLANATION = "One map has 4 · 25 weights and one bias, 101 numbers; there are 16 maps."
stub = None


def solution():
    return 16 * (4 * 25 + 1)


HINTS = [
    "Count one map first: how many maps does it see, and how many weights does it have for each of them?",
    "A map has one bias, however many maps it sees.",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    if answer == 16 * (6 * 25 + 1):
        return "That is the dense C3: there every map sees all six."
    if answer == 1516:
        return "That is the paper's own C3, whose maps see three, four or six maps."
    if answer == 16 * 4 * 25:
        return "All weights are there; each map also has a bias."
    if answer == 16 * (4 * 25 + 4):
        return "You gave a map one bias for every map it sees; it has one altogether."
    if answer == 4 * 25 + 1:
        return "That is one map."
    if answer in (16 * 26, 16 * 25):
        return "A map has a filter of its own for each of the maps it sees, not one filter for all."
    if answer == 4 * (16 * 25 + 1):
        return "There are 16 biases, one for each map that comes out, not four."
    return None if answer == solution() else "Count one map first: maps it sees, weights for each, one bias."


another_solution = 1600 + 16

WRONG_ANSWERS = {
    "dense": (2416, "sees all six"),
    "of_the_paper": (1516, "three, four or six"),
    "no_bias": (1600, "also has a bias"),
    "bias_per_input": (1664, "altogether"),
    "one_map": (101, "one map"),
    "flat": (416, "filter of its own"),
    "four_biases": (1604, "16 biases"),
    "times_six": (16 * 101 * 6, "Count one map first"),
}
