"""The command ``python -m companion fetch``: download data sets and official weights ahead of time, or list them."""

import argparse
import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from companion import config
from companion.data import fetch
from companion.data.columns import columns
from companion.data.entries import Entry, RemoteFile
from companion.data.explaining import explained, size
from companion.data.fetch_choice import WEIGHTS, chapters, chosen, official
from companion.data.misplaced import misplaced
from companion.data.registry import REGISTRY

SMALL_WEIGHTS = ("small_vgg", "small_resnet")
"""Weights that this package carries: nothing is to be fetched."""

_CARRIED = Entry("", "mini", (0, 0, 0), "", "as the package", "", "", ())
_UNLIMITED = 10**6  # characters of a line that goes into a file or another program


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments of the command to a parser."""
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help="data sets, for instance fashion_mnist, or weights/vgg16"
    )
    parser.add_argument(
        "--chapter", action="append", default=[], help=f"all data sets that a chapter uses: {', '.join(chapters())}"
    )
    parser.add_argument("--all", action="store_true", help="all data sets (official weights are fetched by name)")
    parser.add_argument(
        "--list", action="store_true", help="show what there is, and download nothing; --list weights shows weights"
    )
    parser.add_argument(
        "--verify",
        action="store_true",
        help="read files that are there again and replace damaged ones; unpacked files are not looked at",
    )


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
        0, or 1 where something failed (the other names were tried), or 130 after an interruption.
    """
    catalogue = REGISTRY | dict(weights) | dict.fromkeys(SMALL_WEIGHTS, _CARRIED)
    names = chosen(parser, given, catalogue)
    if given.list:
        failed = _list(names, catalogue)
        if (rest := official(catalogue)) and not given.names and not given.chapter:
            print(f"\n{len(rest)} official weights: fetch --list {WEIGHTS}")
        return failed
    try:
        return _fetch_all(names, catalogue, verifying=given.verify)
    except KeyboardInterrupt:
        print("\ninterrupted; run the same command again and it goes on from here", file=sys.stderr)
        return 130


def _list(names: list[str], catalogue: Mapping[str, Entry]) -> int:
    """Print a line for each name; return 1 if the state of one cannot be told."""
    failed = 0
    rows = [("name", "state", "size", "chapters", "licence")]
    for name in names:
        entry = catalogue[name]
        state = "unknown"
        try:
            state = _state(name, catalogue)
        except OSError as error:
            failed = _told(name, error)
        total = size(sum(file.size for file in entry.files)) if entry.files else "-"
        rows.append((name, state, total, ", ".join(entry.chapters), entry.licence))
    width = shutil.get_terminal_size(fallback=(_UNLIMITED, 0)).columns
    print("\n".join(columns(rows, width=width, right=[2])))
    return failed


def _state(name: str, catalogue: Mapping[str, Entry]) -> str:
    """Return what `fetch.status` does; its errors say what to do."""
    if not catalogue[name].files:
        return "embedded"
    with explained(name, fetch.folder_of(name, catalogue=catalogue)):
        return fetch.status(name, catalogue=catalogue)


def _fetch_all(names: list[str], catalogue: Mapping[str, Entry], *, verifying: bool) -> int:
    """Say what will come, then bring it; return 1 if something failed."""
    failed = 0
    if mirror := os.environ.get("COMPANION_MIRROR", "").strip():
        print(f"from the mirror {mirror}, which COMPANION_MIRROR names")
    plans: dict[str, dict[Path, RemoteFile]] = {}
    for name in names:
        if not catalogue[name].files:
            print(f"{name}: comes with the {'package' if name in SMALL_WEIGHTS else 'software'}, nothing to do")
            continue
        try:
            removed = _verify(name, catalogue) if verifying else {}
            plan = _plan(name, catalogue)
        except OSError as error:
            failed = _told(name, error)
            continue
        if removed or plan is not None:
            plans[name] = (plan or {}) | removed
        else:
            print(f"{name}: already there, nothing to do ({fetch.folder_of(name, catalogue=catalogue)})")
    _announce(plans, catalogue)
    return max([failed, *(_fetch(name, plan, catalogue) for name, plan in plans.items())])


def _plan(name: str, catalogue: Mapping[str, Entry]) -> dict[Path, RemoteFile] | None:
    """Return what is to be downloaded: none where all can be read, nothing where it is only to be unpacked."""
    with explained(name, fetch.folder_of(name, catalogue=catalogue)):
        there = fetch.status(name, catalogue=catalogue) == "there"
        return None if there else fetch.missing(name, catalogue=catalogue)


def _verify(name: str, catalogue: Mapping[str, Entry]) -> dict[Path, RemoteFile]:
    """Read the files again that are there, say what came of it, and return those that were damaged and are removed."""
    folder, files = fetch.folder_of(name, catalogue=catalogue), catalogue[name].files
    with explained(name, folder):
        present = [file.name for file in files if (folder / file.name).is_file()]
    removed = fetch.verify(name, catalogue=catalogue)
    unpacked = any(file.unpacking for file in files) and _state(name, catalogue) == "there"
    print(f"{name}: {_verdict(present, removed, unpacked=unpacked)}", flush=True)
    return {folder / file.name: file for file in files if file.name in removed}


def _verdict(present: list[str], removed: tuple[str, ...], *, unpacked: bool) -> str:
    """Return what to say about files that were read, and about unpacked ones beside them, which were not."""
    if not present:
        return "only unpacked files are here, which cannot be verified" if unpacked else "there is nothing to verify"
    told = f"{', '.join(removed)} was damaged and is removed" if removed else "no file is damaged"
    return f"{told}; only {', '.join(present)} was read, what is unpacked cannot be verified" if unpacked else told


def _announce(plans: dict[str, dict[Path, RemoteFile]], catalogue: Mapping[str, Entry]) -> None:
    """Print size, licence and place of what will be downloaded, before it is, and what lies there and does not fit."""
    for name, files in plans.items():
        total = size(sum(file.size for file in files.values())) if files else "nothing to download, unpacked"
        folder = fetch.folder_of(name, catalogue=catalogue)
        if found := misplaced(folder, catalogue[name]):
            print(f"{name}: {found}; else it is downloaded")
        print(f"{name}: {total} into {folder}; licence: {catalogue[name].licence}", flush=True)
    if len(plans) > 1:
        together = {path: file.size for files in plans.values() for path, file in files.items()}
        print(f"together {size(sum(together.values()))} to download, {_free()} free", flush=True)


def _free() -> str:
    """Return the room in the data folder, or where it will be made."""
    folder = config.data_folder().absolute()
    there = next(path for path in (folder, *folder.parents) if os.path.exists(path))  # never raises, unlike Path.exists
    return size(shutil.disk_usage(there).free)


def _fetch(name: str, plan: Mapping[Path, RemoteFile], catalogue: Mapping[str, Entry]) -> int:
    """Bring one data set, and what of the plan it can be read without; return 1 if that failed."""
    try:
        folder = fetch.fetch(name, catalogue=catalogue)
        for path, file in plan.items():
            if file.unpacking and not path.exists():
                fetch.fetch_file(path.parent.relative_to(config.data_folder()).as_posix(), file)
    except (OSError, ImportError) as error:
        return _told(name, error)
    print(f"{name}: there ({folder})", flush=True)
    return 0


def _told(name: str, error: OSError | ImportError) -> int:
    """Print why something failed; return 1."""
    text = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    print(text if name in text else f"{name}: {text}", file=sys.stderr)
    return 1
