"""Exercise: which net gives the same answers in one pass and crop by crop."""

KIND = "choice"
TITLE = "which net agrees with its crops?"
PROMPT = (
    "One pass of a net over a picture and the same net on crops give different logits for the same window, far more "
    "than rounding. Which change makes them agree?"
)
OPTIONS = {
    "a": (
        "Compute in double precision.",
        "Rounding is not the cause: the two ways multiply different numbers. In double precision they differ as much.",
    ),
    "b": (
        "Pad with the mirrored border in place of zeros.",
        "A crop's mirrored border is still not what lies there in the picture, so its border cells still differ.",
    ),
    "c": (
        "Leave the padding out of every layer, and train the net so.",
        "Then a cell sees nothing outside its window, and the same pixels go through the same sums either way.",
    ),
    "d": (
        "Replace the dense layers by convolutions with the same weights.",
        "That is what the one pass does already, and it changes no answer: the difference arises in the base.",
    ),
    "e": (
        "Take a smaller step from window to window.",
        "A step says which windows are looked at. It does not change the answer for any of them.",
    ),
}
CORRECT = "c"
HINTS = [
    "Where does a crop hold other numbers than the same place of the whole picture?",
    "Look at the map of differences again: where is it 0?",
]
