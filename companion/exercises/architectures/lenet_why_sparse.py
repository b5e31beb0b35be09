"""Exercise: why the paper left connections out."""

KIND = "choice"
TITLE = "why C3 was sparse"
PROMPT = (
    "The maps of C3 see three, four or six maps of S2, by a table in the paper. Two reasons are given there. Which "
    "sentence says them?"
)
OPTIONS = {
    "a": (
        "A filter can only be as deep as three or four maps.",
        "The last map of C3 sees all six, so depth was no obstacle.",
    ),
    "b": (
        "It keeps the number of connections within bounds, and maps that see different things are forced to become "
        "different.",
        "In the paper's words, different maps are forced to extract different features, for they get different inputs.",
    ),
    "c": (
        "Most of the weights of a trained dense C3 were close to zero and could be cut away.",
        "That is pruning: it starts from a trained net. Here the table was fixed before training.",
    ),
    "d": (
        "It makes the net invariant to small shifts of the digit.",
        "Subsampling does a little of that. Which maps are joined has nothing to do with places.",
    ),
    "e": (
        "The table was found by trying many, and this one read the most digits.",
        "The table is a regular pattern: neighbours, then pairs. No search is reported.",
    ),
}
CORRECT = "b"
HINTS = [
    "One reason is about cost in 1998, the other about what would make two maps of a layer learn the same thing.",
]
