"""Exercise: a running mean after two updates with PyTorch's momentum."""

KIND = "number"
TITLE = "the running mean after two batches"
PROMPT = (
    "A fresh `torch.nn.BatchNorm2d` has `momentum=0.1` and a running mean of 0. Two batches pass in training mode, and "
    "in both the channel's mean is 10. What is its running mean then?"
)
stub = None


def solution():
    return 0.9 * (0.9 * 0 + 0.1 * 10) + 0.1 * 10


HINTS = [
    "In PyTorch momentum is the weight of the new batch, not of the old value.",
    "After the first batch the running mean is 0.9 times 0 plus 0.1 times 10. Do the same once more from there.",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    if abs(answer - 9.9) < 0.01:
        return "Here 0.1 was taken as the share of the old value that is kept. That is what Keras would mean by it."
    if abs(answer - 1) < 0.01:
        return "That is the running mean after one batch: a second one followed."
    if abs(answer - 2) < 0.01:
        return "Each batch added its tenth, but the old value was not shrunk: it keeps only the other nine tenths."
    if abs(answer - 10) < 0.01:
        return "That is the mean of the batches. The running mean starts elsewhere and gets there only slowly."
    if abs(answer - 0.1) < 0.01:
        return "Twice the weight was multiplied onto one batch: each batch enters with its weight once."
    if not 0 <= answer <= 10:
        return "A running mean lies between where it starts and the means it has seen."
    return (
        None if abs(answer - solution()) < 0.005 else "Write down the two updates one after the other, and add again."
    )


another_solution = 10 * (1 - 0.9**2)

WRONG_ANSWERS = {
    "keras_meaning": (9.9, "Keras would mean"),
    "one_update": (1.0, "after one batch"),
    "never_shrinks": (2.0, "not shrunk"),
    "mean_of_batches": (10.0, "mean of the batches"),
    "weight_twice": (0.1, "Twice the weight"),
    "outside": (19.0, "lies between"),
}
