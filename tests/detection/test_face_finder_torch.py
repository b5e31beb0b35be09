import pytest

torch = pytest.importorskip("torch")

import numpy as np

from companion.detection import face_finder_torch as finder
from companion.proposals.dense_torch import logits_of_crops
from companion.proposals.image_pyramid import PyramidLevel
from companion.proposals.sliding_windows import sliding_windows


class Brightness(torch.nn.Module):
    """Gives the mean of a window, less one half, in the place of a face finder."""

    def maps(self, pictures):
        return torch.nn.functional.avg_pool2d(pictures, finder.WINDOW, stride=finder.STRIDE)[:, 0] - 0.5


class Spot(torch.nn.Module):
    """Gives the mean of the middle 17x17 pixels of a window less that of the rest."""

    def maps(self, pictures):
        whole = torch.nn.functional.avg_pool2d(pictures, 25, stride=4)[:, 0]
        middle = torch.nn.functional.avg_pool2d(pictures[..., 4:-4, 4:-4], 17, stride=4)[:, 0]
        return middle - (625 * whole - 289 * middle) / 336


@pytest.fixture
def square():
    """Return a black photograph of 200x160 pixels with one white square, [40, 60, 90, 110]."""
    picture = np.zeros((200, 160, 3), np.uint8)
    picture[60:110, 40:90] = 255
    return picture


def test_one_pass_gives_what_the_net_says_of_each_window():
    torch.manual_seed(0)
    net, picture = finder.face_net(4).double().eval(), torch.rand(1, 60, 47, dtype=torch.double)
    crops = logits_of_crops(net, picture, sliding_windows((60, 47), window=finder.WINDOW, step=finder.STRIDE))
    assert torch.allclose(net.maps(picture[None])[0].flatten(), crops, rtol=0, atol=1e-12)


def test_the_net_of_the_documentation():
    assert sum(weight.numel() for weight in finder.face_net().parameters()) == 24_945


def test_the_pyramid_is_gray_and_ends_where_one_window_fits(square):
    levels = finder.face_pyramid(square)
    assert levels[0].image.shape == (200, 160)
    assert levels[0].image.dtype == np.float32
    assert levels[0].image[80, 60] == pytest.approx(1)
    assert 25 <= min(levels[-1].image.shape) < 25 * 2**0.25
    green = np.zeros((25, 25, 3), np.uint8)
    green[..., 1] = 255
    assert np.allclose(finder.face_pyramid(green)[0].image, 0.7154)


def test_a_white_square_is_found_at_its_own_scale(square):
    boxes, logits = finder.find_faces(Spot(), finder.face_pyramid(square), threshold=0.3)
    x1, y1, x2, y2 = boxes[0]
    assert np.abs([(x1 + x2) / 2 - 65, (y1 + y2) / 2 - 85]).max() <= 6
    assert 60 < x2 - x1 < 90  # 50 pixels of white are to fill 17 of 25
    assert len(boxes) < 10
    assert (np.diff(logits) <= 0).all()


def test_windows_are_cut_where_they_were_seen(square):
    levels = finder.face_pyramid(square)
    boxes, logits, places = finder.windows_above(Brightness(), levels, threshold=-0.4)
    patches = finder.cut_windows(levels, places)
    assert patches.shape == (len(boxes), 25, 25)
    assert np.allclose(patches.mean(axis=(1, 2)) - 0.5, logits, atol=1e-5)
    k, row, column = places[-1]
    corner = np.array([column, row, column + 25, row + 25]) / (np.array(levels[k].scale)[[1, 0, 1, 0]])
    assert np.allclose(boxes[-1], corner)


def test_the_threshold_itself_is_not_exceeded():
    levels = [PyramidLevel(np.full((25, 25), 0.75, np.float32), (1.0, 1.0))]
    assert len(finder.windows_above(Brightness(), levels, threshold=0.25)[0]) == 0
    assert len(finder.windows_above(Brightness(), levels, threshold=0.2499)[0]) == 1


def test_nothing_is_found_in_the_dark_or_in_no_picture():
    for levels in (finder.face_pyramid(np.zeros((40, 40, 3), np.uint8)), []):
        boxes, logits = finder.find_faces(Brightness(), levels)
        places = finder.windows_above(Brightness(), levels)[2]
        assert (boxes.shape, logits.shape, places.shape) == ((0, 4), (0,), (0, 3))
        assert finder.cut_windows(levels, places).shape == (0, 25, 25)


def test_bad_input_is_named():
    with pytest.raises(ValueError, match="width must be a whole number of at least 1, got 0"):
        finder.face_net(0)
    with pytest.raises(ValueError, match=r"picture must have shape \(H, W, 3\) and dtype uint8, got \(9, 9\), uint8"):
        finder.face_pyramid(np.zeros((9, 9), np.uint8))
    with pytest.raises(ValueError, match="threshold must be a finite number, got nan"):
        finder.windows_above(Brightness(), [], threshold=float("nan"))
