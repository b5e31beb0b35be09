"""A sequence of arrays that are made when they are asked for, so that a large data set need not fit into memory."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, overload

from numpy.typing import NDArray

Item = TypeVar("Item")


@dataclass(frozen=True, eq=False)
class Lazy(Sequence[NDArray[Any]]):
    """Arrays that are decoded anew at each access.

    Parameters
    ----------
    decode : callable
        Makes the array of one item. A function of a module (not a lambda), so that worker processes can have it too.
    items : sequence
        What `decode` is given: paths, for instance.

    Examples
    --------
    >>> import numpy as np
    >>> rows = Lazy(np.arange, (2, 3, 4))
    >>> len(rows), rows[1], [row.size for row in rows[1:]]
    (3, array([0, 1, 2]), [3, 4])
    """

    decode: Callable[[Any], NDArray[Any]]
    items: Sequence[Any]

    def __len__(self) -> int:
        return len(self.items)

    @overload
    def __getitem__(self, index: int) -> NDArray[Any]: ...
    @overload
    def __getitem__(self, index: slice) -> "Lazy": ...
    def __getitem__(self, index: int | slice) -> "NDArray[Any] | Lazy":
        if isinstance(index, slice):
            return Lazy(self.decode, self.items[index])
        return self.decode(self.items[index])

    def __iter__(self) -> Iterator[NDArray[Any]]:
        return (self.decode(item) for item in self.items)

    def __repr__(self) -> str:
        return f"Lazy({len(self)} arrays)"

    def take(self, indices: Sequence[int]) -> "Lazy":
        """Return the arrays at `indices`, still to be decoded.

        Raises
        ------
        IndexError
            If an index is out of range.
        """
        return Lazy(self.decode, tuple(self.items[i] for i in indices))
