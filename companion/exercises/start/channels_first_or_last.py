"""Exercise: where Keras and PyTorch keep the channels."""

KIND = "choice"
TITLE = "where do the channels go?"
PROMPT = (
    "A batch holds 16 colour pictures, each 30 pixels high and 40 wide. For Keras it has shape (16, 30, 40, 3). Which "
    "shape does a PyTorch convolution want for the same batch?"
)
OPTIONS = {
    "a": (
        "(16, 30, 40, 3)",
        "That is NHWC, as NumPy pictures and Keras have it. PyTorch would see 30 channels.",
    ),
    "b": (
        "(16, 3, 40, 30)",
        "Pillow and OpenCV give a *size* with its width first, but arrays have rows first.",
    ),
    "c": ("(3, 16, 30, 40)", "The picture's number comes first in both frameworks: only the channels move."),
    "d": (
        "(16, 3, 30, 40)",
        "PyTorch wants NCHW: channels move right behind the picture's number, rows before columns.",
    ),
    "e": (
        "(16, 3, 1200)",
        "A dense layer wants its pixels in one row; a convolution must know who is next to whom.",
    ),
}
CORRECT = "d"
HINTS = ["N counts pictures, H rows, W columns, C channels. Keras says NHWC, PyTorch NCHW."]
