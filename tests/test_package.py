"""Importing the package is cheap, and the order of the two frameworks is guarded."""

import importlib.util
import os
import subprocess
import sys

import pytest

import companion

FRAMEWORKS = ("torch", "torchvision", "keras", "tensorflow", "matplotlib", "cv2")
both = pytest.mark.skipif(
    any(importlib.util.find_spec(name) is None for name in ("torchvision", "keras", "tensorflow")),
    reason="needs both frameworks",
)


def run(code, **environment):
    """Run `code` in a fresh Python and return what it printed; raise with its stderr if it fails."""
    settings = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", **environment}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=settings, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_import_is_fast_and_pulls_in_no_framework():
    code = (
        "import sys, time; start = time.perf_counter(); import companion; took = time.perf_counter() - start;"
        f"print(took, [name for name in {FRAMEWORKS} if name in sys.modules])"
    )
    times = []
    for _ in range(3):  # the fastest counts: others use this machine too
        took, loaded = run(code).split(" ", 1)
        assert loaded == "[]"
        times.append(float(took))
    assert min(times) < 0.1


@pytest.mark.parametrize(
    "room",
    [
        "check",
        "config",
        "convolution",
        "data",
        "exercises",
        "reading",
        "training",
        "architectures",
        "boxes",
        "proposals",
    ],
)
def test_a_room_pulls_in_no_framework(room):
    code = f"import sys; from companion import {room}; print([name for name in {FRAMEWORKS} if name in sys.modules])"
    assert run(code) == "[]"


def test_rooms_are_listed_and_imported_at_first_use():
    assert {"check", "config", "data", "exercises", "plot"} <= set(dir(companion))
    assert companion.check.integer("stride", 2) == 2
    with pytest.raises(AttributeError, match="has no attribute 'nothing'; its rooms are architectures, boxes, check"):
        companion.nothing  # noqa: B018


triton = pytest.mark.skipif(importlib.util.find_spec("triton") is None, reason="only triton makes the order matter")


@both
@triton
@pytest.mark.parametrize("first", ["import keras", "import torch, keras"])
def test_torch_after_tensorflow_gives_an_error_and_not_a_crash(first):
    code = (
        f"{first}\n"
        "from companion.check import require\n"
        "for name in ('torch', 'torchvision'):\n"
        "    try:\n        require(name)\n"
        "    except ImportError as error:\n        print(error)\n"
    )
    lines = run(code, KERAS_BACKEND="tensorflow").splitlines()
    assert len(lines) == 2
    assert all(line.startswith("import torchvision before keras or tensorflow") for line in lines)


@both
@triton
@pytest.mark.parametrize("first", ["from companion.data import", "import torch\nfrom companion.data import"])
def test_our_own_modules_may_be_imported_in_any_order(first):
    code = (
        f"{first} datasets_keras, datasets_torch, pictures_torch\n"
        "import torch, sys\n"
        "torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.1)\n"
        "print('tensorflow' in sys.modules, 'torchvision' in sys.modules)\n"
    )
    assert run(code, KERAS_BACKEND="tensorflow") == "True True"


@both
def test_torchvision_first_works():
    code = (
        "import torchvision, keras, torch\n"
        "from companion.check import require\n"
        "require('torch'); require('keras')\n"
        "torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.1)\n"
        "print('fine')\n"
    )
    assert run(code, KERAS_BACKEND="tensorflow") == "fine"


def test_a_missing_framework_says_which_extra_brings_it():
    """Hide the frameworks by a finder that looks past them."""
    code = (
        "import importlib, sys\n"
        "from importlib.machinery import PathFinder\n"
        "class Blind(PathFinder):\n"
        "    @classmethod\n"
        "    def find_spec(cls, name, path=None, target=None):\n"
        "        hidden = name.split('.')[0] in ('torch', 'torchvision', 'keras')\n"
        "        return None if hidden else super().find_spec(name, path, target)\n"
        "sys.meta_path[:] = [Blind if finder is PathFinder else finder for finder in sys.meta_path]\n"
        "from companion import config\n"
        "for use in ('companion.training.loop_torch', 'companion.training.loop_keras'):\n"
        "    try:\n        importlib.import_module(use)\n"
        "    except ImportError as error:\n        print(error)\n"
        "try:\n    config.device()\n"
        "except ImportError as error:\n    print(error)\n"
    )
    advice = '{0} is not installed; install it with: pip install "seeing-with-convolutions[{0}]"'
    assert run(code).splitlines() == [advice.format(name) for name in ("torch", "keras", "torch")]
