"""Exercise: suppression within each class."""

import numpy as np

KIND = "code"
TITLE = "suppression per class"
PROMPT = (
    "Write `suppress_per_class(boxes, scores, labels, nms)`. `boxes` has shape (N, 4), `scores` and `labels` hold N "
    "numbers each; labels are any whole numbers. `nms(boxes, scores)` is given: it returns the indices of the boxes "
    "that stay of those you hand it, best first. Let boxes remove only boxes of their own class. Return the indices "
    "(into all N boxes) of what stays, best first whatever the class. The scores are all different."
)


def suppress_per_class(boxes, scores, labels, nms): ...  # your code here


stub = suppress_per_class


def solution(boxes, scores, labels, nms):
    kept = []
    for label in np.unique(labels):
        rows = np.flatnonzero(labels == label)
        kept.extend(rows[nms(boxes[rows], scores[rows])])
    kept = np.array(kept, dtype=int)
    return kept[np.argsort(-scores[kept])]


HINTS = [
    "For one class: which rows carry its label? `np.flatnonzero` gives their indices among all boxes.",
    "`nms` counts the boxes that *you* handed it from 0. How do you get from there back to the rows of all boxes?",
    "Join the rows of all classes, and sort them once more by their scores.",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    return _on_five_boxes(answer) or _on_random(answer, rng)


def _nms(boxes, scores):
    from companion.boxes import nms

    return nms(boxes, scores, iou_threshold=0.5)


def _on_five_boxes(answer):
    boxes = [[0, 0, 9, 9], [50, 0, 60, 10], [0, 0, 10, 10], [51, 0, 61, 10], [80, 0, 90, 10]]
    scores, labels = np.array([0.6, 0.7, 0.8, 0.9, 0.5]), np.array([7, -2, -2, 7, 7])
    got = np.asarray(answer(np.array(boxes, float), scores, labels, _nms))
    if got.dtype == bool:
        return "That is a mask of booleans; the indices of the boxes that stay are asked for."
    if got.ndim != 1:
        return f"One list of indices is asked for, for all classes together; yours has shape {got.shape}."
    if got.tolist() == [0.9, 0.8, 0.7, 0.6, 0.5]:
        return "Those are the scores of the boxes; their indices are asked for."
    if got.tolist() == [3, 2, 4]:
        return "Boxes of one class removed boxes of another: the labels were not used."
    if got.tolist() == [3, 2]:
        return "Only the best box of each class stayed: a class may have several objects in one picture."
    if sorted(got.tolist()) == [0, 0, 1, 1, 2]:
        return "The indices count from 0 within each class: lead them back to the rows of all boxes."
    if len(got) < 5:
        return (
            "Here no box overlaps one of its own class, so all five stay; some of yours went. Labels may be any number."
        )
    if got.tolist() == [0, 1, 2, 3, 4]:
        return "The boxes come in the order of their indices: they are to come best first."
    if got.tolist() in ([2, 1, 3, 0, 4], [3, 0, 4, 2, 1]):
        return "The boxes come class by class: they are to come best first whatever the class."
    if got.tolist() == [4, 0, 1, 2, 3]:
        return "The order is worst first: the best box is to come first."
    if got.tolist() in ([2, 0, 1, 3, 4], [0, 3, 4, 1, 2]):
        return "Sorting gives places in your list of kept boxes: lead them back to the rows of all boxes."
    if got.tolist() != [3, 2, 1, 0, 4]:
        return "Wrong already for five boxes of two classes, which all stay: print what you return for them."
    return None


def _on_random(answer, rng):
    for _ in range(20):
        count = int(rng.integers(1, 30))
        centres = rng.choice(rng.uniform(0, 100, (4, 2)), count)
        boxes = np.hstack([centres - 20, centres + 20]) + rng.normal(0, 4, (count, 1))
        scores, labels = rng.permutation(count) / 64, rng.choice([-1, 0, 3], count)
        got = np.asarray(answer(boxes, scores, labels, _nms)).tolist()
        want = solution(boxes, scores, labels, _nms).tolist()
        if len(got) > len(want):
            return "Too many boxes stay: within a class suppression is to work as before."
        if got != want:
            return "Right for five boxes by hand, wrong for random ones: are the classes apart, and is the order right?"
    return None


def another_solution(boxes, scores, labels, nms):  # a flag for each box
    stays = np.zeros(len(boxes), bool)
    for label in set(labels.tolist()):
        rows = np.arange(len(boxes))[labels == label]
        stays[rows[nms(boxes[rows], scores[rows])]] = True
    return [int(i) for i in np.argsort(-scores, kind="stable") if stays[i]]


def across_classes(boxes, scores, labels, nms):
    return nms(boxes, scores)


def indices_within_the_class(boxes, scores, labels, nms):
    return np.concatenate([nms(boxes[labels == one], scores[labels == one]) for one in np.unique(labels)] or [[]])


def class_by_class(boxes, scores, labels, nms):
    kept = solution(boxes, scores, labels, nms)
    return kept[np.argsort(labels[kept], kind="stable")]


def index_order(boxes, scores, labels, nms):
    return np.sort(solution(boxes, scores, labels, nms))


def labels_from_zero(boxes, scores, labels, nms):
    known = labels >= 0
    rows = np.flatnonzero(known)
    return rows[solution(boxes[known], scores[known], labels[known], nms)] if len(rows) else rows


def mask(boxes, scores, labels, nms):
    stays = np.zeros(len(boxes), bool)
    stays[solution(boxes, scores, labels, nms)] = True
    return stays


def best_of_each_class(boxes, scores, labels, nms):
    kept = [np.flatnonzero(labels == one)[np.argmax(scores[labels == one])] for one in np.unique(labels)]
    return np.array(sorted(kept, key=lambda i: -scores[i]), dtype=int)


def no_suppression(boxes, scores, labels, nms):
    return np.argsort(-scores)


def worst_first(boxes, scores, labels, nms):
    return solution(boxes, scores, labels, nms)[::-1]


def gives_scores(boxes, scores, labels, nms):
    return scores[solution(boxes, scores, labels, nms)]


def places_in_the_list(boxes, scores, labels, nms):
    kept = []
    for label in np.unique(labels):
        rows = np.flatnonzero(labels == label)
        kept.extend(rows[nms(boxes[rows], scores[rows])])
    return np.argsort(-scores[kept])


WRONG_ANSWERS = {
    worst_first: "worst first",
    gives_scores: "their indices are asked for",
    places_in_the_list: "places in your list",
    across_classes: "labels were not used",
    indices_within_the_class: "count from 0 within each class",
    class_by_class: "class by class",
    index_order: "order of their indices",
    labels_from_zero: "some of yours went",
    mask: "mask of booleans",
    best_of_each_class: "Only the best box of each class",
    no_suppression: "Too many boxes stay",
}
