"""Exercise: squeeze, excite and scale, in NumPy."""

import numpy as np

KIND = "code"
TITLE = "squeeze, excite, scale"
PROMPT = (
    "Write `gated(maps, first, second)` with NumPy. `maps` has shape (N, H, W, C), `first` (C, M) and `second` (M, C) "
    "are the weights of two dense layers without biases. Squeeze to the mean of every map, excite with ReLU after the "
    "first layer and a sigmoid after the second, and return the scaled maps."
)


def gated(maps, first, second): ...  # your code here


stub = gated


def solution(maps, first, second):
    hidden = np.maximum(maps.mean(axis=(1, 2)) @ first, 0)
    gates = 1 / (1 + np.exp(-(hidden @ second)))
    return maps * gates[:, None, None, :]


HINTS = [
    "The means have shape (N, C): which two axes does the average run over?",
    "The gates have shape (N, C) too. Which shape must they get so that each multiplies a whole map of its picture?",
    "The sigmoid is 1 / (1 + exp(-x)). The ReLU stands between the two layers, not after the second.",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    for pictures, side in ((3, 5), (4, 4), (1, 6)):  # one axis as long as the batch, and a batch of one
        maps = rng.normal(1.0, 1.0, (pictures, side + 1, side, 6))
        size = rng.uniform(0.2, 1, (6, 3))
        first, second = size * [1, -1, 0.5], rng.normal(size=(3, 6))  # one hidden unit is silent
        try:
            got = np.asarray(answer(maps, first, second), dtype=float)
        except ValueError as error:
            if "broadcast" in str(error):
                return "The gates do not line up with the maps: make them (N, C), then (N, 1, 1, C)."
            raise
        if got.shape != maps.shape:
            return f"For maps of shape {maps.shape} the result should have the same shape; yours has {got.shape}."
        if not np.allclose(got, solution(maps, first, second)):
            return _diagnosis(got, maps, first, second)
    return None


def _diagnosis(got, maps, first, second):
    means = maps.mean(axis=(1, 2))
    sums = np.maximum(means @ first, 0) @ second
    gates = 1 / (1 + np.exp(-sums))

    def with_gates(other):
        return np.allclose(got, maps * other[:, None, None, :])

    if len(maps) == maps.shape[2] and np.allclose(got, maps * gates):
        return (
            "With as many pictures as columns the gates of picture i were laid along column i: no error, and all wrong."
        )
    if maps.shape[1] == maps.shape[3] and np.allclose(got, maps * gates[:, :, None, None]):
        return "The gates of the channels were laid along the rows: (N, C, 1, 1) is PyTorch's order, not this one."
    if np.allclose(got, maps / (1 + np.exp(-(np.maximum(maps @ first, 0) @ second)))):
        return "The squeeze is missing: every pixel got gates of its own."
    if np.allclose(got, maps + maps * gates[:, None, None, :]):
        return "The scaled maps were added to the maps; here they take their place."
    if with_gates(sums):
        return "The sigmoid is missing: the maps were multiplied by numbers that may be negative or large."
    if with_gates(1 / (1 + np.exp(-(means @ first @ second)))):
        return "The ReLU between the two layers is missing."
    if with_gates(1 / (1 + np.exp(-np.maximum(sums, 0)))):
        return "A ReLU stands before the sigmoid, so no gate can go below one half."
    if with_gates(1 / (1 + np.exp(-(1 / (1 + np.exp(-(means @ first))) @ second)))):
        return "A sigmoid stands behind the first layer, where the ReLU belongs."
    if with_gates(np.exp(sums) / np.exp(sums).sum(axis=1, keepdims=True)):
        return "That is a softmax: its gates compete for a sum of 1, while each sigmoid opens or closes alone."
    if with_gates(1 / (1 + np.exp(-(np.maximum(maps.max(axis=(1, 2)) @ first, 0) @ second)))):
        return "The squeeze took the largest value of every map, not its mean."
    if with_gates(1 / (1 + np.exp(-(np.maximum(maps.sum(axis=(1, 2)) @ first, 0) @ second)))):
        return "The squeeze took the sum of every map; divide by the number of its pixels."
    if np.allclose(got, maps + gates[:, None, None, :]):
        return "The gates were added to the maps; they multiply them."
    shared = 1 / (1 + np.exp(-(np.maximum(maps.mean(axis=(0, 1, 2)) @ first, 0) @ second)))
    if np.allclose(got, maps * shared):
        return "All pictures of the batch share one set of gates; each picture needs its own."
    return "The shape is right and the values are not: check squeeze, ReLU, sigmoid, scale, in this order."


def another_solution(maps, first, second):  # picture by picture, map by map
    out = np.empty(maps.shape)
    for index, picture in enumerate(maps):
        means = [picture[..., channel].sum() / picture[..., channel].size for channel in range(picture.shape[-1])]
        hidden = np.array([max(0.0, total) for total in np.dot(means, first)])
        for channel in range(picture.shape[-1]):
            out[index, ..., channel] = picture[..., channel] / (1 + np.exp(-np.dot(hidden, second[:, channel])))
    return out


def _gates(maps, first, second):
    return 1 / (1 + np.exp(-(np.maximum(maps.mean(axis=(1, 2)) @ first, 0) @ second)))


def no_reshape(maps, first, second):
    return maps * _gates(maps, first, second)


def aligned_by_chance(maps, first, second):
    gates = _gates(maps, first, second)
    return maps * (gates if len(maps) == maps.shape[2] else gates[:, None, None, :])


def no_sigmoid(maps, first, second):
    return maps * (np.maximum(maps.mean(axis=(1, 2)) @ first, 0) @ second)[:, None, None, :]


def no_relu(maps, first, second):
    return maps * (1 / (1 + np.exp(-(maps.mean(axis=(1, 2)) @ first @ second))))[:, None, None, :]


def relu_last(maps, first, second):
    sums = np.maximum(np.maximum(maps.mean(axis=(1, 2)) @ first, 0) @ second, 0)
    return maps * (1 / (1 + np.exp(-sums)))[:, None, None, :]


def squeezed_by_maximum(maps, first, second):
    sums = np.maximum(maps.max(axis=(1, 2)) @ first, 0) @ second
    return maps * (1 / (1 + np.exp(-sums)))[:, None, None, :]


def added(maps, first, second):
    return maps + _gates(maps, first, second)[:, None, None, :]


def laid_along_rows(maps, first, second):
    return maps * _gates(maps, first, second)[:, :, None, None]


def no_squeeze(maps, first, second):
    return maps / (1 + np.exp(-(np.maximum(maps @ first, 0) @ second)))


def with_a_shortcut(maps, first, second):
    return maps + maps * _gates(maps, first, second)[:, None, None, :]


def two_sigmoids(maps, first, second):
    hidden = 1 / (1 + np.exp(-(maps.mean(axis=(1, 2)) @ first)))
    return maps * (1 / (1 + np.exp(-(hidden @ second))))[:, None, None, :]


def softmax(maps, first, second):
    powers = np.exp(np.maximum(maps.mean(axis=(1, 2)) @ first, 0) @ second)
    return maps * (powers / powers.sum(axis=1, keepdims=True))[:, None, None, :]


def shared_by_the_batch(maps, first, second):
    sums = np.maximum(maps.mean(axis=(0, 1, 2)) @ first, 0) @ second
    return maps * (1 / (1 + np.exp(-sums)))


def only_gates(maps, first, second):
    return _gates(maps, first, second)


WRONG_ANSWERS = {
    no_reshape: "do not line up",
    aligned_by_chance: "laid along column",
    no_sigmoid: "sigmoid is missing",
    no_relu: "ReLU between the two layers",
    relu_last: "below one half",
    squeezed_by_maximum: "largest value",
    added: "were added",
    laid_along_rows: "along the rows",
    no_squeeze: "squeeze is missing",
    with_a_shortcut: "take their place",
    two_sigmoids: "behind the first layer",
    softmax: "softmax",
    shared_by_the_batch: "each picture needs its own",
    only_gates: "the same shape",
}
