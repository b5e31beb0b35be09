"""Exercise: what the gates of one stage add."""

KIND = "number"
TITLE = "the gates of one stage"
PROMPT = (
    "The third stage of SE-ResNet-50 has six blocks, and 1024 maps leave each of them. How many weights do its gates "
    "have in all, with r = 16 and without biases?"
)
stub = None


def solution():
    return 6 * 2 * 1024 * (1024 // 16)


HINTS = [
    "A gate has two dense layers: 1024 means go in, hidden units follow, 1024 gates come out. How many hidden units?",
    "Both layers have as many weights, the number of maps times the number of hidden units; and there are six gates.",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    if answer == solution():
        return None
    if answer == solution() // 6:
        return "That is one gate; every block of the stage has its own."
    if answer == solution() // 2:
        return "That is one dense layer a gate: after the one that reduces, another one expands again."
    if answer == 6 * (2 * 1024 * 64 + 64 + 1024):
        return "Biases were counted, which the paper's gates do not have."
    if answer == 6 * 2 * 1024 * 16:
        return "That takes 16 hidden units; r says how many times fewer units than maps there are."
    if answer == 6 * 2 * 2048**2 // 16:
        return "That is for 2048 maps, those of the last stage."
    if answer == 6 * 2 * 1024**2:
        return "That is r = 1, a hidden layer as wide as the maps: the reduction was forgotten."
    if answer == 6 * 2 * 256**2 // 16:
        return "That is for 256 maps, those of the 3x3 convolution; the gate scales what leaves the block."
    return "Count one dense layer first, then the layers of a gate, then the gates of the stage."


another_solution = 2 / 16 * 6 * 1024**2

WRONG_ANSWERS = {
    "one_gate": (131_072, "one gate"),
    "one_layer": (393_216, "one dense layer"),
    "biases": (792_960, "Biases were counted"),
    "sixteen_units": (196_608, "16 hidden units"),
    "last_stage": (3_145_728, "the last stage"),
    "no_reduction": (12_582_912, "reduction was forgotten"),
    "inner_maps": (49_152, "those of the 3x3 convolution"),
}
