import pytest

from companion.architectures.inverted_residual import Block, Stage, chained_blocks, rounded_channels


def test_a_block_by_hand():
    block = Block("stage2.block2", 24, 24, expansion=6, stride=1, kernel_size=3)
    assert (block.hidden_channels, block.squeeze_channels, block.has_shortcut) == (144, 6, True)
    assert not Block("a", 24, 24, expansion=6, stride=2, kernel_size=3).has_shortcut
    assert not Block("a", 24, 32, expansion=6, stride=1, kernel_size=3).has_shortcut
    assert Block("a", 3, 8, expansion=1, stride=1, kernel_size=3).squeeze_channels == 1  # at least one


@pytest.mark.parametrize(
    ("channels", "rounded"), [(8, 8), (3, 8), (12, 16), (20, 24), (33, 32), (10, 16), (35.2, 32), (0.1, 8), (18, 24)]
)
def test_rounding_to_eights(channels, rounded):
    assert rounded_channels(channels) == rounded


def test_rounding_laws():
    for channels in range(1, 500):
        rounded = rounded_channels(channels)
        assert rounded % 8 == 0
        assert rounded >= 0.9 * channels
        assert rounded_channels(rounded) == rounded
    assert [rounded_channels(number, 1) for number in (1, 7, 30)] == [1, 7, 30]


def test_blocks_are_chained_and_only_the_first_of_a_stage_strides():
    rows = [(Stage(1, 16, 1, 1), 16, 1), (Stage(6, 24, 2, 2), 24, 3)]
    blocks = chained_blocks(rows, 32, keeps_size=False)
    assert [block.name for block in blocks] == ["stage1.block1", "stage2.block1", "stage2.block2", "stage2.block3"]
    assert [(block.in_channels, block.out_channels) for block in blocks] == [(32, 16), (16, 24), (24, 24), (24, 24)]
    assert [block.stride for block in blocks] == [1, 2, 1, 1]
    assert {block.stride for block in chained_blocks(rows, 32, keeps_size=True)} == {1}
    assert chained_blocks([], 32, keeps_size=True) == ()


def test_bad_input():
    with pytest.raises(ValueError, match="divisor must be a whole number of at least 1, got 0"):
        rounded_channels(8, 0)
    with pytest.raises(TypeError, match="channels must be a finite number of at least 0"):
        rounded_channels("8")
