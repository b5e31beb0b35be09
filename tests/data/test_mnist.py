import gzip

import numpy as np
import pytest

from companion.data import load
from companion.data.mnist import read_idx


def test_splits_of_a_small_one(mirror):
    train, validation, test = (load("mnist", split=split) for split in ("train", "validation", "test"))
    assert [len(part) for part in (train, validation, test)] == [22, 2, 6]
    assert test.images.shape == (6, 28, 28, 1)
    assert test.labels.tolist() == [0, 1] * 3
    everything = {image.tobytes() for part in (train, validation, test) for image in part.images}
    assert len(everything) == 30


def test_idx_by_hand(tmp_path):
    path = tmp_path / "a.gz"
    path.write_bytes(gzip.compress(bytes([0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6])))
    assert read_idx(path).tolist() == [[1, 2, 3], [4, 5, 6]]


def test_idx_of_nothing(tmp_path):
    path = tmp_path / "a.gz"
    path.write_bytes(gzip.compress(bytes([0, 0, 8, 1, 0, 0, 0, 0])))
    assert read_idx(path).shape == (0,)


def test_not_idx(tmp_path):
    path = tmp_path / "a.gz"
    path.write_bytes(gzip.compress(b"hello"))
    with pytest.raises(ValueError, match="path must name an IDX file of unsigned bytes, got a.gz"):
        read_idx(path)
    path.write_bytes(gzip.compress(bytes([0, 0, 8, 1, 0, 0, 0, 4, 1, 2])))
    with pytest.raises(ValueError, match=r"path must hold 4 values as its header says, got 2 in a.gz"):
        read_idx(path)


def test_may_be_written_on(mirror):
    images = load("mnist", split="test").images
    images[:] = 0
    assert not np.any(images)
