"""Exercise: the work of a convolution with groups."""

KIND = "code"
TITLE = "the work of a convolution with groups"
PROMPT = (
    "A convolution with `groups` cuts its input maps into so many groups of equal size, and its filters too; a filter "
    "sees the maps of its own group only. Write `multiply_adds(height, width, in_channels, out_channels, kernel_size, "
    "groups)`: the multiply-adds of one picture, where height and width are those of the *output* and windows are "
    "square. With 1 group it is the full convolution, with as many groups as input maps the depthwise one."
)


def multiply_adds(height, width, in_channels, out_channels, kernel_size, groups): ...  # your code here


stub = multiply_adds


def solution(height, width, in_channels, out_channels, kernel_size, groups):
    weights_of_a_filter = kernel_size * kernel_size * (in_channels // groups)
    return height * width * out_channels * weights_of_a_filter


HINTS = [
    "How many weights has one filter if there is 1 group? And if there are 2?",
    "Groups change how many maps a filter sees. They do not change how many filters there are.",
    "Every filter is put on every place of the output, and multiplies once for each of its weights.",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake and never the expected number."""
    got, want = answer(7, 9, 12, 44, 5, 4), solution(7, 9, 12, 44, 5, 4)
    if got is None or isinstance(got, (tuple, list, str)):
        return "The function should return one number."
    mistakes = {
        4 * want: "Groups make no difference in your count: a filter sees the maps of its own group only.",
        want / 4: "You divided by the groups twice: filters see fewer maps, but there are as many filters as before.",
        want / (7 * 9): "That is the number of weights; every filter is put on every place of the output.",
        want / 5: "A window has two sides: your count has the kernel size only once.",
        want / 3: "You count as if every filter saw one map; that is so only where there are as many groups as maps.",
        16 * want: "You multiplied by the groups. More groups are less work: a filter sees fewer maps.",
        7 * 9 * 12 * (25 + 44): "That is a depthwise convolution and a 1×1 convolution behind it; here it is one "
        "convolution, with groups.",
        want + 7 * 9 * 44: "You counted a bias too, but adding it is no multiplication.",
        want * 12 / 44: "A count over the input maps alone: it is the filters, one for each output map, that work.",
    }
    if got in mistakes:
        return mistakes[got]
    for _ in range(8):
        groups = int(rng.integers(1, 6))
        height, width, size = int(rng.integers(3, 9)), int(rng.integers(10, 15)), int(rng.integers(1, 6))
        inputs, outputs = groups * int(rng.integers(1, 6)), groups * int(rng.integers(7, 11))
        numbers = (height, width, inputs, outputs, size, groups)
        if answer(*numbers) != solution(*numbers):
            return "Count the weights of one filter, then the filters, then the places."
    return None


def another_solution(height, width, in_channels, out_channels, kernel_size, groups):
    inside = (in_channels // groups) * (out_channels // groups) * kernel_size**2  # of one group
    return sum(inside for _ in range(groups)) * height * width


def no_groups(height, width, in_channels, out_channels, kernel_size, groups):
    return height * width * in_channels * out_channels * kernel_size**2


def divided_twice(height, width, in_channels, out_channels, kernel_size, groups):
    return height * width * (in_channels // groups) * (out_channels // groups) * kernel_size**2


def weights_only(height, width, in_channels, out_channels, kernel_size, groups):
    return in_channels * out_channels * kernel_size**2 // groups


def one_side(height, width, in_channels, out_channels, kernel_size, groups):
    return height * width * in_channels * out_channels * kernel_size // groups


def always_depthwise(height, width, in_channels, out_channels, kernel_size, groups):
    return height * width * out_channels * kernel_size**2


def over_the_input(height, width, in_channels, out_channels, kernel_size, groups):
    return height * width * in_channels * (in_channels // groups) * kernel_size**2


def times_the_groups(height, width, in_channels, out_channels, kernel_size, groups):
    return height * width * in_channels * out_channels * kernel_size**2 * groups


def separable(height, width, in_channels, out_channels, kernel_size, groups):
    return height * width * in_channels * (kernel_size**2 + out_channels)


def with_bias(height, width, in_channels, out_channels, kernel_size, groups):
    return height * width * out_channels * (kernel_size**2 * in_channels // groups + 1)


def nothing_useful(height, width, in_channels, out_channels, kernel_size, groups):
    return height + width


WRONG_ANSWERS = {
    no_groups: "no difference",
    divided_twice: "twice",
    weights_only: "every place",
    one_side: "two sides",
    always_depthwise: "saw one map",
    over_the_input: "input maps alone",
    times_the_groups: "multiplied by the groups",
    separable: "behind it",
    with_bias: "no multiplication",
    nothing_useful: "one filter",
}
