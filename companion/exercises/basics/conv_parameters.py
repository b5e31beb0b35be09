"""Exercise: how many parameters has a convolution?"""

KIND = "number"
TITLE = "the parameters of one layer"
PROMPT = (
    "A convolution gets feature maps of shape 20 × 20 × 3 and has 16 filters of 5 × 5 with bias. How many parameters "
    "does it have?"
)
EXPLANATION = "Each filter has 5 · 5 · 3 weights and one bias, 76 numbers; there are 16 filters."
stub = None


def solution():
    return 16 * (5 * 5 * 3 + 1)


HINTS = [
    "First count one filter. It is 5 pixels high and 5 wide; how deep is it?",
    "Each filter has one bias, however many weights it has. The size of the picture is not needed.",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    if answer == 16 * 75:
        return "All weights are there; each filter also has a bias."
    if answer in (16 * 25, 16 * 26):
        return "A filter reaches through the whole depth of its input: your filters see only one of the three channels."
    if answer in (75, 76):
        return "That is one filter."
    if answer in (16 * 75 + 1, 16 * 75 + 3):
        return "The weights are right, the biases are not: every filter has one of its own."
    if answer in (16 * 78, 16 * 3 * 26):
        return "You gave a filter one bias for each input channel; it has one altogether."
    if answer >= 16 * 16 * 16:  # one for each place of one map, or more
        return "Far too many: the same weights are used at every place, so places do not count."
    return None if answer == solution() else "Count one filter first: its height, its width, its depth, its bias."


another_solution = 16 * 5**2 * 3 + 16

WRONG_ANSWERS = {
    "no_bias": (1200, "also has a bias"),
    "flat_filters": (416, "whole depth"),
    "flat_and_no_bias": (400, "whole depth"),
    "one_filter": (76, "one filter"),
    "one_bias": (1201, "every filter has one"),
    "bias_per_channel": (1248, "altogether"),
    "depth_twice": (3648, "Count one filter first"),
    "every_place": (16 * 16 * 1216, "places do not count"),
}
