"""What is remembered about the files of one store: which were verified, and what was pinned on first download."""

import contextlib
import hashlib
import json
import os
import time
from dataclasses import dataclass, field
from pathlib import Path

from companion.data.entries import RemoteFile

NAME = ".companion.json"
"""File name of the ledger in the folder of a store."""

_TRIES, _PAUSE = 20, 0.05  # the second in seconds


@dataclass(frozen=True)
class Ledger:
    """What is remembered about one store.

    Parameters
    ----------
    stamps : dict
        File name: size in bytes, time of the last change in ns, and the checksum that it was verified by.
    pins : dict of str to str
        File name: "sha256:..." of the first download, for files whose checksum nobody publishes.
    unpacked : tuple of str
        Archives that were unpacked, each with its recipe.
    """

    stamps: dict[str, tuple[int, int, str]] = field(default_factory=dict)
    pins: dict[str, str] = field(default_factory=dict)
    unpacked: tuple[str, ...] = ()

    def known(self, file: RemoteFile) -> str:
        """Return the checksum that a file must have: the published one, else the pinned one, else ""."""
        return file.checksum or self.pins.get(file.name, "")

    def is_noted(self, folder: Path, file: RemoteFile) -> bool:
        """Return whether a file was verified and has not changed since; it is not read."""
        return file.name in self.stamps and self.stamps[file.name] == _stamp(folder / file.name, self.known(file))

    def with_file(self, folder: Path, file: RemoteFile) -> "Ledger":
        """Return the ledger with a file that was just verified, pinned if nobody publishes its checksum."""
        pins = dict(self.pins)
        if not file.checksum and file.name not in pins:
            pins[file.name] = digest(folder / file.name, "sha256")
        stamp = _stamp(folder / file.name, file.checksum or pins[file.name])
        return Ledger(self.stamps | ({file.name: stamp} if stamp else {}), pins, self.unpacked)

    def without_file(self, file: RemoteFile) -> "Ledger":
        """Return the ledger without what is noted about a file; a pin stays."""
        return Ledger({k: v for k, v in self.stamps.items() if k != file.name}, self.pins, self.unpacked)

    def without_pin(self, file: RemoteFile) -> "Ledger":
        """Return the ledger without a file and without its pin."""
        pins = {k: v for k, v in self.pins.items() if k != file.name}
        return Ledger(self.without_file(file).stamps, pins, self.unpacked)

    def with_recipe(self, recipe: str) -> "Ledger":
        """Return the ledger with an archive that was just unpacked."""
        return Ledger(self.stamps, self.pins, tuple(sorted({*self.unpacked, recipe})))


def read(folder: Path) -> Ledger:
    """Return the ledger of a store; an empty one where there is none or where it is damaged."""
    with contextlib.suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
        content = json.loads((folder / NAME).read_text(encoding="utf-8"))
        stamps = {name: (int(size), int(time), str(by)) for name, (size, time, by) in content["stamps"].items()}
        pins = {name: str(pin) for name, pin in content["pins"].items()}
        return Ledger(stamps, pins, tuple(map(str, content["unpacked"])))
    return Ledger()


def write(folder: Path, ledger: Ledger) -> None:
    """Write the ledger of a store in one step; the caller holds the lock of the store."""
    content = {"stamps": ledger.stamps, "pins": ledger.pins, "unpacked": ledger.unpacked}
    new = folder / f"{NAME}.new"
    new.write_text(json.dumps(content, indent=1), encoding="utf-8")
    _replace(new, folder / NAME)


def _replace(new: Path, old: Path) -> None:
    """Put one file in the place of another; Windows refuses that for the moment in which somebody reads the other."""
    for _ in range(_TRIES - 1):
        with contextlib.suppress(PermissionError):
            os.replace(new, old)
            return
        time.sleep(_PAUSE)
    os.replace(new, old)


def note(folder: Path, file: RemoteFile) -> None:
    """Write down that a file was just verified; the caller holds the lock of the store."""
    book = read(folder)
    if not book.is_noted(folder, file):
        write(folder, book.with_file(folder, file))


def digest(path: Path, algorithm: str) -> str:
    """Return the checksum of a file as "algorithm:hexadecimal digits".

    Parameters
    ----------
    path : Path
        The file.
    algorithm : str
        "md5", "sha1" or "sha256".
    """
    with path.open("rb") as handle:
        digits = hashlib.file_digest(handle, lambda: hashlib.new(algorithm, usedforsecurity=False)).hexdigest()
    return f"{algorithm}:{digits}"


def has_checksum(path: Path, checksum: str) -> bool:
    """Return whether a file has a checksum, of which only the beginning may be known.

    Parameters
    ----------
    path : Path
        The file.
    checksum : str
        Like "md5:9e10..."; "" fits every file.
    """
    return not checksum or digest(path, checksum.partition(":")[0]).startswith(checksum.lower())


def is_right(folder: Path, file: RemoteFile, ledger: Ledger) -> bool:
    """Return whether a file is there with the right bytes; it is read only if it changed since it was verified."""
    path = folder / file.name
    if not path.is_file() or (file.exact_size and path.stat().st_size != file.size):
        return False
    return ledger.is_noted(folder, file) or has_checksum(path, ledger.known(file))


def _stamp(path: Path, checksum: str) -> tuple[int, int, str] | None:
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_size, state.st_mtime_ns, checksum
