"""Exercise: why torchvision's GoogLeNet has fewer parameters than the paper's."""

KIND = "choice"
TITLE = "fewer parameters than the paper"
PROMPT = (
    "Without auxiliary heads the net of the paper has 6,998,552 parameters, torchvision's 6,624,904. Batch "
    "normalization *adds* parameters. Which difference outweighs that?"
)
OPTIONS = {
    "a": (
        "torchvision leaves out the bias of every convolution.",
        "That saves one number a map, 7,280 in all, and the normalization brings two for each of them.",
    ),
    "b": (
        "torchvision has no auxiliary heads.",
        "Both numbers are without heads; with them torchvision has twice as many.",
    ),
    "c": (
        "torchvision's last max pooling is 2×2, the paper's 3×3.",
        "A pooling has no parameters, whatever its window.",
    ),
    "d": (
        "torchvision's 5×5 branches have windows of 3×3.",
        "Each of those nine convolutions has 9 weights where the paper has 25: 380,928 fewer, against 7,280 more.",
    ),
    "e": (
        "torchvision has no local response normalization.",
        "Local response normalization learns nothing: its constants are fixed.",
    ),
}
CORRECT = "d"
HINTS = ["Which of these differences changes the shape of a kernel?"]
