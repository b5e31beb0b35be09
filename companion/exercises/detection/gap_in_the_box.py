"""Exercise: the fill similarity of two regions."""

import numpy as np

KIND = "code"
TITLE = "the gap in the box"
PROMPT = (
    "Write `fill_similarity(first, second)`: two regions of one picture, as arrays of True and False of the picture's "
    "shape (H, W) that share no pixel. Return 1 minus the gap as a share of the *picture*: the gap is the number of "
    "pixels of the smallest upright box around both regions that belong to neither."
)


def fill_similarity(first, second): ...  # your code here


stub = fill_similarity


def solution(first, second):
    rows, columns = np.nonzero(first | second)
    height, width = np.ptp(rows) + 1, np.ptp(columns) + 1
    return 1 - (height * width - first.sum() - second.sum()) / first.size


HINTS = [
    "`numpy.nonzero(first | second)` gives the rows and the columns of all pixels of both regions.",
    "From row 2 to row 4, both included, there are three rows: the last minus the first, and one more.",
    "Area of the box, minus the pixels of the first, minus those of the second, is the gap. What is it divided by?",
]


def _example():
    """Return two regions of 7 and 3 pixels in boxes of 5 x 3 and 2 x 2; the box around both is 5 x 7 of 9 x 11."""
    first, second = np.zeros((2, 9, 11), dtype=bool)
    first[1:6, 2] = first[5, 3:5] = True
    second[2:4, 7] = second[3, 8] = True
    return first, second


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    got = answer(*_example())
    if np.shape(got) != ():
        return f"Two regions should give one number; yours has shape {np.shape(got)}."
    return _by_hand(float(got)) or _nested(answer) or _on_random(answer, rng)


def _by_hand(got):
    box, size, picture = 35, 10, 99
    if np.isclose(got, 1 - (box - size) / picture):
        return None
    if np.isclose(got, (box - size) / picture):
        return "That is the gap itself, which is *small* for regions that fit: similarity is 1 minus it."
    if np.isclose(got, 1 - (box - size)):
        return "That counts pixels: the gap is to be a share, so divide it by the number of pixels of the picture."
    if np.isclose(got, 1 - size / picture):
        return "That is the similarity of size: the box around both does not come into it, and here it should."
    if np.isclose(got, 1 - (box - size) / picture, atol=0.006):
        return "Nearly right, as if rounded: return the number as it is."
    if np.isclose(got, size / box):
        return "You divide by the area of the box; the gap is to be a share of the whole picture."
    if np.isclose(got, size / picture):
        return "You take the whole picture for the box; the box reaches around the two regions and no further."
    if np.isclose(got, 1 - (4 * 6 - size) / picture):
        return "Your box is one pixel too narrow and too low: the last row minus the first leaves one of them out."
    if np.isclose(got, 1 - (box - 15 - 4) / picture):
        return "You take off the boxes of the two regions; the larger region has only 7 of the 15 pixels of its box."
    if np.isclose(1 - got, np.array([15 - 7, 15 - size]) / picture).any():
        return "The box must reach around both regions, not around the first alone."
    if np.isclose(got, 1 - (15 + 4 - size) / picture):
        return "You add the areas of two boxes; one box around both is asked for."
    if np.isclose(1 - got, np.array([box, box - 7, box - 3]) / picture).any():
        return "The gap is what belongs to *neither*: take both regions off the area of the box."
    return "Wrong already for two small regions: draw them, and the box around both, and count the empty pixels in it."


def _nested(answer):
    ring = np.ones((6, 7), dtype=bool)
    ring[2:4, 2:5] = False
    core = ~ring
    if not np.isclose(answer(ring, core), 1):
        return "A region that fills the hole of another leaves no gap: their similarity should be 1."
    one, other = np.zeros((2, 4, 5), dtype=bool)
    one[0, 0] = other[3, 4] = True
    if not np.isclose(answer(one, other), answer(other, one)):
        return "The two regions changed places and your answer changed: it should not."
    return None


def _on_random(answer, rng):
    for _ in range(20):
        shape = tuple(rng.integers(3, 12, 2))
        labels = rng.integers(0, 5, shape)
        labels.flat[:2] = 0, 1  # none is empty
        got, want = answer(labels == 0, labels == 1), solution(labels == 0, labels == 1)
        if not np.isclose(got, want):
            return f"Right for small cases, wrong for two random regions in a picture of shape {shape}."
    return None


def another_solution(first, second):  # pixel by pixel
    both = [(y, x) for y, row in enumerate(first | second) for x, inside in enumerate(row) if inside]
    rows, columns = [y for y, _ in both], [x for _, x in both]
    box = (first | second)[min(rows) : max(rows) + 1, min(columns) : max(columns) + 1]
    return 1 - np.count_nonzero(~box) / (len(first) * len(first[0]))


def _box_area(region):
    rows, columns = np.nonzero(region)
    return (np.ptp(rows) + 1) * (np.ptp(columns) + 1)


def the_gap_itself(first, second):
    return 1 - solution(first, second)


def over_the_box(first, second):
    return (first.sum() + second.sum()) / _box_area(first | second)


def no_plus_one(first, second):
    rows, columns = np.nonzero(first | second)
    return 1 - (np.ptp(rows) * np.ptp(columns) - first.sum() - second.sum()) / first.size


def boxes_for_sizes(first, second):
    return 1 - (_box_area(first | second) - _box_area(first) - _box_area(second)) / first.size


def box_of_the_first(first, second):
    return 1 - (_box_area(first) - first.sum()) / first.size


def sum_of_the_boxes(first, second):
    return 1 - (_box_area(first) + _box_area(second) - first.sum() - second.sum()) / first.size


def first_alone_taken_off(first, second):
    return 1 - (_box_area(first | second) - first.sum()) / first.size


def whole_picture_as_box(first, second):
    return (first.sum() + second.sum()) / first.size


def box_alone(first, second):
    return 1 - _box_area(first | second) / first.size


def not_divided(first, second):
    return 1 - (1 - solution(first, second)) * first.size


def similarity_of_size(first, second):
    return 1 - (first.sum() + second.sum()) / first.size


def rounded(first, second):
    return round(float(solution(first, second)), 2)


def row_of_numbers(first, second):
    return np.array([solution(first, second)])


WRONG_ANSWERS = {
    the_gap_itself: "the gap itself",
    over_the_box: "area of the box",
    no_plus_one: "too narrow and too low",
    boxes_for_sizes: "take off the boxes",
    box_of_the_first: "around both regions",
    sum_of_the_boxes: "areas of two boxes",
    first_alone_taken_off: "*neither*",
    whole_picture_as_box: "whole picture for the box",
    box_alone: "*neither*",
    row_of_numbers: "one number",
    not_divided: "counts pixels",
    similarity_of_size: "similarity of size",
    rounded: "as if rounded",
}
