"""Say what lies in a store that a reader unpacked by hand, and why it cannot be used as it is."""

from pathlib import Path

from companion.data.entries import Entry


def misplaced(folder: Path, wanted: Entry) -> str:
    """Return what was found of a data set that does not stand, and what to do with it, or "".

    Parameters
    ----------
    folder : Path
        The store; it need not be there.
    wanted : Entry
        The data set.

    Returns
    -------
    str
        Words such as "found train/ants in ..., but without val/bees"; "" where nothing of it is there, where all of it
        is, or where the folder cannot be read.

    Notes
    -----
    Three cases are known: a tree that lies one level too deep, a tree of which a part is missing, and something else in
    the place of files that are read packed.
    """
    try:
        return _of_tree(folder, wanted.tree) if wanted.tree else _of_packed(folder, wanted)
    except OSError:
        return ""


def _of_tree(folder: Path, tree: tuple[str, ...]) -> str:
    """Return what to say about a folder that should hold a tree."""
    here, lacking = _parted(folder, tree)
    if not lacking or not folder.is_dir():
        return ""
    inner = [path for path in sorted(folder.iterdir()) if path.is_dir() and not path.name.startswith(".")]
    deep = max(inner, key=lambda path: len(_parted(path, tree)[0]), default=folder)
    there, still = _parted(deep, tree)
    if len(there) > len(here):
        without = f", without {', '.join(still)}" if still else ""
        return f"found {', '.join(there)} in {deep}{without}; move it one level up, into {folder}"
    return f"found {', '.join(here)} in {folder}, but without {', '.join(lacking)}" if here else ""


def _parted(folder: Path, tree: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """Return the paths that are there and those that are not."""
    here = [path for path in tree if (folder / path).exists()]
    return here, [path for path in tree if path not in here]


def _of_packed(folder: Path, wanted: Entry) -> str:
    """Return what to say about a folder that should hold packed files, which nobody need unpack."""
    names = [file.name for file in wanted.files]
    lacking = [name for name in names if name.endswith(".gz") and not (folder / name).exists()]
    if not lacking or not folder.is_dir():
        return ""
    others = sorted(path.name for path in folder.iterdir() if not path.name.startswith(".") and path.name not in names)
    if not others:
        return ""
    return f"found {', '.join(others)} in {folder}, but without {', '.join(lacking)}, to be put there without unpacking"
