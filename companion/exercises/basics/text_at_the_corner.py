"""Exercise: where does putText write?"""

KIND = "choice"
TITLE = "text at the corner"
PROMPT = (
    'Somebody calls `cv2.putText(picture, "Egypt", (0, 0), ...)` to write into the left top corner of a picture. What '
    "can be seen afterwards?"
)
OPTIONS = {
    "a": (
        "The whole word, in the left top corner",
        "That would need the origin to be the left *top* of the text.",
    ),
    "b": (
        "The whole word, with its middle in the corner",
        "Then every label would need to know its own width; putText does not centre anything.",
    ),
    "c": (
        "Only the lower ends of g, y and p",
        "The origin is the left end of the baseline. Almost everything stands above it, outside the picture; only what "
        "hangs below the baseline remains.",
    ),
    "d": (
        "Nothing at all",
        "Almost: but not every letter of this word stands *on* its line.",
    ),
    "e": (
        "The word upside down",
        "Rows are counted downwards, but letters are drawn upright all the same.",
    ),
}
CORRECT = "c"
HINTS = ["Look at the figure with the baseline: which parts of the letters lie below the origin?"]
