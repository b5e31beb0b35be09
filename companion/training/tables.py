"""Small tables as text, each with the command, the versions and the date that made it: what a recipe leaves behind."""

import csv
import io
from pathlib import Path

Row = dict[str, str | int | float]


def table_text(rows: list[Row], notes: list[str]) -> str:
    """Return a table as text; `read_table` and `provenance` read it back from a file.

    Parameters
    ----------
    rows : list of dict
        At least one, all with the same columns.
    notes : list of str
        Lines that say how the table was made: "command: ...", "versions: ...", "date: ...".

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


def read_table(path: Path) -> list[Row]:
    """Return the rows of a table.

    Parameters
    ----------
    path : Path
        File that holds what `table_text` returned.

    Returns
    -------
    list of dict
        Column to text, whole number or number.
    """
    table = csv.DictReader(line for line in _lines(path) if not line.startswith("#"))
    return [{column: _value(text) for column, text in row.items()} for row in table]


def provenance(path: Path) -> list[str]:
    """Return the lines that say which command, versions and date made a table.

    Parameters
    ----------
    path : Path
        File that holds what `table_text` returned.

    Returns
    -------
    list of str
        "command: ...", "versions: ...", "date: ...".
    """
    return [line.removeprefix("# ") for line in _lines(path) if line.startswith("#")]


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def _value(text: str) -> str | int | float:
    for convert in (int, float):
        try:
            return convert(text)
        except ValueError:
            continue
    return text
