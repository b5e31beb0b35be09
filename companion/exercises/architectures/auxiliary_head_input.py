"""Exercise: how many numbers an auxiliary head flattens."""

KIND = "number"
TITLE = "what an auxiliary head flattens"
PROMPT = (
    "An auxiliary head of the paper stands behind module 4a, whose maps are 14×14×512. First it averages over windows "
    "of 5×5 with stride 3, without padding, then comes a 1×1 convolution with 128 filters. How many numbers go into "
    "the dense layer that follows?"
)
stub = None


def solution():
    places = (14 - 5) // 3 + 1
    return places**2 * 128


HINTS = [
    "How many windows of 5 fit into 14 places if each begins 3 places after the one before?",
    "The 1×1 convolution changes the number of channels and leaves height and width as they are.",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    mistakes = {
        4 * 4 * 512: "Those are the numbers behind the pooling; the 1×1 convolution changes the channels.",
        14 * 14 * 128: "The averaging is left out: a stride of 3 leaves fewer places than came in.",
        5 * 5 * 128: "5 is the side of the window, not the number of windows along a side.",
        3 * 3 * 128: "One window is missing along each side: the first one needs no step.",
        10 * 10 * 128: "That is with windows one place apart; here each begins three places after the one before.",
        4 * 128: "That is one row of windows; they lie along both sides.",
        128: "That would be a global average; this one leaves several places, and all are flattened.",
    }
    for value, message in mistakes.items():
        if abs(answer - value) < 0.5:
            return message
    if answer % 128:
        return "There are 128 channels, so the answer must be a multiple of 128."
    return None if abs(answer - solution()) < 0.5 else "Count the windows along a side once more."


another_solution = 2048

WRONG_ANSWERS = {
    "before_the_convolution": (8192, "behind the pooling"),
    "no_pooling": (25088, "averaging is left out"),
    "side_of_the_window": (3200, "side of the window"),
    "one_window_short": (1152, "first one needs no step"),
    "stride_of_one": (12800, "three places after"),
    "one_row": (512, "along both sides"),
    "global_average": (128, "global average"),
    "not_a_multiple": (2000, "multiple of 128"),
}
