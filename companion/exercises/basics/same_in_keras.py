"""Exercise: the last number of a strided convolution with Keras's same padding."""

KIND = "number"
TITLE = 'the last number of `padding="same"`'
PROMPT = (
    'Keras convolves the row 10, 20, 30, 40, 50, 60 with the filter (1, 1, 1) at stride 2 and with `padding="same"`. '
    "Three numbers come out. What is the last one?"
)
EXPLANATION = (
    "Three outputs at stride 2 need 2 · 2 + 3 = 7 pixels. One is missing, and Keras adds it at the end, so the last "
    "window holds 50, 60 and a zero."
)
stub = None


def solution():
    return 50 + 60 + 0


HINTS = [
    "Three windows of three pixels at stride 2 span seven pixels. How many zeros must be added to six?",
    "An odd zero goes to the end of the row. So the first window starts at the first real pixel; where the last?",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    if answer == 150:
        return (
            "That is what PyTorch gives with `padding=1`: a zero at each end. Keras adds no more zeros than it needs."
        )
    if answer == 120:
        return (
            'That is the last number of `padding="valid"`, where only two windows fit, or the middle one of the three.'
        )
    if answer == 170:
        return "The last pixel was repeated beyond the border; the padding holds zeros."
    if answer == 60:
        return "That is the first of the three numbers, or the last window saw only one pixel."
    if answer == 90:
        return "That is the middle window with a zero at each end: Keras adds one zero only, and the last one counts."
    return None if answer == solution() else "Write down the row with its zeros and put a frame around every window."


another_solution = 2 * 55

WRONG_ANSWERS = {
    "symmetric": (150, "PyTorch gives"),
    "valid": (120, "only two windows"),
    "repeated": (170, "repeated"),
    "first": (60, "first of the three"),
    "middle": (90, "middle window"),
    "total": (210, "Write down the row"),
}
