"""Exercise: slide a kernel over a picture."""

import numpy as np

KIND = "code"
TITLE = "slide a kernel over a picture"
PROMPT = (
    "Write `correlate(picture, kernel)` for two 2-D arrays of floats, with loops or without. The kernel moves one "
    "pixel at a time, lies wholly inside the picture, is not turned, and need not be square."
)


def correlate(picture, kernel): ...  # your code here


stub = correlate


def solution(picture, kernel):
    height, width = kernel.shape
    rows, columns = picture.shape[0] - height + 1, picture.shape[1] - width + 1
    result = np.zeros((rows, columns))
    for y in range(rows):
        for x in range(columns):
            result[y, x] = (picture[y : y + height, x : x + width] * kernel).sum()
    return result


HINTS = [
    "Two loops visit the top left corner of every window. How many rows does a kernel of height 3 find in 7 pixels?",
    "The window at (y, x) is `picture[y : y + height, x : x + width]`. It has the shape of the kernel.",
    "Multiply window and kernel entry by entry, add up the products, and write the sum at (y, x) of the result.",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    picture, kernel = rng.normal(size=(6, 9)), rng.normal(size=(2, 4))
    got, want = np.asarray(answer(picture, kernel)), solution(picture, kernel)
    if got.shape != want.shape:
        return _shape_mistake(got.shape, picture.shape, kernel.shape)
    if np.allclose(got, solution(picture, kernel[::-1, ::-1])):
        return "Your kernel was turned by 180 degrees first: that is the convolution of mathematics, not this one."
    if np.allclose(got, want / kernel.size):
        return "Your numbers are all too small by the same factor: add the products up, do not average them."
    if np.allclose(got, np.maximum(want, 0)):
        return "Your negative sums became 0: here they stay as they are."
    square = rng.normal(size=(5, 5)), rng.normal(size=(3, 3))
    if not np.allclose(np.asarray(answer(*square)), solution(*square)) and np.allclose(got[0, 0], want[0, 0]):
        return "The first entry is right and others are not: does the window start at (y, x) for every y and x?"
    if np.allclose(got, np.trunc(want)):
        return "Every sum lost its decimals: does your result array hold whole numbers?"
    if not np.allclose(got, want):
        return "The shape is right, the numbers are not: do one entry by hand and print the window that your code took."
    return None


def _shape_mistake(got, picture, kernel):
    if got == picture:
        return "Your answer is as large as the picture, so the kernel hung over the border: here it stays inside."
    if got == (picture[0] - kernel[0], picture[1] - kernel[1]):
        return "One row and one column are missing: the last window, which just touches the border, counts too."
    if got == (picture[0] - kernel[1] + 1, picture[1] - kernel[0] + 1):
        return "Height and width of the kernel changed places: a shape names rows first."
    if got in [(picture[0] - side + 1, picture[1] - side + 1) for side in kernel]:
        return "One side of the kernel was used for both: it need not be square."
    return f"For a picture of shape {picture} and a kernel of shape {kernel} your answer has the wrong shape, {got}."


def another_solution(picture, kernel):  # shift and add: one step for every entry of the kernel
    rows, columns = (side - taps + 1 for side, taps in zip(picture.shape, kernel.shape, strict=True))
    result = np.zeros((rows, columns))
    for (i, j), weight in np.ndenumerate(kernel):
        result += weight * picture[i : i + rows, j : j + columns]
    return result


def turned(picture, kernel):
    return solution(picture, kernel[::-1, ::-1])


def padded(picture, kernel):
    height, width = kernel.shape
    return solution(np.pad(picture, ((0, height - 1), (0, width - 1))), kernel)


def one_short(picture, kernel):
    return solution(picture, kernel)[:-1, :-1]


def rows_and_columns_mixed(picture, kernel):
    return solution(picture, kernel.T)


def averaged(picture, kernel):
    return solution(picture, kernel) / kernel.size


def window_stands_still(picture, kernel):
    result = solution(picture, kernel)
    return np.full_like(result, result[0, 0])


def whole_numbers(picture, kernel):
    return solution(picture, kernel).astype(int)


def square_kernel_only(picture, kernel):
    return solution(picture, kernel[:, : kernel.shape[0]])


def no_negative_sums(picture, kernel):
    return np.maximum(solution(picture, kernel), 0)


WRONG_ANSWERS = {
    no_negative_sums: "negative sums",
    turned: "turned by 180 degrees",
    padded: "as large as the picture",
    one_short: "last window",
    rows_and_columns_mixed: "changed places",
    averaged: "do not average",
    window_stands_still: "first entry is right",
    whole_numbers: "lost its decimals",
    square_kernel_only: "need not be square",
}
