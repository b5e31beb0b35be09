"""Exercise: average precision looks at the order of the scores and at nothing else about them."""

KIND = "choice"
TITLE = "what leaves AP alone"
PROMPT = (
    "A detector of one class has been run over all pictures, and all its scores differ. You change its list of "
    "detections and judge it again. Which change leaves the average precision exactly as it was, whatever the "
    "detections are?"
)
OPTIONS = {
    "a": (
        "Drop all detections that score below 0.5.",
        "The head of the list stays, and with it the curve up to there. But every object that was found below 0.5 is "
        "missed now: the curve ends earlier, and beyond its end precision counts as 0.",
    ),
    "b": (
        "Square every score: 0.9 becomes 0.81, 0.5 becomes 0.25.",
        "Scores lie between 0 and 1, so a larger score stays larger. The order is the same, hence every point of the "
        "curve. AP cannot see whether a confidence can be believed.",
    ),
    "c": (
        "Double the scores in every second picture, because it was taken in the dark.",
        "Within one picture the order stays, but the list runs over all pictures: detections of the dark pictures "
        "overtake those of the others, right and wrong ones.",
    ),
    "d": (
        "Report every detection twice, the copy directly behind the original.",
        "Each object can be claimed once. The copy of a right detection is a false positive, and those that stand high "
        "in the list pull down the precision at every recall that is reached after them.",
    ),
    "e": (
        "Shift every box by one pixel to the right.",
        "A box that reached an overlap of just 0.5 may fall below it and become a false positive, and another one may "
        "rise above it.",
    ),
}
CORRECT = "b"
HINTS = [
    "AP is made of the curve of precision against recall. What of a detection goes into the curve?",
    "Two things: whether it is right, and how many stand before it in the list. Which change touches neither?",
]
