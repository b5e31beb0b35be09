"""The command ``python -m companion fetch``: download data sets and official weights ahead of time, or list them."""

import argparse
import os
import shutil
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from companion import config
from companion.data import fetch
from companion.data.entries import Entry, RemoteFile
from companion.data.explaining import size
from companion.data.registry import REGISTRY


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments of the command to a parser."""
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help="data sets, for instance fashion_mnist, or weights/vgg16"
    )
    parser.add_argument("--chapter", action="append", default=[], help="all data sets that a chapter uses")
    parser.add_argument("--all", action="store_true", help="all data sets (official weights are fetched by name)")
    parser.add_argument("--list", action="store_true", help="show what there is, and download nothing")
    parser.add_argument("--verify", action="store_true", help="read files that are there again; replace damaged ones")


def run(parser: argparse.ArgumentParser, given: argparse.Namespace, weights: Mapping[str, Entry]) -> int:
    """Run the command.

    Parameters
    ----------
    parser : ArgumentParser
        For usage errors.
    given : Namespace
        The arguments.
    weights : mapping of str to Entry
        What can be fetched by name besides the data sets.

    Returns
    -------
    int
        0, or 1 where a download failed (the others were tried), or 130 after an interruption.
    """
    catalogue = REGISTRY | dict(weights)
    names = _chosen(parser, given, catalogue)
    if given.list:
        _list(names, catalogue)
        return 0
    try:
        return _fetch_all(names, catalogue, verifying=given.verify)
    except KeyboardInterrupt:
        print("\ninterrupted; run the same command again and it goes on from here", file=sys.stderr)
        return 130


def _chosen(parser: argparse.ArgumentParser, given: argparse.Namespace, catalogue: Mapping[str, Entry]) -> list[str]:
    """Return what the arguments name, each once; end with a usage error if they name nothing."""
    public = [name for name, entry in REGISTRY.items() if entry.files]
    chapters = sorted({chapter for name in public for chapter in REGISTRY[name].chapters})
    for chapter in given.chapter:
        if chapter not in chapters:
            parser.error(f"--chapter must be one of {', '.join(chapters)}, got {chapter}")
    for name in given.names:
        if name not in catalogue:
            known = (other for other in catalogue if catalogue[other].files)
            parser.error(f"NAME must be one of {', '.join(known)}, got {name}")
    named = given.names + [name for name in public if {*given.chapter} & {*REGISTRY[name].chapters}]
    if given.all:
        named += public
    if given.list and not named:
        named = [name for name in catalogue if catalogue[name].files]
    if not named:
        parser.error(f"name data sets, or a --chapter, or --all. There are: {', '.join(public)}")
    return list(dict.fromkeys(named))


def _list(names: list[str], catalogue: Mapping[str, Entry]) -> None:
    """Print a line for each name."""
    print(f"{'name':<32}{'state':<10}{'size':>10}  {'chapters':<36} licence")
    for name in names:
        entry = catalogue[name]
        state = fetch.status(name, catalogue=catalogue)
        total = size(sum(file.size for file in entry.files)) if entry.files else "-"
        print(f"{name:<32}{state:<10}{total:>10}  {', '.join(entry.chapters):<36} {entry.licence}")


def _fetch_all(names: list[str], catalogue: Mapping[str, Entry], *, verifying: bool) -> int:
    """Say what will come, then bring it; return 1 if something failed."""
    failed = 0
    if mirror := os.environ.get("COMPANION_MIRROR", "").strip():
        print(f"from the mirror {mirror}, which COMPANION_MIRROR names")
    public = [name for name in names if catalogue[name].files]
    if verifying:
        failed = max([_attempt(name, partial(_verify, catalogue=catalogue)) for name in public], default=0)
    plans = {
        name: fetch.missing(name, catalogue=catalogue)
        for name in public
        if fetch.status(name, catalogue=catalogue) == "missing"
    }
    for name in names:
        if name not in public:
            print(f"{name}: comes with the software, nothing to do")
        elif name not in plans:
            print(f"{name}: already there, nothing to do ({fetch.folder_of(name, catalogue=catalogue)})")
    _announce(plans, catalogue)
    return max([failed, *(_attempt(name, partial(_fetch, catalogue=catalogue)) for name in plans)])


def _announce(plans: dict[str, dict[Path, RemoteFile]], catalogue: Mapping[str, Entry]) -> None:
    """Print size, licence and place of what will be downloaded, before it is."""
    for name, files in plans.items():
        total = size(sum(file.size for file in files.values()))
        folder = fetch.folder_of(name, catalogue=catalogue)
        print(f"{name}: {total} into {folder}; licence: {catalogue[name].licence}", flush=True)
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


def _fetch(name: str, *, catalogue: Mapping[str, Entry]) -> str:
    return f"there ({fetch.fetch(name, catalogue=catalogue)})"


def _verify(name: str, *, catalogue: Mapping[str, Entry]) -> str:
    removed = fetch.verify(name, catalogue=catalogue)
    return f"{', '.join(removed)} was damaged and is removed" if removed else "no file is damaged"
