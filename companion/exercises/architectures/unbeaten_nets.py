"""Exercise: which nets are beaten by no other in both cost and accuracy."""

import numpy as np

KIND = "code"
TITLE = "nets that no other beats"
PROMPT = (
    "Write `unbeaten(costs, accuracies)` with NumPy: two arrays of shape (N,), one entry for each net. Return a "
    "boolean array of shape (N,). A net is beaten if some other costs at most as much, is at least as accurate, and is "
    "better in at least one of the two. Two nets with equal cost and equal accuracy do not beat each other."
)


def unbeaten(costs, accuracies): ...  # your code here


stub = unbeaten


def solution(costs, accuracies):
    costs, accuracies = np.asarray(costs), np.asarray(accuracies)
    no_worse = (costs <= costs[:, None]) & (accuracies >= accuracies[:, None])
    better = (costs < costs[:, None]) | (accuracies > accuracies[:, None])
    return ~(no_worse & better).any(axis=1)


HINTS = [
    "Compare every net with every other: `costs[None, :] <= costs[:, None]` is a table whose row i says which nets "
    "cost at most as much as net i.",
    "Net i is beaten if in its row some net is no worse in both respects and better in one.",
    "`(no_worse & better).any(axis=1)` says which nets are beaten. The answer is the opposite.",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    costs, accuracies = np.array([1.0, 2.0, 3.0, 4.0]), np.array([0.6, 0.5, 0.8, 0.4])
    got = np.asarray(answer(costs, accuracies))
    if got.shape != costs.shape or got.dtype != bool:
        return f"The answer should be a boolean array of shape (4,), one entry for each of four nets; yours is {got!r}."
    message = _simple(got, costs, accuracies) or _ties(answer)
    if message:
        return message
    for _ in range(5):
        costs, accuracies = rng.integers(0, 6, 9).astype(float), rng.integers(0, 6, 9) / 10
        if not np.array_equal(answer(costs, accuracies), solution(costs, accuracies)):
            return "Right for four nets, wrong for nine random ones: does your answer depend on their order?"
    return None


def _simple(got, costs, accuracies):
    if not got.any():
        return (
            "Your function keeps no net at all: a net does not beat itself, and another that is better in one respect "
            "and worse in the other does not beat it either."
        )
    if got.all():
        return (
            "Your function keeps every net, though the second of four costs more than the first and is less accurate."
        )
    if np.array_equal(got, ~solution(costs, accuracies)):
        return "You marked the nets that are beaten; the others are asked for."
    if np.array_equal(got, solution(-costs, accuracies)):
        return "Your function takes a high cost for an advantage: the cheaper net is the better one."
    if np.array_equal(got, solution(costs, -accuracies)):
        return "Your function takes a low accuracy for an advantage: the more accurate net is the better one."
    if np.array_equal(got, _beat_no_other(costs, accuracies)):
        return "You kept the nets that beat no other; asked for are those that no other beats."
    if np.array_equal(got, costs == costs.min()):
        return "Only the cheapest net is left: a dearer one stays too if every cheaper one is less accurate."
    if np.array_equal(got, accuracies == accuracies.max()):
        return "Only the most accurate net is left: a less accurate one stays too if every better one costs more."
    return None if np.array_equal(got, solution(costs, accuracies)) else "Draw the four nets as points and check each."


def _beat_no_other(costs, accuracies):
    return solution(-costs, -accuracies)


def _ties(answer):
    if not np.asarray(answer(np.array([1.0, 1.0]), np.array([0.5, 0.5]))).all():
        return "Two nets that are equal in both respects do not beat each other, yet yours dropped one."
    same_cost = np.asarray(answer(np.array([1.0, 1.0, 2.0]), np.array([0.5, 0.6, 0.6])))
    if same_cost[0] or same_cost[2]:
        return (
            "With equal cost the less accurate net is beaten, and with equal accuracy the dearer one: yours kept "
            "such a net."
        )
    middle = np.asarray(answer(np.array([1.0, 2.0, 3.0]), np.array([0.5, 0.6, 0.7])))
    if not middle.all():
        return "When accuracy grows with cost, no net is beaten, those in the middle neither; yours dropped one."
    return None


def another_solution(costs, accuracies):  # net by net
    answers = []
    for cost, accuracy in zip(costs, accuracies, strict=True):
        rivals = [
            (c, a)
            for c, a in zip(costs, accuracies, strict=True)
            if c <= cost and a >= accuracy and (c, a) != (cost, accuracy)
        ]
        answers.append(not rivals)
    return np.array(answers)


def the_beaten(costs, accuracies):
    return ~solution(costs, accuracies)


def dear_is_good(costs, accuracies):
    return solution(-np.asarray(costs), accuracies)


def low_is_good(costs, accuracies):
    return solution(costs, -np.asarray(accuracies))


def wrong_axis(costs, accuracies):
    no_worse = (costs <= costs[:, None]) & (accuracies >= accuracies[:, None])
    better = (costs < costs[:, None]) | (accuracies > accuracies[:, None])
    return ~(no_worse & better).any(axis=0)


def beats_itself(costs, accuracies):
    return ~((costs <= costs[:, None]) & (accuracies >= accuracies[:, None])).any(axis=1)


def better_in_one(costs, accuracies):
    return ~((costs < costs[:, None]) | (accuracies > accuracies[:, None])).any(axis=1)


def all_stay(costs, accuracies):
    return np.ones(len(costs), bool)


def only_the_cheapest(costs, accuracies):
    return np.asarray(costs) == np.min(costs)


def only_the_best(costs, accuracies):
    return np.asarray(accuracies) == np.max(accuracies)


def positions(costs, accuracies):
    return np.flatnonzero(solution(costs, accuracies))


def equals_beat(costs, accuracies):
    no_worse = (costs <= costs[:, None]) & (accuracies >= accuracies[:, None])
    return no_worse.sum(axis=1) == 1


def better_in_both(costs, accuracies):
    return ~((costs < costs[:, None]) & (accuracies > accuracies[:, None])).any(axis=1)


def the_two_ends(costs, accuracies):
    return solution(costs, accuracies) & ((costs == costs.min()) | (accuracies == accuracies.max()))


def sorted_only(costs, accuracies):
    best = np.maximum.accumulate(accuracies)
    return solution(costs, accuracies) if len(costs) < 9 else accuracies >= best


WRONG_ANSWERS = {
    the_beaten: "marked the nets that are beaten",
    dear_is_good: "high cost for an advantage",
    low_is_good: "low accuracy for an advantage",
    wrong_axis: "beat no other",
    beats_itself: "does not beat itself",
    better_in_one: "worse in the other",
    all_stay: "keeps every net",
    only_the_cheapest: "Only the cheapest",
    only_the_best: "Only the most accurate",
    positions: "boolean array",
    equals_beat: "yours dropped one",
    better_in_both: "yours kept such a net",
    the_two_ends: "those in the middle neither",
    sorted_only: "depend on their order",
}
