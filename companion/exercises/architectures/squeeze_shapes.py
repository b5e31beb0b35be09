"""Exercise: gates that were not reshaped."""

KIND = "choice"
TITLE = "gates that were not reshaped"
PROMPT = (
    "In PyTorch, somebody writes `maps * gates` with `maps` of shape (N, C, H, W) and `gates` of shape (N, C), and "
    "forgets to reshape the gates. For which of these maps does the line run without an error, keep the shape of the "
    "maps, and give wrong numbers?"
)
OPTIONS = {
    "a": (
        "(8, 64, 14, 14)",
        "Shapes are aligned from the right: 64 gates meet 14 columns, and PyTorch refuses.",
    ),
    "b": (
        "(1, 64, 32, 32)",
        "The batch of one would stretch, but 64 gates meet 32 columns: an error, so you would notice.",
    ),
    "c": (
        "(1, 64, 64, 64)",
        "64 gates meet 64 columns, and the batch of one stretches over the rows: every column is scaled, no map is.",
    ),
    "d": (
        "(8, 64, 1, 1)",
        "This runs, for axes of length 1 stretch, but the result has another shape: (8, 64, 8, 64).",
    ),
    "e": (
        "None: PyTorch knows which axis holds the channels.",
        "PyTorch knows no names of axes. It aligns shapes from the right, like NumPy.",
    ),
}
CORRECT = "c"
HINTS = [
    "Write the two shapes below each other, aligned at the right end. Which axes meet, and are they equal, or 1?",
]
