"""Who may import whom: every import statement of the package is read and compared with the table of the design."""

import ast
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "companion"
EVERY_ROOM = "*"

# Room: the rooms it may import, besides itself. Nobody imports plot, and only exercises may import all the others.
ROOMS = {
    "__init__": "",
    "__main__": "config data doctor exercises pretrained",
    "check": "",
    "config": "",
    "reading": "check",
    "doctor": "check config",
    "boxes": "check",
    "convolution": "check",
    "plot": "check",
    "data": "check config boxes",
    "pretrained": "check config data architectures training",
    "proposals": "check config boxes",
    "architectures": "check config convolution",
    "augmentation": "check config boxes",
    "interpretation": "check config data training",
    "normalization": "check config data training",
    "training": "check config data architectures",  # data, architectures: for the recipe of its table
    "transfer": "check config data pretrained architectures training",
    "detection": "check config data boxes proposals architectures training",
    "segmentation": "check config data detection architectures training",
    "style": "check config data pretrained architectures training",
    "exercises": EVERY_ROOM,
}
# Besides NumPy and the standard library, by the place of the file: the first entry that its path begins with counts.
LIBRARIES = {
    "plot/": "matplotlib",
    "data/fetch.py": "pooch",
    "data/download.py": "requests urllib3 tqdm",  # pooch brings the first two
    "data/": "PIL skimage sklearn tqdm",
    "proposals/": "skimage tqdm",
    "pretrained/": "PIL safetensors sklearn tqdm",
    "training/": "tqdm",
    "transfer/": "tqdm",
    "detection/": "safetensors tqdm",
    "segmentation/": "tqdm",
    "style/": "tqdm",
    "interpretation/": "tqdm",
    "normalization/": "tqdm",
}
# What a suffix allows, instead of staying free of frameworks.
SUFFIXES = {"_torch": "torch torchvision", "_keras": "keras", "_tensorflow": "tensorflow keras"}
LAZY = {
    ("config.py", "torch"),  # asked for by name, and only if somebody wants to know the device
    ("check.py", "triton"),  # before TensorFlow, or the process crashes
    ("detection/selectivesearch_package.py", "selectivesearch"),  # a peer that is compared with, by name
}

FILES = sorted(PACKAGE.rglob("*.py"))


def imports(source):
    """Return the dotted name of everything that `source` imports, at the top or inside functions.

    Also ``importlib.import_module`` with a fixed name.
    """
    names = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = "." * node.level + (node.module or "")
            names += [f"{base}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "import_module":
            names += [argument.value for argument in node.args[:1] if isinstance(argument, ast.Constant)]
    return names


def suffix_of(name):
    return next((suffix for suffix in SUFFIXES if name.endswith(suffix)), "")


def breaches(path, source):
    """Return what a file imports although its place or its name forbids it."""
    room, stem = path.split("/")[0].removesuffix(".py"), path.split("/")[-1].removesuffix(".py")
    return [
        f"{path} may not import {name}"
        for name in imports(source)
        if (path, name) not in LAZY and not (_own(name, room, stem) if _inside(name) else _foreign(name, path, stem))
    ]


def _inside(name):
    return name.startswith(".") or name.split(".")[0] == "companion"


def _own(name, room, stem):
    """Return whether a file may import this part of the package."""
    target = name.split(".")[1]
    if name.startswith(".") or target not in ROOMS:
        return name == "companion.__version__"
    suffixes = {suffix_of(part) for part in name.split(".")[:3]} - {""}  # what follows are functions
    allowed = ROOMS[room]
    return (
        suffixes <= {suffix_of(stem)}
        and target != "exercises" * (room not in ("exercises", "__main__"))
        and (target == room or (target != "plot" and allowed == EVERY_ROOM) or target in allowed.split())
    )


def _foreign(name, path, stem):
    """Return whether a file may import this library."""
    library = name.split(".")[0]
    place = next((place for place in LIBRARIES if path.startswith(place)), None)
    allowed = {"numpy", *sys.stdlib_module_names, *LIBRARIES.get(place, "").split()}
    return library in allowed or library in SUFFIXES.get(suffix_of(stem), "").split()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(PACKAGE).as_posix())
def test_imports_follow_the_table(file):
    path = file.relative_to(PACKAGE).as_posix()
    room = path.split("/")[0].removesuffix(".py")
    assert room in ROOMS, f"a new room: say in the table of this test what {room} may import"
    assert not breaches(path, file.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("check.py", "from companion import config"),
        ("convolution/sizes.py", "from companion.data import load"),
        ("boxes/iou.py", "import torch"),
        ("boxes/iou.py", "import matplotlib.pyplot as plt"),
        ("boxes/iou.py", "def f():\n    import keras"),
        ("boxes/iou.py", "importlib.import_module('torch')"),
        ("training/loop_keras.py", "import torch"),
        ("training/loop_keras.py", "import tensorflow as tf"),
        ("training/loop_keras.py", "from companion.training import loop_torch"),
        ("training/loop_torch.py", "import keras"),
        ("training/history.py", "from companion.training.loop_torch import fit"),
        ("training/history.py", "from companion import plot"),
        ("training/history.py", "from .schedules import cosine"),
        ("detection/rcnn_torch.py", "from companion.segmentation import metrics"),
        ("data/photos.py", "import pooch"),
        ("data/photos.py", "import requests"),
        ("plot/curves.py", "from companion.training.history import History"),
        ("data/photos.py", "import companion.exercises"),
        ("exercises/basics/a.py", "from companion import plot"),
        ("exercises/basics/a.py", "import torch"),
    ],
)
def test_a_breach_is_seen(path, line):
    assert breaches(path, line)


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("check.py", "import numpy as np, importlib.util"),
        ("plot/curves.py", "import matplotlib.pyplot as plt\nfrom companion import check"),
        ("training/loop_torch.py", "import torch\nimport torchvision\nfrom companion.training.history import History"),
        ("augmentation/pipeline_tensorflow.py", "import tensorflow as tf\nimport keras"),
        ("data/fetch.py", "import pooch"),
        ("architectures/a_keras.py", "from companion.architectures.b_keras import copy_from_torch"),
        ("detection/ssd_torch.py", "from companion.architectures.vgg_torch import vgg16"),
        ("exercises/basics/a_torch.py", "import torch\nfrom companion.training import loop_torch"),
    ],
)
def test_what_is_allowed_passes(path, line):
    assert breaches(path, line) == []
