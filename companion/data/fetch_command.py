"""The command ``python -m companion fetch``: download data sets ahead of time, or list them."""

import argparse
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from companion import config
from companion.data import fetch
from companion.data.entries import RemoteFile
from companion.data.explaining import size
from companion.data.registry import REGISTRY


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments of the command to a parser."""
    parser.add_argument("names", nargs="*", metavar="NAME", help="data sets, for instance fashion_mnist")
    parser.add_argument("--chapter", action="append", default=[], help="all data sets that a chapter uses")
    parser.add_argument("--all", action="store_true", help="all data sets")
    parser.add_argument("--list", action="store_true", help="show what there is, and download nothing")
    parser.add_argument("--verify", action="store_true", help="read files that are there again; replace damaged ones")


def run(parser: argparse.ArgumentParser, given: argparse.Namespace) -> int:
    """Run the command.

    Parameters
    ----------
    parser : ArgumentParser
        For usage errors.
    given : Namespace
        The arguments.

    Returns
    -------
    int
        0, or 1 where a download failed (the others were tried), or 130 after an interruption.
    """
    wanted = _chosen(parser, given)
    if given.list:
        _list(wanted)
        return 0
    try:
        return _fetch_all(wanted, verifying=given.verify)
    except KeyboardInterrupt:
        print("\ninterrupted; run the same command again and it goes on from here", file=sys.stderr)
        return 130


def _chosen(parser: argparse.ArgumentParser, given: argparse.Namespace) -> list[str]:
    """Return the data sets that the arguments name, each once; end with a usage error if they name none."""
    public = [name for name, entry in REGISTRY.items() if entry.files]
    chapters = sorted({chapter for name in public for chapter in REGISTRY[name].chapters})
    for chapter in given.chapter:
        if chapter not in chapters:
            parser.error(f"--chapter must be one of {', '.join(chapters)}, got {chapter}")
    for name in given.names:
        if name not in REGISTRY:
            parser.error(f"NAME must be one of {', '.join(public)}, got {name}")
    named = given.names + [name for name in public if {*given.chapter} & {*REGISTRY[name].chapters}]
    if given.all or (given.list and not named):
        named += public
    if not named:
        parser.error(f"name data sets, or a --chapter, or --all. There are: {', '.join(public)}")
    return list(dict.fromkeys(named))


def _list(names: list[str]) -> None:
    """Print a line for each data set."""
    print(f"{'name':<26}{'state':<10}{'size':>10}  {'chapters':<36} licence")
    for name in names:
        entry = REGISTRY[name]
        total = size(sum(file.size for file in entry.files)) if entry.files else "-"
        print(f"{name:<26}{fetch.status(name):<10}{total:>10}  {', '.join(entry.chapters):<36} {entry.licence}")


def _fetch_all(names: list[str], *, verifying: bool) -> int:
    """Say what will come, then bring it; return 1 if something failed."""
    failed = 0
    if mirror := os.environ.get("COMPANION_MIRROR", "").strip():
        print(f"from the mirror {mirror}, which COMPANION_MIRROR names")
    public = [name for name in names if REGISTRY[name].files]
    if verifying:
        failed = max([_attempt(name, _verify) for name in public], default=0)
    plans = {name: fetch.missing(name) for name in public if fetch.status(name) == "missing"}
    for name in names:
        if name not in public:
            print(f"{name}: comes with the software, nothing to do")
        elif name not in plans:
            print(f"{name}: already there, nothing to do ({fetch.folder_of(name)})")
    _announce(plans)
    return max([failed, *(_attempt(name, _fetch) for name in plans)])


def _announce(plans: dict[str, dict[Path, RemoteFile]]) -> None:
    """Print size, licence and place of what will be downloaded, before it is."""
    for name, files in plans.items():
        total = size(sum(file.size for file in files.values()))
        print(f"{name}: {total} into {fetch.folder_of(name)}; licence: {REGISTRY[name].licence}", flush=True)
    if len(plans) > 1:
        together = {path: file.size for files in plans.values() for path, file in files.items()}
        print(f"together {size(sum(together.values()))} to download, {_free()} free", flush=True)


def _free() -> str:
    """Return the room in the data folder, or where it will be made."""
    folder = config.data_folder().absolute()
    there = next(path for path in (folder, *folder.parents) if path.exists())
    return size(shutil.disk_usage(there).free)


def _attempt(name: str, action: Callable[[str], str]) -> int:
    """Print what an action says, or why it failed; return 1 then."""
    try:
        print(f"{name}: {action(name)}", flush=True)
    except (OSError, ImportError) as error:
        text = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        print(text if name in text else f"{name}: {text}", file=sys.stderr)
        return 1
    return 0


def _fetch(name: str) -> str:
    return f"there ({fetch.fetch(name)})"


def _verify(name: str) -> str:
    removed = fetch.verify(name)
    return f"{', '.join(removed)} was damaged and is removed" if removed else "no file is damaged"
