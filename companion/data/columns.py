"""Rows of text as columns for a terminal."""

from collections.abc import Sequence

_GAP = "  "
_CUT = "..."


def columns(rows: Sequence[Sequence[str]], *, width: int, right: Sequence[int] = ()) -> list[str]:
    """Return the rows as lines whose columns stand below each other.

    Parameters
    ----------
    rows : sequence of sequences of str
        The cells; each row has the same number of them, and the first row is the head.
    width : int
        Characters in a line; the last column is cut to what the others leave, but not below its head.
    right : sequence of int
        Columns that are aligned to the right.

    Returns
    -------
    list of str
        A line a row. A column that is empty below its head is left out.

    Examples
    --------
    >>> columns([("name", "size", "terms"), ("a", "12 MB", "none at all")], width=20, right=[1])
    ['name   size  terms', 'a     12 MB  none...']
    """
    kept = [index for index, cells in enumerate(zip(*rows, strict=True)) if any(cells[1:]) or len(rows) == 1]
    *fixed, last = kept
    widths = {index: max(len(row[index]) for row in rows) for index in fixed}
    left = max(width - sum(widths.values()) - len(_GAP) * len(fixed), len(rows[0][last]))
    lines = []
    for row in rows:
        cells = [row[i].rjust(widths[i]) if i in right else row[i].ljust(widths[i]) for i in fixed]
        lines.append(_GAP.join([*cells, _shortened(row[last], left)]).rstrip())
    return lines


def _shortened(text: str, width: int) -> str:
    return text if len(text) <= width else text[: max(width - len(_CUT), 0)].rstrip() + _CUT
