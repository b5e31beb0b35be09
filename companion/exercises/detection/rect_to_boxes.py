"""Exercise: boxes from the dictionaries of the selectivesearch package."""

import numpy as np

KIND = "code"
TITLE = "boxes from dictionaries"
PROMPT = (
    "Write `boxes_of(regions)` for the list that the `selectivesearch` package returns: dictionaries whose `rect` is "
    "(x, y, w, h), where x, y is the first pixel's index and x + w, y + h that of the *last* pixel. Return an array of "
    "shape (N, 4), float, xyxy with outer edges (one pixel at index 3 covers 3 to 4). The regions made last come "
    "first; of equal boxes keep the first one in that order. An empty list gives shape (0, 4)."
)


def boxes_of(regions): ...  # your code here


stub = boxes_of


def solution(regions):
    boxes = {}  # a dictionary keeps the order in which its keys came
    for region in reversed(regions):
        x, y, w, h = region["rect"]
        boxes[x, y, x + w + 1, y + h + 1] = True
    return np.array(list(boxes), dtype=float).reshape(-1, 4)


HINTS = [
    "x2 is not w. What has to be added to the index of the first pixel to reach the far edge of the last one?",
    "`reversed(regions)` gives the region that was made last first.",
    "`numpy.unique` sorts what it keeps. A dictionary or a list with `if box not in boxes` keeps the order.",
]


def _regions(*rects):
    return [{"rect": rect, "size": (rect[2] + 1) * (rect[3] + 1), "labels": [i]} for i, rect in enumerate(rects)]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    if np.shape(answer([])) != (0, 4):
        return f"An empty list should give shape (0, 4); yours gives {np.shape(answer([]))}."
    got = np.asarray(answer(_regions((3, 5, 10, 4))), dtype=float)
    if got.shape != (1, 4):
        return f"One region should give shape (1, 4); yours gives {got.shape}."
    if sentence := _one_box(got[0].tolist()):
        return sentence
    got = np.asarray(answer(_regions((0, 0, 3, 3), (8, 0, 2, 6), (0, 0, 10, 6))), dtype=float)
    if got.shape != (3, 4):
        return f"Three different boxes should give shape (3, 4); yours gives {got.shape}."
    if got[0].tolist() == [0, 0, 4, 4] and got[2].tolist() == [0, 0, 11, 7]:
        return "The regions stand in the order of the list or sorted: the last one made should come first."
    if got[0].tolist() != [0, 0, 11, 7]:
        return "The three boxes are not in the order asked for: walk through the list backwards, and do not sort."
    rects = [tuple(rng.integers(1, 6, 4).tolist()) for _ in range(12)]
    rects = [(9, 9, 1, 1), (0, 0, 8, 8), *rects, (9, 9, 1, 1), *rects[::2]]
    return _many(np.asarray(answer(_regions(*rects)), dtype=float), rects)


def _one_box(box):
    if box == [3, 5, 10, 4]:
        return "That is the rect as it was: its third and fourth numbers are a width and a height."
    if box == [3, 5, 13, 9]:
        return "The last pixel is missing: x + w is its index, and its far edge lies one further."
    if box == [5, 3, 10, 14]:
        return "x and y changed places: rect begins with x, the column."
    if box != [3, 5, 14, 10]:
        return f"From rect (3, 5, 10, 4) you made {box}: which pixels does the region reach, and where do they end?"
    return None


def _many(got, rects):
    want = solution(_regions(*rects))
    if len(got) == len(rects):
        return "Some regions have the same box; each box should appear once only."
    if got.shape != want.shape:
        return f"Of {len(rects)} regions {len(want)} have different boxes; yours are {len(got)}."
    if np.array_equal(np.unique(got, axis=0), np.unique(want, axis=0)) and not np.array_equal(got, want):
        return "The right boxes in another order: of equal ones keep the first you meet on the way from the end."
    if not np.array_equal(got, want):
        return "Right for single regions, wrong for many: print the list beside your array."
    return None


def another_solution(regions):  # with NumPy
    rects = np.array([region["rect"] for region in regions], dtype=float).reshape(-1, 4)[::-1]
    boxes = np.concatenate([rects[:, :2], rects[:, :2] + rects[:, 2:] + 1], axis=1)
    first = np.unique(boxes, axis=0, return_index=True)[1]
    return boxes[np.sort(first)]


def as_it_was(regions):
    return np.unique([region["rect"] for region in regions], axis=0).astype(float) if regions else np.zeros((0, 4))


def last_pixel_missing(regions):
    boxes = solution(regions)
    return boxes - [0, 0, 1, 1]


def rows_first(regions):
    return solution(regions)[:, [1, 0, 3, 2]]


def in_the_order_of_the_list(regions):
    return solution(regions[::-1])


def doubles_kept(regions):
    rects = np.array([region["rect"] for region in reversed(regions)], dtype=float).reshape(-1, 4)
    return rects + np.concatenate([np.zeros_like(rects[:, :2]), rects[:, :2] + 1], axis=1)


def last_of_the_equal_ones(regions):
    boxes = in_the_order_of_the_list(regions)
    return boxes[::-1]


def nothing_from_nothing(regions):
    return solution(regions) if regions else np.array([])


WRONG_ANSWERS = {
    as_it_was: "a width and a height",
    last_pixel_missing: "last pixel is missing",
    rows_first: "changed places",
    in_the_order_of_the_list: "last one made should come first",
    doubles_kept: "once only",
    last_of_the_equal_ones: "in another order",
    nothing_from_nothing: "empty list",
}
