"""Exercise: an object between the places of a grid."""

import numpy as np

KIND = "number"
TITLE = "an object between the places"
PROMPT = (
    "The anchors of a feature map are squares of side 32, and their centres lie 16 pixels apart along both sides. An "
    "object fits them perfectly, a square of side 32, but its centre lies as far from the nearest centres as it can. "
    "What is the highest IoU that any anchor has with it? Answer to three decimals."
)
stub = None


def solution():
    return 576 / 1472  # shifted by 8 and 8: 24 * 24 shared of 2 * 32 * 32 - 24 * 24


def another_solution():
    centers = 16 * np.arange(5) + 8
    shared = 32 - np.abs(centers - centers[2] - 8)  # along one side, from the point between two centres
    shared = np.maximum(shared, 0)[:, None] * np.maximum(shared, 0)
    return float((shared / (2 * 32**2 - shared)).max())


HINTS = [
    "Draw four neighbouring centres. Where between them is the point that is farthest from all four?",
    "By how much is the object shifted along x, and by how much along y, from the nearest anchor?",
    "The shared square has side 32 - 8. What do the two squares cover together?",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    given = float(answer)
    if abs(given - solution()) <= 0.001:
        return None
    if given in (0.39, 0.4):
        return "Near, but rounded too far: three decimals are asked for."
    if abs(given - 100 * solution()) <= 0.1:
        return "That is per cent; an IoU is a number from 0 to 1."
    if not 0 <= given <= 1:
        return "An IoU lies from 0 to 1."
    if np.isclose(given, 0.6, atol=1e-3):
        return "You shifted the object along one side only; it can lie between the places along both."
    if np.isclose(given, 576 / 1024, atol=1e-3):
        return "That is the shared area over the area of one square. An IoU divides by what both cover together."
    if np.isclose(given, 576 / 2048, atol=1e-3):
        return "The shared area was counted twice in the union: subtract it once."
    if np.isclose(given, 256 / 1792, atol=1e-3) or np.isclose(given, 1 / 3, atol=1e-3):
        return "You shifted by a whole step, 16 pixels; halfway between two centres the next one is only 8 away."
    if np.isclose(given, 24 / 32, atol=1e-3):
        return "That is the shared part of one side; an IoU compares areas, and divides by what both cover."
    if given == 1:
        return "That would need a centre at the object's own centre; it lies between the centres."
    return "Shift a square of side 32 by 8 pixels along x and along y, then count shared and covered pixels."


WRONG_ANSWERS = {
    "one_direction": (0.6, "one side only"),
    "over_its_own_area": (0.5625, "area of one square"),
    "union_twice": (0.281, "counted twice"),
    "whole_step": (0.143, "whole step"),
    "whole_step_along_one_side": (0.333, "whole step"),
    "shared_side": (0.75, "shared part of one side"),
    "rounded_too_far": (0.39, "three decimals"),
    "perfect": (1, "own centre"),
    "per_cent": (39.1, "per cent"),
    "beyond_one": (1.5, "from 0 to 1"),
    "two_decimals_wrong": (0.38, "count shared and covered"),
}
