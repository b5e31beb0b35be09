"""Exercise: brighter or darker without wrapping around."""

import numpy as np

KIND = "code"
TITLE = "brighter without an accident"
PROMPT = (
    "Write `brighten(image, amount)`. `image` is a uint8 array of any shape, `amount` a whole number from -255 to 255. "
    "Return a uint8 array in which `amount` was added to every value; what would fall below 0 becomes 0, what would "
    "exceed 255 becomes 255."
)


def brighten(image, amount): ...  # your code here


stub = brighten


def solution(image, amount):
    return np.clip(image.astype(int) + amount, 0, 255).astype(np.uint8)


HINTS = [
    "How much is 250 + 10 if only the numbers 0 to 255 exist, and counting goes on at 0?",
    "Convert to a type with more room, such as int, *before* the addition.",
    "`np.clip(values, 0, 255)` cuts off at both ends; convert back to uint8 after that.",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    image = np.array([[0, 10, 128], [200, 250, 255]], dtype=np.uint8)
    got = answer(image.copy(), 20)
    if np.shape(got) != image.shape:
        return f"For a picture of shape {image.shape} the answer should have the same shape; yours has {np.shape(got)}."
    if np.asarray(got).dtype != np.uint8:
        return f"The answer should be uint8 again; yours is {np.asarray(got).dtype}."
    return _bright_end(got, image) or _dark_end(answer, image) or _anything(answer, rng)


def _bright_end(got, image):
    if (got == image + np.uint8(20)).all():
        return "250 + 20 came out dark: the sum left 0 to 255 and began again at 0. Clipping after that comes too late."
    if got[0, 0] == 0:
        return "At the amount 20 black stays black: every value gets the amount added, and nothing is stretched."
    if (got[image > 235] == image[image > 235]).all():
        return "A value that would exceed 255 should become 255; yours stays as it was."
    if (got != solution(image, 20)).any():
        return "At the amount 20 some values come out wrong: print a small picture before and after."
    return None


def _dark_end(answer, image):
    got = np.asarray(answer(image.copy(), -20))
    if got.shape == image.shape and got[0, 0] > 128:
        return "With a negative amount black turned bright: the difference fell below 0 and began again at 255."
    return None


def _anything(answer, rng):
    image = rng.integers(0, 256, (4, 5, 3)).astype(np.uint8)
    for amount in (*rng.integers(-200, 200, 5).tolist(), 0, 255, -255):
        got = np.asarray(answer(image.copy(), amount))
        if got.shape != image.shape or (got != solution(image, amount)).any():
            return f"Right for the amount 20 on a small picture, wrong for the amount {amount} on a random one."
    return None


def another_solution(image, amount):  # a table of all 256 values
    table = np.array([min(max(value + amount, 0), 255) for value in range(256)], dtype=np.uint8)
    return table[image]


def wraps(image, amount):
    return (image.astype(int) + amount).astype(np.uint8)


def keeps_what_would_overflow(image, amount):
    total = image.astype(int) + amount
    return np.where((total < 0) | (total > 255), image, total).astype(np.uint8)


def clips_above_only(image, amount):
    return np.minimum(image.astype(int) + amount, 255).astype(np.uint8)


def stays_int(image, amount):
    return np.clip(image.astype(int) + amount, 0, 255)


def clips_too_late(image, amount):
    return np.clip(image + np.array(amount).astype(np.uint8), 0, 255)


def squeezes(image, amount):
    total = image.astype(float) + amount
    return (255 * (total - total.min()) / (total.max() - total.min())).astype(np.uint8)


def stretches(image, amount):
    return np.clip(image * 1.1 + amount, 0, 255).astype(np.uint8)


def never_black(image, amount):
    return solution(image, max(amount, -100))


WRONG_ANSWERS = {
    stretches: "come out wrong",
    never_black: "wrong for the amount",
    wraps: "began again at 0",
    keeps_what_would_overflow: "stays as it was",
    clips_above_only: "black turned bright",
    stays_int: "uint8 again",
    clips_too_late: "too late",
    squeezes: "black stays black",
}
