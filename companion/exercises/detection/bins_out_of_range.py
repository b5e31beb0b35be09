"""Exercise: what a histogram with the wrong range can still tell."""

KIND = "choice"
TITLE = "bins in the wrong place"
PROMPT = (
    "A colleague describes regions by the histogram of their brightness. The values lie in [0, 1], and the call is "
    "`numpy.histogram(values, 25, (0, 255))`; the counts are divided by the number of pixels. How alike, by histogram "
    "intersection, are a black region and a white one?"
)
OPTIONS = {
    "a": (
        "Not at all, 0: one fills the first bin, the other the last.",
        "The last bin begins at 244.8. Which bin does the value 1 fall into?",
    ),
    "b": (
        "Exactly alike, 1: all pixels of both fall into the first bin.",
        "The first bin goes from 0 to 10.2 and holds everything between black and white. The colour term is then the "
        "same for every pair of regions, and no longer chooses anything.",
    ),
    "c": (
        "About 1/25: spread over 25 bins, two histograms share a bin by chance.",
        "Nothing is spread: the values are confined to a small part of the range, and the bins do not move with them.",
    ),
    "d": (
        "The call raises an error, because values lie outside the range.",
        "They lie inside [0, 255], just crowded into one corner of it; and NumPy would drop outliers without a word.",
    ),
    "e": (
        "It depends on their sizes: the larger region has the larger counts.",
        "The counts are divided by the number of pixels, so size drops out. Look at which bins are filled.",
    ),
}
CORRECT = "b"
HINTS = [
    "How wide is one bin?",
    "Where does the first bin end, and which values of the picture lie below that?",
]
