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
    if np.isclose(got[1], 255 / 256):
        return "White does not quite give 1: the largest number of a byte is 255, not 256."
    if got[1] > 1.5:
        return "A white picture gives far more than 1: a mean divides by the number of all entries of a picture."
    if got[1] == 1 and got[2] == 0:
        return "A half-white picture gives 0: `//` cuts off everything behind the decimal point."
    if not np.isnan(got[0]) and not np.allclose(got, [0, 1, 0.5], atol=1e-3):
        return "Black, white or half white comes out wrong: did a sum in uint8 start again at 0 after 255?"
    return _grays(answer, rng.integers(0, 200, (4, *rng.integers(20, 40, 2), 3), dtype=np.uint8))


def _grays(answer, images):
    got, mean = np.asarray(answer(images)), images.mean(axis=(1, 2, 3))
    if np.shape(got) != (4,):
        return f"Four pictures should give the shape (4,); yours is {np.shape(got)}."
    if np.allclose(got, mean / 255, atol=1e-3):
        return None
    if any(np.allclose(got, mean / brightest, atol=1e-3) for brightest in (images.max(), images.max(axis=(1, 2, 3)))):
        return "You divided by the brightest pixel that is there; white is the same number in every picture."
    if not got.any():
        return "`//` cut every pixel to 0 or 1 before the mean: use `/`."
    return "Black and white come out right, the grays between them do not: was something rounded or left out?"


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


def whole_pixels(images):
    return (images // 255).mean(axis=(1, 2, 3))


def brightest_pixel(images):
    return images.mean(axis=(1, 2, 3)) / images.max()


def own_brightest_pixel(images):
    return images.mean(axis=(1, 2, 3)) / images.max(axis=(1, 2, 3))


def rounded(images):
    return np.round(images.mean(axis=(1, 2, 3)) / 255, 1)


def one_too_many(images):
    return images.mean(axis=(1, 2, 3)) / 256


def overflows(images):
    return images.sum(axis=(1, 2, 3), dtype=np.uint8) / (255 * images[0].size)


WRONG_ANSWERS = {
    one_for_all: "whole batch",
    keeps_the_channels: "per picture and channel",
    keeps_a_picture: "should have shape",
    not_scaled: "scale is still missing",
    sums: "divides by the number",
    whole_numbers: "half-white",
    whole_pixels: "before the mean",
    brightest_pixel: "brightest pixel",
    own_brightest_pixel: "brightest pixel",
    rounded: "was something rounded",
    one_too_many: "not 256",
    overflows: "start again at 0",
}
