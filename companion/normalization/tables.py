"""Results of the recipes: small tables as text, each with the command, the versions and the date that made it."""

from pathlib import Path

from companion.check import one_of
from companion.training import tables

NAMES = ("learning_rate_sweep", "small_batches")
"""The tables of this room."""

_FOLDER = Path(__file__).parent / "results"


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
    return tables.provenance(table_path(name))


def read_table(name: str) -> list[tables.Row]:
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
    return tables.read_table(table_path(name))


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
