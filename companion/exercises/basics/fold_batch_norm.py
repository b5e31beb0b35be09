"""Exercise: fold a batch normalization into the convolution before it."""

import numpy as np

KIND = "code"
TITLE = "a normalization that costs nothing"
PROMPT = (
    "In evaluation mode a batch normalization multiplies every channel by one fixed number and adds another, so it can "
    "be folded into the convolution before it. Write `fold(weights, scale, shift, mean, variance, epsilon)`: `weights` "
    "of shape (F, F, C_in, C_out) belong to a convolution without bias, the other arrays have shape (C_out,) and are "
    "those of the normalization. Return `(new_weights, new_bias)` of a convolution that gives the output of both."
)


def fold(weights, scale, shift, mean, variance, epsilon): ...  # your code here


stub = fold


def solution(weights, scale, shift, mean, variance, epsilon):
    factor = scale / np.sqrt(variance + epsilon)
    return weights * factor, shift - mean * factor


HINTS = [
    "Write the normalization of a convolution's output z as a * z + b. What is a, and what is b?",
    "a is the scale over the standard deviation. A convolution is linear: a * conv(x, w) is conv(x, a * w).",
    "The mean is subtracted before the scaling, so in b it appears multiplied by a.",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    channels = int(rng.integers(3, 6))
    weights = rng.normal(size=(3, 3, 2, channels))
    scale, variance = rng.uniform(2, 3, channels), rng.uniform(4, 9, channels)
    shift, mean = rng.uniform(1, 2, channels), rng.uniform(3, 4, channels)
    result = answer(weights, scale, shift, mean, variance, 0.5)
    if not isinstance(result, (tuple, list)) or len(result) != 2:
        return "Two things are asked for: return `new_weights, new_bias`."
    new_weights, new_bias = (np.asarray(part, dtype=float) for part in result)
    if new_weights.shape != weights.shape:
        return f"The new weights should have the shape of the old, {weights.shape}; yours have {new_weights.shape}."
    if new_bias.shape != (channels,):
        return f"The new bias should have one number per output channel, shape ({channels},); yours {new_bias.shape}."
    factor = scale / np.sqrt(variance + 0.5)
    return _weights_mistake(new_weights, weights, scale, variance) or _bias_mistake(new_bias, shift, mean, factor)


def _weights_mistake(got, weights, scale, variance):
    if np.allclose(got, weights * scale / np.sqrt(variance + 0.5)):
        return None
    if np.allclose(got, weights * scale / np.sqrt(variance)):
        return "Epsilon was left out: the layer adds it to the variance in evaluation mode too."
    if np.allclose(got, weights * scale / (variance + 0.5)):
        return "The weights were divided by the variance: its square root is missing."
    if np.allclose(got, weights / np.sqrt(variance + 0.5)):
        return "The weights were divided by the deviation, but the scale was forgotten."
    if np.allclose(got, weights * scale):
        return "The weights were scaled, but not divided by the deviation."
    return "The new weights are wrong: each output channel has one factor, the same for all its weights."


def _bias_mistake(got, shift, mean, factor):
    if np.allclose(got, shift - mean * factor):
        return None
    if np.allclose(got, shift):
        return "The mean is missing in the bias: it was subtracted from what the convolution gives."
    if np.allclose(got, shift - mean):
        return "The mean was subtracted as it is; but it is subtracted before the scaling, so it is scaled as well."
    if np.allclose(got, shift + mean * factor):
        return "The mean enters the bias with the wrong sign."
    return "The new weights are right, the new bias is wrong: put z = 0 into the normalization and see what comes out."


def another_solution(weights, scale, shift, mean, variance, epsilon):  # the normalization of 0 and of 1, as a line
    def normalize(z):
        return scale * (z - mean) * (variance + epsilon) ** -0.5 + shift

    bias = normalize(np.zeros_like(mean))
    slope = normalize(np.ones_like(mean)) - bias
    return np.einsum("hwio,o->hwio", weights, slope), bias


def no_epsilon(weights, scale, shift, mean, variance, epsilon):
    factor = scale / np.sqrt(variance)
    return weights * factor, shift - mean * factor


def no_root(weights, scale, shift, mean, variance, epsilon):
    factor = scale / (variance + epsilon)
    return weights * factor, shift - mean * factor


def no_scale(weights, scale, shift, mean, variance, epsilon):
    factor = 1 / np.sqrt(variance + epsilon)
    return weights * factor, shift - mean * factor


def only_scale(weights, scale, shift, mean, variance, epsilon):
    return weights * scale, shift - mean * scale


def mean_forgotten(weights, scale, shift, mean, variance, epsilon):
    return weights * scale / np.sqrt(variance + epsilon), shift


def mean_not_scaled(weights, scale, shift, mean, variance, epsilon):
    return weights * scale / np.sqrt(variance + epsilon), shift - mean


def mean_added(weights, scale, shift, mean, variance, epsilon):
    factor = scale / np.sqrt(variance + epsilon)
    return weights * factor, shift + mean * factor


def weights_only(weights, scale, shift, mean, variance, epsilon):
    return weights * scale / np.sqrt(variance + epsilon)


WRONG_ANSWERS = {
    no_epsilon: "Epsilon was left out",
    no_root: "square root is missing",
    no_scale: "scale was forgotten",
    only_scale: "not divided by the deviation",
    mean_forgotten: "mean is missing",
    mean_not_scaled: "it is scaled as well",
    mean_added: "wrong sign",
    weights_only: "Two things",
}
