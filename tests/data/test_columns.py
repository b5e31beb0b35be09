import pytest

from companion.data.columns import columns

ROWS = [("name", "size", "terms"), ("a", "12 MB", "none at all"), ("long one", "1 MB", "free")]


def test_columns_stand_below_each_other():
    assert columns(ROWS, width=100, right=[1]) == [
        "name       size  terms",
        "a         12 MB  none at all",
        "long one   1 MB  free",
    ]


@pytest.mark.parametrize(("width", "last"), [(28, "none at all"), (27, "none at..."), (25, "none..."), (5, "no...")])
def test_only_the_last_column_is_cut_and_not_below_its_head(width, last):
    line = columns(ROWS, width=width, right=[1])[1]
    assert line == f"a         12 MB  {last}"
    assert len(line) <= max(width, 22)


def test_an_empty_column_is_left_out():
    assert columns([("name", "chapters", "terms"), ("a", "", "b")], width=80) == ["name  terms", "a     b"]


def test_a_head_alone():
    assert columns(ROWS[:1], width=80) == ["name  size  terms"]


def test_empty_last_cells_leave_no_blanks():
    assert columns([("name", "terms"), ("a", ""), ("b", "c")], width=80) == ["name  terms", "a", "b     c"]
