"""Fill the API pages from the docstrings of the companion package: every public function and class, room by room.

A page says ``<!-- room: plot -->`` where the functions of ``companion.plot`` belong, ``<!-- room: companion -->`` for
the files that lie in no room, and ``<!-- rooms -->`` for the list of all.
"""

import importlib
import inspect
import os
import pkgutil
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import ModuleType

from sphinx.application import Sphinx

FOLDER = "book/appendix/api/"
MARKER = re.compile(r"<!-- room: (\w+) -->")
LIST_MARKER = "<!-- rooms -->"
# Exercises would give themselves away; the commands are described where they are used.
HIDDEN = ("companion.exercises.", "companion.__main__", "companion.doctor")


@cache
def public_modules() -> dict[str, ModuleType]:
    """Import every public module of the package and return them by name, rooms before their files."""
    import companion

    names = []
    for module in pkgutil.walk_packages(companion.__path__, "companion."):
        private = any(part.startswith("_") for part in module.name.split("."))
        if not private and not module.name.startswith(HIDDEN):
            names.append(module.name)
    # torchvision must be imported before keras, or the process crashes.
    with _silence():
        importlib.import_module("torchvision")
        for name in names:
            importlib.import_module(name)
    return {name: sys.modules[name] for name in sorted(names)}


def rooms() -> list[str]:
    """Return the names of all rooms, and "companion" for what lies outside them."""
    return ["companion", *sorted({name.split(".")[1] for name, module in public_modules().items() if _is_room(module)})]


def members(module: ModuleType) -> list[str]:
    """Return the names of functions and classes that a module offers, in the order of its source."""
    names = getattr(module, "__all__", None) or [name for name in vars(module) if not name.startswith("_")]
    values = {name: getattr(module, name) for name in names if _is_public(getattr(module, name), module)}
    return sorted(values, key=lambda name: (values[name].__module__, inspect.getsourcelines(values[name])[1]))


@cache
def contents() -> dict[str, list[str]]:
    """Return what is described under each module: an object once, where ``__all__`` names it or it is defined."""
    modules = public_modules()
    exporting = {name: module for name, module in modules.items() if hasattr(module, "__all__")}
    at_the_door = {name: module for name, module in exporting.items() if hasattr(module, "__path__")}
    homes: dict[int, str] = {}
    for group in (at_the_door, exporting, modules):
        for name, module in group.items():
            for member in members(module):
                homes.setdefault(id(getattr(module, member)), name)
    return {
        name: [member for member in members(module) if homes[id(getattr(module, member))] == name]
        for name, module in modules.items()
    }


def room_page(room: str) -> str:
    """Return the Markdown of one room: its own functions, then a heading for each of its files."""
    parts = []
    for name, own in contents().items():
        module = public_modules()[name]
        if name == f"companion.{room}":
            parts.append(_summary(module))
        elif own and _room_of(name) == room:
            parts += [f"## {name.removeprefix(f'companion.{room}.').removeprefix('companion.')}\n", _summary(module)]
        else:
            continue
        parts += [_directive(name, member, getattr(module, member)) for member in own]
    return "\n".join(parts)


def room_list() -> str:
    """Return the Markdown of the list of rooms, each with what it holds."""
    lines = []
    for room in rooms():
        names = [f"`{member}`" for name, own in contents().items() if _room_of(name) == room for member in own]
        lines.append(f"**[{room}](api/{room}.md)**: {', '.join(names)}.\n")
    return "\n".join(lines)


@contextmanager
def _silence() -> Iterator[None]:
    """Drop what TensorFlow's compiled code writes to stderr when it is imported; errors are raised all the same."""
    sys.stderr.flush()
    kept, nothing = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nothing)


def _room_of(name: str) -> str:
    room = name.split(".")[1]
    return room if _is_room(public_modules()[f"companion.{room}"]) else "companion"


def _is_room(module: ModuleType) -> bool:
    return hasattr(module, "__path__")


def _is_public(value: object, module: ModuleType) -> bool:
    if not (inspect.isfunction(value) or inspect.isclass(value)):
        return False
    home = value.__module__
    return home.startswith("companion") if hasattr(module, "__all__") else home == module.__name__


def _summary(module: ModuleType) -> str:
    return f"```{{eval-rst}}\n{(inspect.getdoc(module) or '').split(chr(10) * 2)[0]}\n```\n"


def _directive(module: str, member: str, value: object) -> str:
    directive = f".. autoclass:: {module}.{member}\n   :members:" if inspect.isclass(value) else ""
    return f"```{{eval-rst}}\n{directive or f'.. autofunction:: {module}.{member}'}\n```\n"


def fill(_app: Sphinx, docname: str, source: list[str]) -> None:
    """Replace the markers on the API pages."""
    if docname.startswith(FOLDER.rstrip("/")):
        text = MARKER.sub(lambda match: room_page(match[1]), source[0])
        source[0] = text.replace(LIST_MARKER, room_list()) if LIST_MARKER in text else text


def keep_whole(_app: Sphinx, what: str, _name: str, _obj: object, _options: object, lines: list[str]) -> None:
    """Keep Napoleon from reading the words before a property's first colon as its type."""
    if what == "property":
        lines[:0] = ["..", ""]  # an empty comment


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension with Sphinx."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    app.connect("source-read", fill)
    app.connect("autodoc-process-docstring", keep_whole, priority=400)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
