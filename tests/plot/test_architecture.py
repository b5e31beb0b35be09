import itertools

import pytest
from matplotlib import pyplot as plt
from matplotlib.patches import Polygon, Rectangle

from companion import plot
from companion.architectures.summary import Row, Summary
from companion.plot.architecture_blocks import MOST_BLOCKS, blocks_of, places_of

LENET = Summary(
    "lenet5",
    (1, 32, 32),
    (
        Row("c1", "convolution", (6, 28, 28), 156, 117_600, 5, "5x5"),
        Row("activation", "activation", (6, 28, 28)),
        Row("s2", "average pooling", (6, 14, 14)),
        Row("same", "adaptive pooling", (6, 14, 14)),
        Row("c3", "convolution", (16, 10, 10), 2_416, 240_000, 14, "5x5"),
        Row("norm", "normalization", (16, 10, 10), 32, 0, 14),
        Row("flatten", "flatten", (1600,)),
        Row("output", "dense", (10,), 16_010, 16_000),
    ),
)


def deep(blocks, layers=3):
    """A net of two stages whose blocks have several layers each."""
    rows = [
        Row(
            f"stage{stage}.block{block}.conv{layer}",
            "convolution",
            (64 * stage, 56 // stage, 56 // stage),
            10,
            5,
        )
        for stage in (1, 2)
        for block in range(blocks)
        for layer in range(layers)
    ]
    return Summary("deep", (3, 224, 224), (*rows, Row("output", "dense", (1000,), 7, 7)))


def labels(ax):
    return [text.get_text() for text in ax.texts]


def test_quiet_layers_have_no_box_and_their_parameters_go_to_the_one_before():
    assert labels(plot.architecture(LENET)) == [
        "input  32×32×1",
        "c1  28×28×6",
        "s2  14×14×6",
        "c3  10×10×16",
        "output  10",
    ]
    blocks = blocks_of(LENET)
    assert blocks[3].parameters == 2_416 + 32
    assert sum(block.parameters for block in blocks) == LENET.total_parameters
    assert sum(block.multiply_adds for block in blocks) == LENET.total_multiply_adds


def test_bars_are_shares_of_the_totals():
    ax = plot.architecture(LENET)
    bars = [patch for patch in ax.patches if isinstance(patch, Rectangle)]
    boxes = [patch for patch in ax.patches if isinstance(patch, Polygon)]
    assert (len(bars), len(boxes)) == (2 * 5, 3 * 5)
    parameters, work = ([bar.get_height() for bar in bars[start::2]] for start in (0, 1))
    assert sum(parameters) == pytest.approx(sum(work)) == pytest.approx(0.9)
    assert all(work.get_x() == bar.get_x() + bar.get_width() for bar, work in zip(bars[::2], bars[1::2], strict=True))
    assert parameters[-1] / sum(parameters) == pytest.approx(16_010 / LENET.total_parameters)


def test_axis_order_does_not_matter():
    rows = tuple(
        Row(row.name, row.kind, (*row.output_shape[1:], row.output_shape[0]) if len(row.output_shape) == 3 else (10,))
        for row in LENET.rows
    )
    keras = Summary("lenet5", (32, 32, 1), rows, separator="_", channels_first=False)
    assert [block.sides for block in blocks_of(keras)] == [block.sides for block in blocks_of(LENET)]


@pytest.mark.parametrize(("blocks", "expected"), [(2, 12), (5, 10), (40, 2)])
def test_as_many_parts_of_the_name_as_can_be_shown(blocks, expected):
    shown = blocks_of(deep(blocks))
    assert len(shown) == expected + 2 <= MOST_BLOCKS
    assert len(blocks_of(deep(blocks), depth=1)) == 2 + 2


@pytest.mark.parametrize("width", [None, 2.5, 9.0])
@pytest.mark.parametrize("summary", [LENET, deep(2), deep(5), deep(12)], ids=["lenet", "leaves", "blocks", "many"])
def test_labels_never_touch(summary, width):
    with plt.rc_context():
        plot.use_style()
        ax = None if width is None else plt.subplots(figsize=(width, 4))[1]
        ax = plot.architecture(summary, ax=ax)
        ax.figure.draw_without_rendering()
        extents = [text.get_window_extent() for text in ax.texts]
    for left, right in itertools.pairwise(extents):
        assert left.x1 <= right.x0


def test_larger_maps_are_higher_and_more_channels_thicker():
    places = places_of(blocks_of(LENET), longest=100)
    assert [place.height for place in places] == sorted((place.height for place in places), reverse=True)
    assert places[0].thickness < places[1].thickness < places[3].thickness
    pressed = places_of(blocks_of(LENET), longest=1)
    assert pressed[-1].left + pressed[-1].pitch == pytest.approx(1)
    assert [place.height for place in pressed] == [place.height for place in places]


def test_axes_title_and_an_empty_net():
    ax = plt.subplots()[1]
    assert plot.architecture(LENET, ax=ax, title="mine") is ax
    assert ax.get_title() == "mine"
    assert plot.architecture(LENET).get_title() == "lenet5: 18.6 thousand parameters, 374 thousand multiply-adds"
    assert labels(plot.architecture(Summary("empty", (3, 8, 8), ()))) == ["input  8×8×3"]


def test_unknown_kinds_are_other():
    ax = plot.architecture(Summary("odd", (3, 8, 8), (Row("x", "einsum", (4, 4, 4)),)))
    assert "other" in [text.get_text() for text in ax.get_legend().get_texts()]


def test_bad_depth():
    with pytest.raises(ValueError, match="depth must be a whole number of at least 1, got 0"):
        plot.architecture(LENET, depth=0)
    with pytest.raises(TypeError, match="ax must be one matplotlib Axes"):
        plot.architecture(LENET, ax=3)
