"""The source that a notebook shows is the source that is tested."""

import functools
import textwrap

import pytest

from companion import reading
from companion.reading import show_source


def plain(x):
    return x + 1


def documented(x):
    """Add one.

    More words that the page does not need.
    """
    return x + 1  # a comment stays


class Block:
    """A block.

    Parameters
    ----------
    x : int
    """

    def forward(self, x):
        """Go forward.

        In two lines.
        """

        def inner():
            """Inside.

            More.
            """
            return x

        return inner()


def only_docstring():
    """Nothing else
    in here.
    """


def same_line(): "quoted"; return 3  # fmt: skip  # noqa: E702, E704


def empty():
    """"""
    return 1


def latex():
    r"""Return $\nabla$.

    More.
    """
    return "é"  # only bytes can tell columns


def decorate(function):
    @functools.wraps(function)
    def wrapper(*args):
        return function(*args)

    return wrapper


@decorate
def decorated(x):
    return x


def test_by_hand():
    assert str(show_source(plain)) == "def plain(x):\n    return x + 1"
    assert repr(show_source(documented)) == textwrap.dedent('''\
        def documented(x):
            """Add one."""
            return x + 1  # a comment stays''')


def test_a_raw_docstring_stays_raw():
    assert repr(show_source(latex)).splitlines()[1] == r'    r"""Return $\nabla$."""'


def test_code_on_the_line_of_a_docstring_stays():
    scope = {}
    exec(repr(show_source(same_line)), scope)  # noqa: S102
    assert scope["same_line"]() == 3


def test_all_docstrings_of_a_class_are_cut():
    text = repr(show_source(Block))
    assert text.count('"""') == 6
    assert all(words not in text for words in ("Parameters", "two lines", "More"))
    compile(text, "shown", "exec")


def test_methods_are_dedented():
    assert repr(show_source(Block.forward)).startswith('def forward(self, x):\n    """Go forward."""\n')


@pytest.mark.parametrize(
    "function", [plain, documented, Block, only_docstring, same_line, empty, latex, decorated, Block.forward]
)
def test_what_is_shown_is_python(function):
    compile(repr(show_source(function)), "shown", "exec")


def test_a_decorated_function_shows_its_own_body():
    assert "return x" in repr(show_source(decorated))
    assert "wrapper" not in repr(show_source(decorated))


def test_several_are_shown_in_order():
    text = repr(show_source(plain, documented))
    assert text.index("def plain") < text.index("def documented")
    assert "\n\n\ndef documented" in text


def test_a_notebook_gets_a_highlighted_block():
    assert show_source(plain)._repr_markdown_() == "```python\ndef plain(x):\n    return x + 1\n```"


def test_law_the_body_is_the_same():
    """Cutting docstrings changes no statement: the shown function computes the same."""
    scope = {}
    exec(repr(show_source(documented)), scope)  # noqa: S102
    assert scope["documented"](3) == documented(3)


def test_nothing_to_show():
    with pytest.raises(ValueError, match="functions must name at least one function or class, got none"):
        show_source()


@pytest.mark.parametrize("thing", [len, 3, "text", None])
def test_no_python_source(thing):
    with pytest.raises(TypeError, match="functions must be written in Python, got"):
        show_source(thing)


def test_every_public_function_of_the_module_can_be_shown():
    assert "def show_source" in repr(show_source(reading.show_source))
