"""Tables of the papers as data: what the builders build, and what the papers say about it."""

from dataclasses import dataclass

from companion.convolution.arithmetic import Conv, Dense, Flatten, GlobalPool, Pool

LENET_WIDTHS = (6, 16, 120, 84)
"""Number of maps or units of C1, C3, C5 and F6 in LeNet-5."""

CLASSIC_WIDTHS = (32, 64, 64, 64)
"""Filters of the three convolutions and units of the dense layer of the classic convnet."""

LENET5 = (
    Conv(LENET_WIDTHS[0], 5),
    Pool(2),
    Conv(LENET_WIDTHS[1], 5),
    Pool(2),
    Conv(LENET_WIDTHS[2], 5),
    Flatten(),
    Dense(LENET_WIDTHS[3]),
    Dense(10),
)
"""LeNet-5 as it is built today (dense C3, plain pooling, dense output), for images (32, 32, 1)."""

CLASSIC_CONVNET = (
    Conv(CLASSIC_WIDTHS[0], 3),
    Pool(2),
    Conv(CLASSIC_WIDTHS[1], 3),
    Pool(2),
    Conv(CLASSIC_WIDTHS[2], 3),
    Flatten(),
    Dense(CLASSIC_WIDTHS[3]),
    Dense(10),
)
"""The classic convnet for images (28, 28, 1)."""


@dataclass(frozen=True)
class PaperLayer:
    """One layer as a paper's text describes it.

    Parameters
    ----------
    name : str
        The paper's name of the layer.
    shape : tuple of int
        Its output: (height, width, maps), or (units,).
    parameters : int
        Trainable parameters.
    connections : int
        Connections, the paper's measure of work.
    """

    name: str
    shape: tuple[int, ...]
    parameters: int
    connections: int


LENET5_PAPER = (
    PaperLayer("C1", (28, 28, 6), 156, 122_304),
    PaperLayer("S2", (14, 14, 6), 12, 5_880),
    PaperLayer("C3", (10, 10, 16), 1_516, 151_600),
    PaperLayer("S4", (5, 5, 16), 32, 2_000),
    PaperLayer("C5", (1, 1, 120), 48_120, 48_120),
    PaperLayer("F6", (84,), 10_164, 10_164),
)
"""LeNet-5 as LeCun et al. 1998, section II B, describes it; its output layer has no trained parameters there."""

LENET5_C3_INPUTS = (
    *((0, 1, 2), (1, 2, 3), (2, 3, 4), (3, 4, 5), (0, 4, 5), (0, 1, 5)),
    *((0, 1, 2, 3), (1, 2, 3, 4), (2, 3, 4, 5), (0, 3, 4, 5), (0, 1, 4, 5), (0, 1, 2, 5)),
    *((0, 1, 3, 4), (1, 2, 4, 5), (0, 2, 3, 5)),
    (0, 1, 2, 3, 4, 5),
)
"""Which maps of S2 each of the 16 maps of C3 sees (LeCun et al. 1998, table I)."""


def small_convnet_layers(num_classes: int = 10, *, width: int = 32) -> tuple[Conv | Pool | GlobalPool | Dense, ...]:
    """Return the batch-normalised small convnet without its normalisation layers.

    Parameters
    ----------
    num_classes : int
        Number of logits.
    width : int
        Number of maps of the first two convolutions.

    Notes
    -----
    Batch normalisation changes no shape and adds two trained parameters per map: ``2 * 10 * width`` in all.

    Examples
    --------
    >>> [layer.filters for layer in small_convnet_layers(width=8) if isinstance(layer, Conv)]
    [8, 8, 16, 16, 32]
    """
    first, second, third = (Conv(factor * width, 3, padding=1, bias=False) for factor in (1, 2, 4))
    return (first, first, Pool(2), second, second, Pool(2), third, GlobalPool(), Dense(num_classes))
