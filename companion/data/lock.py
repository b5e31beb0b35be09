"""A lock between processes that the operating system releases when its holder ends, however it ends."""

import errno
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

_SILENCE = 2.0  # seconds that a wait may take before it is told

if sys.platform == "win32":
    import msvcrt

    def _try(handle: IO[bytes]) -> bool:
        try:
            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError as error:
            if error.errno in (errno.EACCES, errno.EDEADLK):  # what it says of a lock that is held
                return False
            raise
        return True
else:
    import fcntl

    def _try(handle: IO[bytes]) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@contextmanager
def hold(path: Path, *, patience: float = 600.0, tell: Callable[[], None] | None = None) -> Iterator[None]:
    """Hold the lock `path` while the block runs, after waiting for whoever holds it.

    Parameters
    ----------
    path : Path
        Lock file; it is made where it is missing, and stays.
    patience : float
        Longest wait, seconds.
    tell : callable, optional
        Called once if the wait takes longer than two seconds.

    Raises
    ------
    TimeoutError
        If another process holds the lock all that time.
    OSError
        If the file cannot be made, or the drive gives no locks, as some network drives do.
    """
    with path.open("ab") as handle:
        began = time.monotonic()
        while not _taken(handle, path):
            waited = time.monotonic() - began
            if waited > patience:
                raise TimeoutError(
                    f"another process has been downloading into {path.parent} for {patience:g} s; wait for it or end it"
                )
            if tell and waited > _SILENCE:
                tell()
                tell = None
            time.sleep(0.2)
        yield


def _taken(handle: IO[bytes], path: Path) -> bool:
    """Return whether the lock could be had now."""
    try:
        return _try(handle)
    except OSError as error:
        reason = f"it cannot be locked, as on some network drives: {error.strerror}"
        raise OSError(error.errno or errno.ENOLCK, reason, str(path)) from error
