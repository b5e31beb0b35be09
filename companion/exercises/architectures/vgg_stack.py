"""Exercise: a stack of 3x3 convolutions in the place of one large window."""

import numpy as np

KIND = "code"
TITLE = "a stack in the place of a window"
PROMPT = (
    "Write `stack(size, channels)`: how many 3×3 convolutions, one after the other with stride 1, see as far as one of "
    "`size`×`size` (odd, at least 3), and what does each choice cost, if `channels` maps go in and come out of every "
    "convolution? Return `(layers, weights_of_the_stack, weights_of_the_window)`; biases are not counted."
)


def stack(size, channels): ...  # your code here


stub = stack


def solution(size, channels):
    layers = (size - 1) // 2
    return layers, layers * 9 * channels**2, size**2 * channels**2


HINTS = [
    "The first 3×3 sees 3 pixels along a side. How many more does every further one add?",
    "One filter of a 3×3 convolution has 9 weights for each of the maps that come in; and how many filters are there?",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    sizes = [3, 5, 7, *(2 * rng.integers(4, 9, 2) + 1)]
    for size, channels in zip(sizes, [1, 4, 64, *rng.integers(2, 300, 2)], strict=True):
        size, channels = int(size), int(channels)
        got = answer(size, channels)
        if not isinstance(got, (tuple, list, np.ndarray)) or len(got) != 3:
            return "The answer should be a tuple of three numbers: layers, weights of the stack, weights of the window."
        if sentence := _diagnosis([float(number) for number in got], size, channels):
            return f"For size {size} and {channels} channels: {sentence}"
    return None


def _diagnosis(got, size, channels):
    layers, small, large = solution(size, channels)
    if got[0] != layers:
        return _wrong_layers(got[0], size)
    squared = channels**2
    if got[1] == small / channels and got[2] == large / channels and channels > 1:
        return "each filter sees all maps, and there are as many filters as maps; one of these two factors is missing."
    if channels > 1 and (got[1], got[2]) == (layers * 9, size**2):
        return "only the windows were counted: the maps that come in and those that go out are missing."
    if (got[1], got[2]) == (layers * 3 * squared, size * squared):
        return "a window has as many weights as it has pixels, not as many as its side is long."
    if got[1] == small + layers * channels:
        return "biases were counted."
    if got[1] == 9 * squared and layers > 1:
        return "the stack was charged for one of its layers only."
    if (got[1], got[2]) == (large, small) and small != large:
        return "the two counts of weights have changed places."
    if got[1] != small:
        return "the weights of the stack are off, though its number of layers is right."
    return None if got[2] == large else "the weights of the single window are off; the stack is right."


def _wrong_layers(layers, size):
    if layers == size // 3 and size > 3:
        return "windows that are stacked overlap, so you cannot divide the size by 3."
    if layers == size - 2:
        return "a further layer adds a pixel on either side, not one in all."
    return "the number of layers does not see exactly that far."


def another_solution(size, channels):  # grow the receptive field layer by layer
    layers, sees = 0, 1
    while sees < size:
        layers, sees = layers + 1, sees + 2
    return layers, sum(3 * 3 * channels * channels for _ in range(layers)), size * size * channels * channels


def thirds(size, channels):
    layers = size // 3
    return layers, layers * 9 * channels**2, size**2 * channels**2


def one_pixel_a_layer(size, channels):
    layers = size - 2
    return layers, layers * 9 * channels**2, size**2 * channels**2


def one_filter(size, channels):
    layers = (size - 1) // 2
    return layers, layers * 9 * channels, size**2 * channels


def only_windows(size, channels):
    layers = (size - 1) // 2
    return layers, layers * 9, size**2


def sides_of_windows(size, channels):
    layers = (size - 1) // 2
    return layers, layers * 3 * channels**2, size * channels**2


def with_biases(size, channels):
    layers = (size - 1) // 2
    return layers, layers * (9 * channels**2 + channels), size**2 * channels**2 + channels


def one_layer_s_weights(size, channels):
    return (size - 1) // 2, 9 * channels**2, size**2 * channels**2


def exchanged(size, channels):
    layers, small, large = solution(size, channels)
    return layers, large, small


WRONG_ANSWERS = {
    thirds: "overlap",
    one_pixel_a_layer: "on either side",
    one_filter: "one of these two factors",
    only_windows: "only the windows",
    sides_of_windows: "its side is long",
    with_biases: "biases",
    one_layer_s_weights: "one of its layers only",
    exchanged: "changed places",
}
