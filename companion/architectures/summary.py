"""What a net is made of, layer by layer: a table of shapes, parameters, multiply-adds and receptive fields.

`summary(model, input_shape)` of :mod:`companion.architectures.summary_torch` and
:mod:`companion.architectures.summary_keras` makes it from a model; nothing here knows a framework.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape

from companion.check import integer

Shape = tuple[int, ...]

HEADS = ("layer", "kind", "output shape", "parameters", "multiply-adds", "receptive field")
"""Heads of the columns, in the text as in the HTML table."""


@dataclass(frozen=True)
class Reach:
    """How far one entry of a map sees, along the longer side of what it sees.

    Parameters
    ----------
    size : int or None
        Pixels of the picture; None stands for the whole picture.
    stride : int
        Pixels of the picture from one entry to the next.

    Examples
    --------
    >>> Reach().through(3, stride=2).through(3)
    Reach(size=7, stride=2)
    """

    size: int | None = 1
    stride: int = 1

    def through(self, kernel_size: int, *, stride: int = 1, dilation: int = 1) -> "Reach":
        """Return the reach behind a window (Araujo, Norris and Sim 2019, equation 2)."""
        if self.size is None:
            return self
        return Reach(self.size + dilation * (kernel_size - 1) * self.stride, self.stride * stride)

    def adaptive(self, before: Sequence[int], after: Sequence[int]) -> "Reach":
        """Return the reach behind a pooling that makes `after` entries of `before` on both axes, with windows that fit.

        Window i of P on H entries goes from floor(i H / P) to ceil((i + 1) H / P), the last one excluded.
        """
        if max(after) == 1:
            return self.everything()
        pairs = zip(before, after, strict=True)
        sides = [-(-(i + 1) * have // want) - i * have // want for have, want in pairs for i in range(want)]
        return self.through(max(sides), stride=max(1, max(before) // max(after)))

    def everything(self) -> "Reach":
        """Return the reach behind a layer whose outputs see all of their input."""
        return Reach(None, self.stride)


def widest(reaches: Iterable[Reach]) -> Reach:
    """Return the reach of a sum or a concatenation: that of the branch that sees most; of no branch, one pixel.

    Examples
    --------
    >>> widest([Reach(3, 2), Reach(7, 2)])
    Reach(size=7, stride=2)
    >>> widest([Reach(3, 2), Reach(None, 2)]).size is None
    True
    """
    found = list(reaches) or [Reach()]
    stride = max(reach.stride for reach in found)
    sizes = [reach.size for reach in found if reach.size is not None]
    return Reach(max(sizes) if len(sizes) == len(found) else None, stride)


def window_text(sides: Sequence[int], stride: Sequence[int]) -> str:
    """Return the size of a window and its stride as text.

    Examples
    --------
    >>> window_text((3, 3), (1, 1)), window_text((7, 7), (2, 2))
    ('3x3', '7x7 / 2')
    """
    return "x".join(map(str, sides)) + (f" / {max(stride)}" if max(stride) > 1 else "")


@dataclass(frozen=True)
class Row:
    """One layer of a net, or several layers together.

    Parameters
    ----------
    name : str
        The layer's name in the model; in a table of groups, what the names of its layers begin with.
    kind : str
        What it does: "convolution", "normalization", "addition", ...; of a group, the kind that multiplies most.
    output_shape : tuple of int
        Shape of its output without the batch, in the framework's own order of axes.
    parameters : int
        Weights and biases, trained or frozen; running statistics are not counted.
    multiply_adds : int
        Multiplications, each with its addition, for one picture: those of convolutions and dense layers.
    receptive_field : int or None
        Side of the patch that one output entry sees, pixels of the picture; None stands for the whole picture.
    window : str
        Size and stride of the window where there is one, for example "3x3 / 2".
    layers : int
        How many layers the row stands for.
    """

    name: str
    kind: str
    output_shape: Shape
    parameters: int = 0
    multiply_adds: int = 0
    receptive_field: int | None = None
    window: str = ""
    layers: int = 1

    def cells(self) -> tuple[str, ...]:
        """Return the six entries of the row as text, in the order of `HEADS`."""
        kind = f"{self.kind} {self.window}".rstrip() if self.layers == 1 else f"{self.layers} layers"
        field = "all" if self.receptive_field is None else f"{self.receptive_field:,}"
        shape = f"({', '.join(map(str, self.output_shape))}{',' * (len(self.output_shape) == 1)})"
        return self.name, kind, shape, f"{self.parameters:,}", f"{self.multiply_adds:,}", field


@dataclass(frozen=True, repr=False)
class Summary:
    """The rows of a net with their totals; `print` shows a text table, a notebook an HTML table.

    Parameters
    ----------
    name : str
        Name of the net.
    input_shape : tuple of int
        Shape of one picture, in the framework's own order of axes.
    rows : tuple of Row
        In the order in which the net computes them.
    separator : str
        What separates the parts of a layer's name: "." in PyTorch, "_" in Keras.
    unused_parameters : int
        Parameters of the model that took no part, for example those of heads that are there in training only.
    channels_first : bool
        Whether shapes are (channels, height, width), as in PyTorch, or (height, width, channels), as in Keras.

    Examples
    --------
    >>> table = Summary(
    ...     name="two layers",
    ...     input_shape=(28, 28, 1),
    ...     channels_first=False,
    ...     rows=(
    ...         Row("conv", "convolution", (26, 26, 32), 320, 194_688, 3, "3x3"),
    ...         Row("pool", "max pooling", (13, 13, 32), receptive_field=4, window="2x2 / 2"),
    ...     ),
    ... )
    >>> table.total_parameters, table.total_multiply_adds
    (320, 194688)
    >>> print(table)
    two layers, input (28, 28, 1)
    layer  kind                 output shape  parameters  multiply-adds  receptive field
    conv   convolution 3x3      (26, 26, 32)         320        194,688                3
    pool   max pooling 2x2 / 2  (13, 13, 32)           0              0                4
    total                                            320        194,688
    """

    name: str
    input_shape: Shape
    rows: tuple[Row, ...]
    separator: str = "."
    unused_parameters: int = 0
    channels_first: bool = True

    @property
    def total_parameters(self) -> int:
        """Parameters of all rows together; a layer that is used twice counts once."""
        return sum(row.parameters for row in self.rows)

    @property
    def total_multiply_adds(self) -> int:
        """Multiply-adds of all rows together, for one picture."""
        return sum(row.multiply_adds for row in self.rows)

    def sides(self, shape: Shape) -> tuple[int, int, int]:
        """Return height, width and channels of a shape, whatever its order; a row of features has one pixel.

        Examples
        --------
        >>> Summary("", (3, 4, 5), ()).sides((3, 4, 5)), Summary("", (3, 4, 5), ()).sides((10,))
        ((4, 5, 3), (1, 1, 10))
        """
        if len(shape) != 3:
            return (1, shape[0], shape[1]) if len(shape) == 2 else (1, 1, shape[0])
        return (shape[1], shape[2], shape[0]) if self.channels_first else (shape[0], shape[1], shape[2])

    def grouped(self, depth: int = 1) -> "Summary":
        """Return a shorter table: one row for all layers whose names begin with the same parts.

        Parameters
        ----------
        depth : int
            How many parts of the name count: with 1, "stage1.block2.conv1" belongs to "stage1"; with 2, to
            "stage1.block2".

        Returns
        -------
        Summary
            With the same totals. Shape and receptive field of a group are those of its last layer.

        Raises
        ------
        TypeError, ValueError
            If `depth` is not a whole number of at least 1.
        """
        depth = integer("depth", depth, minimum=1)
        groups: dict[str, list[Row]] = {}
        for row in self.rows:
            name = self.separator.join(row.name.split(self.separator)[:depth])
            groups.setdefault(name, []).append(row)
        return replace(self, rows=tuple(_together(name, rows) for name, rows in groups.items()))

    def __str__(self) -> str:
        return "\n".join([self._title(), *_lines([HEADS, *(row.cells() for row in self.rows), self._foot()])])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        head = "".join(f'<th scope="col">{escape(text)}</th>' for text in HEADS)
        body = "".join(f"<tr>{_html_cells(row.cells())}</tr>" for row in self.rows)
        foot = _html_cells(self._foot())
        return (
            f"<table><caption>{escape(self._title())}</caption><thead><tr>{head}</tr></thead>"
            f"<tbody>{body}</tbody><tfoot><tr>{foot}</tr></tfoot></table>"
        )

    def _title(self) -> str:
        unused = f"; {self.unused_parameters:,} more parameters not used here" if self.unused_parameters else ""
        return f"{self.name}, input {self.input_shape}{unused}"

    def _foot(self) -> tuple[str, ...]:
        return "total", "", "", f"{self.total_parameters:,}", f"{self.total_multiply_adds:,}", ""


def _together(name: str, rows: Sequence[Row]) -> Row:
    """Return one row for several."""
    if len(rows) == 1:
        return rows[0]
    return replace(
        rows[-1],
        name=name,
        kind=max(rows, key=lambda row: row.multiply_adds).kind,
        parameters=sum(row.parameters for row in rows),
        multiply_adds=sum(row.multiply_adds for row in rows),
        window="",
        layers=sum(row.layers for row in rows),
    )


def _lines(table: Sequence[Sequence[str]]) -> list[str]:
    """Return lines with aligned columns: words to the left, numbers to the right."""
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return [
        "  ".join(
            cell.ljust(width) if column < 3 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
        ).rstrip()
        for cells in table
    ]


def _html_cells(cells: Sequence[str]) -> str:
    name, *others = cells
    side = ["left", "left", "right", "right", "right"]
    aligned = zip(others, side, strict=True)
    entries = "".join(f'<td style="text-align: {side}">{escape(cell)}</td>' for cell, side in aligned)
    return f'<th scope="row" style="text-align: left">{escape(name)}</th>{entries}'
