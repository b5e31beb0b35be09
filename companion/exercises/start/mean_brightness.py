"""Exercise: the mean brightness of every picture in a batch."""

import numpy as np

KIND = "code"
TITLE = "the mean brightness of a picture"
PROMPT = (
    "Write `mean_brightness(images)`. `images` is a uint8 array of shape (N, H, W, C). The answer has shape (N,): for "
    "each picture the mean over all its pixels and channels, scaled so that black gives 0 and white gives 1."
)


def mean_brightness(images): ...  # your code here


stub = mean_brightness


def solution(images):
    return images.mean(axis=(1, 2, 3)) / 255


HINTS = [
    "An array can average itself: `images.mean()`. What is the shape of what that gives, and which shape is asked for?",
    "The argument `axis` names the axes that disappear. Axis 0 counts the pictures: it is the one that has to stay.",
    "`images.mean(axis=(1, 2, 3))` runs from 0 to 255. What is left to do?",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    images = np.zeros((3, 4, 5, 2), dtype=np.uint8)
    images[1], images[2, :2] = 255, 255
    sentence = _shape_mistake(np.shape(answer(images)), images)
    if sentence:
        return sentence
    got = np.asarray(answer(images), dtype=float)
    if np.isclose(got[1], 255):
        return "A white picture does not give 1: a uint8 pixel runs up to 255, so the scale is still missing."
    if got[1] > 1.5:
        return "A white picture gives far more than 1: a mean divides by the number of all entries of a picture."
    if got[1] == 1 and got[2] == 0:
        return "A half-white picture gives 0: `//` cuts off everything behind the decimal point."
    images = rng.integers(0, 256, (4, *rng.integers(20, 40, 2), 3), dtype=np.uint8)
    got = np.asarray(answer(images))
    if np.shape(got) != (4,) or not np.allclose(got, solution(images), atol=1e-6):
        return "Black and white come out wrong or only by luck: uint8 sums start again at 0 after 255."
    return None


def _shape_mistake(shape, images):
    if shape == ():
        return "There is one number for the whole batch: keep the axis that counts the pictures."
    if shape == (3, 2):
        return "There is one number per picture and channel: average over the channels too."
    if shape != (3,):
        return f"For images of shape {images.shape} the answer should have shape (3,); yours has {shape}."
    return None


def another_solution(images):  # picture by picture
    return [float(np.average(picture.astype(np.float64) / 255)) for picture in images]


def one_for_all(images):
    return images.mean() / 255


def keeps_the_channels(images):
    return images.mean(axis=(1, 2)) / 255


def keeps_a_picture(images):
    return images.mean(axis=0) / 255


def not_scaled(images):
    return images.mean(axis=(1, 2, 3))


def sums(images):
    return images.sum(axis=(1, 2, 3)) / 255


def whole_numbers(images):
    return images.mean(axis=(1, 2, 3)) // 255


def overflows(images):
    return images.sum(axis=(1, 2, 3), dtype=np.uint8) / (255 * images[0].size)


WRONG_ANSWERS = {
    one_for_all: "whole batch",
    keeps_the_channels: "per picture and channel",
    keeps_a_picture: "should have shape",
    not_scaled: "scale is still missing",
    sums: "divides by the number",
    whole_numbers: "half-white",
    overflows: "start again at 0",
}
