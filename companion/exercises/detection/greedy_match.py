"""Exercise: the greedy match of ground truths and anchors."""

from itertools import permutations

import numpy as np

KIND = "code"
TITLE = "the greedy match"
PROMPT = (
    "Write `greedy_match(iou)`: `iou` has a row for each ground truth and a column for each anchor. Match the pair "
    "with the highest IoU of all, cross out its row and its column, and go on until all rows or all columns are gone. "
    "Of equal pairs take the one in the uppermost row, there the one farthest left. Return for each row the column "
    "that it got, or -1. A table may have no rows."
)
KEEP_ARGUMENTS = True


def greedy_match(iou): ...  # your code here


stub = greedy_match


def solution(iou):
    left = np.array(iou, dtype=float)
    columns = np.full(len(left), -1)
    for _ in range(min(left.shape)):
        row, column = np.unravel_index(left.argmax(), left.shape)
        columns[row] = column
        left[row], left[:, column] = -1, -1
    return columns


HINTS = [
    "`argmax` of a table gives one number, counted row by row. `np.unravel_index` turns it into a row and a column.",
    "To cross out, write a number into the copy of the table that is lower than any IoU. Is 0 low enough?",
    "How many turns does it take at most? As many as there are rows, and no more than there are columns.",
]

CONFLICT = np.array([[0.8, 0.3, 0.1, 0.0], [0.9, 0.35, 0.2, 0.0]])
BEST_SUM = np.array([[0.9, 0.8], [0.85, 0.1]])  # 0.9 + 0.1 greedily; 0.8 + 0.85 would be more


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    got = np.asarray(answer(CONFLICT))
    if got.shape == (4,):
        return "Your answer has an entry for each anchor; asked is one for each ground truth, that is for each row."
    if got.shape != (2,):
        return f"For two rows and four columns the answer should have shape (2,); yours has {got.shape}."
    if got.tolist() == [0, 0]:
        return "Both ground truths got the same anchor: a column must be crossed out once it is taken."
    if got.tolist() == [0, 1]:
        return "The rows were served in their order; the pair with the highest IoU of the whole table comes first."
    if got.tolist() == [-1, 0]:
        return "The loser stayed alone. It takes the best of the free anchors, and there is no threshold in this step."
    if got.tolist() != [1, 0]:
        return "Wrong already for two rows: find the largest number of the table, cross out its row and column, repeat."
    if np.asarray(answer(BEST_SUM)).tolist() == [1, 0]:
        return "Your pairs have the largest sum. Greedy takes the largest pair first, even if that costs more later."
    return _no_overlap(answer) or _ties(answer) or _other_cases(answer, rng)


def _no_overlap(answer):
    got = np.asarray(answer(np.array([[0.8, 0.0], [0.9, 0.2]]))).tolist()
    if got == [-1, 0]:
        return "A ground truth stayed alone though an anchor was free. It gets that anchor, even at an IoU of 0."
    if got != [1, 0]:
        return (
            "A ground truth whose only free anchor has IoU 0 got one that was taken: what is crossed out must be lower "
            "than 0."
        )
    if np.asarray(answer(np.array([[0.3, 0.1], [0.2, 0.25]]))).tolist() != [0, 1]:
        return "Pairs of low IoU are matched too; there is no threshold in this step."
    return None


def _ties(answer):
    if np.asarray(answer(np.array([[0.5, 0.5], [0.5, 0.2]]))).tolist() != [0, 1]:
        return "Of equal pairs the one in the uppermost row comes first, and in that row the one farthest left."
    got = np.asarray(answer(np.array([[0.5, 0.1], [0.6, 0.2], [0.7, 0.3]]))).tolist()
    if -1 not in got:
        return "Three ground truths, two anchors: an anchor was given twice. End when all columns are gone."
    if got != [-1, 1, 0]:
        return "Of three ground truths and two anchors one row goes without and has -1; it is not always the last."
    return None


def _other_cases(answer, rng):
    for shape in ((3, 3), (4, 7), (6, 4), (5, 30), (0, 3)):
        table = rng.integers(0, 9, shape) / 10
        got = np.asarray(answer(table))
        if got.shape != (shape[0],) or not np.array_equal(got, solution(table)):
            return (
                f"Right for small tables, wrong for one of {shape[0]} rows and {shape[1]} columns: follow one by hand, "
                "turn by turn."
            )
    return None


def another_solution(iou):
    rows, columns = np.indices(iou.shape).reshape(2, -1)
    answer, used = [-1] * iou.shape[0], set()
    for place in np.argsort(-iou, axis=None, kind="stable"):
        row, column = int(rows[place]), int(columns[place])
        if answer[row] < 0 and column not in used:
            answer[row] = column
            used.add(column)
    return answer


def best_of_each_row(iou):
    return iou.argmax(axis=1)


def best_of_each_column(iou):
    return iou.argmax(axis=0)


def row_after_row(iou):
    left = iou.copy()
    columns = np.full(len(left), -1)
    for row in range(min(left.shape)):
        columns[row] = left[row].argmax()
        left[:, columns[row]] = -1
    return columns


def crossed_out_with_zero(iou):
    left = np.array(iou)
    columns = np.full(len(left), -1)
    for _ in range(min(left.shape)):
        row, column = np.unravel_index(left.argmax(), left.shape)
        columns[row] = column
        left[row], left[:, column] = 0, 0
    return columns


def stops_without_overlap(iou):
    columns = solution(iou)
    return np.array([c if c >= 0 and iou[r, c] > 0 else -1 for r, c in enumerate(columns)], dtype=int)


def loser_stays_alone(iou):
    columns = solution(iou)
    return np.array([c if c >= 0 and iou[r, c] >= 0.5 else -1 for r, c in enumerate(columns)], dtype=int)


def largest_sum(iou):
    if iou.shape[0] > iou.shape[1] or iou.shape[1] > 7:
        return solution(iou)
    return np.array(max(permutations(range(iou.shape[1]), len(iou)), key=lambda p: sum(iou[range(len(iou)), p])))


def with_a_threshold(iou):
    columns = solution(iou)
    return np.array(
        [c if c < 0 or iou[r, c] >= 0.28 or iou[r, c] == 0 else -1 for r, c in enumerate(columns)], dtype=int
    )


def divided_by_the_rows(iou):
    left = np.array(iou)
    columns = np.full(len(left), -1)
    for _ in range(min(left.shape)):
        column, row = divmod(int(left.argmax()), len(left))
        columns[row] = min(column, left.shape[1] - 1)
        left[row], left[:, columns[row]] = -1, -1
    return columns


def last_of_equal_ones(iou):
    turned = solution(iou[::-1, ::-1])[::-1]
    return np.where(turned < 0, -1, iou.shape[1] - 1 - turned)


def one_turn_for_each_row(iou):
    left = np.array(iou)
    columns = np.full(len(left), -1)
    for _ in range(len(left)):
        row, column = np.unravel_index(left.argmax(), left.shape)
        columns[row] = column
        left[row], left[:, column] = -1, -1
    return columns


def leaves_out_the_last(iou):
    count = min(iou.shape)
    return np.concatenate([solution(iou[:count]), np.full(len(iou) - count, -1)])


def only_the_row(iou):
    return solution(iou) if len(iou) <= 3 else iou.argmax(axis=1)


WRONG_ANSWERS = {
    best_of_each_row: "same anchor",
    best_of_each_column: "for each ground truth",
    row_after_row: "in their order",
    crossed_out_with_zero: "lower than 0",
    stops_without_overlap: "stayed alone",
    loser_stays_alone: "stayed alone",
    largest_sum: "largest sum",
    with_a_threshold: "no threshold",
    divided_by_the_rows: "Wrong already",
    last_of_equal_ones: "farthest left",
    one_turn_for_each_row: "given twice",
    leaves_out_the_last: "not always the last",
    only_the_row: "turn by turn",
}
