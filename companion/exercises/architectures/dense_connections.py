"""Exercise: how many connections has a dense block?"""

KIND = "number"
TITLE = "connections of a block"
PROMPT = (
    "A dense block has 12 layers. Count one connection for every layer and every source that it gets maps from, the "
    "block's input being a source too. How many connections does the block have?"
)
EXPLANATION = "Layer l has l sources, so there are 1 + 2 + ... + 12 = 12 · 13 / 2 = 78."
stub = None


def solution():
    return sum(range(1, 13))


HINTS = [
    "Layer 1 has one source, the block's input. How many has layer 2?",
    "You need 1 + 2 + 3 + ... + 12. Pair the first number with the last.",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    if answer == 12 * 11 // 2:
        return "These are the connections between layers; each layer also gets the block's input."
    if answer == 12:
        return "So many has a chain, where every layer has one source."
    if answer in (12 * 12, 12 * 13):
        return "Connections go one way: a layer gets nothing from those behind it."
    if answer == 13 * 14 // 2:
        return "One layer too many: the block's input is a source, but it gets nothing."
    if answer == 11:
        return "That counts the gaps between neighbours; here layers that are no neighbours are connected too."
    return None if answer == solution() else "Count the sources of layers 1, 2 and 3 first, then go on in the same way."


another_solution = 12 * 13 // 2

WRONG_ANSWERS = {
    "input_forgotten": (66, "also gets the block's input"),
    "chain": (12, "has a chain"),
    "both_ways": (144, "one way"),
    "one_too_many": (91, "One layer too many"),
    "gaps": (11, "no neighbours"),
    "something_else": (77, "layers 1, 2 and 3"),
}
