"""Exercise: what does the bottleneck cost or save?"""

KIND = "number"
TITLE = "the weights of one layer"
PROMPT = (
    "In DenseNet-BC for CIFAR the growth rate is 12, and a layer's 1×1 bottleneck makes 4 · 12 = 48 maps. One layer "
    "sees 240 maps. How many weights do its two convolutions have together? There are no biases, and normalizations "
    "are not counted."
)
EXPLANATION = (
    "The 1×1 has 240 · 48 = 11,520 weights and the 3×3 has 9 · 48 · 12 = 5,184, together 16,704. A 3×3 on all 240 maps "
    "would have 9 · 240 · 12 = 25,920."
)
stub = None


def solution():
    return 240 * 48 + 9 * 48 * 12


HINTS = [
    "Two convolutions follow one another. What goes into the first, what comes out of it, and of the second?",
    "The 1×1 goes from 240 maps to 48, the 3×3 from 48 to 12.",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    if answer == 9 * 240 * 12:
        return "That is a 3×3 on all maps at once, without the bottleneck."
    if answer == 240 * 48:
        return "That is the 1×1 alone; the 3×3 behind it is missing."
    if answer == 9 * 48 * 12:
        return "That is the 3×3 alone; the 1×1 before it is missing."
    if answer == 240 * 48 + 48 * 12:
        return "Both convolutions were counted as 1×1; the second is 3×3."
    if answer == 240 * 48 + 9 * 48 * 48:
        return "The second convolution was given as many maps as the bottleneck; it makes as many as the growth rate."
    if answer == 240 * 12 + 9 * 12 * 12:
        return "The bottleneck makes four times the growth rate, not the growth rate itself."
    if answer == 9 * (240 * 48 + 48 * 12):
        return "Both convolutions were counted as 3×3; the first is 1×1."
    return None if answer == solution() else "Multiply for each convolution: maps in, maps out, places of its window."


another_solution = 48 * (240 + 108)

WRONG_ANSWERS = {
    "no_bottleneck": (25_920, "without the bottleneck"),
    "first_alone": (11_520, "3×3 behind it is missing"),
    "second_alone": (5_184, "1×1 before it is missing"),
    "both_1x1": (12_096, "counted as 1×1"),
    "second_too_wide": (32_256, "as many as the growth rate"),
    "bottleneck_too_narrow": (4_176, "four times"),
    "both_3x3": (108_864, "counted as 3×3"),
    "something_else": (1, "Multiply for each"),
}
