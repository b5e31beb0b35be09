"""Exercise: few parameters, much memory."""

KIND = "choice"
TITLE = "few parameters, much memory"
PROMPT = (
    "A dense block of 24 layers is replaced by one of 48 with the same growth rate, the same input, and maps of the "
    "same size. About by how much do the numbers grow that a usual implementation keeps for the backward pass, "
    "if the growth rate is large against the block's input and there is no bottleneck?"
)
OPTIONS = {
    "a": (
        "Twice: there are twice as many layers, and every layer makes as many maps as before.",
        "It makes as many, but it does not keep only what it makes: it keeps what it sees, and later layers see more.",
    ),
    "b": (
        "Four times: layer l keeps a copy of all maps before it, and the sum over layers grows with the square.",
        "The sum of k0 + (l - 1) k over L layers is about k L² / 2: twice the layers, four times the sum.",
    ),
    "c": (
        "Not at all: what is concatenated was there already.",
        "The maps were there, but a concatenation writes them into a new array, and the normalisation into another.",
    ),
    "d": (
        "It depends on the number of parameters, so one has to know the kernels.",
        "What is kept are maps: their number and size count, however many weights made them.",
    ),
    "e": (
        "By a factor of 2²⁴: every layer doubles the number of maps.",
        "A layer adds a fixed number of maps, the growth rate; nothing doubles from layer to layer.",
    ),
}
CORRECT = "b"
HINTS = [
    "What does layer l need again in the backward pass? How many maps are those?",
    "Add up 1 + 2 + ... + 24, and 1 + 2 + ... + 48. What is the ratio?",
]
