"""One exercise as the reader sees it: check, hint, solution."""

from types import ModuleType
from typing import Any

from companion.exercises import progress, rendering
from companion.exercises.judging import judge
from companion.exercises.outcome import NOT_ATTEMPTED, Outcome, Text


class Exercise:
    """An exercise; get one with ``exercises.get("chapter/name")``.

    Parameters
    ----------
    key : str
        "chapter/name".
    module : module
        The file that holds it.
    """

    def __init__(self, key: str, module: ModuleType) -> None:
        self.key = key
        self.title: str = module.TITLE
        self.prompt: str = module.PROMPT
        self.kind: str = module.KIND
        self._module = module
        self._shown = 0

    def __repr__(self) -> str:
        return f"Exercise {self.key}: {self.title}"

    def check(self, answer: Any) -> Outcome:
        """Judge an answer and remember the outcome in the reader's progress.

        Parameters
        ----------
        answer : object
            The function itself for "write", a number or a letter for "predict".

        Returns
        -------
        Outcome
            Not attempted, correct, incorrect or error, with a sentence.
        """
        outcome = judge(self._module, answer)
        if outcome.kind == NOT_ATTEMPTED:
            return outcome
        return Outcome(outcome.kind, outcome.sentence, progress.record(self.key, outcome))

    def hint(self, number: int | None = None) -> Text:
        """Return the next hint, or the one asked for.

        Parameters
        ----------
        number : int, optional
            From 1; the next one that was not shown yet where it is left out.

        Returns
        -------
        Text
            The hint; the last one again when there are no more.

        Raises
        ------
        TypeError, ValueError
            If there is no such hint.
        """
        hints = self._module.HINTS
        if number is None:
            number = min(self._shown + 1, len(hints))
        number = rendering.hint_number(number, len(hints))
        self._shown = max(self._shown, number)
        return Text(f"**Hint {number} of {len(hints)}.** {hints[number - 1]}")

    def solution(self) -> Text:
        """Return a solution: the source of a function, the number, or every option with its reason."""
        return Text(rendering.solution_markdown(self._module))
