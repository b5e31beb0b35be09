import numpy as np
import pytest

from companion.convolution.windows import as_images, pad, windows


def test_windows_by_hand():
    picture = np.arange(16).reshape(1, 4, 4, 1)
    assert windows(picture, 2, stride=2)[0, 1, 0, :, :, 0].tolist() == [[8, 9], [12, 13]]
    assert windows(picture, 2, dilation=3)[0, 0, 0, :, :, 0].tolist() == [[0, 3], [12, 15]]


def test_windows_copy_nothing_and_cannot_be_written():
    picture = np.zeros((1, 4, 4, 1))
    view = windows(picture, 3)
    assert np.shares_memory(view, picture)
    assert not view.flags.writeable


def test_windows_of_no_images():
    assert windows(np.zeros((0, 4, 5, 2)), (2, 3)).shape == (0, 3, 3, 2, 3, 2)


def test_pad_of_nothing_is_the_picture_itself():
    picture = np.ones((1, 2, 2, 1))
    assert pad(picture, 0) is picture
    assert pad(picture, (1, 0)).shape == (1, 4, 2, 1)
    assert pad(picture, 1, value=7).sum() == 4 + 12 * 7


def test_whole_numbers_become_floats_and_floats_stay():
    assert as_images(np.zeros((1, 2, 2, 3), np.uint8)).dtype == np.float64
    assert as_images(np.zeros((1, 2, 2, 3), np.float32)).dtype == np.float32


def test_bad_input_is_named():
    with pytest.raises(ValueError, match=r"images must have shape \(N, H, W, C\), got \(2, 2\)"):
        as_images(np.zeros((2, 2)))
    with pytest.raises(TypeError, match="must hold real numbers, got dtype complex128"):
        as_images(np.zeros((1, 2, 2, 1), complex))
    with pytest.raises(ValueError, match="padding must be a whole number of at least 0, got -1"):
        pad(np.zeros((1, 2, 2, 1)), -1)
    with pytest.raises(ValueError, match="kernel_size must fit into the padded size of 2"):
        windows(np.zeros((1, 2, 2, 1)), 3)
