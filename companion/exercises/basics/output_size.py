"""Exercise: how large is the output of a convolution?"""

KIND = "code"
TITLE = "how large is the output?"
PROMPT = (
    "Write `output_size(size, kernel_size, stride, padding)`: the number of places, along one side, at which a window "
    "fits. `padding` pixels are added at *each* end. The answer is a whole number."
)


def output_size(size, kernel_size, stride, padding): ...  # your code here


stub = output_size


def solution(size, kernel_size, stride, padding):
    return (size + 2 * padding - kernel_size) // stride + 1


HINTS = [
    "Where may the window's left end stand? The first place is 0; which is the last one that still fits?",
    "Between the first and the last place lie `size + 2 * padding - kernel_size` pixels. How many whole steps fit in?",
    "A row of fence posts: there is one post more than there are gaps between them.",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    got = answer(7, 3, 1, 0)
    if got == 4:
        return "One place is missing: three steps lead past four places, not three."
    if got != 5:
        return "Wrong already for 7 pixels, a window of 3, stride 1 and no padding: draw the row and slide the window."
    if answer(7, 3, 3, 0) % 1:
        return (
            "Your answer for 7 pixels, a window of 3 and stride 3 is a fraction: a last incomplete step does not count."
        )
    if answer(7, 3, 3, 0) == 3:
        return (
            "At stride 3 your window hangs over the end of a row of 7: an incomplete step is dropped, not rounded up."
        )
    if answer(7, 3, 2, 0) == 5:
        return "A stride of 2 found as many places as a stride of 1: where does `stride` enter?"
    if answer(8, 3, 3, 0) == 3:
        return "An incomplete step was rounded to the nearest whole one: it is dropped, however much of it there is."
    return _padding_mistake(answer) or _other_case(answer, rng)


def _padding_mistake(answer):
    if answer(7, 3, 1, 1) == 5:
        return "One pixel of padding changed nothing: where does `padding` enter?"
    if answer(7, 3, 1, 1) == 6:
        return "With padding your answer is too small: the pixels are added at both ends."
    if answer(7, 3, 2, 1) == 5:
        return "Padding was added to the number of places; but it makes the row longer, before the steps are counted."
    return None


def _other_case(answer, rng):
    for _ in range(50):
        size, kernel_size, stride, padding = (
            int(rng.integers(*limits)) for limits in ((7, 99), (1, 8), (1, 6), (0, 4))
        )
        if answer(size, kernel_size, stride, padding) != solution(size, kernel_size, stride, padding):
            return (
                f"Wrong for {size} pixels, a window of {kernel_size}, stride {stride} and padding {padding}: draw the "
                "row with its padding and count the places."
            )
    return None


def another_solution(size, kernel_size, stride, padding):  # walk
    return len(range(-padding, size + padding - kernel_size + 1, stride))


def fence_posts(size, kernel_size, stride, padding):
    return (size + 2 * padding - kernel_size) // stride


def fraction(size, kernel_size, stride, padding):
    return (size + 2 * padding - kernel_size) / stride + 1


def rounded_up(size, kernel_size, stride, padding):
    return -((kernel_size - size - 2 * padding) // stride) + 1


def one_end(size, kernel_size, stride, padding):
    return (size + padding - kernel_size) // stride + 1


def padding_afterwards(size, kernel_size, stride, padding):
    return (size - kernel_size) // stride + 1 + 2 * padding


def divided(size, kernel_size, stride, padding):
    return (size + 2 * padding) // stride


def no_padding(size, kernel_size, stride, padding):
    return (size - kernel_size) // stride + 1


def no_stride(size, kernel_size, stride, padding):
    return size + 2 * padding - kernel_size + 1


def rounded(size, kernel_size, stride, padding):
    return round((size + 2 * padding - kernel_size) / stride) + 1


def small_windows_only(size, kernel_size, stride, padding):
    return (size + 2 * padding - min(kernel_size, 3)) // stride + 1


def window_left_out(size, kernel_size, stride, padding):
    return (size + 2 * padding) // stride + 1


WRONG_ANSWERS = {
    window_left_out: "Wrong already",
    no_padding: "where does `padding` enter",
    no_stride: "where does `stride` enter",
    rounded: "nearest whole",
    small_windows_only: "count the places",
    fence_posts: "One place is missing",
    fraction: "fraction",
    rounded_up: "hangs over the end",
    one_end: "both ends",
    padding_afterwards: "before the steps",
    divided: "Wrong already",
}
