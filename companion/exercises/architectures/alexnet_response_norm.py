"""Exercise: local response normalization of a picture's maps."""

import numpy as np

KIND = "code"
TITLE = "local response normalization"
PROMPT = (
    "Write `response_norm(maps, size, alpha, beta, k)` as the paper has it. `maps` has shape (H, W, C), `size` is odd. "
    "Each value $a$ becomes $a / (k + \\alpha s)^\\beta$, where $s$ is the sum of the squares of the `size` values "
    "that stand at the same place in the neighbouring maps, the value itself in their middle. Where there is no map "
    "any more, nothing is added."
)


def response_norm(maps, size, alpha, beta, k): ...  # your code here


stub = response_norm


def _sums(maps, size, before):
    padded = np.pad(np.asarray(maps, dtype=float) ** 2, ((0, 0), (0, 0), (before, size)))
    return sum(padded[..., shift : shift + np.shape(maps)[-1]] for shift in range(size))


def solution(maps, size, alpha, beta, k):
    half, channels = size // 2, maps.shape[-1]
    squares = np.pad(maps**2, ((0, 0), (0, 0), (half, half)))
    total = sum(squares[..., shift : shift + channels] for shift in range(size))
    return maps / (k + alpha * total) ** beta


HINTS = [
    "The neighbours of map 3 with `size` 5 are the maps 1, 2, 3, 4, 5. Which are those of map 0?",
    "Pad the squares with `size // 2` zeros at both ends of the last axis; then add `size` shifted slices.",
    "`np.pad(squares, ((0, 0), (0, 0), (half, half)))` leaves height and width alone.",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    maps = rng.normal(size=(3, 4, 7))
    options = {"size": 5, "alpha": 0.3, "beta": 0.75, "k": 2.0}
    got, want = np.asarray(answer(maps.copy(), **options)), solution(maps, **options)
    if got.shape != maps.shape:
        return f"The answer should have the shape of the maps, {maps.shape}; yours is {got.shape}."
    mistakes = {
        "You divide alpha by the size, as PyTorch does; the paper does not.": across(maps, 5, 0.06, 0.75, 2.0),
        "Your neighbours are pixels of the same map; they should be the same pixel in other maps.": within(
            maps, **options
        ),
        "Your windows begin with the value itself; it should stand in their middle.": forward(maps, **options),
        "The power beta is missing.": no_power(maps, **options),
        "Without the constant k a place where all maps are silent would divide by zero; k is missing.": across(
            maps, 5, 0.3, 0.75, 0.0
        ),
        "The values are added as they are; their squares should be.": no_squares(maps, **options),
        "The first and last maps got neighbours from the other end; there is nothing to add.": around(maps, **options),
        "The value itself belongs to the sum too.": without_itself(maps, **options),
        "The sum of the first maps is empty: their slice begins below 0, which Python counts from the end.": (
            negative_start(maps, **options)
        ),
        "Your windows end one map too early: a slice leaves out its upper end.": one_short(maps, **options),
        "You write into the array that you still read: later sums contain values that are normalized already.": (
            in_place(maps, **options)
        ),
        "Your sum runs over all maps; only `size` of them belong to it.": all_maps(maps, **options),
        "Your sum holds the value itself alone; its neighbours belong to it too.": across(maps, 1, 0.3, 0.75, 2.0),
        "The sum is not multiplied by alpha.": across(maps, 5, 1.0, 0.75, 2.0),
    }
    for sentence, values in mistakes.items():
        if np.allclose(got, values, equal_nan=True):
            return sentence
    if not np.allclose(got, want):
        return "The shape is right, the values are not: work out one pixel with three maps and a size of 3 by hand."
    options = {"size": 3, "alpha": 0.1, "beta": 0.5, "k": 1.0}
    got, want = np.asarray(answer(maps.copy(), **options)), solution(maps, **options)
    return None if np.allclose(got, want) else "Right for a size of 5, wrong for a size of 3, beta 0.5 and k 1."


def another_solution(maps, size, alpha, beta, k):  # with a loop over the maps
    output = np.empty_like(maps)
    for index in range(maps.shape[-1]):
        neighbours = maps[..., max(0, index - size // 2) : index + size // 2 + 1]
        output[..., index] = maps[..., index] / (k + alpha * (neighbours**2).sum(axis=-1)) ** beta
    return output


def across(maps, size, alpha, beta, k):
    return maps / (k + alpha * _sums(maps, size, size // 2)) ** beta


def divided_by_size(maps, size, alpha, beta, k):
    return across(maps, size, alpha / size, beta, k)


def within(maps, size, alpha, beta, k):
    half = size // 2
    padded = np.pad(maps**2, ((half, half), (half, half), (0, 0)))
    sums = np.lib.stride_tricks.sliding_window_view(padded, (size, size), axis=(0, 1)).sum(axis=(-2, -1))
    return maps / (k + alpha * sums) ** beta


def forward(maps, size, alpha, beta, k):
    return maps / (k + alpha * _sums(maps, size, 0)) ** beta


def no_power(maps, size, alpha, beta, k):
    return across(maps, size, alpha, 1.0, k)


def no_constant(maps, size, alpha, beta, k):
    return across(maps, size, alpha, beta, 0.0)


def no_squares(maps, size, alpha, beta, k):
    half = size // 2
    padded = np.pad(maps, ((0, 0), (0, 0), (half, half)))
    sums = sum(padded[..., shift : shift + maps.shape[-1]] for shift in range(size))
    with np.errstate(invalid="ignore"):
        return maps / (k + alpha * sums) ** beta


def around(maps, size, alpha, beta, k):
    sums = sum(np.roll(maps**2, shift, axis=-1) for shift in range(-(size // 2), size // 2 + 1))
    return maps / (k + alpha * sums) ** beta


def without_itself(maps, size, alpha, beta, k):
    return maps / (k + alpha * (_sums(maps, size, size // 2) - maps**2)) ** beta


def negative_start(maps, size, alpha, beta, k):
    output = np.empty_like(maps)
    for index in range(maps.shape[-1]):
        neighbours = maps[..., index - size // 2 : index + size // 2 + 1]
        output[..., index] = maps[..., index] / (k + alpha * (neighbours**2).sum(axis=-1)) ** beta
    return output


def one_short(maps, size, alpha, beta, k):
    output = np.empty_like(maps)
    for index in range(maps.shape[-1]):
        neighbours = maps[..., max(0, index - size // 2) : index + size // 2]
        output[..., index] = maps[..., index] / (k + alpha * (neighbours**2).sum(axis=-1)) ** beta
    return output


def in_place(maps, size, alpha, beta, k):
    output = np.array(maps)
    for index in range(output.shape[-1]):
        neighbours = output[..., max(0, index - size // 2) : index + size // 2 + 1]
        output[..., index] /= (k + alpha * (neighbours**2).sum(axis=-1)) ** beta
    return output


def all_maps(maps, size, alpha, beta, k):
    return maps / (k + alpha * (maps**2).sum(axis=-1, keepdims=True)) ** beta


def only_itself(maps, size, alpha, beta, k):
    return across(maps, 1, alpha, beta, k)


def no_alpha(maps, size, alpha, beta, k):
    return across(maps, size, 1.0, beta, k)


def only_size_five(maps, size, alpha, beta, k):
    return across(maps, 5, alpha, beta, k)


WRONG_ANSWERS = {
    divided_by_size: "as PyTorch does",
    within: "pixels of the same map",
    forward: "stand in their middle",
    no_power: "beta is missing",
    no_constant: "k is missing",
    no_squares: "their squares should be",
    around: "from the other end",
    without_itself: "belongs to the sum too",
    negative_start: "from the end",
    one_short: "one map too early",
    in_place: "normalized already",
    all_maps: "over all maps",
    only_itself: "itself alone",
    no_alpha: "multiplied by alpha",
    only_size_five: "wrong for a size of 3",
}
