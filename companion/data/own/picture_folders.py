"""The pictures of a folder, and what to say of those that would vanish in silence."""

from collections.abc import Sequence
from pathlib import Path

from companion.data.own.pictures import EXTENSIONS, composed, files_in
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
    converted = {composed(path.stem) for path in found}
    wanted = None if names is None else {composed(name) for name in names}
    for path in files_in(folder, _UNREAD):
        stem = composed(path.stem)
        if stem not in converted and (wanted is None or stem in wanted):
            problems.add(f"{shown}{path.name}", "a picture in a format that is not read; convert it to JPEG")
    return found


def note_no_picture(folder: Path, problems: Problems, *, labels: Path | None = None) -> None:
    """Note that a folder holds no picture, and where some are.

    Parameters
    ----------
    folder : Path
        Where there is none.
    problems : Problems
        Where to note it; nothing is if something was found before, as by `pictures_in` of formats that are not read.
    labels : Path, optional
        Folder of the labels, which is looked at in case the two were swapped. None where labels are pictures too.
    """
    if problems.found:
        return
    if labels is not None and files_in(labels, EXTENSIONS):
        hint = f"; {labels} holds some: are the two arguments swapped?"
    else:
        deeper = next((path for path in _folders_below(folder) if files_in(path, EXTENSIONS)), None)
        hint = f"; {deeper.relative_to(folder.parent).as_posix()} holds some" if deeper else ""
    told = f"{folder} holds no picture (a file named {', '.join(EXTENSIONS)}){hint}"
    problems.add("the folder of the pictures", told)


def _folders_below(folder: Path) -> list[Path]:
    """Return the folders in a folder, then those in them."""
    found = [path for pattern in ("*", "*/*") for path in sorted(folder.glob(pattern))]
    return [path for path in found if path.is_dir() and not path.name.startswith(".")]
