"""Exercise: which detections of one picture are true positives, by VOC's rule."""

import numpy as np

KIND = "code"
TITLE = "true and false positives"
PROMPT = (
    "Write `true_positives(overlap, scores, threshold)`. `overlap` has shape (N, M): the IoU of N detections of one "
    "class with M ground truths. Return a list of N booleans, in the order of the rows. By the rule of Pascal VOC "
    "detections take their turn by score, the best first. Each looks at the ground truth it overlaps most: it is a "
    "true positive if that IoU is at least the threshold and no detection before it had this ground truth. All scores "
    "differ; M may be 0."
)


def true_positives(overlap, scores, threshold): ...  # your code here


stub = true_positives


def solution(overlap, scores, threshold):
    hits, taken = [False] * len(scores), set()
    if overlap.shape[1] == 0:
        return hits
    for detection in np.argsort(-scores):
        truth = np.argmax(overlap[detection])
        if overlap[detection, truth] >= threshold and truth not in taken:
            hits[detection] = True
            taken.add(truth)
    return hits


HINTS = [
    "`np.argsort(-scores)` gives the rows in the order of their turns. Where do you write the result, so that it "
    "stands in the order of the rows?",
    "What must you remember from one turn to the next?",
    "`overlap[detection].argmax()` is the ground truth that a detection looks at. It does not look at another one, "
    "not even if this one is taken. And with no ground truth, what does `argmax` do?",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    three = np.array([[0.9, 0.0, 0.0], [0.0, 0.6, 0.1], [0.1, 0.0, 0.3]])
    got = answer(three, np.array([0.9, 0.8, 0.7]), 0.5)
    if np.shape(got) != (3,):
        return f"Three detections need a list of three booleans; yours has shape {np.shape(got)}."
    if not np.isin(got, (0, 1)).all():
        return "Each entry should be a boolean: True for a true positive."
    return _by_hand(answer, [bool(entry) for entry in got]) or _on_edges(answer) or _on_random(answer, rng)


def _by_hand(answer, got):
    if got == [False, False, True]:
        return "True and false are the wrong way round: a detection that finds its object is a *true* positive."
    if got == [True, True, True]:
        return "The third detection overlaps no ground truth by the threshold, yet you call it right."
    if got != [True, True, False]:
        return "Wrong already where each of two detections has a ground truth of its own and the third has none."
    twice = np.array([[0.7, 0.0], [0.9, 0.0]])
    got = [bool(entry) for entry in answer(twice, np.array([0.8, 0.6]), 0.5)]
    if got == [False, True]:
        return _who_went_first(answer)
    if got == [True, True]:
        return "One ground truth made two detections right: the second one to claim it is a false positive."
    apart = np.array([[0.7, 0.0], [0.0, 0.1], [0.9, 0.0]])
    if [bool(entry) for entry in answer(apart, np.array([0.6, 0.9, 0.8]), 0.5)] == [True, False, False]:
        return "The order of the rows decided, not that of the scores: the best score has the first turn."
    return None


def _who_went_first(answer):
    both = np.array([[0.9, 0.0], [0.7, 0.0]])  # the first row is better in score and in overlap
    if bool(answer(both, np.array([0.8, 0.6]), 0.5)[1]):
        return "The lowest score had the first turn: `np.argsort` sorts upwards, and the best score comes first."
    return "Of two detections on one ground truth the better *overlap* won. The turn goes by score."


def _on_edges(answer):
    second = np.array([[0.9, 0.6], [0.8, 0.7]])
    if bool(answer(second, np.array([0.9, 0.8]), 0.5)[1]):
        return (
            "A detection whose best ground truth was taken went on to its second best. That is COCO's rule; by VOC's "
            "it is a false positive."
        )
    low = np.array([[0.4], [0.9]])
    if not bool(answer(low, np.array([0.9, 0.8]), 0.5)[1]):
        return "A detection that stayed below the threshold took the ground truth away from one that found it."
    if not bool(answer(np.array([[0.5]]), np.array([0.9]), 0.5)[0]):
        return "An IoU equal to the threshold is enough."
    if [bool(answer(np.array([[0.6]]), np.array([0.9]), threshold)[0]) for threshold in (0.55, 0.65)] != [True, False]:
        return "Right at a threshold of 0.5 only: ask for the overlap that `threshold` says."
    if np.shape(answer(np.zeros((2, 0)), np.array([0.9, 0.8]), 0.5)) != (2,):
        return "Without ground truths there are still detections, and all of them are false positives."
    return None


def _on_random(answer, rng):
    for _ in range(30):
        found, truths = rng.integers(1, 9), rng.integers(1, 5)
        overlap, scores = rng.uniform(0, 1, (found, truths)), rng.permutation(found) / found
        got, want = answer(overlap.copy(), scores.copy(), 0.5), solution(overlap, scores, 0.5)
        if np.shape(got) != np.shape(want):
            return f"For {found} detections the answer should have {found} entries."
        if [bool(entry) for entry in got] == want:
            continue
        if [bool(entry) for entry in got] == [want[row] for row in np.argsort(-scores)]:
            return "The right answers in the wrong places: they stand by score, and should stand in the order of rows."
        return "Right for small examples, wrong for random ones: go through the turns of one with a pencil."
    return None


def another_solution(overlap, scores, threshold):  # the first claimant of each ground truth
    found = {}
    for row in sorted(range(len(scores)), key=lambda row: scores[row], reverse=True):
        best = max(range(overlap.shape[1]), key=lambda truth: overlap[row, truth], default=None)
        if best is not None and overlap[row, best] >= threshold:
            found.setdefault(best, row)
    return [row in found.values() for row in range(len(scores))]


def every_claim_counts(overlap, scores, threshold):
    return [bool(len(row)) and row.max() >= threshold for row in overlap]


def in_the_order_of_rows(overlap, scores, threshold):
    return solution(overlap, -np.arange(len(scores)), threshold)


def best_overlap_first(overlap, scores, threshold):
    return solution(overlap, overlap.max(axis=1, initial=0), threshold)


def lowest_score_first(overlap, scores, threshold):
    return solution(overlap, -scores, threshold)


def always_one_half(overlap, scores, threshold):
    return solution(overlap, scores, 0.5)


def second_choice(overlap, scores, threshold):
    hits, overlap = [False] * len(scores), overlap.copy()
    for detection in np.argsort(-scores):
        truth = np.argmax(overlap[detection])
        if overlap[detection, truth] >= threshold:
            hits[detection] = True
            overlap[:, truth] = 0
    return hits


def taken_without_a_match(overlap, scores, threshold):
    hits, taken = [False] * len(scores), set()
    for detection in np.argsort(-scores):
        truth = np.argmax(overlap[detection])
        hits[detection] = overlap[detection, truth] >= threshold and truth not in taken
        taken.add(truth)
    return hits


def strictly_more(overlap, scores, threshold):
    return solution(overlap, scores, threshold + 1e-9)


def by_score(overlap, scores, threshold):
    return [solution(overlap, scores, threshold)[row] for row in np.argsort(-scores)]


def one_per_truth(overlap, scores, threshold):
    return [True] * sum(solution(overlap, scores, threshold))


def false_positives(overlap, scores, threshold):
    return [not hit for hit in solution(overlap, scores, threshold)]


def no_threshold(overlap, scores, threshold):
    return solution(overlap, scores, 0)


def forgets_no_truths(overlap, scores, threshold):
    return solution(overlap, scores, threshold) if overlap.shape[1] else []


WRONG_ANSWERS = {
    no_threshold: "overlaps no ground truth by the threshold",
    every_claim_counts: "made two detections right",
    in_the_order_of_rows: "order of the rows decided",
    best_overlap_first: "better *overlap* won",
    lowest_score_first: "lowest score",
    always_one_half: "threshold of 0.5 only",
    second_choice: "COCO's rule",
    taken_without_a_match: "below the threshold",
    strictly_more: "equal to the threshold",
    by_score: "in the wrong places",
    one_per_truth: "list of three booleans",
    false_positives: "wrong way round",
    forgets_no_truths: "Without ground truths",
}
