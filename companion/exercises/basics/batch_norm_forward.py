"""Exercise: batch normalization of a batch of feature maps, in training mode."""

import numpy as np

KIND = "code"
TITLE = "batch normalization of feature maps"
PROMPT = (
    "Write `batch_norm(values, scale, shift, epsilon)` for training mode with NumPy. `values` has shape (N, H, W, C), "
    "`scale` and `shift` have shape (C,). Use the biased variance, as both frameworks do when they normalize. Return "
    "the output only, of the shape of `values`."
)


def batch_norm(values, scale, shift, epsilon): ...  # your code here


stub = batch_norm


def solution(values, scale, shift, epsilon):
    mean = values.mean(axis=(0, 1, 2))
    variance = values.var(axis=(0, 1, 2))
    return scale * (values - mean) / np.sqrt(variance + epsilon) + shift


HINTS = [
    "How many means are there? One for every channel: so which axes does the average run over?",
    "`values.mean(axis=(0, 1, 2))` has shape (C,), and NumPy stretches it over the last axis of `values` by itself.",
    "Epsilon is added to the variance, and the square root is taken after that.",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    sizes = tuple(rng.integers(3, 6, 4))
    values = rng.normal(5, 3, sizes) * np.arange(1, sizes[-1] + 1)
    scale, shift = rng.uniform(2, 3, sizes[-1]), rng.uniform(4, 5, sizes[-1])
    got = np.asarray(answer(values, scale, shift, 0.5), dtype=float)
    if got.shape != values.shape:
        return f"For values of shape {values.shape} the output should have the same shape; yours has {got.shape}."
    if np.allclose(got, solution(values, scale, shift, 0.5)):
        return _constant_channel(answer)
    return _diagnosis(got, values, scale, shift)


def _constant_channel(answer):
    got = np.asarray(answer(np.full((2, 2, 2, 1), 7.0), np.ones(1), np.full(1, 3.0), 1e-5))
    if not np.allclose(got, 3):
        return "A channel in which every value is the same should come out as its shift; yours does not."
    return None


def _diagnosis(got, values, scale, shift):
    mean, variance = values.mean(axis=(0, 1, 2)), values.var(axis=(0, 1, 2))
    centred = values - mean

    def other(middle, spread):
        return np.allclose(got, scale * (values - middle) / spread + shift)

    if other(values.mean(axis=0), np.sqrt(values.var(axis=0) + 0.5)):
        return "Every pixel got its own mean: average over the pixels too, so that one number per channel is left."
    if other(values.mean(), np.sqrt(values.var() + 0.5)):
        return "All channels share one mean: average over all axes but the last."
    if other(values.mean(axis=(1, 2), keepdims=True), np.sqrt(values.var(axis=(1, 2), keepdims=True) + 0.5)):
        return "Every picture got its own mean: that is instance normalization. The batch axis is averaged over too."
    if other(mean, np.sqrt(variance) + 0.5):
        return "Epsilon was added to the standard deviation; it belongs to the variance, under the root."
    if other(mean, np.sqrt(variance)):
        return "Epsilon has no effect in your function, so a constant channel would divide by 0."
    if other(mean, variance + 0.5):
        return "The values were divided by the variance: its square root is missing."
    if other(mean, np.sqrt(values.var(axis=(0, 1, 2), ddof=1) + 0.5)):
        return "That is the unbiased variance (divided by the count less one): normalizing uses the biased one."
    if np.allclose(got, centred / np.sqrt(variance + 0.5)):
        return "The values are normalized, but scale and shift were forgotten."
    if np.allclose(got, scale * (centred / np.sqrt(variance + 0.5) + shift)):
        return "The shift was multiplied by the scale: scale first, then add the shift."
    return (
        "The output has the right shape and the wrong values: check mean, variance, root, scale, shift, in this order."
    )


def another_solution(values, scale, shift, epsilon):  # channel by channel
    output = np.empty(values.shape)
    for channel in range(values.shape[-1]):
        numbers = values[..., channel].ravel()
        centred = numbers - numbers.sum() / numbers.size
        factor = scale[channel] / (np.mean(centred**2) + epsilon) ** 0.5
        output[..., channel] = (centred * factor + shift[channel]).reshape(values.shape[:-1])
    return output


def one_mean_per_pixel(values, scale, shift, epsilon):
    return scale * (values - values.mean(axis=0)) / np.sqrt(values.var(axis=0) + epsilon) + shift


def one_mean_for_all(values, scale, shift, epsilon):
    return scale * (values - values.mean()) / np.sqrt(values.var() + epsilon) + shift


def one_mean_per_picture(values, scale, shift, epsilon):
    mean, variance = values.mean(axis=(1, 2), keepdims=True), values.var(axis=(1, 2), keepdims=True)
    return scale * (values - mean) / np.sqrt(variance + epsilon) + shift


def epsilon_outside(values, scale, shift, epsilon):
    return scale * (values - values.mean(axis=(0, 1, 2))) / (values.std(axis=(0, 1, 2)) + epsilon) + shift


def no_epsilon(values, scale, shift, epsilon):
    return scale * (values - values.mean(axis=(0, 1, 2))) / values.std(axis=(0, 1, 2)) + shift


def no_root(values, scale, shift, epsilon):
    return scale * (values - values.mean(axis=(0, 1, 2))) / (values.var(axis=(0, 1, 2)) + epsilon) + shift


def unbiased(values, scale, shift, epsilon):
    variance = values.var(axis=(0, 1, 2), ddof=1)
    return scale * (values - values.mean(axis=(0, 1, 2))) / np.sqrt(variance + epsilon) + shift


def only_normalized(values, scale, shift, epsilon):
    return (values - values.mean(axis=(0, 1, 2))) / np.sqrt(values.var(axis=(0, 1, 2)) + epsilon)


def shift_scaled(values, scale, shift, epsilon):
    normalized = (values - values.mean(axis=(0, 1, 2))) / np.sqrt(values.var(axis=(0, 1, 2)) + epsilon)
    return scale * (normalized + shift)


WRONG_ANSWERS = {
    one_mean_per_pixel: "Every pixel got its own mean",
    one_mean_for_all: "All channels share one mean",
    one_mean_per_picture: "instance normalization",
    epsilon_outside: "under the root",
    no_epsilon: "no effect",
    no_root: "square root is missing",
    unbiased: "unbiased variance",
    only_normalized: "forgotten",
    shift_scaled: "multiplied by the scale",
}
