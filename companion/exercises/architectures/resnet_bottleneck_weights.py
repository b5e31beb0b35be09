"""Exercise: the weights of a bottleneck block."""

KIND = "number"
TITLE = "the weights of a bottleneck"
PROMPT = (
    "In stage 3 of ResNet-50 a block gets 14 × 14 × 1024 maps. Its residual branch is a 1×1 convolution to 256 maps, a "
    "3×3 convolution that keeps 256, and a 1×1 convolution back to 1024. How many weights do the three have together? "
    "There are no biases; leave the batch normalizations out."
)
EXPLANATION = "1024 · 256 + 9 · 256 · 256 + 256 · 1024: two thin ends of 262,144 weights, and a middle of 589,824."
stub = None


def solution():
    return 1024 * 256 + 9 * 256 * 256 + 256 * 1024


HINTS = [
    "A filter of a 1×1 convolution on 1024 maps has 1024 weights. How many such filters has the first layer?",
    "The 3×3 convolution sees 256 maps, not 1024: that is what the first layer is for.",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    if answer == 9 * 256 * 256:  # by chance 1024 * 256 + 256 * 256 + 256 * 1024 is the same number
        return (
            "That is the middle layer without the other two, or all three with one place in every filter of the "
            "middle one: both come to this number. All three count, and a 3×3 filter has nine places a map."
        )
    if answer == 1024 * 256 + 9 * 256 * 256:
        return "The way back is missing: the third layer must give as many maps as the shortcut has."
    if answer == 9 * (2 * 1024 * 256 + 256 * 256):
        return "All three layers were counted as 3×3; the outer two look at one pixel."
    if answer == 2 * 9 * 1024 * 1024:
        return "That is the block of two layers, 3×3 on all 1024 maps: what the bottleneck avoids."
    if answer == 1024 * 256 + 9 * 1024 * 256 + 256 * 1024:
        return "The 3×3 convolution sees the maps that the first layer gives, not those that enter the block."
    if answer == solution() + 256 + 256 + 1024:
        return "Those are biases too: behind every one of these layers stands a batch normalization, so there are none."
    if answer == solution() + 2 * (256 + 256 + 1024):
        return "That is the whole block with its batch normalizations, as the summary counts it; leave those out."
    if answer == 2 * 256 * 64 + 9 * 64 * 64:
        return "That is a block of stage 1, with 256 maps outside and 64 inside; here it is 1024 and 256."
    if answer >= 14 * 14 * 65536:
        return "Far too many: the same weights are used at every pixel, so pixels do not count."
    return None if answer == solution() else "For each layer: maps in, times maps out, times the places of one filter."


another_solution = 2 * 2**18 + 9 * 2**16

WRONG_ANSWERS = {
    "flat_middle_or_middle_alone": (589_824, "both come to this number"),
    "no_way_back": (851_968, "way back"),
    "all_three_by_three": (5_308_416, "look at one pixel"),
    "two_layers": (18_874_368, "two layers"),
    "middle_sees_all": (2_883_584, "first layer gives"),
    "with_biases": (1_115_648, "biases"),
    "with_normalizations": (1_117_184, "leave those out"),
    "of_stage_1": (69_632, "block of stage 1"),
    "multiply_adds": (196 * 1_114_112, "pixels do not count"),
    "one_end_only": (262_144, "For each layer"),
}
