import numpy as np
import pytest
from matplotlib import pyplot as plt

from companion import plot


def test_show_image_keeps_the_pixels_and_the_range():
    image = np.array([[[255, 0, 0], [0, 255, 0]]], np.uint8)
    ax = plot.show_image(image, title="red, green")
    assert (ax.images[0].get_array() == image).all()
    assert ax.get_title() == "red, green"
    assert plot.show_image(np.full((2, 2), 7, np.uint8)).images[0].get_clim() == (0, 255)
    assert plot.show_image(np.full((2, 2, 1), 0.5)).images[0].get_clim() == (0, 1)
    assert plot.show_image(np.eye(2, dtype=bool)).images[0].get_array().tolist() == [[1, 0], [0, 1]]


def test_show_image_draws_on_the_axes_it_is_given_and_opens_no_figure():
    _, ax = plt.subplots()
    before = plt.get_fignums()
    assert plot.show_image(np.zeros((2, 2)), ax=ax) is ax
    assert plt.get_fignums() == before


def test_coordinates_are_those_of_boxes():
    ax = plot.show_image(np.zeros((3, 5)))
    assert (ax.get_xlim(), ax.get_ylim()) == ((0, 5), (3, 0))


@pytest.mark.parametrize(
    ("image", "words"),
    [
        (np.zeros((2, 2, 4)), r"image must have shape \(H, W\).*got \(2, 2, 4\)"),
        (np.zeros(4), r"got \(4,\)"),
        (np.full((2, 2), 200.0), r"float in \[0, 1\], got values from 200 to 200"),
        (np.full((2, 2), np.nan), r"got values from nan to nan"),
    ],
)
def test_show_image_refuses(image, words):
    with pytest.raises(ValueError, match=words):
        plot.show_image(image)


def test_show_image_refuses_other_whole_numbers_and_arrays_of_axes():
    with pytest.raises(TypeError, match="got dtype int64"):
        plot.show_image(np.zeros((2, 2), np.int64))
    with pytest.raises(TypeError, match="ax must be one matplotlib Axes, got ndarray"):
        plot.show_image(np.zeros((2, 2)), ax=plt.subplots(1, 2)[1])


def test_image_grid_fills_row_by_row_and_switches_the_rest_off():
    images = [np.zeros((2, 2)), np.ones((4, 6, 3)), np.zeros((3, 3), np.uint8)]
    axes = plot.image_grid(images, titles=["a", "b", "c"], columns=2)
    assert [ax.get_title() for ax in axes] == ["a", "b", "c", ""]
    assert [ax.axison for ax in axes] == [True, True, True, False]
    assert axes[1].images[0].get_array().shape == (4, 6, 3)


def test_image_grid_of_nothing_and_of_too_little():
    assert not plot.image_grid([])[0].images
    with pytest.raises(ValueError, match="titles must hold 2 entries, one for each drawn thing, got 1"):
        plot.image_grid(np.zeros((2, 3, 3)), titles=["a"])
    with pytest.raises(ValueError, match="titles must hold 2 entries.*got 'ab'"):
        plot.image_grid(np.zeros((2, 3, 3)), titles="ab")
    with pytest.raises(ValueError, match="axes must hold at least 2 axes, one each, got 1"):
        plot.image_grid(np.zeros((2, 3, 3)), axes=plt.subplots()[1])
    with pytest.raises(ValueError, match="columns must be a whole number of at least 1, got 0"):
        plot.image_grid(np.zeros((2, 3, 3)), columns=0)


def test_numbers_writes_every_value_in_its_cell():
    ax = plot.numbers([[1, -2.5], [0, 1 / 3], [1000, 7]], title="a", highlight=(1, 0, 2, 2))
    at = {text.get_position(): text.get_text() for text in ax.texts}
    assert at[(0.5, 0.5)] == "1"
    assert at[(1.5, 0.5)] == "−2.5"
    assert at[(1.5, 1.5)] == "0.333"
    assert at[(0.5, 2.5)] == "1000"
    (frame,) = ax.patches
    assert (frame.get_xy(), frame.get_width(), frame.get_height()) == ((0, 1), 2, 2)


def test_numbers_refuses_what_cannot_be_read():
    assert plot.numbers([[0]]).texts[0].get_text() == "0"
    with pytest.raises(ValueError, match=r"from 1 to 20 rows and columns to be readable, got \(21, 2\)"):
        plot.numbers(np.zeros((21, 2)))
    with pytest.raises(ValueError, match=r"array must have shape \(H, W\), got \(0,\)"):
        plot.numbers([])
