"""Exercise: the weights of an Inception module, each branch with a reduction of its own."""

KIND = "code"
TITLE = "the weights of an Inception module"
PROMPT = (
    "Write `inception_weights(in_channels, conv1x1, reduce3x3, conv3x3, reduce5x5, conv5x5, project)`: the number of "
    "weights in all convolutions of a module as in figure 2(b) of the paper, without biases. The arguments are the "
    "channels that come in and one row of the table."
)


def inception_weights(in_channels, conv1x1, reduce3x3, conv3x3, reduce5x5, conv5x5, project): ...  # your code here


stub = inception_weights


def solution(in_channels, conv1x1, reduce3x3, conv3x3, reduce5x5, conv5x5, project):
    first = in_channels * (conv1x1 + reduce3x3 + reduce5x5 + project)
    return first + 9 * reduce3x3 * conv3x3 + 25 * reduce5x5 * conv5x5


HINTS = [
    "There are six convolutions: four with windows of 1×1, one of 3×3, one of 5×5. Which channels does each one see?",
    "Four of them see the channels that come into the module: which? The other two see what a reduction left.",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    rows = [(192, 64, 96, 128, 16, 32, 32), *(tuple(int(value) for value in rng.integers(3, 60, 7)) for _ in range(4))]
    for row in rows:
        got, want = answer(*row), solution(*row)
        if abs(got - want) > 1e-9:
            return _diagnosis(got, row)
    return None


def _diagnosis(got, row):
    channels, one, less3, three, less5, five, project = row
    want = solution(*row)
    into_1x1 = channels * (one + less3 + less5 + project)
    mistakes = (
        (
            into_1x1 + channels * (9 * three + 25 * five),
            "The 3×3 and the 5×5 convolution see only what their reductions left, not all the channels that come in.",
        ),
        (
            channels * (one + 9 * three + 25 * five),
            "That is the naive module: the reductions and the projection are missing.",
        ),
        (
            want - channels * project,
            "The projection behind the pooling is missing: the pooling has no weights, the 1×1 convolution has.",
        ),
        (
            want - channels * (less3 + less5),
            "The reductions have weights of their own: two 1×1 convolutions are missing.",
        ),
        (
            want + (channels + 25 * five) * (less3 - less5),
            "The 5×5 branch uses the reduction of the 3×3 branch: each branch has its own.",
        ),
        (
            want - channels * less5 + 25 * five * (less3 - less5),
            "The 5×5 branch reads the reduction of the 3×3 branch: each branch has its own.",
        ),
        (want - channels * one, "The branch with one 1×1 convolution alone is missing."),
        (
            want + 8 * channels * project,
            "The projection has windows of 1×1: the 3×3 window before it is the pooling's, which has no weights.",
        ),
        (
            into_1x1 + channels * (9 * three + 25 * five - less3 - less5),
            "That is the naive module with a projection: the reductions are missing.",
        ),
        (
            into_1x1 + 3 * less3 * three + 5 * less5 * five,
            "A window of 3×3 has 9 weights a channel, and one of 5×5 has 25: you took the side for the area.",
        ),
        (
            want - 16 * less5 * five,
            "The wide branch has windows of 3×3 in your function, as in torchvision; the paper's are 5×5.",
        ),
        (want + sum(row[1:]), "You counted the biases too; here only weights are asked for."),
        (
            into_1x1 + less3 * three + less5 * five,
            "The windows are forgotten: a 3×3 window has 9 weights a channel, a 5×5 window 25.",
        ),
    )
    for value, message in mistakes:
        if abs(got - value) < 1e-9:
            return message
    return "Add up six products: channels in, times channels out, times the area of the window."


def another_solution(in_channels, conv1x1, reduce3x3, conv3x3, reduce5x5, conv5x5, project):
    convolutions = [
        (in_channels, conv1x1, 1),
        (in_channels, reduce3x3, 1),
        (reduce3x3, conv3x3, 3),
        (in_channels, reduce5x5, 1),
        (reduce5x5, conv5x5, 5),
        (in_channels, project, 1),
    ]
    return sum(before * after * side * side for before, after, side in convolutions)


def all_see_the_input(channels, one, less3, three, less5, five, project):
    return channels * (one + less3 + 9 * three + less5 + 25 * five + project)


def naive(channels, one, less3, three, less5, five, project):
    return channels * (one + 9 * three + 25 * five)


def no_projection(channels, one, less3, three, less5, five, project):
    return channels * (one + less3 + less5) + 9 * less3 * three + 25 * less5 * five


def no_reductions(channels, one, less3, three, less5, five, project):
    return channels * (one + project) + 9 * less3 * three + 25 * less5 * five


def one_reduction_for_all(channels, one, less3, three, less5, five, project):
    return solution(channels, one, less3, three, less3, five, project)


def one_reduction_read_twice(channels, one, less3, three, less5, five, project):
    return channels * (one + less3 + project) + less3 * (9 * three + 25 * five)


def no_first_branch(channels, one, less3, three, less5, five, project):
    return solution(channels, 0, less3, three, less5, five, project)


def wide_projection(channels, one, less3, three, less5, five, project):
    return solution(channels, one, less3, three, less5, five, 9 * project)


def naive_with_projection(channels, one, less3, three, less5, five, project):
    return channels * (one + 9 * three + 25 * five + project)


def sides_for_areas(channels, one, less3, three, less5, five, project):
    return channels * (one + less3 + less5 + project) + 3 * less3 * three + 5 * less5 * five


def narrow_wide_branch(channels, one, less3, three, less5, five, project):
    return solution(channels, one, less3, three, less5, five, project) - 16 * less5 * five


def with_biases(*row):
    return solution(*row) + sum(row[1:])


def no_windows(channels, one, less3, three, less5, five, project):
    return channels * (one + less3 + less5 + project) + less3 * three + less5 * five


WRONG_ANSWERS = {
    all_see_the_input: "only what their reductions left",
    naive: "naive module",
    no_projection: "projection behind the pooling is missing",
    no_reductions: "two 1×1 convolutions are missing",
    one_reduction_for_all: "each branch has its own",
    one_reduction_read_twice: "each branch has its own",
    no_first_branch: "alone is missing",
    wide_projection: "projection has windows of 1×1",
    naive_with_projection: "naive module with a projection",
    sides_for_areas: "side for the area",
    narrow_wide_branch: "as in torchvision",
    with_biases: "counted the biases",
    no_windows: "windows are forgotten",
}
