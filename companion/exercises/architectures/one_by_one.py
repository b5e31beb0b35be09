"""Exercise: a 1x1 convolution is a dense layer at every pixel."""

import numpy as np

KIND = "code"
TITLE = "a 1×1 convolution by hand"
PROMPT = (
    "Write `conv1x1(maps, weights, bias)` with NumPy. `maps` has shape (N, H, W, C_in), `weights` has shape "
    "(C_in, C_out), `bias` has shape (C_out,). Return maps of shape (N, H, W, C_out), without an activation."
)


def conv1x1(maps, weights, bias): ...  # your code here


stub = conv1x1


def solution(maps, weights, bias):
    return maps @ weights + bias


HINTS = [
    "A window of 1×1 sees one pixel only. What does a dense layer do with the C_in numbers of that pixel?",
    "NumPy's `@` multiplies the last axis of the left side with the first axis of a matrix, whatever stands before.",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    count, height, width, channels, filters = rng.permutation(np.arange(2, 7))
    maps = rng.normal(1, 1, (count, height, width, channels))
    weights, bias = rng.normal(0, 1, (channels, filters)), rng.uniform(1, 2, filters)
    want, got = solution(maps, weights, bias), np.asarray(answer(maps, weights, bias), dtype=float)
    if got.shape == (count, filters):
        return "Height and width are gone: the same weights act at every pixel, and every pixel keeps its own answer."
    if got.shape != want.shape:
        return f"For maps of shape {maps.shape} the answer should have shape {want.shape}; yours has {got.shape}."
    if np.allclose(got, want):
        return _square(answer, rng)
    if np.allclose(got, want - bias):
        return "The bias is missing."
    if np.allclose(got, np.maximum(want, 0)):
        return "That is the convolution with a ReLU behind it; here it is asked for without."
    if np.allclose(got - want, (got - want)[0, 0, 0]):
        return "The weighted sums are right and the bias is not: each filter adds its own number, once."
    if np.allclose(got, maps.mean(axis=(1, 2), keepdims=True) @ weights + bias):
        return "Every pixel got the answer for the average pixel: a 1×1 convolution averages nothing."
    return "The shape is right and the numbers are not: each output is a weighted sum over the channels of one pixel."


def _square(answer, rng):
    """Tell a matrix that was turned: where as many maps go out as come in, the shape does not show it."""
    maps, weights, bias = rng.normal(size=(1, 2, 2, 3)), rng.normal(size=(3, 3)), rng.normal(size=3)
    if not np.allclose(answer(maps, weights, bias), solution(maps, weights, bias)):
        return "With as many filters as maps the matrix of weights is turned: its rows belong to what comes in."
    return None


def another_solution(maps, weights, bias):  # pixel by pixel
    out = np.empty((*maps.shape[:3], weights.shape[1]))
    for place in np.ndindex(maps.shape[:3]):
        for index in range(weights.shape[1]):
            out[(*place, index)] = sum(maps[place] * weights[:, index]) + bias[index]
    return out


def averaged_first(maps, weights, bias):
    return maps.mean(axis=(1, 2)) @ weights + bias


def averaged_but_kept(maps, weights, bias):
    return np.broadcast_to(maps.mean(axis=(1, 2), keepdims=True) @ weights + bias, (*maps.shape[:3], len(bias)))


def no_bias(maps, weights, bias):
    return maps @ weights


def bias_for_every_channel(maps, weights, bias):
    return maps @ weights + maps.shape[-1] * bias


def with_relu(maps, weights, bias):
    return np.maximum(maps @ weights + bias, 0)


def channels_first(maps, weights, bias):
    return np.moveaxis(maps @ weights + bias, -1, 1)


def turned_if_square(maps, weights, bias):
    return maps @ (weights.T if weights.shape[0] == weights.shape[1] else weights) + bias


WRONG_ANSWERS = {
    averaged_first: "Height and width are gone",
    averaged_but_kept: "averages nothing",
    no_bias: "bias is missing",
    bias_for_every_channel: "bias is not",
    with_relu: "with a ReLU behind it",
    channels_first: "should have shape",
    turned_if_square: "is turned",
}
