"""Exercise: how many connections have the dense blocks of a net?"""

KIND = "number"
TITLE = "connections of a net"
PROMPT = (
    "The four dense blocks of DenseNet-121 have 6, 12, 24 and 16 layers. In a block, count one connection for every "
    "layer and every source that it gets maps from, the block's input being a source too. How many connections have "
    "the four blocks together?"
)
EXPLANATION = "A block of L layers has L(L + 1)/2, so there are 21 + 78 + 300 + 136 = 535."
stub = None

_LAYERS = (6, 12, 24, 16)


def solution():
    return sum(layers * (layers + 1) // 2 for layers in (6, 12, 24, 16))


HINTS = [
    "Layer 1 of a block has one source, the block's input. How many has layer 2? And does layer 1 of the next block "
    "see any layer of this one?",
    "Add L(L + 1)/2 over the four blocks.",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    together = sum(_LAYERS)
    if answer in (together * (together + 1) // 2, together * (together - 1) // 2):
        return "That is one block with the layers of all four; no connection leads from one block into the next."
    if answer == sum(layers * (layers - 1) // 2 for layers in _LAYERS):
        return "These are the connections between layers; each layer also gets its block's input."
    if answer == together:
        return "So many would a chain have, where every layer has one source."
    if answer in (sum(layers**2 for layers in _LAYERS), sum(layers * (layers + 1) for layers in _LAYERS)):
        return "Connections go one way: a layer gets nothing from those behind it."
    if answer == sum((layers + 1) * (layers + 2) // 2 for layers in _LAYERS):
        return "One layer too many in every block: the block's input is a source, but it gets nothing."
    if answer in [layers * (layers + 1) // 2 for layers in _LAYERS]:
        return "That is one of the four blocks; the question asks for all of them together."
    return None if answer == solution() else "Count the sources of layers 1, 2 and 3 of a block first, then go on."


another_solution = 21 + 78 + 300 + 136

WRONG_ANSWERS = {
    "as_one_block": (1711, "into the next"),
    "input_forgotten": (477, "also gets its block's input"),
    "chain": (58, "a chain have"),
    "both_ways": (1012, "one way"),
    "both_ways_and_input": (1070, "one way"),
    "one_too_many": (597, "One layer too many"),
    "one_block": (300, "one of the four"),
    "something_else": (77, "layers 1, 2 and 3"),
}
