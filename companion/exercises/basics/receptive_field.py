"""Exercise: how many pixels does one number see?"""

import numbers

KIND = "code"
TITLE = "how far does one number see?"
PROMPT = (
    "Write `receptive_field(layers)`. `layers` is a list of pairs `(kernel_size, stride)`, convolutions and poolings "
    "alike, first layer first. The answer is the side, in pixels, of the patch of the picture that one number of the "
    "last layer depends on; for an empty list it is 1."
)


def receptive_field(layers): ...  # your code here


stub = receptive_field


def solution(layers):
    size, step = 1, 1
    for kernel_size, stride in layers:
        size += (kernel_size - 1) * step
        step *= stride
    return size


HINTS = [
    "A window of 3 sees two neighbours more than a window of 1. How far apart, in pixels, do these neighbours lie?",
    "Keep two numbers: the side of the patch, and the distance in pixels between neighbouring entries of the layer.",
    "A layer's own stride changes the distance for the layers after it, not for itself.",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    if not isinstance(answer([]), numbers.Real):
        return f"The answer is one number; yours is a `{type(answer([])).__name__}`."
    if answer([]) != 1:
        return "Without any layer a number is a pixel and sees exactly itself: the answer for an empty list is 1."
    if answer([(3, 1), (3, 1)]) == 9:
        return "Windows do not multiply: two windows of 3, one after the other, see as much as one window of 5."
    if answer([(3, 1), (3, 1)]) in (6, 7):
        return "A window of 3 adds 2 pixels, not 3: its middle was there already."
    if answer([(3, 1), (3, 1)]) != 5:
        return "Wrong for two windows of 3 at stride 1: draw a row of pixels and follow one number back."
    if answer([(2, 2), (3, 1)]) == 4:
        return (
            "Strides were left out, or used from the wrong end: after a stride of 2, neighbouring entries lie two "
            "pixels apart for the layers *behind* it."
        )
    if answer([(3, 2)]) != 3:
        return "A layer's own stride does not change what one of its numbers sees; it counts for the layers after it."
    if answer([(2, 2), (2, 2), (2, 1)]) in (7, 6):
        return "After two strides of 2, neighbours lie four pixels apart: distances multiply."
    for _ in range(20):
        layers = [tuple(map(int, rng.integers(1, 5, 2))) for _ in range(rng.integers(1, 6))]
        if answer(layers) != solution(layers):
            return f"Wrong for {layers}: follow one number of the last layer back to the picture."
    return None


def another_solution(layers):  # from the last layer back to the picture
    size = 1
    for kernel_size, stride in reversed(layers):
        size = (size - 1) * stride + kernel_size
    return size


def product(layers):
    result = 1
    for kernel_size, _ in layers:
        result *= kernel_size
    return result


def whole_windows(layers):
    return 1 + sum(kernel_size for kernel_size, _ in layers)


def no_strides(layers):
    return 1 + sum(kernel_size - 1 for kernel_size, _ in layers)


def own_stride(layers):
    size, step = 1, 1
    for kernel_size, stride in layers:
        step *= stride
        size += (kernel_size - 1) * step
    return size


def strides_add(layers):
    size, step = 1, 1
    for kernel_size, stride in layers:
        size += (kernel_size - 1) * step
        step += stride - 1
    return size


def starts_at_nothing(layers):
    return solution(layers) - 1


def backwards(layers):
    size = 1
    for kernel_size, stride in layers:
        size = (size - 1) * stride + kernel_size
    return size


def two_sides(layers):
    return solution(layers), solution(layers)


WRONG_ANSWERS = {
    backwards: "from the wrong end",
    two_sides: "one number",
    product: "do not multiply",
    whole_windows: "middle was there already",
    no_strides: "Strides were left out",
    own_stride: "own stride",
    strides_add: "distances multiply",
    starts_at_nothing: "empty list",
}
