"""Exercise: the shortcut without weights, where the picture is halved and the maps are more."""

import numpy as np

KIND = "code"
TITLE = "a shortcut without weights"
PROMPT = (
    "Write `zero_padding_shortcut(maps, stride, out_channels)` with NumPy: `maps` has shape (N, H, W, C). Keep every "
    "`stride`-th row and column, the first ones included, and put maps of zeros behind the old ones until there are "
    "`out_channels`. `out_channels` is at least C."
)


def zero_padding_shortcut(maps, stride, out_channels): ...  # your code here


stub = zero_padding_shortcut
KEEP_ARGUMENTS = True  # the judge compares the arrays before and after each call


def solution(maps, stride, out_channels):
    kept = maps[:, ::stride, ::stride]
    return np.pad(kept, ((0, 0), (0, 0), (0, 0), (0, out_channels - maps.shape[3])))


HINTS = [
    "A slice with a step keeps every so-manieth row. Which of the four axes are rows and columns?",
    "`np.pad` takes a pair for every axis: how many zeros before and behind. Only one axis gets any.",
    "With 5 rows and stride 2 the rows 0, 2 and 4 are kept.",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    maps = rng.permutation(32.0 + np.arange(32)).reshape(1, 4, 4, 2)
    got = np.asarray(answer(maps.copy(), 2, 3), dtype=float)
    if got.shape == (1, 4, 4, 3):
        return "All pixels are still there: the shortcut must fit a residual of fewer pixels."
    if got.shape == (1, 2, 2, 2):
        return "The new maps are missing: the residual has more maps than the shortcut, and the two could not be added."
    if got.shape == (1, 2, 2, 5):
        return "You added `out_channels` maps; there should be so many in all."
    if got.shape != (1, 2, 2, 3):
        return f"For maps (1, 4, 4, 2), stride 2 and 3 maps in all, your shape is {got.shape}, not the residual's."
    return _wrong_numbers(got, maps) or _at_random(answer, rng)


def _wrong_numbers(got, maps):
    kept = maps[:, ::2, ::2]
    means = maps.reshape(1, 2, 2, 2, 2, 2).mean(axis=(2, 4))
    if np.allclose(got[..., :2], means):
        return "You took means of squares: here pixels between are left out, not averaged."
    if np.allclose(got[..., :2], maps.reshape(1, 2, 2, 2, 2, 2).max(axis=(2, 4))):
        return "You took the largest of every square: here one pixel of each is kept, whatever it holds."
    if np.allclose(got[..., 1:], kept):
        return "The zeros stand before the old maps; they belong behind them."
    if np.allclose(got[..., :2], maps[:, 1::2, 1::2]):
        return "You began with the second row and column; the first ones belong to those that are kept."
    if np.allclose(got[..., :2], kept) and not np.allclose(got[..., 2], 0):
        return "The pixels are right, but the new maps do not hold zeros."
    return (
        None
        if np.allclose(got[..., :2], kept)
        else "The shape is right, the pixels are not: print a map of 4 × 4 numbers."
    )


def _at_random(answer, rng):
    for height, width, stride, more in ((5, 7, 2, 3), (6, 4, 3, 2), (3, 3, 1, 0), (2, 3, 1, 4), (1, 1, 2, 1)):
        maps = rng.normal(size=(2, height, width, 3))
        got, want = answer(maps.copy(), stride, 3 + more), solution(maps, stride, 3 + more)
        if np.shape(got) != want.shape:
            case = f"Right for 4 × 4 pixels, but for {height} × {width} with stride {stride} and {3 + more} maps"
            if np.shape(got)[1:3] == (height // stride, width // stride):
                return f"{case} the shape is {np.shape(got)}: the last row counts even if no full step follows."
            return f"{case} the shape is {np.shape(got)}. Is `stride` or a number of maps written down as a number?"
        if not np.allclose(got, want):
            return "Right in one case, wrong for other sizes, strides or numbers of maps."
    return None


def another_solution(maps, stride, out_channels):
    count, height, width, channels = maps.shape
    out = np.zeros((count, -(-height // stride), -(-width // stride), out_channels))
    for i in range(out.shape[1]):
        for j in range(out.shape[2]):
            out[:, i, j, :channels] = maps[:, i * stride, j * stride]
    return out


def _padded(kept, out_channels):
    return np.pad(kept, ((0, 0), (0, 0), (0, 0), (0, out_channels - kept.shape[3])))


def no_stride(maps, stride, out_channels):
    return _padded(maps, out_channels)


def no_padding(maps, stride, out_channels):
    return maps[:, ::stride, ::stride]


def too_many_maps(maps, stride, out_channels):
    return np.pad(maps[:, ::stride, ::stride], ((0, 0), (0, 0), (0, 0), (0, out_channels)))


def averaged(maps, stride, out_channels):
    count, height, width, channels = maps.shape
    squares = maps[:, : height // stride * stride, : width // stride * stride]
    return _padded(
        squares.reshape(count, height // stride, stride, width // stride, stride, channels).mean((2, 4)), out_channels
    )


def zeros_first(maps, stride, out_channels):
    return np.pad(maps[:, ::stride, ::stride], ((0, 0), (0, 0), (0, 0), (out_channels - maps.shape[3], 0)))


def begins_late(maps, stride, out_channels):
    return _padded(maps[:, stride - 1 :: stride, stride - 1 :: stride], out_channels)


def repeats_maps(maps, stride, out_channels):
    kept = maps[:, ::stride, ::stride]
    return kept[..., np.arange(out_channels) % kept.shape[3]]


def drops_the_last_row(maps, stride, out_channels):
    height, width = maps.shape[1] // stride, maps.shape[2] // stride
    return _padded(maps[:, ::stride, ::stride][:, :height, :width], out_channels)


def always_stride_2(maps, stride, out_channels):
    return _padded(maps[:, ::2, ::2], out_channels)


def always_one_map_more(maps, stride, out_channels):
    return np.pad(maps[:, ::stride, ::stride], ((0, 0), (0, 0), (0, 0), (0, 1)))


def minus_zero(maps, stride, out_channels):
    kept = maps[:, ::stride, ::stride]
    out = np.zeros((*kept.shape[:3], out_channels))
    missing = out_channels - kept.shape[3]
    if missing:
        out[..., :-missing] = kept
    return out


def nchw(maps, stride, out_channels):
    return (
        np.pad(maps[:, :, ::stride, ::stride], ((0, 0), (0, out_channels - maps.shape[1]), (0, 0), (0, 0)))
        if out_channels >= maps.shape[1]
        else maps[:, :, ::stride, ::stride]
    )


WRONG_ANSWERS = {
    no_stride: "All pixels are still there",
    no_padding: "new maps are missing",
    too_many_maps: "so many in all",
    averaged: "not averaged",
    zeros_first: "behind them",
    begins_late: "first ones",
    repeats_maps: "do not hold zeros",
    drops_the_last_row: "last row counts",
    always_stride_2: "written down as a number",
    always_one_map_more: "written down as a number",
    minus_zero: "Right in one case",
    nchw: "not the residual's",
}
