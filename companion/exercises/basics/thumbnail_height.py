"""Exercise: how high is a thumbnail?"""

KIND = "number"
TITLE = "the height of a thumbnail"
PROMPT = (
    "A Pillow picture has the size (640, 480). After `picture.thumbnail((160, 160))`, how many rows does "
    "`np.asarray(picture)` have?"
)
stub = None


def solution():
    return 120


HINTS = [
    "Pillow's size is (width, height). Which of the two numbers becomes the rows of the array?",
    "`thumbnail` shrinks by one factor for both directions, so that the picture fits into the box it is given.",
    "The longer side, 640, must become 160. What does the same factor make of 480?",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    sentences = {
        120: None,
        160: "That would be so with `resize`, which pulls the picture into the box; `thumbnail` keeps its proportions.",
        480: "That is the height before: `thumbnail` works in place, so the picture itself has become smaller.",
        213: "The shorter side was fitted to the box; then the longer one sticks out of it.",
        214: "The shorter side was fitted to the box; then the longer one sticks out of it.",
        640: "That is the old width: an array counts rows first, and the picture has shrunk.",
        40: "The factor was applied twice: it is one factor for both sides, 160 to 640.",
        30: "The factor was applied twice: it is one factor for both sides, 160 to 640.",
    }
    if answer in sentences:
        return sentences[answer]
    return "Both sides shrink by the same factor, the one that makes the longer side fit."


def another_solution():
    return 480 * 160 / 640


WRONG_ANSWERS = {
    "stretched": (160, "keeps its proportions"),
    "unchanged": (480, "in place"),
    "fitted_the_short_side": (213, "sticks out"),
    "width_for_rows": (640, "rows first"),
    "factor_twice": (30, "applied twice"),
}
