"""What the arguments of ``python -m companion fetch`` name, and what to say where they name nothing."""

import argparse
import shutil
import textwrap
from collections.abc import Mapping

from companion.data.entries import Entry
from companion.data.naming import closest
from companion.data.registry import REGISTRY

WEIGHTS = "weights"
"""Name that stands for all official weights where they are listed."""


def public() -> list[str]:
    """Return the names of the data sets that are downloaded."""
    return [name for name, entry in REGISTRY.items() if entry.files]


def chapters() -> list[str]:
    """Return the chapters that use them."""
    return sorted({chapter for name in public() for chapter in REGISTRY[name].chapters})


def official(catalogue: Mapping[str, Entry]) -> list[str]:
    """Return the names of the weights that are downloaded."""
    return [name for name, entry in catalogue.items() if entry.files and name not in REGISTRY]


def chosen(parser: argparse.ArgumentParser, given: argparse.Namespace, catalogue: Mapping[str, Entry]) -> list[str]:
    """Return what the arguments name, each once; end with a usage error if they name nothing.

    Parameters
    ----------
    parser : ArgumentParser
        For usage errors.
    given : Namespace
        The arguments.
    catalogue : mapping of str to Entry
        What there is.

    Returns
    -------
    list of str
        Names of the catalogue.
    """
    if given.all and given.chapter:
        parser.error("--all means the data sets of all chapters; leave out --all or --chapter")
    for chapter in given.chapter:
        if chapter not in chapters():
            parser.error(f"--chapter must be one of {', '.join(chapters())}, got {chapter}")
    named = []
    for name in given.names:
        if name == WEIGHTS and given.list:
            named += official(catalogue)
        elif name in catalogue:
            named.append(name)
        else:
            parser.error(f"{_unknown(name, catalogue)}\n{_names(catalogue)}")
    named += [name for name in public() if {*given.chapter} & {*REGISTRY[name].chapters}]
    if given.all or (given.list and not given.names and not given.chapter):
        named += public()
    if not named and not given.list:
        parser.error(f"name data sets or weights, or a --chapter, or --all\n{_names(catalogue)}")
    return list(dict.fromkeys(named))


def _unknown(name: str, catalogue: Mapping[str, Entry]) -> str:
    """Return what to say about a name that is not in the catalogue."""
    if name == WEIGHTS and (weights := official(catalogue)):
        return f"official weights are fetched one by one, for instance {weights[0]}"
    meant = closest(name, catalogue)
    return f"there is no {name}; did you mean {meant}?" if meant else f"there is no {name}"


def _names(catalogue: Mapping[str, Entry]) -> str:
    """Return all that can be asked for, on lines that fit the terminal."""
    parts = {"data sets": public(), "chapters, each after --chapter": chapters(), WEIGHTS: official(catalogue)}
    width = shutil.get_terminal_size().columns
    lines = []
    for title, names in parts.items():
        if names:
            text = textwrap.wrap(" ".join(names), max(width - 1, 40), initial_indent="  ", subsequent_indent="  ")
            lines += [f"{title}:", *text]
    return "\n".join(lines)
