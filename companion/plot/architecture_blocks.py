"""Which blocks a picture of a net shows, and where they stand: everything about it that can be done without drawing."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

MOST_BLOCKS = 26
"""More blocks than this cannot be told apart in a picture as wide as a page."""

KINDS = {
    "input": ("input", 0),
    "convolution": ("convolution", 1),
    "transposed convolution": ("convolution", 1),
    "separable convolution": ("convolution", 1),
    "depthwise convolution": ("depthwise convolution", 2),
    "dense": ("dense", 3),
    "attention": ("attention", 4),
    "max pooling": ("pooling", 5),
    "average pooling": ("pooling", 5),
    "adaptive pooling": ("pooling", 5),
    "global pooling": ("pooling", 5),
}
"""What is drawn, by the kind of a row: the word in the legend, and its place there; all else is "other"."""

_QUIET = ("activation", "normalization", "dropout", "flatten", "padding", "preprocessing", "other")


@dataclass(frozen=True)
class Block:
    """One box of the picture.

    Parameters
    ----------
    name : str
        Name of the layer or of the group.
    kind : str
        A word of the legend.
    sides : (int, int, int)
        Height, width and channels of its output.
    parameters, multiply_adds : int
        Its own and those of the quiet layers behind it.
    layers : int
        Layers it stands for.
    """

    name: str
    kind: str
    sides: tuple[int, int, int]
    parameters: int = 0
    multiply_adds: int = 0
    layers: int = 1

    @property
    def size(self) -> str:
        """Height, width and channels as text; of a row of features only their number."""
        height, width, channels = self.sides
        return f"{channels:,}" if height == width == 1 else f"{height}×{width}×{channels}"


@dataclass(frozen=True)
class Place:
    """Where a box stands, in units of the tallest box.

    Parameters
    ----------
    left : float
        Left edge of its front.
    thickness, height : float
        Extent of the front, to the right and up.
    shift, rise : float
        How far to the right and up its back stands.
    pitch : float
        From its left edge to the next one's.
    """

    left: float
    thickness: float
    height: float
    shift: float
    rise: float
    pitch: float

    @property
    def middle(self) -> float:
        """Middle of the front, where the label stands."""
        return self.left + self.thickness / 2


def blocks_of(summary: Any, depth: int | None = None) -> list[Block]:
    """Return the blocks of a summary, the input first.

    Parameters
    ----------
    summary : Summary
        Of `companion.architectures.summary`.
    depth : int, optional
        How many parts of a layer's name make a block; left out, as many as leave at most `MOST_BLOCKS` blocks.

    Returns
    -------
    list of Block
        Activations, normalizations and whatever else leaves shapes alone have no block; what they cost goes to the one
        before them. Sums and concatenations have none either.
    """
    if depth is not None:
        return _drawn(summary, summary.grouped(depth).rows)
    deepest = max((row.name.count(summary.separator) + 1 for row in summary.rows), default=1)
    for parts in range(deepest, 1, -1):
        blocks = _drawn(summary, summary.grouped(parts).rows)
        if len(blocks) <= MOST_BLOCKS:
            return blocks
    return _drawn(summary, summary.grouped(1).rows)


def _drawn(summary: Any, rows: Iterable[Any]) -> list[Block]:
    blocks = [Block("input", "input", summary.sides(summary.input_shape))]
    for row in rows:
        sides = summary.sides(row.output_shape)
        if row.layers == 1 and (row.kind in _QUIET or _changes_nothing(row, sides, blocks[-1])):
            more = row.parameters + blocks[-1].parameters, row.multiply_adds + blocks[-1].multiply_adds
            blocks[-1] = replace(blocks[-1], parameters=more[0], multiply_adds=more[1])
            continue
        kind = KINDS.get(row.kind, ("other", 6))[0]
        blocks.append(Block(row.name, kind, sides, row.parameters, row.multiply_adds, row.layers))
    return blocks


def _changes_nothing(row: Any, sides: tuple[int, int, int], before: Block) -> bool:
    """Return whether a layer without weights leaves height, width and channels as they are."""
    return row.parameters == 0 and sides == before.sides


def places_of(blocks: list[Block], longest: float) -> list[Place]:
    """Return where the blocks stand, side by side from left to right.

    Parameters
    ----------
    blocks : list of Block
        At least one.
    longest : float
        Length of the row that must not be exceeded; a longer row is pressed together.

    Notes
    -----
    The height is the square root of the height in pixels, the tallest being 1; the shift of the back likewise for the
    width; the thickness grows with the logarithm of the channels: 1 channel 0.06, 4096 channels 0.42.
    """
    tallest, widest = (max(block.sides[axis] for block in blocks) for axis in (0, 1))
    high = [max(math.sqrt(block.sides[0] / tallest), 0.02) for block in blocks]
    back = [0.22 * math.sqrt(block.sides[1] / widest) for block in blocks]
    thick = [0.06 + 0.03 * math.log2(block.sides[2]) for block in blocks]
    pitches = [thickness + slant + 0.05 for thickness, slant in zip(thick, back, strict=True)]
    press = min(1.0, longest / sum(pitches))
    return [
        Place(press * sum(pitches[:i]), press * thick[i], high[i], press * back[i], back[i], press * pitches[i])
        for i in range(len(blocks))
    ]
