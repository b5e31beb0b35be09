"""Exercise: greedy non-maximum suppression from a table of overlaps."""

import numpy as np

KIND = "code"
TITLE = "greedy suppression"
PROMPT = (
    "Write `greedy_nms(overlap, scores, threshold)`. `overlap` is the table of IoU of N boxes with one another, of "
    "shape (N, N), and `scores` holds N numbers. Return the indices of the boxes that stay, best first: a box goes if "
    "its IoU with a box that stays is greater than `threshold`. Of equal scores the lower index comes first."
)


def greedy_nms(overlap, scores, threshold): ...  # your code here


stub = greedy_nms


def solution(overlap, scores, threshold):
    left = np.argsort(-scores, kind="stable")
    kept = []
    while len(left):
        best, left = left[0], left[1:]
        kept.append(best)
        left = left[overlap[best, left] <= threshold]
    return np.array(kept, dtype=int)


HINTS = [
    "Sort the indices by score, best first; `np.argsort(-scores, kind='stable')` leaves equal scores in their order.",
    "Take the first index off the list and keep it. Which of the others may stay on the list?",
    "Repeat until the list is empty. A box that has left the list is not there any more to remove others.",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    return _on_three_boxes(answer) or _on_edges(answer) or _on_random(answer, rng)


def _ask(answer, overlap, scores, threshold):
    return np.asarray(answer(np.array(overlap, float), np.array(scores, float), threshold))


def _on_three_boxes(answer):
    got = _ask(answer, np.eye(3), [0.2, 0.9, 0.5], 0.5)
    if got.dtype == bool:
        return "That is a mask of booleans; the indices of the boxes that stay are asked for."
    if got.shape == (0,):
        return "Three boxes that share nothing all stay, but yours all went: a box has IoU 1 with itself."
    if got.shape != (3,):
        return f"Three boxes that share nothing all stay, so three indices come back; yours have shape {got.shape}."
    if got.tolist() == [0.9, 0.5, 0.2]:
        return "Those are the scores of the boxes; their indices are asked for."
    if got.tolist() == [0, 2, 1]:
        return "The order is worst first: take the best box first, it is the one that may remove others."
    if got.tolist() == [0, 1, 2]:
        return "The boxes come in the order of their indices: they are to come best first, by their scores."
    if got.tolist() != [1, 2, 0]:
        return "Three boxes that share nothing all stay, best first: sort the indices by falling score."
    chain = [[1, 0.6, 0.1], [0.6, 1, 0.6], [0.1, 0.6, 1]]
    got = _ask(answer, chain, [0.9, 0.8, 0.7], 0.5).tolist()
    if got == [0]:
        return "In a chain of three the second box removed the third though it was removed itself: only what stays may."
    if got == [0, 1]:
        return "The second box should have gone: compare every kept box with all that are left."
    return None if got == [0, 2] else "Wrong for a chain of three boxes in which neighbours overlap: do it by hand."


def _on_edges(answer):
    half = [[1, 0.5], [0.5, 1]]
    if len(_ask(answer, half, [0.9, 0.8], 0.5)) != 2:
        return "An IoU exactly at the threshold is not greater than it: both boxes stay."
    same = np.ones((4, 4))
    if _ask(answer, same, [0.5, 0.7, 0.7, 0.5], 0.5).tolist() == [2]:
        return "Of equal scores the lower index comes first; reversing a rising sort turns them round."
    if _ask(answer, same, [0.5, 0.7, 0.7, 0.5], 0.5).tolist() != [1]:
        return "Of four boxes that coincide one stays. A loop over a list skips items if you take some out meanwhile."
    if _ask(answer, np.zeros((0, 0)), [], 0.5).shape != (0,):
        return "Without any box nothing stays: return an empty array."
    if _ask(answer, np.eye(2), [-2.0, 0.5], 0.5).tolist() != [1, 0]:
        return "A box with a score below 0 got lost. Scores may be any numbers: if you mark removed boxes, use -np.inf."
    return _on_who_is_compared(answer)


def _on_who_is_compared(answer):
    last = [[1, 0, 0], [0, 1, 0.9], [0, 0.9, 1]]
    if _ask(answer, last, [0.9, 0.8, 0.7], 0.5).tolist() == [0, 1, 2]:
        return "Only the very best box removed others: every box that stays does so when its turn comes."
    first = [[1, 0, 0.9], [0, 1, 0], [0.9, 0, 1]]
    if _ask(answer, first, [0.9, 0.8, 0.7], 0.5).tolist() == [0, 1, 2]:
        return "The last box stayed though the best one overlaps it: not only the box kept just before removes others."
    return None


def _on_random(answer, rng):
    for _ in range(20):
        count = int(rng.integers(1, 12))
        overlap = rng.uniform(size=(count, count)) ** 2
        overlap = (overlap + overlap.T) / 2
        np.fill_diagonal(overlap, 1)
        scores, threshold = rng.uniform(-1, 1, count), rng.uniform(0.1, 0.9)
        got, want = answer(overlap, scores, threshold), solution(overlap, scores, threshold)
        if np.shape(got) != want.shape or list(got) != want.tolist():
            return "Right for a few boxes by hand, wrong for random ones: which boxes are compared, and with which?"
    return None


def another_solution(overlap, scores, threshold):  # a flag for each box
    gone, kept = set(), []
    for i in sorted(range(len(scores)), key=lambda i: -scores[i]):
        if i not in gone:
            kept.append(i)
            gone |= {j for j in range(len(scores)) if overlap[i, j] > threshold}
    return kept


def all_at_once(overlap, scores, threshold):
    better = scores[:, None] > scores
    stays = ~((overlap > threshold) & better).any(axis=0)
    return np.array([i for i in np.argsort(-scores, kind="stable") if stays[i]], dtype=int)


def at_least(overlap, scores, threshold):
    return solution(np.where(overlap == threshold, 1, overlap), scores, threshold)


def index_order(overlap, scores, threshold):
    return np.sort(solution(overlap, scores, threshold))


def worst_first(overlap, scores, threshold):
    return solution(overlap, -scores, threshold)


def mask(overlap, scores, threshold):
    stays = np.zeros(len(scores), bool)
    stays[solution(overlap, scores, threshold)] = True
    return stays


def last_of_equals(overlap, scores, threshold):
    count = len(scores)
    return count - 1 - solution(overlap[::-1, ::-1], scores[::-1], threshold)


def removes_itself(overlap, scores, threshold):
    return np.array([i for i in range(len(scores)) if (overlap[i] <= threshold).all()], dtype=int)


def one_round(overlap, scores, threshold):
    order = np.argsort(-scores, kind="stable")
    return np.array([i for i in order if i == order[0] or overlap[order[0], i] <= threshold], dtype=int)


def gives_scores(overlap, scores, threshold):
    return scores[solution(overlap, scores, threshold)]


def only_the_last_kept(overlap, scores, threshold):
    kept = []
    for i in np.argsort(-scores, kind="stable"):
        if not kept or overlap[kept[-1], i] <= threshold:
            kept.append(i)
    return kept


def zero_means_removed(overlap, scores, threshold):
    left, kept = np.array(scores), []
    while (left > 0).any():
        best = int(np.argmax(left))
        kept.append(best)
        left[overlap[best] > threshold] = 0
    return np.array(kept, dtype=int)


def removes_while_looping(overlap, scores, threshold):
    order = np.argsort(-scores, kind="stable").tolist()
    for best in order:
        for i in order:
            if i != best and overlap[best, i] > threshold:
                order.remove(i)
    return order


WRONG_ANSWERS = {
    only_the_last_kept: "not only the box kept just before",
    zero_means_removed: "use -np.inf",
    removes_while_looping: "A loop over a list skips items",
    all_at_once: "though it was removed itself",
    at_least: "exactly at the threshold",
    index_order: "order of their indices",
    worst_first: "worst first",
    mask: "mask of booleans",
    last_of_equals: "lower index comes first",
    removes_itself: "IoU 1 with itself",
    one_round: "Only the very best box",
    gives_scores: "their indices are asked for",
}
