"""Exercise: may one say that one net is better than another."""

KIND = "choice"
TITLE = "told apart or not"
PROMPT = (
    "Net A reaches 0.71, 0.66 and 0.70 of a test set with three seeds, net B 0.69, 0.73 and 0.64. The test set has 480 "
    "pictures. What may the report say?"
)
OPTIONS = {
    "a": (
        "A is better: its mean is 0.690, that of B 0.687.",
        "The means differ by less than two pictures of 480, while the best and the worst seed of A differ by 24, those "
        "of B by 43.",
    ),
    "b": (
        "B is better: its best run is the best of all six.",
        "The best of several runs grows with the number of runs and with their spread; it rewards chance.",
    ),
    "c": (
        "A is better: it is the more reliable one, because its seeds differ less.",
        "A spread from three runs is itself very uncertain, and reliability was not what was asked.",
    ),
    "d": (
        "These runs cannot tell them apart; it takes more seeds, or a larger test set, or both.",
        "The difference is far smaller than the spread of the seeds and than the error of counting 480 pictures, which "
        "is about two points.",
    ),
    "e": (
        "A and B are equally good.",
        "That is more than three seeds can show: a difference of three points either way could hide in this spread.",
    ),
}
CORRECT = "d"
HINTS = [
    "Compare the difference of the means with the differences between the seeds of one net.",
    "The counting error of a share p of n pictures is the root of p (1 - p) / n.",
]
