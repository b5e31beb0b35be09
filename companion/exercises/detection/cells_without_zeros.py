"""Exercise: how many cells of a crop see no padding."""

KIND = "number"
TITLE = "cells that see no zeros"
PROMPT = (
    "The base of VGG-11 has a receptive field of 150 pixels and a stride of 32, and cell 0 sees the pixels from -59 "
    "on. For a crop of 224×224 it gives a map of 7×7 cells. How many of these 49 cells see nothing of the zero padding?"
)
EXPLANATION = (
    "Along a side, cell i sees the pixels from 32i - 59 up to, but not with, 32i + 91. The first must be at least 0, "
    "so i is at least 2; the second at most 224, so i is at most 4. Three places a side, 3 · 3 cells."
)
stub = None


def solution():
    return sum(32 * i - 59 >= 0 and 32 * i - 59 + 150 <= 224 for i in range(7)) ** 2


HINTS = [
    "Write down, for one side, the first pixel that cell i sees: -59, -27, 5, ...",
    "A field that begins at -59 and is 150 pixels long ends before pixel 91. Where may it end in a crop of 224?",
    "What you have counted is one side; cells lie in rows and columns.",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    if answer == solution():
        return None
    if answer == 3:
        return "That is along one side; the map has rows and columns."
    if answer == 1:
        return "That is VGG-16, with its receptive field of 212 pixels; this one is smaller."
    if answer in (5, 25):
        return "You looked at one edge of the crop only; the field must end inside it as well."
    if answer in (40, 24):
        return "Those are the cells that do see zeros; the others were asked for."
    if answer == 48:
        return "Those are the cells of VGG-16 that do see zeros; this net is smaller, and the others were asked for."
    if answer == 49:
        return "Cell 0 sees from -59 on: pixels before the first one are padding."
    if answer in (4, 16):
        return "The far end is one cell off: check with 32i - 59 + 150 that the last one's field ends inside the crop."
    if answer == 6:
        return "Rows and columns are chosen independently: multiply the numbers of places, do not add them."
    return "Write down for every i from 0 to 6 the first pixel and the last one that a cell sees along one side."


another_solution = float(len([i for i in range(7) if set(range(32 * i - 59, 32 * i + 91)) <= set(range(224))]) ** 2)

WRONG_ANSWERS = {
    "one_side": (3, "along one side"),
    "of_vgg16": (1, "VGG-16"),
    "one_edge": (25, "one edge of the crop"),
    "the_others": (40, "do see zeros"),
    "the_others_of_vgg16": (48, "of VGG-16 that do see zeros"),
    "all": (49, "from -59 on"),
    "one_more": (16, "one cell off"),
    "added": (6, "multiply"),
    "ring": (36, "for every i"),
}
