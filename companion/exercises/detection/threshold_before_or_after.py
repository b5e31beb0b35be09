"""Exercise: the score threshold before or after suppression."""

KIND = "choice"
TITLE = "the score threshold before or after"
PROMPT = (
    "A program runs greedy non-maximum suppression on all boxes of a picture and drops what scores below 0.3 "
    "*afterwards*. You move the score threshold to the front. What changes?"
)
OPTIONS = {
    "a": (
        "Boxes come back that weak boxes had removed.",
        "A box is only ever removed by one with a higher score, or an equal one that comes first. A box below 0.3 "
        "never removed one above it.",
    ),
    "b": (
        "Some boxes are lost: they stayed because a weak box had removed their rival.",
        "That rival was weaker than the weak box, and so weaker than they are: it could not have removed them.",
    ),
    "c": (
        "More duplicates stay, because fewer boxes are compared.",
        "The boxes that are no longer compared are those that would have been dropped anyway. Among the others every "
        "comparison is still made.",
    ),
    "d": (
        "The answer is the same box by box, and it comes sooner.",
        "Whether a box above 0.3 stays depends on boxes with higher scores alone, so cutting the list at 0.3 changes "
        "nothing above; and what lies below need no longer be compared.",
    ),
    "e": (
        "Nothing, and the same would hold for Soft-NMS.",
        "For greedy suppression the boxes are indeed the same. Soft-NMS lowers scores: a box that begins above 0.3 may "
        "end below it, so a threshold before and one after let different boxes through.",
    ),
}
CORRECT = "d"
HINTS = [
    "Which boxes does greedy suppression look at to decide whether a certain box stays? Only those before it.",
    "Where do the boxes below the threshold stand in the order, before or after those above it?",
]
