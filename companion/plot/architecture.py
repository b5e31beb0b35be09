"""A net at a glance: one box for every block, as high as its maps and as thick as their number, with what it costs."""

import itertools
from typing import Any

from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.patches import Patch, Polygon, Rectangle

from companion import check
from companion.plot.architecture_blocks import KINDS, Block, Place, blocks_of, places_of
from companion.plot.style import COLORS, INK, one_axes

_COLORS = {
    "input": "#bbbbbb",
    "convolution": COLORS[0],
    "depthwise convolution": COLORS[5],
    "dense": COLORS[1],
    "attention": COLORS[3],
    "pooling": COLORS[2],
    "other": COLORS[7],
}
_PARAMETERS, _WORK = INK, "#aaaaaa"
_STRIP, _GAP = 0.9, 0.06  # height of a bar for a share of 100 %, room above and below the bars
_INCHES_A_UNIT, _FONT_SIZE = 1.55, 8.0
_LONGEST = 9.5 / _INCHES_A_UNIT  # wider than this a figure is made smaller on the page


def architecture(summary: Any, *, depth: int | None = None, ax: Axes | None = None, title: str | None = None) -> Axes:
    """Draw a net as a row of boxes, with each box's share of the parameters and of the multiply-adds below it.

    Parameters
    ----------
    summary : Summary
        Of `companion.architectures.summary_torch.summary` or `companion.architectures.summary_keras.summary`.
    depth : int, optional
        How many parts of a layer's name make a box: with 1 "stage1.block2.conv1" belongs to "stage1", with 2 to
        "stage1.block2". Left out, as many as leave the boxes large enough to read.
    ax : matplotlib Axes, optional
        Where to draw; a new figure if not given, as wide as the net needs. On narrow axes the labels become smaller.
    title : str, optional
        Title; left out, the name of the net with its totals.

    Returns
    -------
    matplotlib Axes
        Three polygons for every box (front, top, side), two bars, and one label.

    Raises
    ------
    TypeError, ValueError
        If `depth` is not a whole number of at least 1, or `ax` not one Axes.

    Notes
    -----
    Height and depth of a box are the square root of the pixels of its output, its thickness grows with the logarithm of
    the channels. Activations, normalizations, sums and concatenations belong to the box before them.

    Examples
    --------
    >>> from companion.architectures.summary import Row, Summary
    >>> from matplotlib.figure import Figure
    >>> rows = (Row("conv", "convolution", (8, 26, 26), 80, 54_080, 3), Row("output", "dense", (10,), 54_090, 54_080))
    >>> ax = architecture(Summary("net", (1, 28, 28), rows), ax=Figure().subplots())
    >>> [text.get_text() for text in ax.texts]
    ['input  28×28×1', 'conv  26×26×8', 'output  10']
    """
    if depth is not None:
        check.integer("depth", depth, minimum=1)
    blocks = blocks_of(summary, depth)
    places = places_of(blocks, _LONGEST)
    length = places[-1].left + places[-1].pitch
    letters = max(len(_label(block)) for block in blocks)
    bottom = _labels_at(blocks, summary) - letters * 0.55 * _FONT_SIZE / 72 / _INCHES_A_UNIT
    ax = one_axes(ax, (max(length, 4.0) * _INCHES_A_UNIT, (1.3 - bottom) * _INCHES_A_UNIT + 0.3))
    ax.set(xlim=(-0.02, max(length, 4.0)), ylim=(bottom, 1.25))
    ax.set_axis_off()
    font = _fitting_font(ax, places)
    for block, place in zip(blocks, places, strict=True):
        _box(ax, place, _COLORS[block.kind])
        _bars(ax, place, block, summary)
        where = (place.middle, _labels_at(blocks, summary))
        ax.text(*where, _label(block), rotation=90, va="top", ha="center", fontsize=font)
    _legend(ax, blocks)
    ax.set_title(_title(summary) if title is None else title, fontsize="medium")
    return ax


def _label(block: Block) -> str:
    return f"{block.name}  {block.size}"


def _title(summary: Any) -> str:
    parameters, work = _short(summary.total_parameters), _short(summary.total_multiply_adds)
    return f"{summary.name}: {parameters} parameters, {work} multiply-adds"


def _short(count: int) -> str:
    """Return a number in three digits.

    Examples
    --------
    >>> _short(61_706), _short(25_557_032), _short(3_858_000_000), _short(850)
    ('61.7 thousand', '25.6 million', '3.86 billion', '850')
    """
    for factor, word in ((1e9, " billion"), (1e6, " million"), (1e3, " thousand")):
        if count >= factor:
            return f"{count / factor:#.3g}".rstrip(".") + word
    return str(count)


def _shares(block: Block, summary: Any) -> tuple[float, float]:
    """Return which part of the parameters and of the multiply-adds a block has."""
    totals = (summary.total_parameters, summary.total_multiply_adds)
    parts = (block.parameters, block.multiply_adds)
    return parts[0] / max(totals[0], 1), parts[1] / max(totals[1], 1)


def _labels_at(blocks: list[Block], summary: Any) -> float:
    """Return the height at which the labels begin: below the longest bar."""
    return -2 * _GAP - _STRIP * max(max(_shares(block, summary)) for block in blocks)


def _fitting_font(ax: Axes, places: list[Place]) -> float:
    """Return a font size at which no label is wider than the way to the next."""
    inches = ax.get_window_extent().width / ax.figure.dpi / (ax.get_xlim()[1] - ax.get_xlim()[0])
    ways = [after.middle - place.middle for place, after in itertools.pairwise(places)]
    return min([_FONT_SIZE, *(72 * inches * way / 1.3 for way in ways)])


def _box(ax: Axes, place: Place, color: str) -> None:
    """Draw the front, the top and the right side of a box that stands on the line y = 0."""
    left, right, high = place.left, place.left + place.thickness, place.height
    behind, above = right + place.shift, high + place.rise
    top = [(left, high), (right, high), (behind, above), (left + place.shift, above)]
    side = [(right, 0), (behind, place.rise), (behind, above), (right, high)]
    front = [(left, 0), (right, 0), (right, high), (left, high)]
    for corners, light in ((side, -0.25), (top, 0.45), (front, 0.0)):
        ax.add_patch(Polygon(corners, facecolor=_shaded(color, light), edgecolor="white", linewidth=0.4))


def _shaded(color: str, light: float) -> tuple[float, ...]:
    """Return a colour nearer to white (light > 0) or to black (light < 0)."""
    goal = 1.0 if light > 0 else 0.0
    return tuple(part + abs(light) * (goal - part) for part in to_rgb(color))


def _bars(ax: Axes, place: Place, block: Block, summary: Any) -> None:
    """Draw how much of the net's parameters and multiply-adds a block has, downwards from just below its box."""
    width = place.thickness / 2
    for index, share in enumerate(_shares(block, summary)):
        corner = (place.left + index * width, -_GAP - _STRIP * share)
        ax.add_patch(Rectangle(corner, width, _STRIP * share, color=(_PARAMETERS, _WORK)[index], linewidth=0))


def _legend(ax: Axes, blocks: list[Block]) -> None:
    words = sorted({block.kind for block in blocks}, key=lambda word: dict(KINDS.values()).get(word, len(KINDS)))
    entries = [Patch(color=_COLORS[word], label=word) for word in words]
    entries += [
        Patch(color=_PARAMETERS, label="share of parameters"),
        Patch(color=_WORK, label="share of multiply-adds"),
    ]
    ax.legend(handles=entries, loc="upper right", fontsize=_FONT_SIZE, frameon=False, borderaxespad=0)
