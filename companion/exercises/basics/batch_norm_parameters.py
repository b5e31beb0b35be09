"""Exercise: trainable parameters of a convolution with batch normalization."""

KIND = "number"
TITLE = "counting what is trained"
PROMPT = (
    "A 3x3 convolution from 64 to 64 channels has 36,928 parameters with its bias. You put a batch normalization "
    "behind it and drop the bias that it makes useless. How many *trainable* parameters have the two layers together?"
)
stub = None


def solution():
    return 3 * 3 * 64 * 64 + 2 * 64


HINTS = [
    "A convolution has one bias per output channel. How many weights remain without them?",
    "Batch normalization keeps four numbers per channel. Gradient descent moves two of them; which two does it not?",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    mistakes = {
        37_056: "The bias is still there: the normalization subtracts it again, so it was to go.",
        37_120: "The running mean and variance were counted: they are stored, but no gradient moves them.",
        37_184: "Two things: the bias is still there, and the running statistics are not trained.",
        36_864: "That is the convolution alone: the normalization trains something as well.",
        36_928: "That is the convolution with its bias, or one number per channel in its place: there are more.",
        36_866: "Scale and shift were counted once for the layer: every channel has its own.",
    }
    if answer in mistakes:
        return mistakes[answer]
    return None if answer == solution() else "Count the weights, 3 x 3 x 64 x 64, and what each of 64 channels adds."


another_solution = 36_928 - 64 + 64 + 64

WRONG_ANSWERS = {
    "bias_kept": (37_056, "bias is still there"),
    "running_counted": (37_120, "no gradient moves them"),
    "bias_and_running": (37_184, "Two things"),
    "nothing_trained": (36_864, "convolution alone"),
    "one_per_channel": (36_928, "one number per channel"),
    "one_pair": (36_866, "once for the layer"),
}
