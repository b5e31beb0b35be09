"""Exercise: the IoU of a square with itself, shifted by half its side along both axes."""

KIND = "choice"
TITLE = "half a side, both ways"
PROMPT = (
    "A guess has exactly the size of the true square, but lies half a side too far right *and* half a side too far "
    "down. What is its IoU with the truth?"
)
OPTIONS = {
    "a": (
        "One half.",
        "A half is what each *side* of the shared region keeps, not its area. And shifted along one axis only, the IoU "
        "would already be less: the shared half over one and a half squares.",
    ),
    "b": (
        "One quarter.",
        "A quarter of the true square is shared. But IoU divides by all that the two boxes cover together, and that is "
        "more than the one square.",
    ),
    "c": (
        "One third.",
        "That is right for a shift along one axis: half a square shared, one and a half covered. Here the second shift "
        "takes away half of what was still shared.",
    ),
    "d": (
        "One seventh.",
        "Cut the square into quarters: one of them is shared. Each box has three more to itself, so seven are covered. "
        "A guess that is half a side off both ways is nowhere near the usual threshold.",
    ),
    "e": (
        "One eighth.",
        "One quarter of a square over two whole squares: there the shared quarter was counted twice in the union.",
    ),
}
CORRECT = "d"
HINTS = [
    "Draw both squares on squared paper, with a side of two squares.",
    "How many little squares lie in both? How many lie in at least one of them?",
]
