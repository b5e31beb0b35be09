"""Download the files of a public data set once, verify and unpack them; the next time they are simply there."""

import errno
import os
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from companion import config
from companion.check import one_of
from companion.data import download, ledger, store
from companion.data.download import RefusedError, WrongContentError
from companion.data.entries import Entry, RemoteFile
from companion.data.explaining import PinError, explained
from companion.data.registry import REGISTRY

_DIGITS = {"md5": 32, "sha1": 40, "sha256": 64}


def fetch(name: str, *, catalogue: Mapping[str, Entry] | None = None) -> Path:
    """Return the folder with the files of a public data set, downloaded and unpacked if they are not there yet.

    Parameters
    ----------
    name : str
        Name of a data set that is downloaded, as in ``companion.data.registry``.
    catalogue : mapping of str to Entry, optional
        Where the name is looked up, the registry of data sets if None. The official weights are in
        ``companion.pretrained.official.ENTRIES``.

    Returns
    -------
    Path
        ``COMPANION_DATA/<store>``, with archives and unpacked files beside each other.

    Raises
    ------
    ValueError
        If the name is unknown, or the data set is embedded.
    OSError
        If the files cannot be had or stored; the message says what to do. Nothing that came is then left under a file's
        name, and what lay there before is still there.

    Notes
    -----
    ``COMPANION_MIRROR`` names a folder, or a base address, that holds ``<store>/<file name>`` with the same bytes; it
    is then the only source. A file appears under its name only when its checksum is right, and an unpacked tree only
    when it is complete. An interrupted download goes on where it ended. A tree that is already there is accepted as it
    is, without its archives; files that are there are not read again unless they changed, and nothing is written then,
    so that the folder may be read-only.
    """
    wanted, folder = _found(name, catalogue)
    _provide(name, wanted, folder)
    return folder


def fetch_file(store_name: str, file: RemoteFile) -> Path:
    """Return the path of a single file, downloaded if it is not there yet.

    Parameters
    ----------
    store_name : str
        Folder in ``COMPANION_DATA`` and in a mirror.
    file : RemoteFile
        The file; it is not unpacked.

    Returns
    -------
    Path
        ``COMPANION_DATA/<store_name>/<file.name>``.

    Raises
    ------
    OSError
        As :func:`fetch`.
    """
    plain = Entry(file.name, "full", (0, 0, 0), "", "", "", "", (), files=(replace(file, unpacking=None),))
    folder = config.data_folder() / store_name
    _provide(file.name, plain, folder)
    return folder / file.name


def status(name: str, *, catalogue: Mapping[str, Entry] | None = None) -> str:
    """Return whether the files of a data set are there.

    Parameters
    ----------
    name : str
        Any data set.
    catalogue : mapping of str to Entry, optional
        As for :func:`fetch`.

    Returns
    -------
    str
        "embedded", "there" or "missing".

    Raises
    ------
    ValueError
        If the name is unknown.

    Examples
    --------
    >>> status("digits")
    'embedded'
    """
    known = REGISTRY if catalogue is None else catalogue
    if not known[one_of("name", name, tuple(known))].files:
        return "embedded"
    wanted, folder = _found(name, catalogue)
    return "there" if store.stands(folder, wanted) else "missing"


def folder_of(name: str, *, catalogue: Mapping[str, Entry] | None = None) -> Path:
    """Return the folder of a data set, ``COMPANION_DATA/<store>``, whether or not its files are there."""
    return _found(name, catalogue)[1]


def missing(name: str, *, catalogue: Mapping[str, Entry] | None = None) -> dict[Path, RemoteFile]:
    """Return what `fetch` would download: where each file goes, and what is known about it."""
    wanted, folder = _found(name, catalogue)
    return {folder / file.name: file for file in store.missing(folder, wanted)}


def verify(name: str, *, catalogue: Mapping[str, Entry] | None = None) -> tuple[str, ...]:
    """Read the files of a data set again and remove those that are damaged, so that `fetch` brings them anew.

    Parameters
    ----------
    name : str
        Name of a data set that is downloaded.
    catalogue : mapping of str to Entry, optional
        As for :func:`fetch`.

    Returns
    -------
    tuple of str
        The files that were removed. Unpacked trees are not looked at.

    Raises
    ------
    OSError
        If a file cannot be read or removed.
    """
    wanted, folder = _found(name, catalogue)
    present = [file for file in wanted.files if (folder / file.name).is_file()]
    if not present:
        return ()
    removed = []
    with explained(name, folder), store.held(folder):
        for file in present:
            book = ledger.read(folder).without_file(file)
            if ledger.is_right(folder, file, book):
                ledger.write(folder, book.with_file(folder, file))
            else:
                (folder / file.name).unlink()
                ledger.write(folder, book)
                removed.append(file.name)
    return tuple(removed)


def source(store_name: str, file: RemoteFile) -> str:
    """Return where a file is taken from: its public address, or its place in ``COMPANION_MIRROR``.

    Raises
    ------
    RefusedError
        If the mirror is neither a folder nor an http address, or is the data folder itself.

    Examples
    --------
    >>> import os
    >>> os.environ["COMPANION_MIRROR"] = "https://mirror.example/data/"
    >>> source("mnist", RemoteFile("a.gz", "https://example.org/a.gz", 1))
    'https://mirror.example/data/mnist/a.gz'
    >>> del os.environ["COMPANION_MIRROR"]
    """
    mirror = os.environ.get("COMPANION_MIRROR", "").strip()
    if not mirror:
        return file.url
    if download.is_remote(mirror):
        return f"{mirror.rstrip('/')}/{store_name}/{file.name}"
    if scheme := re.match(r"[A-Za-z][A-Za-z0-9+.-]+://", mirror):
        raise RefusedError(f"COMPANION_MIRROR begins with {scheme[0]} and is neither a folder nor an http address")
    folder = Path(mirror).expanduser()
    if folder.resolve() == config.data_folder().resolve():
        raise RefusedError("COMPANION_MIRROR names the data folder itself, which lacks it")
    return str(folder / store_name / file.name)


def _found(name: str, catalogue: Mapping[str, Entry] | None) -> tuple[Entry, Path]:
    """Return a data set that is downloaded, and its store."""
    public = {key: known for key, known in (REGISTRY if catalogue is None else catalogue).items() if known.files}
    wanted = public[one_of("name", name, tuple(public))]
    return wanted, config.data_folder() / (wanted.store or name)


def _provide(name: str, wanted: Entry, folder: Path) -> None:
    """Download, verify and unpack what is not there."""
    with explained(name, folder, wanted.files):
        if store.stands(folder, wanted, reading=False) or (store.is_read_only(folder) and store.stands(folder, wanted)):
            return
        with store.held(folder):
            missing = store.missing(folder, wanted)
            store.check_room_for(folder, missing)
            tree = store.tree_stands(folder, wanted, ledger.read(folder))
            for file in wanted.files:
                if file in missing:
                    _bring(folder, file)
                if file in missing or not (file.unpacking and tree):
                    ledger.note(folder, file)
            if not tree:
                store.unpack_all(folder, wanted)


def _bring(folder: Path, file: RemoteFile) -> None:
    """Download one file, verify it, and move it into place; what stands there stays until then."""
    if (folder / file.name).is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(folder / file.name))
    address = source(folder.relative_to(config.data_folder()).as_posix(), file)
    known = ledger.read(folder).known(file)
    try:
        try:
            path = _verified(folder / store.INCOMING, file, address, known)
        except _PiecesError:  # they were of different versions: once more, from the start
            path = _verified(folder / store.INCOMING, file, address, known)
    except _ChecksumError as error:
        if file.checksum or not known:
            raise
        raise PinError(
            f"{file.name} is not the file that was first downloaded here ({error}); if you trust the new one, remove "
            f"{folder / ledger.NAME} and fetch it again"
        ) from error
    os.replace(path, folder / file.name)


class _ChecksumError(WrongContentError):
    """A file has a wrong checksum."""


class _PiecesError(_ChecksumError):
    """A file that was put together from pieces has a wrong checksum."""


def _verified(incoming: Path, file: RemoteFile, address: str, known: str) -> Path:
    """Let pooch download a file with our downloader and compare its checksum."""
    import pooch

    pooch.get_logger().setLevel("WARNING")
    pieces, length = False, -1

    def downloader(url: str, output: str, _: Any) -> None:
        nonlocal pieces, length
        part = incoming / f"{file.name}.part"
        pieces = download.bring(file, url, part, resumable=bool(known))
        length = part.stat().st_size
        os.replace(part, output)
        if not whole and not ledger.has_checksum(Path(output), known):
            raise ValueError(f"its checksum does not begin with {known}")

    algorithm, _, digits = known.partition(":")
    whole = len(digits) == _DIGITS.get(algorithm)
    registry = {file.name: known if whole else None}
    try:
        fetched = pooch.create(incoming, "", registry=registry, urls={file.name: address}).fetch(
            file.name, downloader=downloader
        )
    except ValueError as error:  # pooch's word for a wrong checksum
        kind = _PiecesError if pieces else _ChecksumError
        raise kind(f"got {length} bytes with another checksum than {known}") from error
    return Path(fetched)
