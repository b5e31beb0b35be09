"""Exercise: a training that runs out of memory."""

KIND = "choice"
TITLE = "out of memory"
PROMPT = (
    "You train VGG-16 on pictures of 224×224 in batches of 256, with SGD and momentum, and the graphics card runs out "
    "of memory. Which of these changes frees most of it?"
)
OPTIONS = {
    "a": (
        "Half as many units in both hidden dense layers.",
        "That frees 66 million parameters, with gradient and momentum about 0.8 GB. But at this batch size parameters "
        "are the smaller part.",
    ),
    "b": (
        "Batches of 128.",
        "A picture leaves 13.6 million activations that backpropagation needs, 54 MB; 128 pictures fewer free about "
        "7 GB.",
    ),
    "c": (
        "No convolutions in block 5, only its pooling.",
        "Their maps are 14 pixels high and wide: they hold 2 % of the activations, and their 7 million parameters are "
        "5 % of all.",
    ),
    "d": (
        "Freezing the first dense layer, so that it needs neither gradient nor momentum.",
        "That frees twice 0.4 GB. The maps of the early convolutions are many times larger.",
    ),
    "e": (
        "SGD without momentum.",
        "Momentum keeps one number a parameter, 0.55 GB. Look at what grows with the batch.",
    ),
}
CORRECT = "b"
HINTS = [
    "Work out two numbers from the cell about memory: gigabytes of parameters, and gigabytes of activations for 256 "
    "pictures."
]
