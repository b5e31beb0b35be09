"""Results of the recipes: small tables as text, each with the command, the versions and the date that made it."""

import csv
import io
from pathlib import Path

from companion.check import one_of

NAMES = ("learning_rate_sweep", "small_batches")
"""The tables of this room."""

_FOLDER = Path(__file__).parent / "results"

Row = dict[str, str | int | float]


def provenance(name: str) -> list[str]:
    """Return the lines that say which command, versions and date made a table.

    Parameters
    ----------
    name : str
        One of `NAMES`.

    Returns
    -------
    list of str
        "command: ...", "versions: ...", "date: ...".

    Raises
    ------
    ValueError
        If the name is unknown.

    Examples
    --------
    >>> provenance("learning_rate_sweep")[0]
    'command: python -m companion.normalization.sweep_torch'
    """
    return [line.removeprefix("# ") for line in _lines(name) if line.startswith("#")]


def read_table(name: str) -> list[Row]:
    """Return the rows of a table.

    Parameters
    ----------
    name : str
        One of `NAMES`.

    Returns
    -------
    list of dict
        Column to text, whole number or number.

    Raises
    ------
    ValueError
        If the name is unknown.

    Examples
    --------
    >>> sorted({row["normalization"] for row in read_table("learning_rate_sweep")})
    ['batch', 'group', 'none']
    """
    table = csv.DictReader(line for line in _lines(name) if not line.startswith("#"))
    return [{column: _value(text) for column, text in row.items()} for row in table]


def table_text(rows: list[Row], notes: list[str]) -> str:
    """Return a table as text; `read_table` reads it back.

    Parameters
    ----------
    rows : list of dict
        At least one, all with the same columns.
    notes : list of str
        What `provenance` returns.

    Returns
    -------
    str
        Notes behind ``#``, then comma-separated values.

    Raises
    ------
    ValueError
        If there is no row, or a row has other columns than the first.

    Examples
    --------
    >>> table_text([{"seed": 0, "accuracy": 0.5}], ["date: today"]).splitlines()
    ['# date: today', 'seed,accuracy', '0,0.5']
    """
    if not rows:
        raise ValueError("rows must hold at least one row, got none")
    columns = ", ".join(rows[0])
    for index, row in enumerate(rows):
        if ", ".join(row) != columns:
            raise ValueError(f"rows must all have the columns {columns}, got {', '.join(row)} in row {index}")
    text = io.StringIO()
    text.writelines(f"# {note}\n" for note in notes)
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def table_path(name: str) -> Path:
    """Return the file of a table.

    Raises
    ------
    ValueError
        If the name is unknown.

    Examples
    --------
    >>> table_path("small_batches").name
    'small_batches.csv'
    """
    return _FOLDER / f"{one_of('name', name, NAMES)}.csv"


def _lines(name: str) -> list[str]:
    return table_path(name).read_text(encoding="utf-8").splitlines()


def _value(text: str) -> str | int | float:
    for convert in (int, float):
        try:
            return convert(text)
        except ValueError:
            continue
    return text
