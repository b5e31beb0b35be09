"""The folder of one store in ``COMPANION_DATA``: what is there, what is missing, and unpacking what came.

A store holds archives and unpacked files beside each other. What we bring and is not complete yet lies in its folder
``.incoming`` and nowhere else. A file that the reader put there, and that turns out to be another one, stays under its
name until the right one has come; it counts as missing until then.
"""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from companion.data import ledger
from companion.data.entries import Entry, RemoteFile
from companion.data.lock import hold
from companion.data.unpack import ArchiveError, check_room, move_into, unpack

INCOMING = ".incoming"
_LOCK = ".lock"
_PATIENCE = 3600.0  # seconds that one process waits for another one's download
_MOVING = ".moving"  # ending of a folder that is completely unpacked and on its way out of `.incoming`


def stands(folder: Path, wanted: Entry, *, reading: bool = True) -> bool:
    """Return whether all files of a data set are there.

    Parameters
    ----------
    folder : Path
        The store.
    wanted : Entry
        The data set.
    reading : bool
        Whether a file that changed since it was verified, or never was, is read; else it counts as not there.
    """
    book = ledger.read(folder)
    if not tree_stands(folder, wanted, book):
        return False
    plain = [file for file in wanted.files if not file.unpacking]
    return all(book.is_noted(folder, file) or (reading and ledger.is_right(folder, file, book)) for file in plain)


def tree_stands(folder: Path, wanted: Entry, book: ledger.Ledger) -> bool:
    """Return whether all that is unpacked is there, and no earlier process died while it moved files into place."""
    if wanted.tree:
        there = all((folder / path).exists() for path in wanted.tree)
    else:
        there = all(_recipe(file) in book.unpacked for file in wanted.files if file.unpacking)
    # Looked at last: the lock need not be held here, and another process may begin to move files at any time.
    return there and not any((folder / INCOMING).glob(f"*{_MOVING}"))


def missing(folder: Path, wanted: Entry) -> tuple[RemoteFile, ...]:
    """Return the files that must be downloaded; an archive whose unpacked files are there is not missing."""
    book = ledger.read(folder)
    tree = tree_stands(folder, wanted, book)
    return tuple(f for f in wanted.files if not (f.unpacking and tree) and not ledger.is_right(folder, f, book))


def is_read_only(folder: Path) -> bool:
    """Return whether a store is there but may not be written."""
    return folder.is_dir() and not os.access(folder, os.W_OK)


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold the lock of a store, after tidying up what earlier processes left, except for parts that can be used.

    Who waits for another process is told on standard error.

    Parameters
    ----------
    folder : Path
        The store; it is made where it is missing.
    """
    folder.mkdir(parents=True, exist_ok=True)
    incoming = folder / INCOMING
    with hold(folder / _LOCK, patience=_PATIENCE, tell=lambda: _tell_of_waiting(folder)):
        incoming.mkdir(exist_ok=True)
        for left in incoming.iterdir():
            if left.name.endswith(_MOVING):
                move_into(left, folder)
            elif left.is_dir():
                shutil.rmtree(left)
            elif left.suffix != ".part":
                left.unlink()
        try:
            yield
        finally:
            if not any(incoming.iterdir()):
                incoming.rmdir()


def _tell_of_waiting(folder: Path) -> None:
    """Say why nothing happens, beside a progress bar if there is one."""
    from tqdm import tqdm

    tqdm.write(f"another process is downloading into {folder}; waiting", file=sys.stderr)


def check_room_for(folder: Path, files: tuple[RemoteFile, ...]) -> None:
    """Refuse a download that cannot fit; an archive of pictures needs about its own size again when it is unpacked.

    Parameters
    ----------
    folder : Path
        The store.
    files : tuple of RemoteFile
        What is to be downloaded; what lies there of it counts.

    Raises
    ------
    OSError
        If there is less room.
    """
    needed = 0
    for file in files:
        part = folder / INCOMING / f"{file.name}.part"
        needed += file.size - (part.stat().st_size if part.exists() else 0)
        needed += min(file.unpacking.limit, file.size) if file.unpacking else 0
    check_room(folder, needed)


def unpack_all(folder: Path, wanted: Entry) -> None:
    """Unpack the archives of a data set that were not unpacked yet; all of them if something is missing then.

    Parameters
    ----------
    folder : Path
        The store; the caller holds its lock.
    wanted : Entry
        The data set, whose archives are there.

    Raises
    ------
    OSError
        As `companion.data.unpack.unpack`, and if the archives do not hold what they should.
    """
    book = ledger.read(folder)
    archives = [file for file in wanted.files if file.unpacking]
    fresh = [file for file in archives if _recipe(file) not in book.unpacked]
    for group in (fresh, [file for file in archives if file not in fresh]):
        for file in group:
            _unpack(folder, file)
        if tree_stands(folder, wanted, ledger.read(folder)):
            return
    lacking = ", ".join(path for path in wanted.tree if not (folder / path).exists())
    raise ArchiveError(f"{', '.join(file.name for file in archives)} should hold {lacking} and does not")


def _unpack(folder: Path, file: RemoteFile) -> None:
    """Unpack one archive beside its place and move all of it in when it is complete."""
    if file.unpacking is None:
        return
    unpacking, moving = (folder / INCOMING / f"{file.name}{ending}" for ending in (".unpacking", _MOVING))
    try:
        unpack(folder / file.name, file.unpacking, unpacking)
        for path in unpacking.iterdir():
            if path.name.lower() in (_LOCK, INCOMING, ledger.NAME):
                raise ArchiveError(f"{file.name} must not be unpacked: it holds {path.name}")
    except ArchiveError:
        shutil.rmtree(unpacking, ignore_errors=True)
        if not file.checksum:  # what was pinned on first download was not the file
            ledger.write(folder, ledger.read(folder).without_pin(file))
            (folder / file.name).unlink()
        raise
    unpacking.rename(moving)
    move_into(moving, folder)
    ledger.write(folder, ledger.read(folder).with_recipe(_recipe(file)))


def _recipe(file: RemoteFile) -> str:
    """Return an archive and how it is unpacked, as one text."""
    unpacking = file.unpacking
    return " ".join((file.name, file.checksum, unpacking.strip, *unpacking.only)) if unpacking else file.name
