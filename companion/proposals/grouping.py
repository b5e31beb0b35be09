"""Bottom-up grouping: the two most similar neighbours become one region, until one region is left."""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from companion.check import array, integer
from companion.proposals.region_features import Regions
from companion.proposals.similarities import SIMILARITIES, box_around, region_similarity

Queue = list[tuple[float, int, int]]
Neighbours = list[set[int] | None]


@dataclass(frozen=True, eq=False)
class Hierarchy:
    """The regions that a grouping began with and all that it made, numbered in the order in which they appeared.

    Parameters
    ----------
    regions : Regions
        The first R are those that the grouping began with, the others came from merges.
    children : ndarray of shape (M, 2), int64
        The two regions that became region R + i. All regions join if all of them hang together: then M = R - 1.
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
            Indexed with the segments of the picture, it gives the picture of the regions at that moment.

        Raises
        ------
        TypeError, ValueError
            If there were fewer merges.
        """
        integer("merges", merges, minimum=0, maximum=len(self.children))
        count = len(self.regions) - len(self.children)
        owners = np.arange(count + merges)
        for index in range(merges - 1, -1, -1):  # from the top down, so that a region hands on its own owner
            owners[self.children[index]] = owners[count + index]
        return owners[:count]


def group_regions(regions: Regions, pairs: ArrayLike, *, similarities: Sequence[str] = SIMILARITIES) -> Hierarchy:
    count = len(regions)
    edges = array("pairs", pairs, shape=("P", 2)).astype(np.int64).reshape(-1, 2)
    pool = _with_room(regions)
    neighbours = _neighbours(edges, len(pool))
    children: list[tuple[int, int]] = []
    merged_at: list[float] = []
    queue: Queue = []
    _enqueue(queue, pool, edges[:, 0], edges[:, 1], similarities)
    while queue:
        negative, first, second = heapq.heappop(queue)
        if neighbours[first] is None or neighbours[second] is None:
            continue  # one of them has been merged since
        new = count + len(children)
        _merge_rows(pool, first, second, new)
        near = _merge_neighbours(neighbours, first, second, new)
        _enqueue(queue, pool, near, np.full(len(near), new), similarities)
        children.append((first, second))
        merged_at.append(-negative)
    total = count + len(children)
    kept = Regions(
        pool.sizes[:total], pool.boxes[:total], pool.colours[:total], pool.textures[:total], pool.picture_size
    )
    return Hierarchy(kept, np.array(children, dtype=np.int64).reshape(-1, 2), np.array(merged_at))


def _enqueue(queue, pool, first, second, similarities) -> None:
    if len(first):
        values = region_similarity(pool, first, second, similarities=similarities)
        for item in zip((-values).tolist(), first.tolist(), second.tolist()):
            heapq.heappush(queue, item)


def _merge_rows(pool: Regions, first: int, second: int, new: int) -> None:
    pool.sizes[new] = pool.sizes[first] + pool.sizes[second]
    pool.boxes[new] = box_around(pool.boxes[first], pool.boxes[second])
    share = pool.sizes[first] / pool.sizes[new]
    for h in (pool.colours, pool.textures):
        h[new] = share * h[first] + (1 - share) * h[second]


def _merge_neighbours(neighbours: Neighbours, first: int, second: int, new: int):
    near = (neighbours[first] | neighbours[second]) - {first, second}
    neighbours[first] = neighbours[second] = None
    for r in near:
        neighbours[r] -= {first, second}
        neighbours[r].add(new)
    neighbours[new] = near
    return np.fromiter(near, np.int64, len(near))


def _neighbours(edges, total):
    out = [set() for _ in range(total)]
    for a, b in edges.tolist():
        out[a].add(b)
        out[b].add(a)
    return out


def _with_room(regions: Regions) -> Regions:
    def room(rows):
        wide = np.zeros((2 * len(rows) - 1, *rows.shape[1:]), rows.dtype)
        wide[: len(rows)] = rows
        return wide

    return Regions(
        room(regions.sizes), room(regions.boxes), room(regions.colours), room(regions.textures), regions.picture_size
    )
