"""Exercise: LeNet-5 on a larger picture."""

KIND = "number"
TITLE = "LeNet-5 on a larger picture"
PROMPT = (
    "A picture of 40×40 pixels is given to LeNet-5 in place of 32×32. Up to C5 the net has only convolutions and "
    "subsampling, so it can do that. How many rows has each map of C5?"
)
EXPLANATION = "40 becomes 36, 18, 14, 7 and then 3: the net reads at 3 · 3 places, 4 pixels apart, at once."
stub = None


def solution():
    return 3


HINTS = [
    "A 5×5 convolution without padding takes 4 away; a subsampling halves. Go layer by layer: C1, S2, C3, S4, C5.",
    "From 32 pixels the way is 28, 14, 10, 5, 1. What is it from 40?",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    if answer == 1:
        return "That holds for 32 pixels. C5 is a convolution: on a larger map its window finds more than one place."
    if answer == 9:
        return "That is the number of places; how many rows are that?"
    if answer == 7:
        return "That is what comes out of S4; C5 still has to convolve it."
    if answer in (36, 18, 14):
        return "That is a height on the way: more layers follow before C5 has answered."
    if answer == 8:
        return "The convolutions take pixels away too: without padding every 5×5 window costs 4 of them."
    if answer == 10:
        return "That is what padding 2 would leave behind the two subsamplings; LeNet-5 does not pad."
    if answer == 28:
        return "Poolings halve the map, and you left them out."
    return None if answer == solution() else "Write down the height after each of the five layers."


another_solution = ((40 - 4) // 2 - 4) // 2 - 4

WRONG_ANSWERS = {
    "always_one": (1, "more than one place"),
    "places": (9, "number of places"),
    "before_c5": (7, "still has to convolve"),
    "on_the_way": (14, "more layers follow"),
    "only_differences": (8, "take pixels away"),
    "padded": (10, "does not pad"),
    "no_pooling": (28, "left them out"),
    "too_far": (5, "after each"),
}
