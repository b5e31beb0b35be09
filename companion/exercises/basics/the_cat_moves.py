"""Exercise: what a convolution does when the picture moves."""

KIND = "choice"
TITLE = "the cat moves"
PROMPT = (
    "A cat sits in the middle of a photograph. In a second photograph everything is the same, but the cat sits five "
    "pixels further to the right. What happens in the feature map of a 3 × 3 convolution with stride 1?"
)
OPTIONS = {
    "a": (
        "Nothing: the same cat gives the same map, for a convolution is translation invariant.",
        "Invariance would mean that the map does not change at all, and then nobody could tell from it where the cat "
        "is. Measure it: the map changes.",
    ),
    "b": (
        "Every number changes in a way that cannot be foretold, for every weight now meets another pixel.",
        "So it is in a dense layer, where a weight belongs to a place. Here the same nine weights visit every place.",
    ),
    "c": (
        "What the cat left in the map moves too, five pixels to the right.",
        "The same weights meet the same pixels, five steps later. This is equivariance: shift then convolve is "
        "convolve then shift.",
    ),
    "d": (
        "The cat's part of the map moves by fifteen pixels, since the filter is three wide.",
        "The width of the filter says how much a place sees. How far the places lie apart is said by the stride, and "
        "that is 1.",
    ),
    "e": (
        "The cat's part of the map stays in place and becomes weaker, since the filter was made for the middle.",
        "A filter is made for no place: all places share its weights, so it answers equally strongly anywhere.",
    ),
}
CORRECT = "c"
HINTS = ["Think of one whisker, and of the window that lies on it before and after."]
