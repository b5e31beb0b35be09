"""Unpack an archive from the network without trusting it."""

import errno
import gzip
import os
import shutil
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

from companion.data.entries import Unpacking

_PIECE = 2**18  # bytes
_MOST_MEMBERS = 500_000
_MOST_PADDING = 2**24  # bytes after the last member of a tar file
_DAMAGE = (zipfile.BadZipFile, tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError)


class ArchiveError(OSError):
    """An archive that is damaged or that must not be unpacked."""


@dataclass(frozen=True)
class _Member:
    """A file in an archive: where it goes, the bytes it says it has, and how it is opened."""

    path: str
    size: int
    open: Callable[[], IO[bytes]]


def unpack(archive: Path, unpacking: Unpacking, folder: Path) -> None:
    """Write the files of an archive into a new folder.

    Parameters
    ----------
    archive : Path
        A zip, tar or tar.gz file.
    unpacking : Unpacking
        Which members are wanted, and how much they may hold.
    folder : Path
        Does not exist yet. After an error it is gone.

    Raises
    ------
    ArchiveError
        If the archive is damaged, encrypted, empty or too large, or if a member would lie outside the folder, is a
        link or a device, or holds more than it says.
    OSError
        If the folder cannot be written or has no room; nothing is written if that is known before.

    Notes
    -----
    All members are looked at before the first byte is written, and every byte is counted. Neither owner nor mode of a
    member is taken over, so that nothing becomes executable.
    """
    folder.mkdir()
    try:
        with _explained(archive), _opened(archive) as members:
            wanted = _bounded(archive, members, unpacking)
            check_room(folder, sum(member.size for member in wanted))
            _extract(archive, wanted, folder)
    except BaseException:
        shutil.rmtree(folder)
        raise


def check_room(folder: Path, needed: int) -> None:
    """Raise OSError if a folder has no room for so many bytes more."""
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise OSError(errno.ENOSPC, f"{needed / 1e6:.1f} MB are needed and {free / 1e6:.1f} MB are free")


def move_into(source: Path, target: Path) -> None:
    """Move all that a folder holds into another one, where equal names are replaced and folders merged.

    It may be interrupted and called again: what was not moved yet still lies in the source.
    """
    for path in sorted(source.iterdir()):
        there = target / path.name
        if path.is_dir() and there.is_dir():
            move_into(path, there)
        else:
            os.replace(path, there)
    source.rmdir()


def _bounded(archive: Path, members: Iterable[_Member | None], unpacking: Unpacking) -> list[_Member]:
    """Return the wanted members; refuse the archive as soon as there are too many or they hold too much."""
    from tqdm import tqdm

    wanted: list[_Member] = []
    total = 0
    for count, member in enumerate(
        tqdm(members, f"reading {archive.name}", unit=" files", delay=1, mininterval=0.5, leave=False), 1
    ):
        if count > _MOST_MEMBERS:
            raise ArchiveError(f"{archive.name} holds more than {_MOST_MEMBERS} files")
        if member is None or not (path := _stripped(member.path, unpacking)):
            continue
        total += member.size
        if total > unpacking.limit:
            raise ArchiveError(f"{archive.name} would unpack to more than {unpacking.limit} bytes")
        wanted.append(_Member(path, member.size, member.open))
    if not wanted:
        raise ArchiveError(f"{archive.name} holds none of the expected files")
    return wanted


def _stripped(path: str, unpacking: Unpacking) -> str:
    """Return the path below the stripped folder, or "" for a member that is not wanted."""
    prefix = f"{unpacking.strip.strip('/')}/" if unpacking.strip else ""
    if not path.startswith(prefix):
        return ""
    path = path.removeprefix(prefix)
    return path if not unpacking.only or path.startswith(unpacking.only) else ""


def _extract(archive: Path, members: list[_Member], folder: Path) -> None:
    """Write the members, each with exactly the bytes that it says it has."""
    from tqdm import tqdm

    for member in tqdm(members, f"unpacking {archive.name}", unit=" files", delay=1, mininterval=0.5, leave=False):
        path = folder / member.path
        path.parent.mkdir(parents=True, exist_ok=True)
        left = member.size
        with member.open() as source, path.open("wb") as handle:
            while piece := source.read(_PIECE):
                left -= len(piece)
                if left < 0:
                    raise ArchiveError(f"{member.path} in {archive.name} holds more than it says")
                handle.write(piece)
        if left:
            raise ArchiveError(f"{archive.name} is damaged: {member.path} is cut short")


def _inside(archive: Path, name: str) -> str:
    """Return the path of a member without what means nothing in it; refuse one that leads outside."""
    parts = [part for part in name.split("/") if part not in ("", ".")]
    if name.startswith("/") or ".." in parts or any(character in name for character in "\\:\0"):
        raise ArchiveError(f"{archive.name} must not be unpacked: {name!r} leads outside its folder")
    return "/".join(parts)


@contextmanager
def _opened(archive: Path) -> Iterator[Iterable[_Member | None]]:
    """Open an archive by the ending of its name; give its members, None for a folder."""
    if archive.name.endswith(".zip"):
        with zipfile.ZipFile(archive) as opened:
            yield _zip_members(archive, opened)
    elif archive.name.endswith((".tar", ".tar.gz", ".tgz")):
        with tarfile.open(archive) as opened_tar:
            yield _tar_members(archive, opened_tar)
    else:
        raise ArchiveError(f"{archive.name} is neither zip nor tar")


def _zip_members(archive: Path, opened: zipfile.ZipFile) -> Iterator[_Member | None]:
    for info in opened.infolist():
        path = _inside(archive, info.orig_filename)
        if info.flag_bits & 0x1:
            raise ArchiveError(f"{archive.name} must not be unpacked: {path} is encrypted")
        kind = info.external_attr >> 28  # the upper bits of the Unix mode, 0 where none is given
        if kind not in (0, 0o4, 0o10):
            raise ArchiveError(f"{archive.name} must not be unpacked: {path} is a link or a device")
        yield None if info.is_dir() else _Member(path, info.file_size, partial(opened.open, info))


def _tar_members(archive: Path, opened: tarfile.TarFile) -> Iterator[_Member | None]:
    for info in opened:
        path = _inside(archive, info.name)
        if not (info.isfile() or info.isdir()):
            raise ArchiveError(f"{archive.name} must not be unpacked: {path} is a link or a device")
        if hasattr(tarfile, "data_filter"):  # a second wall, from Python 3.11.4 on
            tarfile.data_filter(info, str(archive.parent))
        yield None if info.isdir() else _Member(path, info.size, partial(_tar_content, opened, info))
    _read_to_end(archive, opened)


def _read_to_end(archive: Path, opened: tarfile.TarFile) -> None:
    """Read what follows the last member: a gzip file has its checksum at the end, which nobody else compares."""
    rest = 0
    while opened.fileobj and (piece := opened.fileobj.read(_PIECE)):
        rest += len(piece)
        if rest > _MOST_PADDING:
            raise ArchiveError(f"{archive.name} is damaged: much follows its last member")


def _tar_content(opened: tarfile.TarFile, info: tarfile.TarInfo) -> IO[bytes]:
    content = opened.extractfile(info)
    if content is None:
        raise ArchiveError(f"{info.name} is not a file")
    return content


@contextmanager
def _explained(archive: Path) -> Iterator[None]:
    """Say that the archive is damaged where a library stumbles over it."""
    try:
        yield
    except (*_DAMAGE, NotImplementedError, RuntimeError) as error:
        raise ArchiveError(f"{archive.name} is damaged: {error}") from error
    except (FileExistsError, NotADirectoryError, IsADirectoryError) as error:
        raise ArchiveError(f"{archive.name} is damaged: {error.filename} is a file and a folder") from error
