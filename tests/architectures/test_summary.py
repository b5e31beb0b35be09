import pytest

from companion.architectures.summary import Reach, Row, Summary, widest

ROWS = (
    Row("stem.conv", "convolution", (64, 112, 112), 9_408, 118_013_952, 7, "7x7 / 2"),
    Row("stem.norm", "normalization", (64, 112, 112), 128, 0, 7),
    Row("stage1.block1.conv1", "convolution", (64, 56, 56), 4_096, 12_845_056, 11, "1x1"),
    Row("stage1.block2.conv1", "convolution", (128, 56, 56), 8_192, 25_690_112, 11, "1x1"),
    Row("average", "global pooling", (128, 1, 1)),
)
NET = Summary("net", (3, 224, 224), ROWS)


def test_totals():
    assert NET.total_parameters == 9_408 + 128 + 4_096 + 8_192
    assert NET.total_multiply_adds == 118_013_952 + 12_845_056 + 25_690_112


def test_text_is_aligned_and_has_thousands_separators():
    lines = str(NET).splitlines()
    assert lines[0] == "net, input (3, 224, 224)"
    assert lines[1].split("  ")[0] == "layer"
    assert len(lines) == 2 + len(ROWS) + 1
    assert len({line.index(word) for line, word in zip(lines[2:4], ("convolution", "normalization"), strict=True)}) == 1
    assert lines[2].endswith("9,408    118,013,952                7")
    assert lines[-2].endswith("all")
    assert lines[-1].split() == ["total", "21,824", "156,549,120"]
    assert repr(NET) == str(NET)


def test_html_has_heads_escaped_names_and_totals():
    page = Summary("a<b", (1, 2, 2), (Row("x&y", "dense", (3,), 1_000),))._repr_html_()
    assert page.count('<th scope="col">') == 6
    assert "a&lt;b" in page
    assert "x&amp;y" in page
    assert "<tfoot>" in page
    assert page.count("1,000") == 2
    assert "(3,)" in page


def test_groups_keep_the_totals_and_the_last_shape():
    stages, blocks = NET.grouped(1), NET.grouped(2)
    assert [row.name for row in stages.rows] == ["stem", "stage1", "average"]
    assert [row.name for row in blocks.rows][2:] == ["stage1.block1.conv1", "stage1.block2.conv1", "average"]
    assert stages.rows[1] == Row("stage1", "convolution", (128, 56, 56), 12_288, 38_535_168, 11, "", 2)
    for table in (stages, blocks, stages.grouped(1)):
        assert (table.total_parameters, table.total_multiply_adds) == (NET.total_parameters, NET.total_multiply_adds)
    assert "2 layers" in str(stages)


def test_groups_follow_the_separator():
    rows = tuple(Row(row.name.replace(".", "_"), row.kind, row.output_shape) for row in ROWS)
    assert [row.name for row in Summary("net", (4, 4, 3), rows, separator="_").grouped(1).rows][1] == "stage1"


def test_empty_and_unused():
    nothing = Summary("nothing", (3, 8, 8), (), unused_parameters=6_379_984)
    assert nothing.total_parameters == nothing.total_multiply_adds == 0
    assert str(nothing).startswith("nothing, input (3, 8, 8); 6,379,984 more parameters not used here")
    assert nothing.grouped(2).rows == ()


def test_reach_of_two_small_windows_is_that_of_a_large_one():
    assert Reach().through(3).through(3) == Reach().through(5)
    assert Reach().through(3, dilation=2).size == 5
    assert Reach().through(7, stride=2).through(3, stride=2) == Reach(11, 4)


def test_what_sees_everything_sees_everything_ever_after():
    assert Reach(9, 4).everything().through(3, stride=2).size is None
    assert widest([Reach(9, 4), Reach(21, 4)]) == Reach(21, 4)
    assert widest([]) == Reach(1, 1)


def test_bad_depth():
    with pytest.raises(ValueError, match="depth must be a whole number of at least 1, got 0"):
        NET.grouped(0)
