"""Exercise: recall against the number of proposals."""

import numpy as np

KIND = "code"
TITLE = "recall against the number of proposals"
PROMPT = (
    "Write `recall_at_counts(overlaps, counts)`. `overlaps` is a list with one array a picture, of shape (N, M): the "
    "IoU of each of its N proposals, best first, with each of its M true boxes; N or M may be 0. A true box is found "
    "if its IoU with at least one of the first `count` proposals is 0.5 or more. Return one number for each of "
    "`counts`: the share of found boxes among all true boxes of all pictures together."
)


def recall_at_counts(overlaps, counts): ...  # your code here


stub = recall_at_counts


def solution(overlaps, counts):
    found = [[np.any(table[:count] >= 0.5, axis=0).sum() for table in overlaps] for count in counts]
    return np.sum(found, axis=1) / sum(table.shape[1] for table in overlaps)


HINTS = [
    "Begin with one picture and one count: `table[:count] >= 0.5` says which proposal covers which true box.",
    "A true box is a column. It is found if *any* of its rows is true, however many are: which axis has to go?",
    "Add up the found boxes of all pictures first, and divide once, at the end, by the number of all true boxes.",
]

# The first box is found at once, the second by the fourth proposal; the fifth finds nothing.
_ONE = np.array([[0.6, 0.1], [0.7, 0.2], [0.3, 0.1], [0.1, 0.55], [0.2, 0.3]])


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    got = np.asarray(answer([_ONE], [1, 2, 3, 4]))
    if got.shape != (4,):
        return f"Four counts should give four numbers, shape (4,); yours has shape {got.shape}."
    return _one_picture(got.astype(float)) or _special(answer) or _on_random(answer, rng)


def _one_picture(got):
    if np.allclose(got, [0.5, 0.5, 0.5, 1]):
        return None
    if np.allclose(got, [0.5, 1, 1, 1.5]):
        return "A true box that two proposals cover was counted twice: recall cannot pass 1."
    if np.allclose(got, [1, 1, 2 / 3, 3 / 4]):
        return "That is the share of proposals that cover something, a precision; recall asks the true boxes."
    if np.allclose(got, 1):
        return "Your answer does not depend on the count: only the first `count` proposals are to be looked at."
    if np.allclose(got, [0.5, 0.5, 0, 0.5]):
        return "You look at the proposal at that place alone; all the first `count` may find a box."
    if np.allclose(got, [0, 0.5, 0.5, 0.5]) or np.allclose(got, [0.5, 0.5, 1, 1]):
        return "One proposal too few or too many: `table[:count]` has exactly `count` rows."
    if np.allclose(got, [0, 0.5, 0.5, 1]):
        return "You take the *last* `count` proposals; the best stand first: `table[:count]`."
    if np.allclose(got, [0.4, 0.6, 0.6, 0.6]):
        return "Rows are proposals and columns are true boxes: you took the first columns and asked the rows."
    if np.allclose(got, [1, 1, 1, 2]):
        return "You return how many boxes were found; divide by the number of all true boxes."
    return "Wrong already for one picture with two true boxes: which of them do the first 1, 2, 3 and 4 rows cover?"


def _special(answer):
    with np.errstate(all="ignore"):
        exact, shared, both, unequal, empty, without = (
            float(np.asarray(answer(tables, [3]), dtype=float)[0])
            for tables in (
                [np.array([[0.5]])],
                [np.array([[0.6, 0.7]])],
                [np.array([[0.9]]), np.array([[0.1]])],
                [np.array([[0.9]]), np.zeros((2, 3))],
                [np.array([[0.9]]), np.zeros((0, 1))],
                [np.array([[0.9]]), np.zeros((2, 0))],
            )
        )
    if exact != 1:
        return "An IoU of exactly 0.5 is enough: 0.5 *or more*."
    if shared != 1:
        return "One proposal may find two true boxes at once: do not give it to the better one alone."
    if not np.isclose(both, 0.5):
        return "Right for one picture, wrong for two, one box found in the first, one missed: do all pictures count?"
    if np.isclose(unequal, 0.5):
        return "You average the recalls of the pictures, so a box in a crowded picture weighs less; count all together."
    if np.isclose(empty, 1):
        return "A picture without proposals was left out: its true boxes are missed, and they count."
    if not np.isclose(without, 1):
        return f"A picture without true boxes should change nothing; with one your answer becomes {without:g}."
    return None


def _on_random(answer, rng):
    tables = [rng.uniform(0, 0.7, (rng.integers(0, 9), rng.integers(1, 5))) for _ in range(12)]
    counts = [0, 1, 3, 5, 50]
    got, want = np.asarray(answer(tables, counts), dtype=float), solution(tables, counts)
    if got.shape != want.shape or not np.allclose(got, want):
        return "Right for small cases, wrong for twelve random pictures and counts from 0 to more than there are."
    return None


def another_solution(overlaps, counts):  # the place of the first proposal that covers each true box
    places = []
    for table in overlaps:
        for column in table.T:
            rows = np.flatnonzero(column >= 0.5)
            places.append(rows[0] if len(rows) else np.inf)
    return [sum(place < count for place in places) / len(places) for count in counts]


def _total(overlaps):
    return sum(table.shape[1] for table in overlaps)


def counts_twice(overlaps, counts):
    return [sum(np.sum(table[:count] >= 0.5) for table in overlaps) / _total(overlaps) for count in counts]


def precision(overlaps, counts):
    rows = [[(table[:count] >= 0.5).any(axis=1) for table in overlaps] for count in counts]
    return [np.concatenate(of_count).mean() for of_count in rows]


def ignores_the_count(overlaps, counts):
    return solution(overlaps, [10**6] * len(counts))


def that_place_alone(overlaps, counts):
    rows = [[table[count - 1 : count] for table in overlaps] for count in counts]
    return [solution(tables, [1])[0] for tables in rows]


def one_too_few(overlaps, counts):
    return solution(overlaps, [max(count - 1, 0) for count in counts])


def number_found(overlaps, counts):
    return solution(overlaps, counts) * _total(overlaps)


def strictly_more(overlaps, counts):
    return solution([np.where(table == 0.5, 0, table) for table in overlaps], counts)


def best_box_alone(overlaps, counts):
    return solution([np.where(table == table.max(axis=1, initial=0)[:, None], table, 0) for table in overlaps], counts)


def mean_of_pictures(overlaps, counts):
    pictures = [table for table in overlaps if table.size or table.shape[1]]
    return np.mean([solution([table], counts) for table in pictures], axis=0)


def leaves_out_the_empty(overlaps, counts):
    return solution([table for table in overlaps if len(table)], counts)


def without_true_boxes_is_missed(overlaps, counts):
    return solution([table if table.shape[1] else np.zeros((1, 1)) for table in overlaps], counts)


def first_picture_alone(overlaps, counts):
    return solution(overlaps[:1], counts)


def last_proposals(overlaps, counts):
    return [
        solution([table[len(table) - min(count, len(table)) :] for table in overlaps], [10**6])[0] for count in counts
    ]


def rows_for_columns(overlaps, counts):
    return solution([table.T for table in overlaps], counts)


def first_count_alone(overlaps, counts):
    return solution(overlaps, counts[:1])


WRONG_ANSWERS = {
    counts_twice: "counted twice",
    precision: "a precision",
    ignores_the_count: "does not depend on the count",
    that_place_alone: "at that place alone",
    one_too_few: "too few or too many",
    number_found: "how many boxes were found",
    strictly_more: "*or more*",
    best_box_alone: "two true boxes at once",
    mean_of_pictures: "average the recalls",
    leaves_out_the_empty: "left out",
    without_true_boxes_is_missed: "should change nothing",
    first_count_alone: "four numbers",
    first_picture_alone: "do all pictures count",
    last_proposals: "*last*",
    rows_for_columns: "asked the rows",
}
