"""Show the source of a companion function in a notebook, so that the code one reads is the code that is tested."""

import ast
import inspect
import textwrap
from collections.abc import Callable
from typing import Any


class Source:
    """Python source that Jupyter renders as a highlighted block and a terminal prints as plain text."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return self.text

    def _repr_markdown_(self) -> str:
        return f"```python\n{self.text}\n```"


def show_source(*functions: Callable[..., Any] | type) -> Source:
    """Return the source of functions or classes, with each docstring cut to its first line.

    Parameters
    ----------
    *functions : function or class
        What to show, in this order.

    Returns
    -------
    Source
        As the last expression of a notebook cell it is printed as a highlighted block.

    Raises
    ------
    TypeError
        If something has no Python source (a built-in, say).
    ValueError
        If nothing is given.

    Examples
    --------
    >>> from companion.config import tier
    >>> print(str(show_source(tier)).splitlines()[0])
    def tier() -> str:
    """
    if not functions:
        raise ValueError("functions must name at least one function or class, got none")
    return Source("\n\n\n".join(_source_of(function) for function in functions))


def _source_of(function: Callable[..., Any] | type) -> str:
    try:
        text = textwrap.dedent(inspect.getsource(inspect.unwrap(function)))
    except (TypeError, OSError):
        raise TypeError(f"functions must be written in Python, got {function!r}") from None
    lines = text.rstrip().splitlines()
    # From the last docstring to the first, so that earlier line numbers stay right.
    for node in sorted(_docstrings(ast.parse(text)), key=lambda node: -node.lineno):
        first, last = lines[node.lineno - 1].encode(), lines[node.end_lineno - 1].encode()  # columns count bytes
        before, after = first[: node.col_offset].decode(), last[node.end_col_offset :].decode()
        lines[node.lineno - 1 : node.end_lineno] = [before + _one_line(node.value) + after]
    return "\n".join(lines)


def _one_line(docstring: str) -> str:
    summary = next(iter(inspect.cleandoc(docstring).splitlines()), "")
    return f'{"r" if chr(92) in summary else ""}"""{summary}"""'  # chr(92) is a backslash, as in LaTeX


def _docstrings(tree: ast.AST) -> list[Any]:
    """Return the constant nodes that are docstrings of functions and classes in `tree`."""
    owners = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    bodies = [node.body for node in ast.walk(tree) if isinstance(node, owners)]
    first = [body[0].value for body in bodies if isinstance(body[0], ast.Expr)]
    return [node for node in first if isinstance(node, ast.Constant) and isinstance(node.value, str)]
