"""Exercise: pictures as OpenCV reads them, made ready for PyTorch."""

import numpy as np

KIND = "code"
TITLE = "from OpenCV to PyTorch"
PROMPT = (
    "Write `from_opencv(pictures)`. `pictures` has shape (N, H, W, 3), uint8, with the channels in OpenCV's order: "
    "blue, green, red. Return a NumPy array of shape (N, 3, H, W), float32 from 0 to 1, in the order red, green, blue."
)


def from_opencv(pictures): ...  # your code here


stub = from_opencv


def solution(pictures):
    red_green_blue = pictures[..., ::-1]
    return red_green_blue.transpose(0, 3, 1, 2).astype(np.float32) / 255


HINTS = [
    "Three things have to happen: the colours change places, an axis moves, the values shrink. Do one at a time and "
    "print the shape after each.",
    "`[..., ::-1]` reverses the last axis, whatever stands before it.",
    "`transpose` moves axes and takes their old numbers in their new order; `reshape` moves nothing, it only counts "
    "the same numbers off into other rows.",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    count, height, width = 2, *rng.permutation([4, 5, 6])[:2].tolist()
    pictures = rng.integers(0, 256, (count, height, width, 3)).astype(np.uint8)
    pictures[0, 0, 0] = 0, 100, 255
    got = np.asarray(answer(pictures.copy()))
    wanted = (count, 3, height, width)
    if got.shape == (count, 3, width, height):
        return "Rows and columns have changed places: behind the channels, the rows still come first."
    if got.shape != wanted:
        return f"For pictures of shape {pictures.shape} the answer should have shape {wanted}; yours has {got.shape}."
    if got.max() > 1:
        return "The values still reach beyond 1: divide by 255."
    return _values(got, pictures)


def _values(got, pictures):
    right = solution(pictures)
    flipped = pictures[..., ::-1]
    if got.dtype != np.float32 and np.allclose(got, right, atol=1e-3):
        return f"The values are right; their type should be float32, not {got.dtype}."
    if np.allclose(got, right, atol=1e-6):
        return None
    if any(np.allclose(got, p.reshape(right.shape) / 255) for p in (pictures, flipped)):
        return "The shape is right, but pixels were torn apart: reshape counts off, transpose moves an axis."
    if np.allclose(got, right[:, ::-1]):
        return "Red and blue have not changed places."
    if set(np.unique(got)) <= {0.0, 1.0}:
        return "Almost every value became 0: convert to float before you divide, not after."
    got = (got - got.min()) / max(np.ptp(got), 1e-9)
    if np.allclose(got, right, atol=1e-3):
        return "Colours and axes are in order, the scale is not: black must become 0 and white exactly 1."
    return "The shape is right and the values are not: follow one pixel and look at its place, its colours, its scale."


def another_solution(pictures):  # one channel at a time
    planes = [pictures[:, :, :, channel].astype(np.float32) / np.float32(255) for channel in (2, 1, 0)]
    return np.stack(planes, axis=1)


def reshaped(pictures):
    count, height, width, _ = pictures.shape
    return pictures[..., ::-1].reshape(count, 3, height, width).astype(np.float32) / 255


def still_blue_first(pictures):
    return pictures.transpose(0, 3, 1, 2).astype(np.float32) / 255


def channels_last(pictures):
    return pictures[..., ::-1].astype(np.float32) / 255


def columns_before_rows(pictures):
    return pictures[..., ::-1].transpose(0, 3, 2, 1).astype(np.float32) / 255


def not_scaled(pictures):
    return pictures[..., ::-1].transpose(0, 3, 1, 2).astype(np.float32)


def divided_as_whole_numbers(pictures):
    return (pictures[..., ::-1].transpose(0, 3, 1, 2) // 255).astype(np.float32)


def double_precision(pictures):
    return pictures[..., ::-1].transpose(0, 3, 1, 2) / 255


def divided_by_256(pictures):
    return solution(pictures) * np.float32(255 / 256)


def scaled_twice(pictures):
    return solution(pictures) / 255


def half_precision(pictures):
    return solution(pictures).astype(np.float16)


def upside_down(pictures):
    return solution(pictures)[:, :, ::-1]


WRONG_ANSWERS = {
    divided_by_256: "the scale is not",
    scaled_twice: "the scale is not",
    half_precision: "float32",
    upside_down: "follow one pixel",
    reshaped: "torn apart",
    still_blue_first: "not changed places",
    channels_last: "should have shape",
    columns_before_rows: "Rows and columns",
    not_scaled: "divide by 255",
    divided_as_whole_numbers: "before you divide",
    double_precision: "float32",
}
