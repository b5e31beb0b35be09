"""Exercise: what the first dense layer of VGG would cost for a larger picture."""

KIND = "number"
TITLE = "the first dense layer at 448 pixels"
PROMPT = (
    "You want to train VGG-16 on pictures of 448×448 pixels, without averaging the maps to 7×7 first. Its first dense "
    "layer, of 4096 units, then reads all that block 5 gives. How many parameters does that layer have, biases "
    "included?"
)
stub = None


def solution():
    return (448 // 32) ** 2 * 512 * 4096 + 4096


HINTS = [
    "How many times is the picture halved before the dense layers, and what is left of 448 pixels?",
    "The layer reads height times width times 512 numbers; each unit has a weight for every one of them, and a bias.",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    if answer == 7 * 7 * 512 * 4096 + 4096:
        return "That is the layer for 224 pixels. With twice the side the grid before it is larger too."
    if answer == 2 * 7 * 7 * 512 * 4096 + 4096 or answer == 2 * (7 * 7 * 512 * 4096 + 4096):
        return "The grid grows in height and in width, so doubling once is not enough."
    if answer == 4 * (7 * 7 * 512 * 4096 + 4096):
        return "The weights are right, but the biases do not grow with the grid: one for each unit, as before."
    if answer == 28 * 28 * 512 * 4096 + 4096:
        return "That is a grid after four halvings. Count the poolings of the table again."
    if answer == 14 * 14 * 512 * 4096:
        return "The weights are right, but the biases are missing."
    if answer == 14 * 14 * 512:
        return "That is how many numbers the layer reads. Each of its units has a weight for every one of them."
    if answer == 14 * 14 * 4096 + 4096:
        return "The grid has many maps, not one: each place gives as many numbers as block 5 has filters."
    if answer == solution():
        return None
    return "Work out the grid that is left of the picture, then the numbers the layer reads, then weights and biases."


another_solution = 4 * (102_764_544 - 4096) + 4096

WRONG_ANSWERS = {
    "as_before": (102_764_544, "for 224 pixels"),
    "doubled": (205_524_992, "in height and in width"),
    "biases_four_times": (411_058_176, "do not grow"),
    "four_poolings": (1_644_171_264, "four halvings"),
    "no_biases": (411_041_792, "biases are missing"),
    "only_inputs": (100_352, "how many numbers the layer reads"),
    "one_map": (806_912, "many maps"),
}
