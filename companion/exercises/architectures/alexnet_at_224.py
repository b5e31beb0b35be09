"""Exercise: AlexNet without padding on 224 pixels."""

KIND = "choice"
TITLE = "an AlexNet that stops with an error"
PROMPT = (
    "Somebody builds the net of 2012 in PyTorch from the paper's text: 224×224 pixels, 96 filters of 11×11 with stride "
    "4 and no padding, poolings of 3×3 with stride 2, and a first dense layer for 6·6·256 numbers. The first picture "
    "ends in an error at that dense layer. What is the cause?"
)
OPTIONS = {
    "a": (
        "The first convolution gives 54 places a side and not 55, and after three poolings 5 are left and not 6.",
        "(224 - 11) / 4 + 1 is 54.25, and PyTorch rounds down: 54, 26, 12, 5. The paper's 55 needs 227 pixels, or "
        "padding.",
    ),
    "b": (
        "Poolings that overlap do not fit into maps of 55 places.",
        "They fit exactly: (55 - 3) / 2 + 1 = 27. And the maps have 54 places here, which is the trouble.",
    ),
    "c": (
        "The two towers were forgotten, so that the maps are twice as many.",
        "Towers change who sees which map, not how many there are: 256 come out of the fifth convolution either way.",
    ),
    "d": (
        "PyTorch flattens channels first, so the numbers come in the wrong order.",
        "Another order would give wrong answers without any error; here the *number* of inputs does not fit.",
    ),
    "e": (
        "Response normalization was left out.",
        "It changes values and never a shape.",
    ),
}
CORRECT = "a"
HINTS = [
    "Compute the height after the first convolution with the rule for output sizes, and then after each pooling.",
]
