"""Bring the bytes of one file, from a mirror folder or over a network that stalls, cuts and lies, into a part file."""

import errno
import os
import random
import threading
import time
from collections.abc import Callable, Iterator
from concurrent import futures
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from companion.data.entries import RemoteFile

_PIECE = 2**18  # bytes
_MAY_PASS = (408, 425, 429, 500, 502, 503, 504)
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""Error numbers of a disk, a quota or a file that is full."""

_JITTER = random.Random()  # its own, so that a download does not move the generators that a chapter seeds


@dataclass(frozen=True)
class Patience:
    """How long a download goes on trying.

    Parameters
    ----------
    attempts : int
        Failures in a row after which it gives up.
    progress : int
        Bytes more than ever before after which a failure counts as the first, where a download can go on.
    first_pause, longest_pause : float
        Seconds before the second attempt, doubled each time, and the most that a server may ask for.
    connect, silence : float
        Longest wait for a connection and for the next byte, seconds.
    head : float
        Longest wait for the head of an answer, with all connections and redirects before it, seconds.
    window, slowest : float
        Seconds over which the speed is measured, and the bytes per second that must come.
    redirects : int
        How often the address may change.
    """

    attempts: int = 5
    progress: int = 1_000_000
    first_pause: float = 1.0
    longest_pause: float = 60.0
    connect: float = 15.0
    silence: float = 30.0
    head: float = 120.0
    window: float = 30.0
    slowest: float = 1000.0
    redirects: int = 10


PATIENCE = Patience()


class WrongContentError(OSError):
    """What came is not the file."""


class WrongBytesError(WrongContentError):
    """The bytes in the part were read and cannot become the file."""


class MissingInMirrorError(FileNotFoundError):
    """The folder that is the mirror does not hold the file."""


class RefusedError(OSError):
    """The server does not give the file, and asking again would not help."""


class PassingError(OSError):
    """What may pass, with the pause in seconds after which to try again, where it is known."""

    def __init__(self, message: str, pause: float | None = None) -> None:
        super().__init__(message)
        self.pause = pause


def is_remote(address: str) -> bool:
    """Return whether an address is asked for over the network.

    Examples
    --------
    >>> is_remote("HTTPS://example.org/a.zip"), is_remote("/mirror/a.zip")
    (True, False)
    """
    return address.lower().startswith(("http://", "https://"))


def bring(file: RemoteFile, address: str, part: Path, *, resumable: bool) -> bool:
    """Write the bytes of a file into a part file, not verified yet.

    Parameters
    ----------
    file : RemoteFile
        What is known about it.
    address : str
        Where it is: an http address or a path.
    part : Path
        Where the bytes go. If `resumable` it stays whatever happens, unless it is proved wrong or the disk is full, and
        the next call goes on where it ends.
    resumable : bool
        Whether a checksum is known. Without one the pieces of two versions could mix unnoticed.

    Returns
    -------
    bool
        Whether the file was put together from several pieces.

    Raises
    ------
    WrongContentError, RefusedError, PassingError, MissingInMirrorError
        As their names say, `PassingError` after several attempts.
    OSError
        If the part cannot be written, or a mirror folder not be read.

    Notes
    -----
    The bytes are kept as they are sent: a server that declares ``Content-Encoding: gzip`` for an archive must not have
    it decompressed (requests does that unless one reads below it).
    """
    if not resumable:
        part.unlink(missing_ok=True)
    try:
        if is_remote(address):
            return _persist(file, address, part, resumable=resumable)
        with _mirrored(Path(address)) as source:
            length = _write(iter(lambda: source.read(_PIECE), b""), part, file, 0)
        if file.exact_size and length != file.size:
            raise WrongBytesError(f"got {length} bytes, expected {file.size}")
        return False
    except BaseException as error:
        full = isinstance(error, OSError) and error.errno in FULL
        if not resumable or full or isinstance(error, WrongBytesError):
            part.unlink(missing_ok=True)
        raise


def _mirrored(path: Path) -> IO[bytes]:
    """Open a file of a mirror folder."""
    try:
        return path.open("rb")
    except FileNotFoundError as error:
        raise MissingInMirrorError(error.errno, error.strerror, str(path)) from error
    except OSError as error:
        raise RefusedError(f"{path} cannot be read ({error.strerror})") from error


def _persist(file: RemoteFile, address: str, part: Path, *, resumable: bool) -> bool:
    """Download, and try again after what may pass."""
    failures, longest = 0, _length(part)
    while True:
        try:
            return _once(file, address, part, resumable=resumable)
        except PassingError as error:
            length = _length(part)
            failures = 1 if resumable and length - longest >= PATIENCE.progress else failures + 1
            longest = max(length, longest)
            if failures >= PATIENCE.attempts:
                raise
            if not resumable:
                part.unlink(missing_ok=True)
            pause = PATIENCE.first_pause * 2 ** (failures - 1) * _JITTER.uniform(0.5, 1)
            time.sleep(min(pause if error.pause is None else error.pause, PATIENCE.longest_pause))


def _once(file: RemoteFile, address: str, part: Path, *, resumable: bool) -> bool:
    """Download once; return whether an earlier piece was used."""
    start = _length(part)
    if file.exact_size and start == file.size > 0:
        return True
    with _answer(address, start) as response:
        try:
            start, end = _extent(response, file, start)
        except PassingError:  # what lies here is of no use for this server
            part.unlink(missing_ok=True)
            raise
        if not (resumable or file.exact_size or end or _is_chunked(response)):  # nobody would notice that it was cut
            raise RefusedError(f"{_host(address)} does not say how long {file.name} is, and no checksum is known")
        length = _write(_pieces(response), part, file, start)
    if length < (file.size if file.exact_size else end):
        raise PassingError(f"the connection ended after {length} of {file.size if file.exact_size else end} bytes")
    return start > 0


@contextmanager
def _answer(address: str, start: int) -> Iterator[Any]:
    """Ask for the file from byte `start` on; give the answer if it is one."""
    import requests

    host = _host(address)
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={start}-"} if start else {})
    with requests.Session() as session:
        session.max_redirects = PATIENCE.redirects
        try:
            timeout = (PATIENCE.connect, PATIENCE.silence)
            response = _in_time(lambda: session.get(address, headers=headers, stream=True, timeout=timeout), host)
        except requests.TooManyRedirects as error:
            raise RefusedError(f"{host} redirects in a circle") from error
        except requests.exceptions.SSLError as error:
            raise RefusedError(f"no secure connection to {host}") from error
        except (requests.ConnectionError, requests.Timeout) as error:
            raise PassingError(f"no connection to {host}") from error
        except requests.RequestException as error:
            raise RefusedError(f"{host} cannot be asked: {error}") from error
        with response:
            if response.status_code in _MAY_PASS:
                raise PassingError(_status(response, host), _retry_after(response.headers.get("Retry-After", "")))
            if response.status_code not in (200, 206) and not (response.status_code == 416 and start):
                raise RefusedError(_status(response, host))
            yield response


def _in_time(ask: Callable[[], Any], host: str) -> Any:
    """Return the answer that a function waits for, if its head comes in time.

    Timeouts of sockets begin anew with each byte, and nothing can end a call from outside: so it runs in a thread that
    is left alone when the time is over, and does not keep the program from ending.
    """
    promise: futures.Future[Any] = futures.Future()

    def settle() -> None:
        try:
            promise.set_result(ask())
        except BaseException as error:
            promise.set_exception(error)

    threading.Thread(target=settle, daemon=True).start()
    try:
        if not futures.wait([promise], PATIENCE.head).done:
            raise PassingError(f"{host} did not begin to answer within {PATIENCE.head:g} s")
        return promise.result()
    except BaseException:
        promise.add_done_callback(_close)
        raise


def _close(promise: futures.Future[Any]) -> None:
    """Close an answer that nobody waits for any more."""
    if not promise.exception():
        promise.result().close()


def _is_chunked(response: Any) -> bool:
    """Return whether the answer comes in pieces of which the last one says that it is the last."""
    return "chunked" in response.headers.get("Transfer-Encoding", "").lower()


def _extent(response: Any, file: RemoteFile, start: int) -> tuple[int, int]:
    """Return at which byte of the file the answer begins and where it says that it ends (0 if it does not say)."""
    promised = response.headers.get("Content-Length", "")
    end = int(promised) if promised.isdecimal() else 0
    if response.status_code == 416:
        raise PassingError("the server cannot go on where the part ends", 0)
    if response.status_code == 206:
        begins, _, total = response.headers.get("Content-Range", "").removeprefix("bytes ").partition("/")
        if begins.partition("-")[0] != str(start) or (file.exact_size and total != str(file.size)):
            raise PassingError("the server answers with another range than it was asked for", 0)
        return start, start + end
    if file.exact_size and end == file.size:
        return 0, end
    if response.headers.get("Content-Type", "").startswith("text/html"):
        raise WrongContentError("a web page came in its place, perhaps the login page of a network")
    if file.exact_size and end:
        raise WrongContentError(f"got {end} bytes, expected {file.size}")
    return 0, end


def _pieces(response: Any) -> Iterator[bytes]:
    """Yield the bytes as they were sent, as long as they come fast enough."""
    import urllib3

    read = getattr(response.raw, "read1", response.raw.read)  # read1 of urllib3 2 returns what has come so far
    began, count = time.monotonic(), 0
    while True:
        try:
            piece = read(_PIECE)
        except urllib3.exceptions.ReadTimeoutError as error:
            raise PassingError(f"nothing came for {PATIENCE.silence:g} s") from error
        except urllib3.exceptions.HTTPError as error:
            raise PassingError("the connection was cut") from error
        if not piece:
            return
        yield piece
        count += len(piece)
        passed = time.monotonic() - began
        if passed >= PATIENCE.window:
            if count < PATIENCE.slowest * passed:
                raise PassingError(f"only {count} bytes came in {passed:.0f} s")
            began, count = time.monotonic(), 0


def _write(pieces: Iterator[bytes], part: Path, file: RemoteFile, start: int) -> int:
    """Write the pieces from byte `start` on, at most as many bytes as the file has; return its length now."""
    from tqdm import tqdm

    most = file.size if file.exact_size else 2 * file.size + _PIECE
    length = start
    with (
        part.open("ab" if start else "wb") as handle,
        tqdm(total=file.size, initial=start, unit="B", unit_scale=True, delay=1, mininterval=0.5, leave=False) as bar,
    ):
        bar.set_description(file.name, refresh=False)
        for piece in pieces:
            length += len(piece)
            if length > most:
                raise WrongBytesError(f"got more than {most} bytes, expected {file.size}")
            handle.write(piece)
            bar.update(len(piece))
        handle.flush()
        os.fsync(handle.fileno())
    return length


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or address
    except ValueError:
        return address


def _length(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _status(response: Any, host: str) -> str:
    return f"{host} answers {response.status_code} {response.reason or ''}".rstrip()


def _retry_after(value: str) -> float | None:
    """Return the seconds that a server asks for, given as a number or as a date."""
    if value.isdecimal():
        return float(value)
    try:
        return max(0.0, (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return None
