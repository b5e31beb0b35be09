"""Exercise: what a higher training error of the deeper net says."""

KIND = "choice"
TITLE = "a deeper net that is worse"
PROMPT = (
    "Two plain nets with batch normalization are trained in the same way on the same pictures. The one with 56 layers"
    " has a higher error than the one with 20 layers, on the *training* pictures and on new ones. Which explanation "
    "fits?"
)
OPTIONS = {
    "a": (
        "The deeper net over-fits: it has more weights than it needs.",
        "An over-fitted net does well on the training pictures. This one does worse on them.",
    ),
    "b": (
        "The deeper net cannot represent what the shallower one computes.",
        "It can: give it the 20 layers, and let the other 36 hand on what they get. Training does not find this.",
    ),
    "c": (
        "Its gradients vanish on the way back, so that next to nothing arrives in the first layers.",
        "That was the trouble before batch normalization. He et al. measured the gradients of their plain nets, which "
        "have it, and found none that vanish. In our 56 layers they even explode towards the picture at the start.",
    ),
    "d": (
        "Good weights exist for it, but gradient descent does not reach them in the time it has.",
        "The constructed solution (20 layers and 36 that do nothing) proves that they exist; the training error proves "
        "that they were not found. Why plain nets are so hard to train, the paper leaves open.",
    ),
    "e": (
        "It needs more pictures.",
        "More pictures narrow the gap between training and new pictures. Here already the training error is too high.",
    ),
}
CORRECT = "d"
HINTS = [
    "Look at the training error first. Which of the explanations predict a low one?",
    "Build a net of 56 layers by hand that is exactly as good as the one with 20. What would its other layers do?",
]
