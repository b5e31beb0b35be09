"""Exercise: how many maps does a layer of a dense block see?"""

KIND = "number"
TITLE = "what the last layer sees"
PROMPT = (
    "In DenseNet-BC for CIFAR, 24 maps enter the first dense block; its 16 layers have growth rate 12. How many maps "
    "does layer 16 of this block see?"
)
EXPLANATION = "It sees the block's 24 maps and those of the 15 layers before it: 24 + 15 · 12 = 204."
stub = None


def solution():
    return 24 + 15 * 12


HINTS = [
    "What does layer 1 see? And layer 2?",
    "Layer l sees what enters the block, and the maps of the l - 1 layers before it.",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    if answer == 24 + 16 * 12:
        return "That leaves the block: the layer's own maps are counted too, but it cannot see those."
    if answer == 15 * 12:
        return "The maps that enter the block are missing: every layer sees them as well."
    if answer == 24 + 14 * 12:  # which is 16 * 12 too
        return "One layer short, or 16 layers and no input: count the layers before layer 16, then add what enters."
    if answer == 12:
        return "That is what a layer sees in a chain, where it knows its neighbour alone; here it knows all before it."
    if answer in (24, 24 + 12):
        return "So few sees layer 1 or 2; every layer between adds its maps, and none of them is lost."
    if answer == 24 * 16:
        return "The maps grow by the growth rate from layer to layer; you multiplied the maps that enter."
    if answer == 24 + 15 * 48:
        return (
            "The bottleneck's maps stay inside a layer: a layer passes on as many as the growth rate, not four times."
        )
    return (
        None if answer == solution() else "Write down what layers 1, 2 and 3 see, and look for the step between them."
    )


another_solution = list(range(24, 300, 12))[15]

WRONG_ANSWERS = {
    "its_own_too": (216, "leaves the block"),
    "no_input": (180, "enter the block are missing"),
    "one_short_or_no_input": (192, "One layer short"),
    "neighbour_alone": (12, "in a chain"),
    "input_and_neighbour": (36, "layer 1 or 2"),
    "input_times_layers": (384, "you multiplied"),
    "bottleneck_passed_on": (744, "stay inside"),
    "something_else": (100, "step between them"),
}
