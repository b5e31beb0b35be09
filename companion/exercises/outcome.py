"""What a check answers: one of four words and one sentence, as coloured HTML and as plain text."""

import html
import re
from dataclasses import dataclass

NOT_ATTEMPTED = "not attempted"
CORRECT = "correct"
INCORRECT = "incorrect"
ERROR = "error"

# The book's dark theme puts results into a light box, where its colour of code could not be read.
_CODE = r'<code style="color: inherit;">\1</code>'
# Only the border is coloured: text and background stay the page's own, so that dark and light themes both work.
_BORDER = {NOT_ATTEMPTED: "#8c959f", CORRECT: "#2da44e", INCORRECT: "#d1242f", ERROR: "#bf8700"}


@dataclass(frozen=True)
class Outcome:
    """The outcome of checking an answer.

    Parameters
    ----------
    kind : str
        "not attempted", "correct", "incorrect" or "error".
    sentence : str
        What to tell the reader; backticks mark code. Never the expected value.
    note : str
        A remark beside the point, such as why progress could not be saved.

    Examples
    --------
    >>> Outcome("incorrect", "The last row is missing.")
    Incorrect: The last row is missing.
    """

    kind: str
    sentence: str
    note: str = ""

    def __repr__(self) -> str:
        text = f"{self.kind.capitalize()}: {self.sentence}"
        return f"{text}\n({self.note})" if self.note else text

    def _repr_html_(self) -> str:
        note = f"<br><small>{_code_marked(self.note)}</small>" if self.note else ""
        return (
            f'<div role="status" style="border-left: 0.35em solid {_BORDER[self.kind]}; padding: 0.3em 0.8em;">'
            f"<strong>{self.kind.capitalize()}.</strong> {_code_marked(self.sentence)}{note}</div>"
        )


class Text:
    """Markdown that Jupyter renders and a terminal prints as it is: hints and solutions."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return self.text

    def _repr_markdown_(self) -> str:
        return self.text


def _code_marked(text: str) -> str:
    """Return `text` as HTML: everything escaped, `code` between backticks marked, lines kept."""
    return re.sub(r"`([^`\n]+)`", _CODE, html.escape(text)).replace("\n", "<br>")
