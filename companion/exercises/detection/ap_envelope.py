"""Exercise: the area under the envelope of a curve of precision and recall."""

import numpy as np

KIND = "code"
TITLE = "the area under the envelope"
PROMPT = (
    "Write `area(precision, recall)` for the curve of a class: arrays of shape (N,), best detection first, so that "
    "recall never falls. The envelope at a recall r is the highest precision at any recall of at least r, and 0 beyond "
    "the last one. Return the area under it, from recall 0 to 1: the average precision of VOC from 2010 on. Without "
    "detections (N = 0) it is 0."
)


def area(precision, recall): ...  # your code here


stub = area


def solution(precision, recall):
    envelope = np.maximum.accumulate(precision[::-1])[::-1]
    widths = np.diff(recall, prepend=0)
    return float(np.sum(widths * envelope))


HINTS = [
    "Draw the curve of the hits right, wrong, right with two objects: precision 1, 1/2, 2/3 and recall 1/2, 1/2, 1. "
    "What does the envelope look like, and which two rectangles make up its area?",
    "`np.maximum.accumulate` gives the highest value so far, from the left. From which end is it needed here?",
    "A step is as wide as recall rises: `np.diff(recall)`. Which recall comes before the first entry?",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    got = answer(np.array([1, 1 / 2, 2 / 3]), np.array([1 / 2, 1 / 2, 1]))  # right, wrong, right; two objects
    if np.shape(got) != ():
        return f"The answer is one number; yours has shape {np.shape(got)}."
    return _for_three(float(got)) or _on_edges(answer) or _on_random(answer, rng)


def _for_three(got):
    if np.isclose(got, 1 / 2 + 1 / 2 * 2 / 3):
        return None
    if np.isclose(got, 1 / 2 * 2 / 3):
        return "Your area begins at the first entry's recall: the step from 0 up to it is missing."
    if np.isclose(got, 1):
        return (
            "The highest precision is taken from the wrong side: at recall r only what comes at *larger* recall counts."
        )
    if np.isclose(got, (1 + 2 / 3 + 2 / 3) / 3):
        return "That is the mean over the detections; asked is the area, where each step is as wide as recall rises."
    if np.isclose(got, (1 + 1 / 2 + 2 / 3) / 3):
        return "That is the mean of the precisions: there is neither an envelope nor a width of the steps in it."
    if np.isclose(got, (6 + 5 * 2 / 3) / 11):
        return "That is the mean at eleven points of recall, VOC's rule of 2007; asked is the area."
    if np.isclose(got, (51 + 50 * 2 / 3) / 101):
        return "That is the mean at 101 points of recall, COCO's rule; asked is the area."
    if np.isclose(got, 1 / 2 * (1 / 2 + 2 / 3) / 2) or np.isclose(got, 1 / 2 + 1 / 2 * (1 / 2 + 2 / 3) / 2):
        return "That is the trapezoid rule on the zigzag itself: take the envelope, and level steps."
    return "Wrong already for right, wrong, right and two objects: draw its envelope and add up two rectangles."


def _on_edges(answer):
    if float(answer(np.array([0.0, 1 / 2, 2 / 3]), np.array([0.0, 1 / 2, 1.0]))) < 0.6:
        return "Where precision still rises, as for wrong, right, right, the envelope is missing: fill up the dip."
    if np.isclose(float(answer(np.array([1.0]), np.array([1 / 4]))), 1):
        return "Where objects are never found, nothing counts beyond the last recall: the envelope is 0 there."
    got = answer(np.zeros(0), np.zeros(0))
    if got is None or not np.isclose(float(got), 0):
        return "Without detections the area is 0."
    return None


def _on_random(answer, rng):
    for _ in range(30):
        hits = rng.random(rng.integers(1, 20)) < 0.5
        precision = np.cumsum(hits) / np.arange(1, len(hits) + 1)
        recall = np.cumsum(hits) / (hits.sum() + rng.integers(1, 4))
        got, want = float(answer(precision.copy(), recall.copy())), solution(precision, recall)
        if np.isclose(got, want):
            continue
        if len(hits) > 1 and np.isclose(got * recall[-1], want):
            return "Divided by the last recall: missed objects are to cost something, so the area is taken from 0 to 1."
        return "Right for small examples, wrong for a random one with missed objects: draw its envelope."
    return None


def another_solution(precision, recall):  # a rectangle for each rise of recall
    total, before = 0.0, 0.0
    for place, now in enumerate(recall):
        total += (now - before) * max(precision[place:])
        before = now
    return total


def zigzag(precision, recall):
    return np.sum(np.diff(recall, prepend=0) * precision) if len(recall) else 0.0


def from_the_left(precision, recall):
    return np.sum(np.diff(recall, prepend=0) * np.maximum.accumulate(precision)) if len(recall) else 0.0


def without_the_first_step(precision, recall):
    return np.sum(np.diff(recall) * np.maximum.accumulate(precision[::-1])[::-1][1:])


def mean_of_precisions(precision, recall):
    return np.mean(precision)


def mean_of_the_envelope(precision, recall):
    return np.mean(np.maximum.accumulate(precision[::-1])[::-1])


def eleven_points(precision, recall):
    return np.mean([max(precision[recall >= level], default=0) for level in np.arange(11) / 10])


def coco_points(precision, recall):
    return np.mean([max(precision[recall >= level], default=0) for level in np.arange(101) / 100])


def trapezoids_of_the_zigzag(precision, recall):
    return np.sum(np.diff(recall) * (precision[1:] + precision[:-1]) / 2)


def over_what_was_found(precision, recall):
    return solution(precision, recall) / recall[-1] if len(recall) > 1 and recall[-1] else solution(precision, recall)


def up_to_one(precision, recall):
    return solution(np.append(precision, precision[-1:]), np.append(recall, np.ones(len(recall[:1]))))


def nothing_is_none(precision, recall):
    return solution(precision, recall) if len(recall) else None


def the_steps(precision, recall):
    return np.diff(recall, prepend=0) * np.maximum.accumulate(precision[::-1])[::-1]


WRONG_ANSWERS = {
    zigzag: "fill up the dip",
    from_the_left: "wrong side",
    without_the_first_step: "from 0 up to it is missing",
    mean_of_precisions: "mean of the precisions",
    mean_of_the_envelope: "mean over the detections",
    eleven_points: "eleven points",
    coco_points: "101 points",
    trapezoids_of_the_zigzag: "trapezoid rule",
    over_what_was_found: "Divided by the last recall",
    up_to_one: "beyond the last recall",
    nothing_is_none: "Without detections",
    the_steps: "one number",
}
