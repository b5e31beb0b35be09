"""Refuse a public data set of which files are missing: its split would be another one, and nobody would notice."""

from companion import config
from companion.data.image_data import SPLITS
from companion.data.registry import entry


def check_complete(name: str, count: int, *, splits: tuple[str, ...]) -> None:
    """Refuse more or fewer pictures than the registry has.

    Parameters
    ----------
    name : str
        Public data set.
    count : int
        Pictures that were found.
    splits : tuple of str
        What they are for: one split, or all that they are still to be shared out among.

    Raises
    ------
    OSError
        If there should be another number; the message says which, and what to do.

    Examples
    --------
    >>> check_complete("penn_fudan", 170, splits=("train", "validation", "test"))
    """
    known = entry(name)
    expected = sum(known.counts[SPLITS.index(split)] for split in splits)
    if count == expected:
        return
    folder = config.data_folder() / (known.store or name)
    parts = sorted({path.partition("/")[0] for path in known.tree}) or [file.name for file in known.files]
    raise OSError(
        f"{name} is not as it was published: for {', '.join(splits)} there are {count:,} pictures and should be "
        f"{expected:,}; complete {folder}, or delete {', '.join(parts)} in it and load the data set again"
    )
