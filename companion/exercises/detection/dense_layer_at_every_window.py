"""Exercise: a dense layer, slid over a feature map."""

import numpy as np

KIND = "code"
TITLE = "a dense layer at every window"
PROMPT = (
    "A dense layer was trained on windows of a feature map: it reads `size` × `size` cells with all their channels, "
    "flattened in PyTorch's order (channels, rows, columns). Write `slide(features, weights, bias, size)`: `features` "
    "has shape (C, h, w), `weights` (K, C · size · size), `bias` (K,). Return the layer's answers at all windows, one "
    "cell apart, as a map of shape (K, rows, columns)."
)


def slide(features, weights, bias, size): ...  # your code here


stub = slide
KEEP_ARGUMENTS = True


def solution(features, weights, bias, size):
    windows = np.lib.stride_tricks.sliding_window_view(features, (size, size), axis=(1, 2))  # (C, rows, columns, s, s)
    kernels = weights.reshape(len(weights), len(features), size, size)
    return np.einsum("cyxij,kcij->kyx", windows, kernels) + bias[:, None, None]


HINTS = [
    "How many windows fit along h cells? A window as high as the map fits once.",
    "One window at a time is a good start: cut it out, flatten it, multiply by the weights, add the bias.",
    "Without loops: reshape the weights to (K, C, size, size). They are the filters of a convolution now.",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    features, size = rng.normal(size=(3, 5, 6)), 2
    weights, bias = rng.normal(size=(4, 12)), 10 + rng.normal(size=4)
    got, want = np.asarray(answer(features, weights, bias, size)), solution(features, weights, bias, size)
    if got.shape == (4, 3, 4):
        return "The last row and the last column of windows are missing: a window may touch the edge."
    if got.shape in ((4, 2, 3), (4, 3, 3)):
        return "Your windows do not overlap: neighbouring windows lie one cell apart."
    if got.shape == (4, 5, 6):
        return "Only windows that lie inside the map count: nothing is padded."
    if got.shape in ((4, 5, 4), (4, 20), (20, 4), (5, 4, 4)):
        return f"The map should have shape (K, rows, columns), here (4, 4, 5); yours has {got.shape}."
    if got.shape != want.shape:
        return f"For features (3, 5, 6) and windows of 2 the map should have shape (4, 4, 5); yours has {got.shape}."
    if np.allclose(got, want - bias[:, None, None]):
        return "The bias is missing."
    if any(np.allclose(got, want + more * bias[:, None, None]) for more in (2, 3, 11)):
        return "The bias was added more than once: once for each answer, not once for each product or channel."
    if np.allclose(got, _channels_last(features, weights, bias, size)):
        return "You flattened in the order rows, columns, channels; PyTorch's order has the channels first."
    if np.allclose(got, _flipped(features, weights, bias, size)):
        return "The weights were turned by 180 degrees: a layer of a net multiplies them as they lie."
    if np.allclose(got, _columns_first(features, weights, bias, size)):
        return "Inside a window rows and columns changed places."
    if not np.allclose(got, want):
        return "The shape is right, the values are not: compute one entry by hand from its window."
    features, size = rng.normal(size=(2, 3, 7)), 3  # as high as the window
    weights, bias = rng.normal(size=(1, 18)), rng.normal(size=1)
    got, want = np.asarray(answer(features, weights, bias, size)), solution(features, weights, bias, size)
    if got.shape != want.shape or not np.allclose(got, want):
        return "Right for one map, wrong for a map that is as high as the window: it fits once."
    return None


def _channels_last(features, weights, bias, size):
    kernels = weights.reshape(len(weights), size, size, len(features)).transpose(0, 3, 1, 2)
    return solution(features, kernels.reshape(weights.shape), bias, size)


def _flipped(features, weights, bias, size):
    kernels = weights.reshape(len(weights), len(features), size, size)[..., ::-1, ::-1]
    return solution(features, kernels.reshape(weights.shape), bias, size)


def _columns_first(features, weights, bias, size):
    kernels = weights.reshape(len(weights), len(features), size, size).swapaxes(2, 3)
    return solution(features, kernels.reshape(weights.shape), bias, size)


def another_solution(features, weights, bias, size):  # window by window
    rows, columns = (side - size + 1 for side in features.shape[1:])
    result = np.empty((len(weights), rows, columns))
    for y in range(rows):
        for x in range(columns):
            result[:, y, x] = weights @ features[:, y : y + size, x : x + size].ravel() + bias
    return result


def last_windows_missing(features, weights, bias, size):
    return solution(features, weights, bias, size)[:, :-1, :-1]


def side_by_side(features, weights, bias, size):
    return solution(features, weights, bias, size)[:, ::size, ::size]


def padded(features, weights, bias, size):
    return solution(np.pad(features, ((0, 0), (0, size - 1), (0, size - 1))), weights, bias, size)


def a_list(features, weights, bias, size):
    return solution(features, weights, bias, size).reshape(len(weights), -1).T


def no_bias(features, weights, bias, size):
    return solution(features, weights, 0 * bias, size)


def bias_per_product(features, weights, bias, size):
    return solution(features, weights, weights.shape[1] * bias, size)


def one_window_only(features, weights, bias, size):
    return solution(features[:, :size, :size], weights, bias, size)


def channels_averaged(features, weights, bias, size):
    return solution(np.broadcast_to(features.mean(axis=0), features.shape), weights, bias, size)


WRONG_ANSWERS = {
    last_windows_missing: "last row and the last column",
    side_by_side: "do not overlap",
    padded: "nothing is padded",
    a_list: "(K, rows, columns)",
    no_bias: "bias is missing",
    bias_per_product: "more than once",
    _channels_last: "channels first",
    _flipped: "180 degrees",
    _columns_first: "rows and columns changed places",
    one_window_only: "should have shape (4, 4, 5)",
    channels_averaged: "compute one entry by hand",
}
