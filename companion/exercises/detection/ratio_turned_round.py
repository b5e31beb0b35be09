"""Exercise: a ratio that two libraries read differently."""

KIND = "choice"
TITLE = "a ratio read the other way"
PROMPT = (
    "A detector was trained with the ratios (1, 2, 0.5), read as height over width. Its weights are copied into a "
    "program that has the same list but reads a ratio as width over height. Nothing else differs. What happens?"
)
OPTIONS = {
    "a": (
        "Nothing: 2 and 0.5 are both in the list, so the same anchors come out.",
        "The same boxes come out, but in another order, and the net knows an anchor only by its place in that order.",
    ),
    "b": (
        "The program stops, because the number of anchors no longer fits the net.",
        "There are still three ratios, so the number of anchors is the same and no shape disagrees.",
    ),
    "c": (
        "Tall and wide anchors change places, so boxes predicted from them come out with wrong sides. No error tells.",
        "What the net learned to say about a tall anchor is now applied to a wide one. Only the square ones still fit.",
    ),
    "d": (
        "Every box comes out wrong, those from square anchors too.",
        "A ratio of 1 is 1 whichever way one divides: what starts from square anchors is as before.",
    ),
    "e": (
        "Every anchor now has another area, so all boxes are too large or too small.",
        "Neither reading changes the area: it is the square of the size, whatever the ratio.",
    ),
}
CORRECT = "c"
HINTS = [
    "Write down the three anchors of one place, in order, for both readings.",
    "The net has its own output channels for the first, the second and the third anchor of a place.",
]
