"""The pictures of a folder, and what to say of those that would vanish in silence."""

from collections.abc import Sequence
from pathlib import Path

from companion.data.own.pictures import EXTENSIONS, files_in
from companion.data.own.problems import Problems

_UNREAD = (".heic", ".heif", ".avif")


def pictures_in(folder: Path, problems: Problems, *, names: Sequence[str] | None = None, shown: str = "") -> list[Path]:
    """Return the pictures directly in a folder.

    Parameters
    ----------
    folder : Path
        Where to look.
    problems : Problems
        Where to note photographs in formats that are not read (HEIC, HEIF, AVIF). One beside which lies a picture of
        the same stem, its converted copy, is passed over, and so are GIF and files that are no pictures.
    names : sequence of str, optional
        Stems to read, beside which nothing is noted. All if None.
    shown : str
        What to write before the name of a file in a message.

    Returns
    -------
    list of Path
        By name; those of other stems than `names` are among them.
    """
    found = files_in(folder, EXTENSIONS)
    converted = {path.stem for path in found}
    for path in files_in(folder, _UNREAD):
        if path.stem not in converted and (names is None or path.stem in names):
            problems.add(f"{shown}{path.name}", "a picture in a format that is not read; convert it to JPEG")
    return found
