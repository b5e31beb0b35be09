"""Exercise: which layer grows with the picture?"""

KIND = "choice"
TITLE = "twice as large"
PROMPT = (
    "The classic convnet of this section is built again, for pictures of 56 × 56 pixels instead of 28 × 28. Which "
    "numbers of parameters change?"
)
OPTIONS = {
    "a": (
        "All of them: four times as many pixels need four times as many weights.",
        "The filters are shared by all places, so more places cost more work but no more weights.",
    ),
    "b": (
        "None of them: a convnet does not care how large its pictures are.",
        "True of the convolutions and of the pooling. But somewhere in this net every place has a weight of its own.",
    ),
    "c": (
        "Those of the three convolutions, for their maps become larger.",
        "A filter is 3 × 3 times its depth, however large the map that it makes.",
    ),
    "d": (
        "Those of the last layer, with its ten outputs.",
        "The last layer sees the 64 numbers of the layer before it and nothing else, and these stay 64.",
    ),
    "e": (
        "Only those of the first dense layer, which sees every place of every map.",
        "Its input grows from 3 · 3 · 64 = 576 to 10 · 10 · 64 = 6,400 numbers, so it goes from 36,928 to 409,664.",
    ),
}
CORRECT = "e"
HINTS = ["Go through the layers and write down what each formula needs to know. In which one does a height appear?"]
