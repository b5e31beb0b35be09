"""Bottom-up grouping: the two most similar neighbours become one region, again and again, until one is left."""

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from companion.check import array, integer, one_of
from companion.proposals.region_features import Regions
from companion.proposals.similarities import SIMILARITIES, box_around, region_similarity

Queue = list[tuple[float, int, int]]
Neighbours = dict[int, set[int]]


@dataclass(frozen=True, eq=False)
class Hierarchy:
    """The R regions that a grouping began with and the M that it made, in the order in which they appeared.

    Parameters
    ----------
    regions : Regions
        R + M rows: first those that the grouping began with, then one a merge.
    children : ndarray of shape (M, 2), int64
        The two regions that became region R + i. M is R - 1 if all regions hang together.
    similarities : ndarray of shape (M,), float64
        How similar these two were.
    """

    regions: Regions
    children: NDArray[np.int64]
    similarities: NDArray[np.float64]

    def regions_after(self, merges: int) -> NDArray[np.int64]:
        """Return which region each of the first R belongs to after some merges.

        Parameters
        ----------
        merges : int
            From 0 to M.

        Returns
        -------
        ndarray of shape (R,), int64
            Indexed with the segments of the picture it gives the map of the regions at that moment.

        Raises
        ------
        TypeError, ValueError
            If there were fewer merges.
        """
        integer("merges", merges, minimum=0, maximum=len(self.children))
        count = len(self.regions) - len(self.children)
        owners = np.arange(count + merges)
        for index in reversed(range(merges)):  # from the top, so that a region hands on its own owner
            owners[self.children[index]] = owners[count + index]
        return owners[:count]


def group_regions(regions: Regions, pairs: ArrayLike, *, similarities: Sequence[str] = SIMILARITIES) -> Hierarchy:
    """Merge the two most similar neighbours until none are left.

    Parameters
    ----------
    regions : Regions
        R regions of a picture.
    pairs : array_like of shape (P, 2), int
        Those that touch, as :func:`~companion.proposals.touching_pairs` gives them.
    similarities : sequence of str
        Which of "colour", "texture", "size" and "fill" are added up.

    Returns
    -------
    Hierarchy
        Of equally similar pairs the one with the lowest numbers merges first.

    Raises
    ------
    TypeError, ValueError
        If a pair names no two regions, or a similarity is unknown or none is given.

    Notes
    -----
    Uijlings et al. 2013, algorithm 1. All similarities wait in a priority queue; one whose region was merged in the
    meantime is thrown away when it comes up. With n neighbours a merge costs n similarities and n log(queue), and
    never looks at a pixel: the histograms of the new region are the means of the two, weighted by their sizes.

    Examples
    --------
    Two white stripes, then a black one: white joins white.

    >>> from companion.proposals import describe_regions, touching_pairs
    >>> picture = np.zeros((4, 12))
    >>> picture[:, :8] = 1
    >>> segments = np.arange(3).repeat(4)[None].repeat(4, axis=0)
    >>> regions, pairs = describe_regions(picture, segments), touching_pairs(segments)
    >>> hierarchy = group_regions(regions, pairs, similarities=["colour"])
    >>> hierarchy.children.tolist(), hierarchy.regions.boxes[3].tolist()
    ([[0, 1], [2, 3]], [0.0, 0.0, 8.0, 4.0])
    """
    names = _as_names(similarities)
    edges = _as_pairs(pairs, len(regions))
    pool, neighbours = _with_room(regions), _neighbours(edges, len(regions))
    queue: Queue = []
    _enqueue(queue, pool, edges[:, 0], edges[:, 1], names)
    children: list[tuple[int, int]] = []
    merged_at: list[float] = []
    while queue:
        negative, first, second = heapq.heappop(queue)
        if first not in neighbours or second not in neighbours:
            continue  # one of the two has become part of another
        new = len(regions) + len(children)
        _merge_rows(pool, first, second, new)
        near = _merge_neighbours(neighbours, first, second, new)
        _enqueue(queue, pool, near, np.full(len(near), new), names)
        children.append((first, second))
        merged_at.append(-negative)
    grown = len(regions) + len(children)
    return Hierarchy(
        _each(pool, lambda rows: rows[:grown]),
        np.array(children, dtype=np.int64).reshape(-1, 2),
        np.array(merged_at, dtype=float),
    )


def _enqueue(
    queue: Queue, pool: Regions, first: NDArray[np.int64], second: NDArray[np.int64], names: Sequence[str]
) -> None:
    """Put pairs of regions into the queue. It gives the smallest number first, so the sign is turned."""
    similar = region_similarity(pool, first, second, similarities=names)
    for item in zip((-similar).tolist(), first.tolist(), second.tolist(), strict=True):
        heapq.heappush(queue, item)


def _merge_rows(pool: Regions, first: int, second: int, new: int) -> None:
    """Write what is known of a new region into its row."""
    pool.sizes[new] = pool.sizes[first] + pool.sizes[second]
    pool.boxes[new] = box_around(pool.boxes[first], pool.boxes[second])
    share = float(pool.sizes[first] / pool.sizes[new])
    for histograms in (pool.colours, pool.textures):
        histograms[new] = share * histograms[first] + (1 - share) * histograms[second]


def _merge_neighbours(neighbours: Neighbours, first: int, second: int, new: int) -> NDArray[np.int64]:
    """Give a new region the neighbours of the two that it is made of, and return them."""
    near = (neighbours.pop(first) | neighbours.pop(second)) - {first, second}
    for other in near:
        neighbours[other] -= {first, second}
        neighbours[other].add(new)
    neighbours[new] = near
    return np.fromiter(near, dtype=np.int64, count=len(near))


def _neighbours(pairs: NDArray[np.int64], count: int) -> Neighbours:
    neighbours: Neighbours = {region: set() for region in range(count)}
    for first, second in pairs.tolist():
        neighbours[first].add(second)
        neighbours[second].add(first)
    return neighbours


def _with_room(regions: Regions) -> Regions:
    """Return a copy with as many rows as there can be regions at the end."""
    total = max(2 * len(regions) - 1, 0)

    def widened(rows: NDArray[Any]) -> NDArray[Any]:
        wide = np.zeros((total, *rows.shape[1:]), rows.dtype)
        wide[: len(rows)] = rows
        return wide

    return _each(regions, widened)


def _each(regions: Regions, change: Callable[[NDArray[Any]], NDArray[Any]]) -> Regions:
    sizes, boxes = change(regions.sizes), change(regions.boxes)
    return Regions(sizes, boxes, change(regions.colours), change(regions.textures), regions.picture_size)


def _as_names(similarities: Sequence[str]) -> tuple[str, ...]:
    if isinstance(similarities, str) or not isinstance(similarities, Sequence):
        raise TypeError(f"similarities must be a sequence of names, like ['colour', 'size'], got {similarities!r}")
    names = tuple(one_of("similarities", name, SIMILARITIES) for name in similarities)
    if not names or len(set(names)) < len(names):
        raise ValueError(f"similarities must name one at least, and each once, got {similarities!r}")
    return names


def _as_pairs(pairs: ArrayLike, count: int) -> NDArray[np.int64]:
    none = isinstance(pairs, (Sequence, np.ndarray)) and len(pairs) == 0
    edges = array("pairs", np.zeros((0, 2), np.int64) if none else pairs, shape=("P", 2))
    if not np.issubdtype(edges.dtype, np.integer):
        raise TypeError(f"pairs must hold whole numbers, got dtype {edges.dtype}")
    wrong = (edges < 0).any(axis=1) | (edges >= count).any(axis=1) | (edges[:, 0] == edges[:, 1])
    if wrong.any():
        raise ValueError(f"pairs must name two different regions of {count} each, got {edges[wrong][0].tolist()}")
    return np.sort(edges, axis=1).astype(np.int64, copy=False)
