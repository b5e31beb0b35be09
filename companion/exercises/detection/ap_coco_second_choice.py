"""Exercise: how many detections of one picture are right by COCO's rule."""

import numpy as np

KIND = "code"
TITLE = "COCO's rule, with a crowd"
PROMPT = (
    "Write `verdicts(overlap, crowd, threshold)` by COCO's rule. `overlap` has shape (N, M): the overlap of N "
    "detections of one class, *already sorted*, best score first, with M ground truths. `crowd` is a list of M "
    "booleans. Each detection in its turn takes the ground truth it overlaps most among those that are no crowd, are "
    "still free, and overlap it by at least the threshold. If there is none, but a crowd overlaps it by at least the "
    "threshold, it is ignored; a crowd never fills up. Otherwise it is a false positive. Return a list of N strings: "
    '"true", "ignored" or "false". No two overlaps of a row are equal, except zeros; N and M may be 0.'
)


def verdicts(overlap, crowd, threshold): ...  # your code here


stub = verdicts


def solution(overlap, crowd, threshold):
    free, result = [not many for many in crowd], []
    for row in overlap:
        best = max((truth for truth in range(len(crowd)) if free[truth]), key=lambda truth: row[truth], default=None)
        if best is not None and row[best] >= threshold:
            free[best] = False
            result.append("true")
        elif any(many and shared >= threshold for many, shared in zip(crowd, row, strict=True)):
            result.append("ignored")
        else:
            result.append("false")
    return result


HINTS = [
    "Keep a list that says which ground truths are still free. Is a crowd ever in it?",
    "The best among the free ones is not the best of the row: set the others to -1 before you take the largest.",
    "A detection asks twice: first the free ones that are no crowd, and only if that fails the crowds.",
]

NO_CROWD = [False, False]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    got = _words(answer, [[0.9, 0.0], [0.0, 0.3], [0.0, 0.6]], NO_CROWD)
    if len(got) != 3:
        return f"Three detections need a list of three words; yours has {len(got)} entries."
    if not set(got) <= {"true", "ignored", "false"}:
        return 'Each entry should be one of the three strings "true", "ignored" and "false".'
    if "ignored" in got:
        return "Where there is no crowd nothing is ignored."
    return _without_a_crowd(answer, got) or _with_a_crowd(answer) or _on_random(answer, rng)


def _words(answer, overlap, crowd):
    return list(answer(np.array(overlap, dtype=float), list(crowd), 0.5))


def _without_a_crowd(answer, got):
    if got != ["true", "false", "true"]:
        return "Wrong already where two detections find an object each, and one between them overlaps too little."
    if _words(answer, [[0.9, 0.1], [0.8, 0.7]], NO_CROWD)[1] == "false":
        return "The second detection's best ground truth is taken, but another one is free and overlaps enough."
    if _words(answer, [[0.9, 0.1], [0.8, 0.1]], NO_CROWD)[1] == "true":
        return "Two detections took the same ground truth: only a crowd has room for several."
    if _words(answer, [[0.6, 0.9], [0.1, 0.8]], NO_CROWD) != ["true", "false"]:
        return "The first detection took the first ground truth that overlaps enough, not the one it overlaps *most*."
    if _words(answer, [[0.5, 0.0]], NO_CROWD) != ["true"]:
        return "An overlap equal to the threshold is enough."
    if [list(answer(np.array([[0.6]]), [False], threshold)) for threshold in (0.55, 0.65)] != [["true"], ["false"]]:
        return "Right at a threshold of 0.5 only: ask for the overlap that `threshold` says."
    return None


def _with_a_crowd(answer):
    if _words(answer, [[0.6, 0.9]], [False, True]) == ["ignored"]:
        return "The crowd was asked first: a ground truth that is no crowd goes before it, even if it overlaps less."
    got = _words(answer, [[0.0, 0.9], [0.0, 0.8]], [False, True])
    if "true" in got:
        return "A detection inside a crowd counts neither for nor against: it is ignored, not a true positive."
    if got == ["ignored", "false"]:
        return "A crowd never fills up: the second detection inside it is ignored too."
    if got == ["false", "false"]:
        return "A detection inside a crowd is no false positive."
    if _words(answer, [[0.9, 0.0], [0.8, 0.6]], [False, True]) == ["true", "false"]:
        return "A detection whose ground truth is taken, but that lies in a crowd, is ignored: ask the crowds last."
    return None


def _on_random(answer, rng):
    for _ in range(40):
        found, truths = rng.integers(0, 7), rng.integers(0, 4)
        overlap, crowd = rng.uniform(0, 1, (found, truths)), (rng.random(truths) < 0.4).tolist()
        if _words(answer, overlap.copy(), crowd) != solution(overlap, crowd, 0.5):
            if not truths or not found:
                return "Wrong where nothing is there or nothing is found: what does your search do with an empty row?"
            return "Right for small examples, wrong for a random one: go through its turns with a pencil."
    return None


def another_solution(overlap, crowd, threshold):  # with NumPy
    crowd, result = np.array(crowd, dtype=bool), []
    left = np.where(crowd, -1.0, overlap) if overlap.size else overlap
    for row, remaining in zip(overlap, left, strict=True):
        if remaining.max(initial=-1) >= threshold:
            left[:, remaining.argmax()] = -1
            result.append("true")
        else:
            result.append("ignored" if (row[crowd] >= threshold).any() else "false")
    return result


def vocs_rule(overlap, crowd, threshold):
    free, result = [True] * len(crowd), []
    for row in overlap:
        best = int(np.argmax(row)) if len(crowd) else None
        if best is None or row[best] < threshold:
            result.append("false")
        elif crowd[best]:
            result.append("ignored")
        else:
            result.append("true" if free[best] else "false")
            free[best] = False
    return result


def never_taken(overlap, crowd, threshold):
    return [solution(row[None], crowd, threshold)[0] for row in overlap]


def first_that_fits(overlap, crowd, threshold):
    order = np.minimum(overlap, threshold) - np.arange(len(crowd)) * 1e-9
    return solution(order, crowd, threshold - 1e-6)


def strictly_more(overlap, crowd, threshold):
    return solution(overlap, crowd, threshold + 1e-9)


def always_one_half(overlap, crowd, threshold):
    return solution(overlap, crowd, 0.5)


def crowds_are_objects(overlap, crowd, threshold):
    return solution(overlap, [False] * len(crowd), threshold)


def crowds_do_not_exist(overlap, crowd, threshold):
    return solution(np.where(np.array(crowd, dtype=bool), 0, overlap), crowd, threshold)


def crowds_fill_up(overlap, crowd, threshold):
    full, result = set(), []
    for row, word in zip(overlap, solution(overlap, crowd, threshold), strict=True):
        inside = [place for place, many in enumerate(crowd) if many and row[place] >= threshold and place not in full]
        full |= set(inside[:1]) if word == "ignored" else set()
        result.append("false" if word == "ignored" and not inside else word)
    return result


def crowds_first(overlap, crowd, threshold):
    result, rest = [], []
    for row in overlap:
        inside = any(many and shared >= threshold for many, shared in zip(crowd, row, strict=True))
        rest += [] if inside else [row]
        result.append("ignored" if inside else solution(np.array(rest), crowd, threshold)[-1])
    return result


def only_if_the_crowd_is_best(overlap, crowd, threshold):
    words = solution(overlap, crowd, threshold)
    best = [bool(len(crowd)) and crowd[int(np.argmax(row))] for row in overlap]
    return ["false" if word == "ignored" and not many else word for word, many in zip(words, best, strict=True)]


def booleans(overlap, crowd, threshold):
    return [word == "true" for word in solution(overlap, crowd, threshold)]


def without_the_false(overlap, crowd, threshold):
    return [word for word in solution(overlap, crowd, threshold) if word != "false"]


WRONG_ANSWERS = {
    vocs_rule: "another one is free",
    never_taken: "took the same",
    first_that_fits: "overlaps *most*",
    strictly_more: "equal to the threshold",
    always_one_half: "threshold of 0.5 only",
    crowds_are_objects: "neither for nor against",
    crowds_do_not_exist: "no false positive",
    crowds_fill_up: "never fills up",
    crowds_first: "asked first",
    only_if_the_crowd_is_best: "ask the crowds last",
    booleans: "one of the three strings",
    without_the_false: "three words",
}
