"""Exercise: max pooling of one channel."""

import numpy as np

KIND = "code"
TITLE = "max pooling"
PROMPT = (
    "Write `max_pool(channel, size)`: `channel` is a 2-D array of floats, the windows are `size` × `size` and touch "
    "without overlapping, and rows or columns that do not fill a window are dropped."
)


def max_pool(channel, size): ...  # your code here


stub = max_pool


def solution(channel, size):
    rows, columns = channel.shape[0] // size, channel.shape[1] // size
    windows = channel[: rows * size, : columns * size].reshape(rows, size, columns, size)
    return windows.max(axis=(1, 3))


HINTS = [
    "How many whole windows fit along each side? That is the shape of the answer.",
    "With two loops: the window of entry (y, x) starts at row y * size and column x * size.",
    "Without loops: cut off what is left over, then reshape to (rows, size, columns, size). Which two axes disappear?",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    channel = rng.permutation(7 * 11).reshape(7, 11) - 100.5
    got, want = np.asarray(answer(channel, 2)), solution(channel, 2)
    if got.shape == (4, 6):
        return "A last incomplete row or column gave a window of its own; it should be dropped."
    if got.shape == (6, 10):
        return "Your windows overlap: the step of a pooling window is its size, not 1."
    if got.shape == want.T.shape and got.shape != want.shape:
        return "Rows and columns changed places."
    if got.shape != want.shape:
        return f"A channel of shape (7, 11) and windows of 2 should give shape (3, 5); yours is {got.shape}."
    if (got == 0).any():
        return "There are zeros in your answer though every entry was negative: start from the window, not from 0."
    if np.allclose(got, channel[:6, :10].reshape(3, 2, 5, 2).mean(axis=(1, 3))):
        return "That is the average of each window; the largest value was asked for."
    if np.allclose(got, channel[:6:2, :10:2]):
        return "You took the first entry of every window: that is a stride of 2 without any pooling."
    if np.allclose(got, np.trunc(want)):
        return "The largest values lost their decimals: does your result array hold whole numbers?"
    if not np.allclose(got, want):
        return (
            "The shape is right, the values are not: print the four numbers of one window and look which one you took."
        )
    channel = rng.normal(size=tuple(rng.integers(9, 15, 2)))
    got, want = np.asarray(answer(channel, 3)), solution(channel, 3)
    if got.shape != want.shape or not np.allclose(got, want):
        return f"Right for windows of 2, wrong for windows of 3 on a channel of shape {channel.shape}."
    return None


def another_solution(channel, size):  # with loops
    rows, columns = len(channel) // size, len(channel[0]) // size
    corners = [[(y * size, x * size) for x in range(columns)] for y in range(rows)]
    return [[channel[y : y + size, x : x + size].max() for y, x in line] for line in corners]


def keeps_the_rest(channel, size):
    filled = np.pad(channel, [(0, -side % size) for side in channel.shape], constant_values=-np.inf)
    return solution(filled, size)


def overlapping(channel, size):
    return np.lib.stride_tricks.sliding_window_view(channel, (size, size)).max(axis=(2, 3))


def transposed(channel, size):
    return solution(channel, size).T


def starts_at_zero(channel, size):
    return np.maximum(solution(channel, size), 0)


def average(channel, size):
    rows, columns = (side // size for side in channel.shape)
    return channel[: rows * size, : columns * size].reshape(rows, size, columns, size).mean(axis=(1, 3))


def every_second(channel, size):
    rows, columns = (side // size for side in channel.shape)
    return channel[::size, ::size][:rows, :columns]


def wrong_reshape(channel, size):
    rows, columns = (side // size for side in channel.shape)
    return channel[: rows * size, : columns * size].reshape(rows, columns, size * size).max(axis=2)


def whole_numbers(channel, size):
    return solution(channel, size).astype(int)


def size_fixed(channel, size):
    return solution(channel, 2)


WRONG_ANSWERS = {
    keeps_the_rest: "should be dropped",
    overlapping: "overlap",
    transposed: "changed places",
    starts_at_zero: "start from the window",
    average: "average",
    every_second: "first entry of every window",
    wrong_reshape: "print the four numbers",
    whole_numbers: "lost their decimals",
    size_fixed: "wrong for windows of 3",
}
