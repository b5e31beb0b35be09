"""Exercise: from an anchor and four offsets back to a box."""

import numpy as np

KIND = "code"
TITLE = "from offsets to a box"
PROMPT = (
    "Write `box_from_offsets(anchor, offsets)`: `anchor` is one box, xyxy; `offsets` are the four numbers that this "
    "section computes from an anchor and a box, the first two divided by 0.1, the last two by 0.2. Return the box, "
    "xyxy."
)
KEEP_ARGUMENTS = True


def box_from_offsets(anchor, offsets): ...  # your code here


stub = box_from_offsets


def solution(anchor, offsets):
    anchor, (dx, dy, dw, dh) = np.asarray(anchor, float), np.asarray(offsets, float) * [0.1, 0.1, 0.2, 0.2]
    width, height = anchor[2] - anchor[0], anchor[3] - anchor[1]
    x, y = (anchor[0] + anchor[2]) / 2 + dx * width, (anchor[1] + anchor[3]) / 2 + dy * height
    width, height = width * np.exp(dw), height * np.exp(dh)
    return np.array([x - width / 2, y - height / 2, x + width / 2, y + height / 2])


HINTS = [
    "Undo the steps in the reverse order: which was the last thing that was done to the four numbers?",
    "The first two offsets are shifts of the *centre*, in widths and heights of the anchor.",
    "The opposite of the logarithm is `np.exp`: the new width is the anchor's width times something.",
]

ANCHOR = np.array([10.0, 20, 50, 40])  # 40 wide, 20 high, centre (30, 30)


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    still = np.asarray(answer(ANCHOR, np.zeros(4)), dtype=float)
    if still.shape != (4,):
        return f"The answer should be four numbers; yours has shape {still.shape}."
    if np.allclose(still, [30, 30, 40, 20]):
        return "Your answer looks like centre and size; xyxy, two corners, was asked for."
    if np.allclose(still, 0) or np.allclose(still, [30, 30, 30, 30]):
        return "Four offsets of 0 should give the anchor itself; your box has no size. What is exp(0)?"
    if not np.allclose(still, ANCHOR):
        return "Four offsets of 0 should give the anchor itself, and yours do not: its width is x2 - x1."
    return _shift(answer) or _growth(answer) or _other_cases(answer, rng)


def _shift(answer):
    x1, y1, x2, y2 = np.asarray(answer(ANCHOR, np.array([2.0, 3, 0, 0])), dtype=float)
    shift = np.array([x1 - 10, y1 - 20])
    if np.allclose(shift, [80, 60]):
        return "The shift is ten times too large: the offsets were divided by 0.1, so multiply by it."
    if np.allclose(shift, [800, 600]):
        return "The shift is a hundred times too large: you divided by 0.1 once more instead of multiplying by it."
    if np.allclose(shift, [16, 12]):
        return "The shift was scaled by 0.2 like width and height; its scale is 0.1."
    if np.allclose(shift, [0.2, 0.3]) or np.allclose(shift, [2, 3]):
        return "The shift was taken in pixels; it is counted in widths and heights of the anchor."
    if np.allclose(shift, [4, 12]):
        return "Width and height changed places in the shift: x goes with the width."
    if not np.allclose(shift, [8, 6]) or not np.allclose([x2 - x1, y2 - y1], [40, 20]):
        return "Offsets (2, 3, 0, 0) should move the box and leave its size: check what the first two numbers do."
    return None


def _growth(answer):
    offsets = np.array([0.0, 0, 2, -1])
    x1, y1, x2, y2 = np.asarray(answer(ANCHOR, offsets.copy()), dtype=float)
    if np.array_equal([x1, y1, x2, y2], solution(ANCHOR, offsets).round()):
        return "Near, but rounded: leave the corners as they are."
    factor = np.array([(x2 - x1) / 40, (y2 - y1) / 20])
    if np.allclose(factor, [1.4, 0.8]):
        return "You added the offset to 1; that is only nearly the same. What undoes a logarithm?"
    if np.allclose(factor, np.exp([-0.2, 0.4])):
        return "Width and height changed places: the third offset belongs to the width, the fourth to the height."
    if np.allclose(factor, np.exp([0.2, -0.1])):
        return "Width and height were scaled by 0.1 like the shift; theirs is 0.2."
    if np.allclose(factor, np.exp([2, -1])) or np.allclose(factor, np.exp([10, -5])):
        return "The scale 0.2 of width and height was left out or divided by: multiply the offset by it."
    if np.allclose(factor, np.exp([0.4, -0.2])) and np.allclose([x1, y1], [10, 20]):
        return "The box grew from its left top corner: its centre must stay where it is."
    if not np.allclose([x1 + x2, y1 + y2], [60, 60]) or not np.allclose(factor, np.exp([0.4, -0.2])):
        return "Offsets (0, 0, 2, -1) should widen the box around its centre: check what the last two numbers do."
    return None


def _other_cases(answer, rng):
    for _ in range(5):
        corner, size, offsets = rng.uniform(-50, 100, 2), rng.uniform(5, 80, 2), rng.normal(0, 2, 4)
        anchor = np.concatenate([corner, corner + size])
        got = np.asarray(answer(anchor, offsets), dtype=float)
        if got.shape != (4,) or not np.allclose(got, solution(anchor, offsets)):
            return (
                "Right for a shift alone and for a growth alone, wrong for both together: shift by the *anchor's* "
                "width, not by the new one, and round nothing."
            )
    return None


def another_solution(anchor, offsets):
    low, high = np.array(anchor[:2], float), np.array(anchor[2:], float)
    side = high - low
    middle = low + side * (0.5 + 0.1 * np.array(offsets[:2]))
    half = side * np.e ** (0.2 * np.array(offsets[2:])) / 2
    return [*(middle - half), *(middle + half)]


def without_scales(anchor, offsets):
    return solution(anchor, np.asarray(offsets) / [0.1, 0.1, 0.2, 0.2])


def rounded(anchor, offsets):
    return solution(anchor, offsets).round()


def divides_again(anchor, offsets):
    return solution(anchor, np.asarray(offsets) / np.square([0.1, 0.1, 0.2, 0.2]))


def one_scale(anchor, offsets):
    return solution(anchor, np.asarray(offsets) * [1, 1, 0.5, 0.5])


def scale_of_the_size(anchor, offsets):
    return solution(anchor, np.asarray(offsets) * [2, 2, 1, 1])


def growth_swapped(anchor, offsets):
    return solution(anchor, np.asarray(offsets)[[0, 1, 3, 2]])


def size_without_scale(anchor, offsets):
    return solution(anchor, np.asarray(offsets) * [1, 1, 5, 5])


def linear_growth(anchor, offsets):
    growth = np.log(np.maximum(1 + 0.2 * np.asarray(offsets[2:]), 1e-9)) / 0.2
    return solution(anchor, [*offsets[:2], *growth])


def shift_in_pixels(anchor, offsets):
    side = np.array([anchor[2] - anchor[0], anchor[3] - anchor[1]])
    return solution(anchor, [*(np.asarray(offsets[:2]) / side), *offsets[2:]])


def sides_swapped(anchor, offsets):
    ratio = (anchor[3] - anchor[1]) / (anchor[2] - anchor[0])
    return solution(anchor, [offsets[0] * ratio, offsets[1] / ratio, *offsets[2:]])


def from_the_corner(anchor, offsets):
    side = np.array([anchor[2] - anchor[0], anchor[3] - anchor[1]])
    corner = np.asarray(anchor[:2]) + 0.1 * np.asarray(offsets[:2]) * side
    return np.concatenate([corner, corner + side * np.exp(0.2 * np.asarray(offsets[2:]))])


def centre_and_size(anchor, offsets):
    x1, y1, x2, y2 = solution(anchor, offsets)
    return np.array([(x1 + x2) / 2, (y1 + y2) / 2, x2 - x1, y2 - y1])


def no_exponential(anchor, offsets):
    x1, y1, x2, y2 = solution(anchor, [*offsets[:2], 0, 0])
    half = np.array([x2 - x1, y2 - y1]) * 0.2 * np.asarray(offsets[2:]) / 2
    middle = np.array([x1 + x2, y1 + y2]) / 2
    return np.concatenate([middle - half, middle + half])


def shift_in_new_sides(anchor, offsets):
    growth = np.exp(0.2 * np.asarray(offsets[2:]))
    return solution(anchor, [*(np.asarray(offsets[:2]) * growth), *offsets[2:]])


WRONG_ANSWERS = {
    without_scales: "ten times too large",
    rounded: "but rounded",
    divides_again: "hundred times",
    one_scale: "theirs is 0.2",
    scale_of_the_size: "its scale is 0.1",
    growth_swapped: "belongs to the width",
    size_without_scale: "left out",
    linear_growth: "undoes a logarithm",
    shift_in_pixels: "in pixels",
    sides_swapped: "changed places",
    from_the_corner: "left top corner",
    centre_and_size: "two corners",
    no_exponential: "What is exp(0)",
    shift_in_new_sides: "not by the new one",
}
