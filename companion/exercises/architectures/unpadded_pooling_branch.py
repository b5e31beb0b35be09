"""Exercise: what happens to an Inception module whose pooling does not pad."""

KIND = "choice"
TITLE = "a pooling branch without padding"
PROMPT = (
    "In an Inception module you write the pooling branch as `nn.MaxPool2d(3, stride=1)`, followed by the 1×1 "
    "convolution; the other branches are right. What happens when maps of 28×28 arrive?"
)
OPTIONS = {
    "a": (
        "Nothing changes: at stride 1 a pooling keeps the size.",
        "A window of 3×3 that must lie wholly inside fits in 26 places along 28 pixels, whatever the stride says.",
    ),
    "b": (
        "The module works, and its output has 26×26 places.",
        "Three branches still give 28×28, and nothing crops them.",
    ),
    "c": (
        "The concatenation fails: this branch gives 26×26, the others 28×28.",
        "Channels can only be put side by side where every branch has the same places. With `padding=1` it has.",
    ),
    "d": (
        "The concatenation fails, because the branch has as many channels as came in.",
        "The 1×1 convolution behind the pooling sets the channels, and branches may differ in them: they are added up.",
    ),
    "e": (
        "The module works, but its maps are shifted by a pixel against the others.",
        "A shift would need maps of the same size; these are smaller, and the module stops with an error.",
    ),
}
CORRECT = "c"
HINTS = ["Which two numbers along a side must agree, before maps can be stacked along their channels?"]
