import numpy as np
import pytest

from companion.data import faces


def test_faces_are_called_faces():
    from skimage.data import lfw_subset

    known = {np.rint(255 * patch).astype(np.uint8).tobytes() for patch in lfw_subset()[:100]}
    for split in ("train", "validation", "test"):
        part = faces.read(split)
        assert [image.tobytes() in known for image in part.images] == (part.labels == 1).tolist()


def test_half_of_each_split_are_faces():
    assert [faces.read(split).labels.mean() for split in ("train", "validation", "test")] == [0.5] * 3


def test_unknown_split():
    with pytest.raises(ValueError, match="split must be one of 'train', 'validation', 'test', got 'dev'"):
        faces.read("dev")
