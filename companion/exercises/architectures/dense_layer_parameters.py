"""Exercise: what does the bottleneck cost or save?"""

KIND = "number"
TITLE = "the weights of one layer"
PROMPT = (
    "A layer of a dense block sees 512 maps. Its growth rate is 32, and its 1×1 bottleneck makes 4 · 32 = 128 maps. "
    "How many weights do its two convolutions have together? There are no biases, and normalisations are not counted."
)
EXPLANATION = (
    "The 1×1 has 512 · 128 = 65,536 weights and the 3×3 has 9 · 128 · 32 = 36,864, together 102,400. A 3×3 on all 512 "
    "maps would have 9 · 512 · 32 = 147,456."
)
stub = None


def solution():
    return 512 * 128 + 9 * 128 * 32


HINTS = [
    "Two convolutions follow one another. What goes into the first, what comes out of it, and of the second?",
    "The 1×1 goes from 512 maps to 128, the 3×3 from 128 to 32.",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    if answer == 9 * 512 * 32:
        return "That is a 3×3 on all maps at once, without the bottleneck."
    if answer == 512 * 128:
        return "That is the 1×1 alone; the 3×3 behind it is missing."
    if answer == 9 * 128 * 32:
        return "That is the 3×3 alone; the 1×1 before it is missing."
    if answer == 512 * 128 + 128 * 32:
        return "Both convolutions were counted as 1×1; the second is 3×3."
    if answer == 512 * 128 + 9 * 128 * 128:
        return "The second convolution was given as many maps as the bottleneck; it makes as many as the growth rate."
    if answer == 512 * 32 + 9 * 32 * 32:
        return "The bottleneck makes four times the growth rate, not the growth rate itself."
    if answer == 9 * (512 * 128 + 128 * 32):
        return "Both convolutions were counted as 3×3; the first is 1×1."
    return None if answer == solution() else "Multiply for each convolution: maps in, maps out, places of its window."


another_solution = 128 * (512 + 288)

WRONG_ANSWERS = {
    "no_bottleneck": (147_456, "without the bottleneck"),
    "first_alone": (65_536, "3×3 behind it is missing"),
    "second_alone": (36_864, "1×1 before it is missing"),
    "both_1x1": (69_632, "counted as 1×1"),
    "second_too_wide": (212_992, "as many as the growth rate"),
    "bottleneck_too_narrow": (25_600, "four times"),
    "both_3x3": (626_688, "counted as 3×3"),
    "something_else": (1, "Multiply for each"),
}
