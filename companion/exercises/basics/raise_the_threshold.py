"""Exercise: what raising the threshold can and cannot do."""

KIND = "choice"
TITLE = "raise the threshold"
PROMPT = (
    "A detector says yes where its score is at least 0.5. You raise the threshold to 0.7 and measure again on the same "
    "pictures. Which sentence is true whatever the detector is like?"
)
OPTIONS = {
    "a": (
        "Precision rises or stays.",
        "Usually, but not surely: if the yeses you lose are mostly right ones, the share of right ones among the rest "
        "falls. The precision–recall curve of a real detector is jagged for this reason.",
    ),
    "b": (
        "F1 falls or stays.",
        "F1 has its maximum somewhere in the middle, and nothing says that 0.5 lies beyond it.",
    ),
    "c": (
        "Recall falls or stays.",
        "A higher threshold can only turn a yes into a no. Found positives can get lost and none can be won, while the "
        "number of actual positives does not change.",
    ),
    "d": (
        "Accuracy falls or stays.",
        "Each yes that becomes a no is a mistake mended if the picture was negative, and a mistake made if it was "
        "positive: which of them are more is left open.",
    ),
    "e": (
        "Precision rises by as much as recall falls.",
        "The two have different denominators, so nothing ties their changes to each other.",
    ),
}
CORRECT = "c"
HINTS = [
    "Which of the four counts (true and false positives, true and false negatives) can grow when a yes becomes a no?",
    "Now look at each denominator: which one does not depend on the threshold at all?",
]
