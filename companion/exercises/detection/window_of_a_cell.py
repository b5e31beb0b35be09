"""Exercise: from a cell of the map to a box of the photograph."""

import numpy as np

KIND = "code"
TITLE = "which window was it?"
PROMPT = (
    "A photograph was made smaller, `scale` times its height and width (1/2: half as high and wide), and a fully "
    "convolutional net without padding went over it. Cell (0, 0) of its map stands for the window whose upper left "
    "pixel is (0, 0); windows have `window` pixels a side, and neighbouring cells lie `stride` pixels apart. Write "
    "`box_of(row, column, window, stride, scale)`: the box (x1, y1, x2, y2) of a cell's window in pixels of the "
    "*photograph*."
)


def box_of(row, column, window, stride, scale): ...  # your code here


stub = box_of


def solution(row, column, window, stride, scale):
    x, y = column * stride, row * stride
    return x / scale, y / scale, (x + window) / scale, (y + window) / scale


HINTS = [
    "First stay on the small picture: which pixel is the upper left corner of the window of cell (2, 3), at stride 4?",
    "A row counts downwards, so it is a matter of y. Which of the four numbers of a box is it?",
    "25 pixels of a picture that was halved are 50 pixels of the photograph.",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    got = np.asarray(answer(2, 5, 25, 4, 0.5), dtype=float)
    if got.shape != (4,):
        return f"A box is four numbers (x1, y1, x2, y2); your answer has shape {got.shape}."
    x1, y1, x2, y2 = got
    if (x1, y1) == (16, 40):
        return "x and y changed places: the column says how far to the right, the row how far down."
    if (x1, y1, x2, y2) == (10, 4, 60, 54):
        return "The stride is missing: neighbouring cells are not neighbouring pixels."
    if (x1, y1, x2, y2) == (10, 4, 22.5, 16.5):
        return "You made the box smaller once more: a pixel of the small picture is a larger part of the photograph."
    if (x1, y1) == (20, 8) and (x2, y2) == (45, 33):
        return "That is the window on the small picture; its pixels are larger than those of the photograph."
    if (x2 - x1, y2 - y1) == (25, 25):
        return "The corner is scaled, the side of the window is not: it too is counted in pixels of the small picture."
    if (x1, y1, x2, y2) == (40, 16, 50, 50):
        return "The answer wants a second corner, not a width and a height."
    if (x2 - x1, y2 - y1) in ((48, 48), (49, 49)):
        return "One pixel is missing: here x2 is the far side of the last pixel, so x2 - x1 is the whole window."
    if (x1 + x2, y1 + y2) == (80, 32):
        return "You put the cell in the middle of its window; it stands for the window that begins there."
    if not np.allclose(got, solution(2, 5, 25, 4, 0.5)):
        return "Wrong for cell (2, 5), windows of 25, stride 4 and half the size: draw the small picture first."
    for _ in range(10):
        case = (
            *map(int, rng.integers(0, 20, 2)),
            int(rng.integers(8, 64)),
            int(rng.integers(1, 33)),
            rng.uniform(0.1, 1),
        )
        found, want = np.asarray(answer(*case), dtype=float), solution(*case)
        if not np.allclose(found, want):
            if (found == np.round(found)).all() and (abs(found - want) < 1.5).all():
                return "You rounded: a pixel of the small picture need not be a whole number of the photograph's."
            return (
                f"Wrong for row {case[0]}, column {case[1]}, window {case[2]}, stride {case[3]}, scale {case[4]:.2f}."
            )
    return None


def another_solution(row, column, window, stride, scale):
    corner = np.array([column, row, column, row]) * stride
    return (corner + np.array([0, 0, window, window])) * (1 / scale)


def swapped(row, column, window, stride, scale):
    return solution(column, row, window, stride, scale)


def no_stride(row, column, window, stride, scale):
    return solution(row, column, window, 1, scale)


def multiplied(row, column, window, stride, scale):
    return solution(row, column, window, stride, 1 / scale)


def on_the_small_picture(row, column, window, stride, scale):
    return solution(row, column, window, stride, 1)


def side_not_scaled(row, column, window, stride, scale):
    x1, y1, _, _ = solution(row, column, window, stride, scale)
    return x1, y1, x1 + window, y1 + window


def width_and_height(row, column, window, stride, scale):
    x1, y1, x2, y2 = solution(row, column, window, stride, scale)
    return x1, y1, x2 - x1, y2 - y1


def last_pixel(row, column, window, stride, scale):
    return solution(row, column, window - 1, stride, scale)


def last_pixel_of_the_photograph(row, column, window, stride, scale):
    x1, y1, x2, y2 = solution(row, column, window, stride, scale)
    return x1, y1, x2 - 1, y2 - 1


def rounded(row, column, window, stride, scale):
    return [round(side) for side in solution(row, column, window, stride, scale)]


def in_the_middle(row, column, window, stride, scale):
    box = np.array(solution(row, column, window, stride, scale))
    return box - window / scale / 2


def two_corners(row, column, window, stride, scale):
    return np.reshape(solution(row, column, window, stride, scale), (2, 2))


def fixed_window(row, column, window, stride, scale):
    return solution(row, column, 25, stride, scale)


WRONG_ANSWERS = {
    swapped: "changed places",
    no_stride: "stride is missing",
    multiplied: "smaller once more",
    on_the_small_picture: "on the small picture",
    side_not_scaled: "side of the window is not",
    width_and_height: "second corner",
    last_pixel: "far side of the last pixel",
    last_pixel_of_the_photograph: "far side of the last pixel",
    rounded: "You rounded",
    in_the_middle: "middle of its window",
    two_corners: "four numbers",
    fixed_window: "Wrong for row",
}
