"""What is wrong with a data set, collected, so that a reader mends it in one go and not one file at a time."""

from collections.abc import Iterator
from contextlib import contextmanager

_SHOWN = 10


class Problems:
    """Problems found while a data set is read.

    Parameters
    ----------
    place : str
        Where the data are, for the message.

    Examples
    --------
    >>> problems = Problems("the labels in boxes")
    >>> with problems.of("a.txt line 3"):
    ...     raise ValueError("the box has no area")
    >>> problems.raise_found()
    Traceback (most recent call last):
    ...
    ValueError: 1 problem with the labels in boxes:
    - a.txt line 3: the box has no area
    """

    def __init__(self, place: str) -> None:
        self.place = place
        self.found: list[str] = []

    def add(self, what: str, message: str) -> None:
        """Note a problem.

        Parameters
        ----------
        what : str
            The file, or the part of one, that is wrong.
        message : str
            What is wrong with it and what to do.
        """
        self.found.append(f"{what}: {message}")

    @contextmanager
    def of(self, what: str) -> Iterator[None]:
        """Note a ValueError that is raised inside, and go on.

        Parameters
        ----------
        what : str
            The file, or the part of one, that is looked at inside.
        """
        try:
            yield
        except ValueError as error:
            self.add(what, str(error))

    def raise_found(self) -> None:
        """Raise what was noted, if anything was.

        Raises
        ------
        ValueError
            If there are problems; it names the first ten and counts all.
        """
        if not self.found:
            return
        count = len(self.found)
        rest = [f"and {count - _SHOWN} more"] if count > _SHOWN else []
        lines = "".join(f"\n- {line}" for line in self.found[:_SHOWN] + rest)
        raise ValueError(f"{count} problem{'' if count == 1 else 's'} with {self.place}:{lines}")
