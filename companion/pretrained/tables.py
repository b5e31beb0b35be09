"""The measured tables beside the small weights: what a linear head reaches on them, and without them."""

import csv
import io
from pathlib import Path

from companion.check import one_of

NAMES = ("small_vgg", "small_resnet")
"""The small nets that have weights."""

FOLDER = Path(__file__).parent
"""Where ``weights`` and ``results`` lie."""

Row = dict[str, str | int | float]


def read_table(name: str, *, folder: Path = FOLDER) -> list[Row]:
    """Return the rows of a net's table.

    Parameters
    ----------
    name : str
        One of `NAMES`.
    folder : Path
        Holds ``results``.

    Returns
    -------
    list of dict
        "features" ("pretrained", "random" or "pixels"), "data", "labels_per_class", "accuracy" and "deviation", the
        mean and the standard deviation over seeds.

    Raises
    ------
    ValueError
        If the name is unknown.

    Examples
    --------
    >>> sorted({row["features"] for row in read_table("small_vgg")})
    ['pixels', 'pretrained', 'random']
    """
    table = csv.DictReader(line for line in _lines(name, folder) if not line.startswith("#"))
    return [{column: _value(text) for column, text in row.items()} for row in table]


def provenance(name: str, *, folder: Path = FOLDER) -> dict[str, str]:
    """Return what the head of a net's table says: command, versions, date, seconds and the like.

    Raises
    ------
    ValueError
        If the name is unknown.

    Examples
    --------
    >>> provenance("small_vgg")["command"]
    'python -m companion.pretrained.train small_vgg'
    """
    notes = (line.removeprefix("# ").partition(": ") for line in _lines(name, folder) if line.startswith("#"))
    return {key: value for key, _, value in notes}


def table_text(rows: list[Row], notes: dict[str, str]) -> str:
    """Return a table as text; `read_table` and `provenance` read it back.

    Parameters
    ----------
    rows : list of dict
        At least one, all with the same columns.
    notes : dict of str
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
    >>> table_text([{"data": "digits", "accuracy": 0.5}], {"date": "today"}).splitlines()
    ['# date: today', 'data,accuracy', 'digits,0.5']
    """
    if not rows:
        raise ValueError("rows must hold at least one row, got none")
    columns = ", ".join(rows[0])
    for index, row in enumerate(rows):
        if ", ".join(row) != columns:
            raise ValueError(f"rows must all have the columns {columns}, got {', '.join(row)} in row {index}")
    text = io.StringIO()
    text.writelines(f"# {key}: {value}\n" for key, value in notes.items())
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def table_path(name: str, *, folder: Path = FOLDER) -> Path:
    """Return the file of a net's table.

    Raises
    ------
    ValueError
        If the name is unknown.

    Examples
    --------
    >>> table_path("small_vgg").name
    'small_vgg.csv'
    """
    return folder / "results" / f"{one_of('name', name, NAMES)}.csv"


def weights_path(name: str, *, folder: Path = FOLDER) -> Path:
    """Return the file of a net's weights.

    Raises
    ------
    ValueError
        If the name is unknown.

    Examples
    --------
    >>> weights_path("small_resnet").name
    'small_resnet.safetensors'
    """
    return folder / "weights" / f"{one_of('name', name, NAMES)}.safetensors"


def _lines(name: str, folder: Path) -> list[str]:
    return table_path(name, folder=folder).read_text(encoding="utf-8").splitlines()


def _value(text: str) -> str | int | float:
    for convert in (int, float):
        try:
            return convert(text)
        except ValueError:
            continue
    return text
