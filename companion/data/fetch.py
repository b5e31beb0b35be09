"""Download the files of a public data set once, verify them, and say in one sentence what went wrong."""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from companion import config
from companion.data.lock import hold
from companion.data.registry import Entry, RemoteFile, entry

_RETRIES = 2
_TIMEOUT = 30  # seconds without an answer


def fetch(name: str) -> dict[str, Path]:
    """Return the files of a data set, downloaded if they are not there yet.

    Parameters
    ----------
    name : str
        "fashion_mnist", "mnist" or "cifar10". An embedded data set has no files.

    Returns
    -------
    dict of str to Path
        Where each file lies: ``COMPANION_DATA/<name>/<file name>``.

    Raises
    ------
    ValueError
        If the name is unknown.
    OSError
        If the data folder cannot be written or is full, if there is no network, or if what came is damaged.

    Notes
    -----
    ``COMPANION_MIRROR`` names a folder, or a base address, that holds ``<name>/<file name>`` with the same bytes; it is
    then the only source. A file appears under its name only when its checksum is right, so an interrupted download
    leaves nothing behind that could be mistaken for data.

    Examples
    --------
    >>> fetch("digits")
    {}
    """
    wanted = entry(name)
    if not wanted.files:
        return {}
    folder = config.data_folder() / name
    with _explained(name, folder, wanted):
        folder.mkdir(parents=True, exist_ok=True)
        if all(_is_right(folder / file.name, file) for file in wanted.files):
            return {file.name: folder / file.name for file in wanted.files}
        with hold(folder / ".lock"):
            _check_room(folder, wanted)
            return {file.name: _fetch_file(name, file, folder) for file in wanted.files}


def source(name: str, file: RemoteFile) -> str:
    """Return where a file is taken from: its public address, or its place in ``COMPANION_MIRROR``.

    Examples
    --------
    >>> import os
    >>> os.environ["COMPANION_MIRROR"] = "https://mirror.example/data/"
    >>> source("mnist", RemoteFile("a.gz", "https://example.org/a.gz", 1, "0"))
    'https://mirror.example/data/mnist/a.gz'
    >>> del os.environ["COMPANION_MIRROR"]
    """
    mirror = os.environ.get("COMPANION_MIRROR", "").strip()
    if not mirror:
        return file.url
    if mirror.startswith(("http://", "https://")):
        return f"{mirror.rstrip('/')}/{name}/{file.name}"
    return str(Path(mirror).expanduser() / name / file.name)


def _fetch_file(name: str, file: RemoteFile, folder: Path) -> Path:
    import pooch

    pooch.get_logger().setLevel("WARNING")
    address = source(name, file)
    store = pooch.create(
        folder, "", registry={file.name: f"md5:{file.md5}"}, urls={file.name: address}, retry_if_failed=_RETRIES
    )
    remote = address.startswith(("http://", "https://"))
    downloader = pooch.HTTPDownloader(progressbar=file.size > 1_000_000, timeout=_TIMEOUT) if remote else _copy
    return Path(store.fetch(file.name, downloader=downloader))


def _copy(address: str, output: Any, _: Any) -> None:
    """Copy from a mirror that is a folder, in the place of a download."""
    shutil.copyfile(address, output)


def _is_right(path: Path, file: RemoteFile) -> bool:
    if not path.is_file() or path.stat().st_size != file.size:
        return False
    import pooch

    return bool(pooch.file_hash(str(path), alg="md5") == file.md5)


def _check_room(folder: Path, wanted: Entry) -> None:
    needed = sum(file.size for file in wanted.files if not _is_right(folder / file.name, file))
    if shutil.disk_usage(folder).free < needed:
        raise OSError(errno.ENOSPC, "not enough room")


@contextmanager
def _explained(name: str, folder: Path, wanted: Entry) -> Iterator[None]:
    """Turn what can go wrong into one sentence that says what to do."""
    megabytes = f"{sum(file.size for file in wanted.files) / 1e6:.0f} MB"
    try:
        yield
    except ValueError as error:  # pooch's word for a wrong checksum
        raise OSError(f"{name} came damaged: {_first_line(error)}; try again, or check COMPANION_MIRROR") from error
    except OSError as error:
        if isinstance(error, TimeoutError):
            raise
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise OSError(error.errno, f"{name} needs {megabytes} and {folder} is full; set COMPANION_DATA") from error
        if isinstance(error, PermissionError) or error.errno in (errno.EROFS, errno.ENOTDIR, errno.EEXIST):
            raise OSError(
                error.errno, f"{name} cannot be stored, {folder} is not writable; set COMPANION_DATA to another folder"
            ) from error
        if isinstance(error, FileNotFoundError):
            raise FileNotFoundError(f"COMPANION_MIRROR does not hold {name}: {error.filename} is missing") from error
        raise OSError(
            f"{name} ({megabytes}) could not be downloaded: {_first_line(error)}; without a network set "
            "COMPANION_MIRROR to a folder that holds it, or COMPANION_TIER=mini"
        ) from error


def _first_line(error: Exception) -> str:
    """Return what went wrong, in short: requests tells the whole story of its connection pool."""
    host = urlsplit(getattr(getattr(error, "request", None), "url", None) or "").hostname
    if host and type(error).__name__ in ("ConnectionError", "ConnectTimeout", "ReadTimeout", "ProxyError", "SSLError"):
        return f"no connection to {host}"
    text = (str(error).splitlines() or [type(error).__name__])[0]
    return text if len(text) <= 200 else text[:200] + "..."
