"""Turn what can go wrong while data are fetched into one sentence that says what to do."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from companion.data.download import FULL, MissingInMirrorError, PassingError, RefusedError, WrongContentError
from companion.data.entries import RemoteFile
from companion.data.unpack import ArchiveError

_UNWRITABLE = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST, errno.EISDIR)


class PinError(OSError):
    """A file is not the one that was pinned on the first download."""


def size(count: int) -> str:
    """Return a number of bytes for a reader.

    Examples
    --------
    >>> size(29_515), size(30_878_645), size(2_000_000_000)
    ('0.03 MB', '30.9 MB', '2.0 GB')
    """
    if count < 100_000:
        return f"{count / 1e6:.2f} MB"
    return f"{count / 1e6:.1f} MB" if count < 1_000_000_000 else f"{count / 1e9:.1f} GB"


class UnreachableError(OSError):
    """A file cannot be had from where it is asked for."""


@contextmanager
def mini_tier_advised() -> Iterator[None]:
    """Add to an `UnreachableError` of the block that the mini tier does without; for who loads, not for who fetches."""
    try:
        yield
    except UnreachableError as error:
        error.args = (f"{error}, or COMPANION_TIER=mini",)
        raise


@contextmanager
def explained(name: str, folder: Path, files: tuple[RemoteFile, ...] = ()) -> Iterator[None]:
    """Raise what goes wrong in the block as an OSError whose message says what to do.

    Parameters
    ----------
    name : str
        What is fetched.
    folder : Path
        Where it goes.
    files : tuple of RemoteFile
        What is unpacked there; the message then says which archives stay.
    """
    elsewhere = "set COMPANION_MIRROR to a folder or address that holds it"
    try:
        yield
    except (TimeoutError, PinError):
        raise
    except WrongContentError as error:
        advice = "what came was not kept; try again, or check your network and COMPANION_MIRROR"
        raise OSError(f"{name} came damaged: {error}; {advice}") from error
    except ArchiveError as error:
        kept = ", ".join(file.name for file in files if file.unpacking and (folder / file.name).exists())
        advice = f"remove {kept} from {folder} and fetch it again" if kept else "nothing of it was kept; try again"
        advice += ", or check COMPANION_MIRROR, or report it if it comes back"
        raise OSError(f"{name} cannot be unpacked: {error}; {advice}") from error
    except PassingError as error:
        raise UnreachableError(f"{name} could not be downloaded: {error}; try again later, or {elsewhere}") from error
    except RefusedError as error:
        raise UnreachableError(f"{name} could not be downloaded: {error}; {elsewhere}") from error
    except MissingInMirrorError as error:
        text = f"{error.filename} is missing; put it there, or unset COMPANION_MIRROR"
        raise FileNotFoundError(f"COMPANION_MIRROR does not hold {name}: {text}") from error
    except OSError as error:
        raise _about_disk(name, folder, error) from error


def _about_disk(name: str, folder: Path, error: OSError) -> OSError:
    """Return what to say about a disk that is full or may not be written."""
    number = error.errno or errno.EIO
    reason = error.strerror or str(error)
    if number in FULL:
        text = f"{folder} is full ({reason}); make room, or set COMPANION_DATA to another folder"
    elif number in _UNWRITABLE:
        text = f"{error.filename or folder} is not writable ({reason}); set COMPANION_DATA to another folder"
    else:
        text = f"{folder} makes trouble ({reason}); set COMPANION_DATA to another folder"
    return OSError(number, f"{name} cannot be stored, {text}")
