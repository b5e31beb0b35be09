"""Small pictures and label files, and the real ones where they are."""

import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image


@pytest.fixture
def folder(tmp_path):
    """Return a function that makes a folder."""

    def make(name):
        (tmp_path / name).mkdir(parents=True, exist_ok=True)
        return tmp_path / name

    return make


@pytest.fixture
def picture():
    """Return a function that writes a picture of one colour, with an EXIF orientation if one is given."""

    def write(path, *, width=8, height=6, colour=(10, 20, 30), orientation=None):
        path.parent.mkdir(parents=True, exist_ok=True)
        exif = Image.Exif()
        if orientation:
            exif[0x0112] = orientation
        Image.new("RGB", (width, height), colour).save(path, exif=exif)
        return path

    return write


@pytest.fixture
def mask():
    """Return a function that writes an index mask in gray."""

    def write(path, values):
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(np.array(values, dtype=np.uint8)).save(path)
        return path

    return write


@pytest.fixture
def trees():
    """Return the folder of the real trees, or skip."""
    if "COMPANION_REAL_DATA" not in os.environ:
        pytest.skip("COMPANION_REAL_DATA is not set: no real files here")
    return Path(os.environ["COMPANION_REAL_DATA"]) / "trees"
