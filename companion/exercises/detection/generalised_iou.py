"""Exercise: the generalised IoU of two lists of boxes."""

import numpy as np

KIND = "code"
TITLE = "generalised IoU"
PROMPT = (
    "Write `giou(first, second)` for two arrays of xyxy boxes, (N, 4) and (M, 4), all with an area above 0. Return the "
    "generalised IoU of every box of the first with every box of the second, shape (N, M)."
)


def giou(first, second): ...  # your code here


stub = giou


def solution(first, second):
    first, second = np.asarray(first, float)[:, None], np.asarray(second, float)[None]
    size = np.minimum(first[..., 2:], second[..., 2:]) - np.maximum(first[..., :2], second[..., :2])
    shared = np.maximum(size, 0).prod(axis=-1)
    areas = [(box[..., 2:] - box[..., :2]).prod(axis=-1) for box in (first, second)]
    covered = areas[0] + areas[1] - shared
    corners = np.maximum(first[..., 2:], second[..., 2:]) - np.minimum(first[..., :2], second[..., :2])
    around = corners.prod(axis=-1)
    return shared / covered - (around - covered) / around


HINTS = [
    "Three areas suffice: the shared one, the covered one, and that of the smallest box around both.",
    "The left edge of the shared region is the larger one of the two left edges. And that of the box around both?",
    "Give the lists the shapes (N, 1, 4) and (1, M, 4), so that every box meets every other.",
    "Try two boxes that do not touch: a width that comes out negative must count as 0.",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    truth = np.array([[0.0, 0, 4, 4]])
    crossing, inside, apart = np.array([[2.0, 1, 6, 5]]), np.array([[1.0, 1, 3, 3]]), np.array([[6.0, 7, 8, 9]])
    got = answer(truth, crossing)
    if np.shape(got) != (1, 1):
        return f"For one box against one box the answer should have shape (1, 1); yours has {np.shape(got)}."
    return (
        _for_crossing(float(np.squeeze(got)))
        or _for_apart(float(np.squeeze(answer(truth, apart))))
        or _for_inside(float(np.squeeze(answer(truth, inside))))
        or _on_random(answer, rng)
    )


_SEEN = [  # shared 6, covered 26, around both 30, both areas added 32: what a mistake makes of them
    (6 / 26, "That is IoU still: nothing was subtracted for the empty part of the box around both."),
    (6 / 26 - 4, "The empty part is an area; subtract its *share* of the box around both."),
    (6 / 26 - 4 / 26, "Divide the empty part by the box around both, not by the union."),
    (6 / 26 + 4 / 30, "The empty part is added; it is to make the score worse."),
    (6 / 26 - 26 / 30, "The covered share was subtracted; subtract the share that is *empty*."),
    (6 / 26 + 2 / 30, "The box around both minus both areas: there the shared part counts twice."),
    (6 / 32 + 2 / 30, "The shared region was counted twice in the union: subtract it once."),
    (12 / 38 - 4 / 42, "Widths look one too large: here a width is x2 - x1."),
    (6 / 26 - 24 / 30, "All that is not *shared* was subtracted; empty is only what neither box covers."),
    (1 - 6 / 26 + 4 / 30, "That is the loss, 1 - GIoU; asked is GIoU itself."),
    (-4 / 30, "IoU itself is missing: only the penalty is left."),
]


def _for_crossing(value):
    if np.isclose(value, 6 / 26 - 4 / 30):
        return None
    found = [sentence for wrong, sentence in _SEEN if np.isclose(value, wrong)]
    return (*found, "Wrong for [0, 0, 4, 4] and [2, 1, 6, 5]: compare your three areas with the ones in the text.")[0]


def _for_apart(value):
    if np.isclose(value, -(72 - 20) / 72):
        return None
    shared = 2 * 3  # a negative width times a negative height
    if np.isclose(value, shared / 14 - (72 - 14) / 72):
        return "Boxes that do not touch share nothing: a negative width times a negative height came out positive."
    if np.isclose(value, 0):
        return "For boxes that do not touch your answer is 0, as with IoU: there GIoU is to fall below 0."
    if value < -1 - 1e-9:
        return "GIoU is never below -1: some area is wrong for boxes that do not touch."
    return "Right for boxes that overlap, wrong for boxes that do not touch: print the three areas."


def _for_inside(value):
    if np.isclose(value, 0.25):
        return None
    return "Wrong for a box inside the other, where the box around both is the larger one itself: print its corners."


def _on_random(answer, rng):
    for _ in range(10):
        counts = rng.permutation(5)[:2] + 1  # never the same: a table on its side is seen
        corner = [rng.uniform(0, 20, (count, 2)) for count in counts]
        boxes = [np.concatenate([low, low + rng.uniform(1, 12, low.shape)], axis=1) for low in corner]
        got, want = answer(*boxes), solution(*boxes)
        if np.shape(got) != want.shape:
            came = f"yours has {np.shape(got)}"
            return f"For {counts[0]} against {counts[1]} boxes the answer should have shape {want.shape}; {came}."
        if not np.allclose(got, want):
            return "Right for single pairs of squares, wrong for lists of random boxes: are x and y mixed up somewhere?"
    return None


def another_solution(first, second):  # one pair at a time
    table = np.zeros((len(first), len(second)))
    for row, (x1, y1, x2, y2) in enumerate(first):
        for column, (u1, v1, u2, v2) in enumerate(second):
            shared = max(min(x2, u2) - max(x1, u1), 0) * max(min(y2, v2) - max(y1, v1), 0)
            covered = (x2 - x1) * (y2 - y1) + (u2 - u1) * (v2 - v1) - shared
            around = (max(x2, u2) - min(x1, u1)) * (max(y2, v2) - min(y1, v1))
            table[row, column] = shared / covered - 1 + covered / around
    return table


def _parts(first, second):
    """Return shared, covered and surrounding area, each (N, M)."""
    first, second = first[:, None], second[None]
    size = np.minimum(first[..., 2:], second[..., 2:]) - np.maximum(first[..., :2], second[..., :2])
    shared = np.maximum(size, 0).prod(axis=-1)
    areas = [(box[..., 2:] - box[..., :2]).prod(axis=-1) for box in (first, second)]
    around = np.maximum(first[..., 2:], second[..., 2:]) - np.minimum(first[..., :2], second[..., :2])
    return shared, areas[0] + areas[1] - shared, around.prod(axis=-1)


def only_iou(first, second):
    shared, covered, _ = _parts(first, second)
    return shared / covered


def not_divided(first, second):
    shared, covered, around = _parts(first, second)
    return shared / covered - (around - covered)


def divided_by_the_union(first, second):
    shared, covered, around = _parts(first, second)
    return shared / covered - (around - covered) / covered


def penalty_added(first, second):
    shared, covered, around = _parts(first, second)
    return shared / covered + (around - covered) / around


def covered_subtracted(first, second):
    shared, covered, around = _parts(first, second)
    return shared / covered - covered / around


def shared_counted_twice(first, second):
    shared, covered, around = _parts(first, second)
    return shared / (covered + shared) - (around - covered - shared) / around


def both_areas_from_the_hull(first, second):
    shared, covered, around = _parts(first, second)
    return shared / covered - (around - covered - shared) / around


def plus_one(first, second):
    grow = np.array([0, 0, 1, 1])
    return solution(first + grow, second + grow)


def not_shared_as_empty(first, second):
    shared, covered, around = _parts(first, second)
    return shared / covered - (around - shared) / around


def as_a_loss(first, second):
    return 1 - solution(first, second)


def penalty_only(first, second):
    _, covered, around = _parts(first, second)
    return -(around - covered) / around


def not_clipped(first, second):
    first, second = first[:, None], second[None]
    shared = (np.minimum(first[..., 2:], second[..., 2:]) - np.maximum(first[..., :2], second[..., :2])).prod(axis=-1)
    covered = (first[..., 2:] - first[..., :2]).prod(-1) + (second[..., 2:] - second[..., :2]).prod(-1) - shared
    around = (np.maximum(first[..., 2:], second[..., 2:]) - np.minimum(first[..., :2], second[..., :2])).prod(axis=-1)
    return shared / covered - (around - covered) / around


def never_negative(first, second):
    return np.maximum(solution(first, second), 0)


def pairs_only(first, second):
    count = min(len(first), len(second))
    return np.diag(solution(first[:count], second[:count])).reshape(-1, 1)


def transposed(first, second):
    return solution(second, first)


WRONG_ANSWERS = {
    only_iou: "IoU still",
    not_divided: "*share*",
    divided_by_the_union: "not by the union",
    penalty_added: "added",
    covered_subtracted: "*empty*",
    shared_counted_twice: "subtract it once",
    both_areas_from_the_hull: "minus both areas",
    plus_one: "one too large",
    not_shared_as_empty: "neither box covers",
    as_a_loss: "That is the loss",
    penalty_only: "only the penalty",
    not_clipped: "share nothing",
    never_negative: "as with IoU",
    pairs_only: "shape",
    transposed: "shape",
}
