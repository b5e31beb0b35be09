"""Exercise: the anchors of one place."""

import numpy as np

KIND = "code"
TITLE = "the anchors of one place"
PROMPT = (
    "Write `anchors_of_one_place(x, y, sizes, aspect_ratios)`: the anchors around the centre `(x, y)`, an array of "
    "shape (n + m - 1, 4) of xyxy rows. `sizes` and `aspect_ratios` are lists. An anchor of size s has area s × s; its "
    "ratio is height over width. First every size with the first ratio, then the first size with the other ratios."
)


def anchors_of_one_place(x, y, sizes, aspect_ratios): ...  # your code here


stub = anchors_of_one_place


def solution(x, y, sizes, aspect_ratios):
    pairs = [(size, aspect_ratios[0]) for size in sizes] + [(sizes[0], ratio) for ratio in aspect_ratios[1:]]
    size, root = np.array([[size, np.sqrt(ratio)] for size, ratio in pairs]).T
    half_width, half_height = size / root / 2, size * root / 2
    return np.stack([x - half_width, y - half_height, x + half_width, y + half_height], axis=1)


HINTS = [
    "Make the list of (size, ratio) pairs first. How long must it be for 3 sizes and 3 ratios?",
    "width × height = s² and height / width = r are two equations for two unknowns.",
    "height = s · √r and width = s / √r; the box reaches half of each to both sides of the centre.",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    got = np.asarray(answer(50.0, 40.0, [8.0, 16.0], [1.0, 4.0, 0.5]), dtype=float)
    if got.shape == (6, 4):
        return "Six anchors for 2 sizes and 3 ratios: you paired every size with every ratio."
    if got.shape == (5, 4):
        return "Five anchors for 2 sizes and 3 ratios: the first size with the first ratio stands there twice."
    if got.shape != (4, 4):
        return f"For 2 sizes and 3 ratios the answer should have shape (4, 4); yours has {got.shape}."
    want = solution(50.0, 40.0, [8.0, 16.0], [1.0, 4.0, 0.5])
    return _known_mistake(got, want) or _other_cases(answer, rng)


def _known_mistake(got, want):
    if np.allclose(got, want):
        return None
    if np.abs(got - want).max() <= 1:
        return "Near, but not equal: nothing is rounded, and the width of a box is x2 - x1, without a 1 more or less."
    order = [np.abs(got - row).sum(axis=1).argmin() for row in want]
    if np.allclose(got[order], want):
        return "All anchors are there, in another order: first all sizes with the first ratio."
    if np.allclose(got[:, [1, 0, 3, 2]], want):
        return "x and y changed places: a row is x1, y1, x2, y2."
    if np.allclose(got[0], [50, 40, 8, 8]):
        return "Your rows look like centre and size; xyxy, two corners, was asked for."
    width, height = got[:, 2] - got[:, 0], got[:, 3] - got[:, 1]
    if np.allclose([width[0], height[0]], 16):
        return "The first anchor is twice as large as it should be: half of a side lies on either side of the centre."
    if np.allclose(got[:2], want[:2]):
        return _mistake_of_the_ratios(width[2], height[2])
    if np.allclose([width, height], [want[:, 2] - want[:, 0], want[:, 3] - want[:, 1]]):
        return "The sizes are right, but the centre is not at (x, y)."
    return "Wrong already for square anchors: draw the first one, of size 8 around (50, 40)."


def _mistake_of_the_ratios(width, height):
    if np.allclose([width, height], [16, 4]):
        return "The anchor of ratio 4 is wide and low: the ratio is height over width."
    if np.isclose(height / width, 16):
        return "For ratio 4 your height is 16 times the width: both sides take the *root* of the ratio."
    if np.isclose(height / width, 4):
        return (
            "The ratio is right, but the area is not: an anchor of size 8 covers 64 square pixels, whatever its ratio."
        )
    return "Square anchors are right; check width and height of the third one, size 8 and ratio 4."


def _other_cases(answer, rng):
    for _ in range(5):
        sizes, ratios = (
            rng.uniform(4, 90, rng.integers(1, 4)).tolist(),
            rng.uniform(0.2, 5, rng.integers(1, 4)).tolist(),
        )
        x, y = rng.uniform(0, 200, 2)
        got, want = np.asarray(answer(x, y, sizes, ratios), dtype=float), solution(x, y, sizes, ratios)
        if got.shape != want.shape or not np.allclose(got, want):
            return (
                "Right for sizes 8, 16 and ratios 1, 4, 1/2, wrong for others: is the first ratio always 1 for you, "
                "or the number of sizes and ratios fixed?"
            )
    return None


def another_solution(x, y, sizes, aspect_ratios):
    rows = []
    for i, size in enumerate(sizes):
        for j, ratio in enumerate(aspect_ratios):
            if i == 0 or j == 0:
                width = np.sqrt(size**2 / ratio)
                rows.append((j > 0, i + j, x - width / 2, y - width * ratio / 2, x + width / 2, y + width * ratio / 2))
    return np.array([row[2:] for row in sorted(rows, key=lambda row: row[:2])])


def every_pair(x, y, sizes, aspect_ratios):
    return np.concatenate([solution(x, y, sizes, [ratio]) for ratio in aspect_ratios])


def first_twice(x, y, sizes, aspect_ratios):
    return np.concatenate([solution(x, y, sizes, aspect_ratios[:1]), solution(x, y, sizes[:1], aspect_ratios)])


def ratios_first(x, y, sizes, aspect_ratios):
    both = solution(x, y, sizes, aspect_ratios)
    return np.concatenate([both[:1], both[len(sizes) :], both[1 : len(sizes)]])


def width_over_height(x, y, sizes, aspect_ratios):
    return solution(x, y, sizes, [1 / ratio for ratio in aspect_ratios])


def no_root(x, y, sizes, aspect_ratios):
    return solution(x, y, sizes, [ratio**2 for ratio in aspect_ratios])


def size_is_the_width(x, y, sizes, aspect_ratios):
    pairs = [(size, aspect_ratios[0]) for size in sizes] + [(sizes[0], ratio) for ratio in aspect_ratios[1:]]
    return np.array([[x - s / 2, y - s * r / 2, x + s / 2, y + s * r / 2] for s, r in pairs])


def rounded(x, y, sizes, aspect_ratios):
    return solution(x, y, sizes, aspect_ratios).round()


def last_pixel(x, y, sizes, aspect_ratios):
    return solution(x, y, sizes, aspect_ratios) - [0, 0, 1, 1]


def centre_and_size(x, y, sizes, aspect_ratios):
    boxes = solution(x, y, sizes, aspect_ratios)
    return np.concatenate([(boxes[:, :2] + boxes[:, 2:]) / 2, boxes[:, 2:] - boxes[:, :2]], axis=1)


def y_before_x(x, y, sizes, aspect_ratios):
    return solution(x, y, sizes, aspect_ratios)[:, [1, 0, 3, 2]]


def not_halved(x, y, sizes, aspect_ratios):
    return solution(x, y, [2 * size for size in sizes], aspect_ratios)


def centre_is_the_corner(x, y, sizes, aspect_ratios):
    boxes = solution(x, y, sizes, aspect_ratios)
    return boxes - np.tile(boxes[:, :2], 2) + np.array([x, y, x, y])


def first_ratio_is_one(x, y, sizes, aspect_ratios):
    return solution(x, y, sizes, [1, *aspect_ratios[1:]])


WRONG_ANSWERS = {
    every_pair: "every size with every ratio",
    first_twice: "stands there twice",
    ratios_first: "another order",
    width_over_height: "height over width",
    no_root: "root",
    size_is_the_width: "area is not",
    rounded: "nothing is rounded",
    last_pixel: "without a 1",
    centre_and_size: "two corners",
    y_before_x: "x and y changed places",
    not_halved: "twice as large",
    centre_is_the_corner: "centre is not at",
    first_ratio_is_one: "wrong for others",
}
