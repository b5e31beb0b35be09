"""Exercise: how many windows fit into a picture."""

KIND = "number"
TITLE = "how many windows?"
PROMPT = (
    "Windows of 128×128 pixels are laid over a picture of 600×800 pixels (height × width), 48 pixels apart in both "
    "directions, each wholly inside. How many are there?"
)
EXPLANATION = (
    "The upper edge of a window may lie at 0, 48, ..., 432, which is the last multiple of 48 up to 600 - 128 = 472: 10 "
    "rows. The left edge may lie at 0, 48, ..., 672 = 800 - 128: 15 columns, and the last window touches the edge."
)
stub = None


def solution():
    return ((600 - 128) // 48 + 1) * ((800 - 128) // 48 + 1)


HINTS = [
    "Write down where the upper edge of a window may lie: 0, 48, 96, ... What is the largest number allowed?",
    "Steps and positions are not the same number: after 3 steps you have stood at 4 places.",
    "Rows and columns are chosen independently: multiply.",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    if answer == solution():
        return None
    if answer == 9 * 14:
        return "You counted the steps. Before the first step there is a window too, in each direction."
    if answer == 10 * 14:
        return (
            "One column is missing: a window may touch the right edge, for x2 = 800 is the far side of the last pixel."
        )
    if answer == 11 * 15:
        return "One row too many: its windows would stick out below. Round the number of steps down, not up."
    if answer in (13 * 17, 12 * 16):
        return "You divided the size of the picture by the step; windows that start near the edge would stick out."
    if answer == (600 // 128) * (800 // 128):
        return "These are windows that do not overlap, 128 pixels apart."
    if answer == 10 + 15:
        return "Rows and columns are chosen independently of each other: multiply their numbers."
    if answer == 473 * 673:
        return "That is every position, at a step of 1 pixel."
    if answer in (10, 15):
        return "That is one direction; windows move in both."
    return "Count the places of the upper edge and those of the left edge, then multiply."


another_solution = float(len(range(0, 600 - 128 + 1, 48)) * len(range(0, 800 - 128 + 1, 48)))

WRONG_ANSWERS = {
    "steps": (126, "counted the steps"),
    "edge_not_touched": (140, "may touch the right edge"),
    "rounded_up": (165, "One row too many"),
    "starts_everywhere": (221, "stick out"),
    "side_by_side": (24, "do not overlap"),
    "added": (25, "multiply"),
    "step_of_one": (318_329, "every position"),
    "one_direction": (15, "one direction"),
}
