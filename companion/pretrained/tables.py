"""The measured tables beside the small weights: what a linear head reaches on them, and without them."""

from pathlib import Path

from companion.check import one_of
from companion.training import tables
from companion.training.tables import Row

NAMES = ("small_vgg", "small_resnet")
"""The small nets that have weights."""

FOLDER = Path(__file__).parent
"""Where ``weights`` and ``results`` lie."""


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
    return tables.read_table(table_path(name, folder=folder))


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
    notes = (note.partition(": ") for note in tables.provenance(table_path(name, folder=folder)))
    return {key: value for key, _, value in notes}


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
