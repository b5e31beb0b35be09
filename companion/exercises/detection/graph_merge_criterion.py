"""Exercise: when two segments of the graph join."""

KIND = "code"
TITLE = "when two segments join"
PROMPT = (
    "Write `joins(weight, first, second, k)`: whether the method of Felzenszwalb and Huttenlocher joins two segments. "
    "`weight` is the weight of the weakest edge between them; `first` and `second` are pairs (number of pixels, "
    "internal difference); `k` is the scale. As in scikit-image, an edge that exactly reaches the bound does not join. "
    "Return True or False."
)


def joins(weight, first, second, k): ...  # your code here


stub = joins


def solution(weight, first, second, k):
    return weight < min(internal + k / pixels for pixels, internal in (first, second))


HINTS = [
    "What does one segment allow? Its internal difference, plus a bonus that melts away as the segment grows.",
    "The bonus of a segment with n pixels is k / n. Whose permission is needed, that of one segment or that of both?",
    "Compare the weight with the *smaller* of the two sums: the stricter segment decides.",
]

_STRONG = (
    "You join two large, even segments across a strong edge: pairs are (pixels, inside), k is *divided* by pixels."
)
_SUMS = "You refuse what both allow: add to the inside of each its own bonus, then take the smaller of the *sums*."

_APART = "You join what one of the two refuses: the bonus that counts is that of the segment whose inside you take."

# Weight, two segments, k; then what is likely wrong if the answer is. The order matters: each case takes for granted
# what the ones before it have shown.
_CASES = (
    (30.0, (50, 4.0), (60, 4.0), 20.0, _STRONG),
    (4.0, (1, 0.0), (1, 0.0), 10.0, "Two single pixels have no inside yet: here only the bonus k / n lets them join."),
    (9.0, (50, 6.0), (40, 6.0), 100.0, "You join two large segments that both refuse: the bonus shrinks with size."),
    (8.0, (10, 3.0), (100, 9.0), 40.0, "One segment allows this edge and the other does not: both must allow it."),
    (8.0, (100, 9.0), (10, 3.0), 40.0, "Right in one order of the segments, wrong in the other: both must allow."),
    (5.0, (10, 2.0), (5, 2.0), 40.0, "You refuse what both segments allow: is each bonus k over *its own* size?"),
    (5.0, (10, 3.0), (100, 9.0), 40.0, _SUMS),
    (7.0, (10, 2.0), (5, 1.0), 40.0, _APART),
    (6.0, (10, 2.0), (5, 1.0), 40.0, "An edge that exactly reaches the bound does not join here: use <, not <=."),
)


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    if all(bool(answer(*_CASES[place][:4])) for place in (0, 5)):  # before an inside of 0 can stop a pair turned round
        return _STRONG
    got = [bool(answer(*case[:4])) for case in _CASES]
    want = [bool(solution(*case[:4])) for case in _CASES]
    if got[:-1] == [not value for value in want[:-1]]:  # > and >= differ at the last case
        return "Every answer is the opposite of the right one: a *weak* edge joins, a strong one is a border."
    for value, right, case in zip(got, want, _CASES, strict=True):
        if value != right:
            return case[4]
    for _ in range(200):
        sizes, internal = rng.integers(1, 50, 2).tolist(), rng.uniform(0, 20, 2).tolist()
        first, second = zip(sizes, internal, strict=True)
        weight, k = float(rng.uniform(0, 40)), float(rng.uniform(1, 300))
        if bool(answer(weight, first, second, k)) != bool(solution(weight, first, second, k)):
            return f"Wrong for weight {weight:.2f}, segments ({_text(first)}) and ({_text(second)}) and k = {k:.1f}."
    return None


def _text(segment):
    return f"{segment[0]} pixels, inside {segment[1]:.2f}"


def another_solution(weight, first, second, k):  # without a division
    return all((weight - internal) * pixels < k for pixels, internal in (first, second))


def larger_bound(weight, first, second, k):
    return weight < max(internal + k / pixels for pixels, internal in (first, second))


def without_the_bonus(weight, first, second, k):
    return weight < min(first[1], second[1])


def only_the_first(weight, first, second, k):
    return weight < first[1] + k / first[0]


def not_divided(weight, first, second, k):
    return weight < min(first[1], second[1]) + k


def size_of_both(weight, first, second, k):
    return weight < min(first[1], second[1]) + k / (first[0] + second[0])


def minima_apart(weight, first, second, k):
    return weight < min(first[1], second[1]) + k / max(first[0], second[0])


def larger_bonus(weight, first, second, k):
    return weight < min(first[1], second[1]) + k / min(first[0], second[0])


def pair_turned_round(weight, first, second, k):
    return weight < min(first[0] + k / first[1], second[0] + k / second[1])


def strictly_the_other_way(weight, first, second, k):
    return weight > min(first[1] + k / first[0], second[1] + k / second[0])


def exactly_reached(weight, first, second, k):
    return weight <= min(first[1] + k / first[0], second[1] + k / second[0])


def the_other_way(weight, first, second, k):
    return not solution(weight, first, second, k)


WRONG_ANSWERS = {
    larger_bound: "both must allow",
    without_the_bonus: "no inside yet",
    only_the_first: "Right in one order",
    not_divided: "shrinks with size",
    size_of_both: "*its own* size",
    exactly_reached: "exactly reaches",
    the_other_way: "the opposite",
    strictly_the_other_way: "the opposite",
    minima_apart: "*sums*",
    larger_bonus: "whose inside you take",
    pair_turned_round: "(pixels, inside)",
}
