"""Exercise: Grad-CAM from feature maps and their gradients."""

import numpy as np

KIND = "code"
TITLE = "the heat map of Grad-CAM"
PROMPT = (
    "Write `grad_cam(maps, gradients)`. `maps` holds the feature maps of one layer for one picture and `gradients` the "
    "derivatives of a class score with respect to them, both of shape (H, W, C). Weigh each map with the mean of its "
    "gradients over all places, add the weighted maps up, and set what is negative to 0. The answer has shape (H, W)."
)


def grad_cam(maps, gradients): ...  # your code here


stub = grad_cam


def solution(maps, gradients):
    weights = gradients.mean(axis=(0, 1))  # (C,)
    return np.maximum(maps @ weights, 0)  # (H, W, C) @ (C,) -> (H, W)


HINTS = [
    "First the weights, one for each map: which axes of `gradients` disappear?",
    "`maps * weights` stretches (C,) over (H, W, C). Then add up over the channels.",
    "The cut at 0 comes last, after the sum: a map that speaks against the class may cancel one that speaks for it.",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    maps = np.array([[[1.0, 0.0], [0.0, 2.0]], [[3.0, 1.0], [1.0, 1.0]], [[0.0, 3.0], [2.0, 0.0]]])  # (3, 2, 2)
    gradients = np.array([[[1.0, -1.0], [3.0, -1.0]], [[2.0, -2.0], [2.0, 0.0]], [[0.0, 1.0], [4.0, -3.0]]])
    got = np.asarray(answer(maps, gradients), dtype=float)
    if got.shape != (3, 2):
        return f"For maps of shape (3, 2, 2) the answer should have shape (3, 2); yours has {got.shape}."
    if not np.allclose(got, solution(maps, gradients)):
        return _diagnosis(got, maps, gradients)
    shape = tuple(rng.integers(2, 7, 3))
    maps, gradients = np.maximum(rng.normal(size=shape), 0), rng.normal(size=shape)
    got = np.asarray(answer(maps, gradients), dtype=float)
    if got.shape != shape[:2] or not np.allclose(got, solution(maps, gradients)):
        return "Right on one example, wrong on random ones: check which axis is which, and that no size is fixed."
    return None


def _diagnosis(got, maps, gradients):
    weights = gradients.mean(axis=(0, 1))
    right = np.maximum(maps @ weights, 0)
    known = {
        "Negative places are left in: they speak against the class, so set them to 0 at the end.": maps @ weights,
        "Cut at 0 after the sum, not before: here every map is cut on its own, so none can cancel another.": (
            np.maximum(maps * weights, 0).sum(axis=-1)
        ),
        "The gradients are used place by place: first average each channel's over all places, then weigh.": (
            np.maximum((maps * gradients).sum(axis=-1), 0)
        ),
        "Your weights are sums of gradients, so they grow with the size of the map: take the mean.": (
            np.maximum(maps @ gradients.sum(axis=(0, 1)), 0)
        ),
        "A negative weight counts as a positive one: take the gradients with their sign.": maps @ np.abs(weights),
        "The maps are added up without weights: every channel speaks for the class alike.": maps.sum(axis=-1),
        "A sum of the weighted maps is asked for; yours is their mean, smaller by the number of maps.": (
            np.maximum((maps * weights).mean(axis=-1), 0)
        ),
        "You scaled the map to a largest value of 1: the question does not ask for it.": right / right.max(),
        "Set negative places to 0; you turned them positive.": np.abs(maps @ weights),
        "Maps and gradients have changed places: the gradients make the weights.": (
            np.maximum(gradients @ maps.mean(axis=(0, 1)), 0)
        ),
        "Every map got the same weight: average over the places only, so that each channel keeps its own.": (
            np.maximum(maps.sum(axis=-1) * gradients.mean(), 0)
        ),
    }
    for sentence, wrong in known.items():
        if np.allclose(got, wrong, atol=1e-6):
            return sentence
    return "Wrong already for two maps of 3×2 places: do weights, sum and cut one after the other, and look at each."


def another_solution(maps, gradients):  # channel by channel
    heat = np.zeros(maps.shape[:2])
    for channel in range(maps.shape[2]):
        heat += gradients[:, :, channel].mean() * maps[:, :, channel]
    return np.where(heat > 0, heat, 0.0)


def no_cut(maps, gradients):
    return maps @ gradients.mean(axis=(0, 1))


def cut_too_early(maps, gradients):
    return np.maximum(maps * gradients.mean(axis=(0, 1)), 0).sum(axis=-1)


def place_by_place(maps, gradients):
    return np.maximum((maps * gradients).sum(axis=-1), 0)


def summed_weights(maps, gradients):
    return np.maximum(maps @ gradients.sum(axis=(0, 1)), 0)


def unsigned_weights(maps, gradients):
    return maps @ np.abs(gradients.mean(axis=(0, 1)))


def no_weights(maps, gradients):
    return maps.sum(axis=-1)


def mean_of_maps(maps, gradients):
    return np.maximum((maps * gradients.mean(axis=(0, 1))).mean(axis=-1), 0)


def channels_kept(maps, gradients):
    return np.maximum(maps * gradients.mean(axis=(0, 1)), 0)


def scaled(maps, gradients):
    heat = solution(maps, gradients)
    return heat / (heat.max() + 1e-8)


def absolute(maps, gradients):
    return np.abs(maps @ gradients.mean(axis=(0, 1)))


def swapped(maps, gradients):
    return solution(gradients, maps)


def one_weight_for_all(maps, gradients):
    return np.maximum((maps * gradients.mean()).sum(axis=-1), 0)


def largest_gradient(maps, gradients):
    return np.maximum(maps @ gradients.max(axis=(0, 1)), 0)


WRONG_ANSWERS = {
    no_cut: "left in",
    cut_too_early: "not before",
    place_by_place: "place by place",
    summed_weights: "take the mean",
    unsigned_weights: "with their sign",
    no_weights: "without weights",
    mean_of_maps: "their mean",
    channels_kept: "shape (3, 2)",
    scaled: "scaled the map",
    absolute: "turned them positive",
    swapped: "changed places",
    one_weight_for_all: "same weight",
    largest_gradient: "one after the other",
}
