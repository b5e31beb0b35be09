"""The laws of the Keras models once more, with Keras on its torch backend: a process of its own for each file."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent
FEWEST = {"test_laws_exchange.py": 20, "test_laws_keras_applications.py": 20}


@pytest.mark.slow
@pytest.mark.parametrize("file", FEWEST)
def test_the_laws_hold_with_keras_on_torch(file):
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(FOLDER / file)]
    environment = os.environ | {"KERAS_BACKEND": "torch"}
    run = subprocess.run(command, env=environment, cwd=FOLDER.parents[1], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout[-4000:]
    passed = re.search(r"(\d+) passed in", run.stdout)
    assert passed, run.stdout[-4000:]
    assert int(passed[1]) >= FEWEST[file]
    assert "skipped" not in run.stdout
