"""Exercise: a residual block on vectors, with the ReLU in the right place."""

import numpy as np

KIND = "code"
TITLE = "a residual block"
PROMPT = (
    "Write `residual_block(x, first, second)` for vectors: `x` has shape (N, C), `first` and `second` are weights of "
    "shape (C, C). The residual branch is `x @ first`, a ReLU, then `@ second`. Add the shortcut, and put the last "
    "ReLU where ResNet has it. `x` must stay as it is."
)


def residual_block(x, first, second): ...  # your code here


stub = residual_block
KEEP_ARGUMENTS = True  # the judge compares the arrays before and after each call


def solution(x, first, second):
    return np.maximum(x + np.maximum(x @ first, 0) @ second, 0)


HINTS = [
    "Begin with the branch alone: a product, a ReLU, a product. No ReLU behind the second product yet.",
    "The branch must be able to take something away from x. Could it, if a ReLU stood behind its last layer?",
    "If your answer is right but changes its argument: `x += ...` writes into the caller's array.",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    for count, channels in ((9, 8), (1, 3), (6, 2)):
        x, first, second = (rng.normal(size=shape) for shape in ((count, channels), *[(channels, channels)] * 2))
        got = np.asarray(answer(x.copy(), first, second), dtype=float)
        if got.shape != x.shape:
            return f"For vectors of shape {x.shape} the answer should have that shape too; yours has {got.shape}."
        sentence = _mistake(got, x, first, second)
        if sentence:
            return sentence
    return None


def _mistake(got, x, first, second):
    hidden = np.maximum(x @ first, 0)
    known = {
        "The last ReLU stands before the addition: then the branch can only add, never take away.": x
        + np.maximum(hidden @ second, 0),
        "Nothing cuts off below zero at the end: the ReLU after the addition is missing.": x + hidden @ second,
        "The shortcut is missing: that is a block of a plain net.": np.maximum(hidden @ second, 0),
        "There is no ReLU between the two layers; without it they are one linear layer.": np.maximum(
            x + x @ first @ second, 0
        ),
        "There are two ReLUs at the end; the one before the addition must go.": np.maximum(
            x + np.maximum(hidden @ second, 0), 0
        ),
        "The shortcut starts behind the first layer; it begins where the block begins.": np.maximum(
            hidden + hidden @ second, 0
        ),
        "A product is turned round: `x @ first` multiplies each row of x by a column of `first`.": np.maximum(
            x + np.maximum(x @ first.T, 0) @ second.T, 0
        ),
        "The two layers are in the wrong order.": np.maximum(x + np.maximum(x @ second, 0) @ first, 0),
    }
    right = solution(x, first, second)
    if np.allclose(got, right):
        return None
    for sentence, wrong in known.items():
        if np.allclose(got, wrong):
            return sentence
    return "Not yet: compute the branch alone first, then add, then cut off below zero."


def another_solution(x, first, second):
    rows = []
    for row in x:
        hidden = np.where(row @ first > 0, row @ first, 0.0)
        total = row + hidden @ second
        rows.append(np.where(total > 0, total, 0.0))
    return np.array(rows)


def relu_before_addition(x, first, second):
    return x + np.maximum(np.maximum(x @ first, 0) @ second, 0)


def no_last_relu(x, first, second):
    return x + np.maximum(x @ first, 0) @ second


def plain(x, first, second):
    return np.maximum(np.maximum(x @ first, 0) @ second, 0)


def linear_branch(x, first, second):
    return np.maximum(x + x @ first @ second, 0)


def two_relus(x, first, second):
    return np.maximum(x + np.maximum(np.maximum(x @ first, 0) @ second, 0), 0)


def late_shortcut(x, first, second):
    hidden = np.maximum(x @ first, 0)
    return np.maximum(hidden + hidden @ second, 0)


def turned_round(x, first, second):
    return np.maximum(x + (second @ np.maximum(first @ x.T, 0)).T, 0)


def swapped(x, first, second):
    return np.maximum(x + np.maximum(x @ second, 0) @ first, 0)


def changes_x(x, first, second):
    x += np.maximum(x @ first, 0) @ second
    return np.maximum(x, 0)


def one_vector_only(x, first, second):
    return solution(x, first, second)[0]


WRONG_ANSWERS = {
    relu_before_addition: "before the addition",
    no_last_relu: "after the addition is missing",
    plain: "shortcut is missing",
    linear_branch: "one linear layer",
    two_relus: "two ReLUs",
    late_shortcut: "begins where the block begins",
    turned_round: "turned round",
    swapped: "wrong order",
    changes_x: "changes an array",
    one_vector_only: "should have that shape",
}
