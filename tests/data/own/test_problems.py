import pytest

from companion.data.own.problems import Problems


def test_all_are_told_at_once():
    problems = Problems("the labels in a folder")
    with problems.of("a.txt line 1"):
        raise ValueError("no area")
    problems.add("b.txt", "is empty")
    with pytest.raises(ValueError, match=r"^2 problems with the labels in a folder:\n- a.txt line 1: no area\n- b.txt"):
        problems.raise_found()


def test_none():
    Problems("a folder").raise_found()


@pytest.mark.parametrize(
    ("count", "last"), [(1, "- 0: bad"), (10, "- 9: bad"), (11, "- and 1 more"), (25, "- and 15 more")]
)
def test_first_ten_and_the_count(count, last):
    problems = Problems("a folder")
    for number in range(count):
        problems.add(str(number), "bad")
    with pytest.raises(
        ValueError, match=f"^{count} problem{'s' if count > 1 else ''} with a folder:\n- 0: bad"
    ) as caught:
        problems.raise_found()
    lines = str(caught.value).splitlines()
    assert lines[-1] == last
    assert len(lines) == min(count, 11) + 1


def test_other_errors_go_through():
    problems = Problems("a folder")
    with pytest.raises(KeyError), problems.of("a"):
        raise KeyError("b")
