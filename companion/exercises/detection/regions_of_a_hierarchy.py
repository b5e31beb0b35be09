"""Exercise: how many boxes one grouping can give."""

KIND = "number"
TITLE = "regions of a hierarchy"
PROMPT = (
    "A picture is cut into 200 segments, and every segment can be reached from every other through neighbours. "
    "Selective search joins two regions at a time until one region is left. How many different regions has it seen in "
    "all, the segments included? (It is the largest number of proposals that one grouping can give.)"
)
stub = None


def solution():
    return 399  # 200 segments, and each of 199 joins makes one new region


def another_solution():
    return 2 * 200 - 1.0


HINTS = [
    "Try it with 3 segments on paper, and write down every region that ever exists.",
    "Each join makes one new region. By how many does it change the number of regions that are left?",
    "From 200 regions down to 1, one fewer each time: how many joins is that?",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    given = float(answer)
    if given == 399:
        return None
    if given == 199:
        return "That is the number of joins, so of regions that are *made*; the segments were there before."
    if given == 200:
        return "Those are the segments alone: every join makes one region more."
    if given in (400, 398):
        return "Off by one: from 200 regions to a single one, how many joins are there?"
    if given == 300 or given == 100:
        return "The joined regions are joined again: pairing all segments once is only the first part of the way."
    if given == 19900:
        return "That is the number of *pairs* of segments; a join is made of the best pair only, then the pairs change."
    if given == 40000:
        return "That counts ordered pairs; regions are asked for, and a join makes one of them."
    return "Count the segments, then one new region for each join."


WRONG_ANSWERS = {
    "joins_only": (199, "segments were there before"),
    "segments_only": (200, "one region more"),
    "one_too_many": (400, "Off by one"),
    "half_as_many_more": (300, "joined again"),
    "pairs": (19900, "*pairs*"),
    "something_else": (7, "one new region for each join"),
}
