"""Exercise: a convolution in two towers."""

KIND = "number"
TITLE = "a convolution in two towers"
PROMPT = (
    "A 3×3 convolution with bias makes 128 maps out of 64. It is built in two towers: `groups=2`, so that each half of "
    "its filters sees one half of the input. How many parameters does it have?"
)
EXPLANATION = "A filter sees 32 maps: 3 · 3 · 32 weights and a bias, 289 numbers. There are 128 filters."
stub = None


def solution():
    return 128 * (3 * 3 * 32 + 1)


HINTS = [
    "How deep is one filter, when its tower holds half of the 64 maps?",
    "Both towers together still have 128 filters, each with one bias.",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    if answer in (128 * (9 * 64 + 1), 128 * 9 * 64):
        return "That is the convolution in one tower: a filter of yours sees all 64 maps."
    if answer == 128 * 9 * 32:
        return "All weights are there; each filter also has a bias."
    if answer == 64 * (9 * 32 + 1):
        return "That is one of the two towers."
    if answer in (64 * (9 * 64 + 1), 64 * 9 * 64):
        return "You halved the filters, not their depth: all 128 maps are made, and each is made from 32."
    if answer == 128 * (9 * 32 + 2):
        return "A filter has one bias; the other tower gives it none."
    if answer == 128 * (9 + 1):
        return "That is a filter on a single map, as with 64 groups; here a tower has 32 maps."
    if answer == 2 * 128 * (9 * 32 + 1):
        return "The 128 filters are those of both towers together."
    return None if answer == solution() else "Count one filter first: its height, its width, its depth, its bias."


another_solution = 2 * (64 * 32 * 9 + 64)

WRONG_ANSWERS = {
    "one_tower": (73_856, "sees all 64"),
    "one_tower_no_bias": (73_728, "sees all 64"),
    "no_bias": (36_864, "also has a bias"),
    "half": (18_496, "one of the two"),
    "filters_halved": (36_928, "halved the filters"),
    "two_biases": (37_120, "one bias"),
    "depthwise": (1_280, "single map"),
    "twice": (73_984, "both towers together"),
    "pixels": (36_992 * 9, "Count one filter first"),
}
