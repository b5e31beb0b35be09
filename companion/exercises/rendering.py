"""The text that stands in notebooks and pages: an exercise's two cells, and its solution."""

import inspect
import re
import textwrap
from types import ModuleType
from typing import Any

from companion.check import integer

WORDS = {"code": ("Write",), "number": ("Predict",), "choice": ("Predict", "Explain")}

_ANSWER = {"number": "a number", "choice": '"a", "b", "c", "d" or "e"'}


def prompt_cell(module: ModuleType, *, number: int, word: str = "") -> str:
    """Return the Markdown cell that states an exercise in a notebook.

    Parameters
    ----------
    module : module
        The exercise file.
    number : int
        Its number in the section, from 1.
    word : str
        One of ``WORDS[KIND]``; the first where it is left out.

    Returns
    -------
    str
        "**1. Write: title.** prompt", and for a choice the options as a list.

    Raises
    ------
    TypeError, ValueError
        If `number` is not a whole number of at least 1.
    """
    integer("number", number, minimum=1)
    title = module.TITLE if module.TITLE[-1] in ".?!" else f"{module.TITLE}."
    text = f"**{number}. {word or WORDS[module.KIND][0]}: {title}** {module.PROMPT.strip()}"
    if module.KIND != "choice":
        return text
    options = "\n".join(f"- **{letter}** {option}" for letter, (option, _) in module.OPTIONS.items())
    return f"{text}\n\n{options}"


def code_cell(key: str, module: ModuleType) -> str:
    """Return the code cell, tagged `exercise`, that the reader fills in.

    Parameters
    ----------
    key : str
        "chapter/name".
    module : module
        The exercise file.

    Returns
    -------
    str
        Three statements: get the exercise, the stub, check it.
    """
    get = f'exercise = exercises.get("{key}")'
    if module.KIND == "code":
        return f"{get}\n\n\n{stub_source(module)}\n\n\nexercise.check({module.stub.__name__})"
    return f"{get}\nanswer = ...  # {_ANSWER[module.KIND]}\nexercise.check(answer)"


def stub_source(module: ModuleType) -> str:
    """Return the source of an exercise's stub as it stands in the file."""
    return dots_on_their_own_line(textwrap.dedent(inspect.getsource(module.stub)).strip())


def dots_on_their_own_line(source: str) -> str:
    """Undo what a formatter does to a stub, so that the reader sees where the body goes.

    Examples
    --------
    >>> print(dots_on_their_own_line("def area(box): ...  # your code here"))
    def area(box):
        ...  # your code here
    """
    return re.sub(r"^( *)((?:def|class) .*:|\).*:) (\.\.\.)", r"\1\2\n\1    \3", source, flags=re.MULTILINE)


def folded_parts(module: ModuleType) -> list[tuple[str, str]]:
    """Return (title, Markdown) of what the rendered page folds away below an exercise: its hints, then its solution."""
    count = len(module.HINTS)
    titles = ["Hint"] if count == 1 else [f"Hint {number}" for number in range(1, count + 1)]
    return [*zip(titles, module.HINTS, strict=True), ("Solution", solution_markdown(module))]


def solution_markdown(module: ModuleType) -> str:
    """Return the solution as Markdown.

    Parameters
    ----------
    module : module
        The exercise file.

    Returns
    -------
    str
        Highlighted source for "code", the value for "number"; for "choice" the right letter and the reason of every
        option.
    """
    if module.KIND == "code":
        return f"```python\n{_solution_source(module)}\n```"
    if module.KIND == "number":
        reason = getattr(module, "EXPLANATION", "")
        return f"**{module.solution()}** {reason}".strip()
    right = module.CORRECT
    others = [letter for letter in module.OPTIONS if letter != right]
    lines = [
        f"- **{letter}** {module.OPTIONS[letter][0].rstrip('.')}: {module.OPTIONS[letter][1]}" for letter in others
    ]
    head = f"**{right}** is right: {module.OPTIONS[right][0].rstrip('.')}. {module.OPTIONS[right][1]}"
    return head + "\n\nAnd the others:\n\n" + "\n".join(lines)


def hint_number(number: Any, count: int) -> int:
    """Return `number` if it is one of the hints 1 to `count`, else raise TypeError or ValueError."""
    return integer("number", number, minimum=1, maximum=count)


def _solution_source(module: ModuleType) -> str:
    """Return the source of `solution` under the name that the prompt gives it."""
    text = textwrap.dedent(inspect.getsource(module.solution)).strip()
    return text.replace("def solution(", f"def {module.stub.__name__}(", 1)
