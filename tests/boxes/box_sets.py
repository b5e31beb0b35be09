"""Sets of boxes on which suppression is tried: harmless ones and nasty ones."""

import numpy as np


def corners(ends):
    """Turn (N, 2, 2) ends in any order into xyxy boxes."""
    return np.sort(ends, axis=1).reshape(len(ends), 4)


def centred(centres, sides):
    return np.hstack([centres - sides / 2, centres + sides / 2])


def whole(rng, count):
    """Small whole numbers: equal, touching, nested and empty boxes in plenty."""
    return corners(rng.integers(0, 8, (count, 2, 2)).astype(float))


def spread(rng, count):
    """Whole numbers too, so that areas and IoU are exact in float32; side lengths 10 to 100, few overlap."""
    left_top = rng.integers(0, 1000, (count, 2))
    return np.hstack([left_top, left_top + rng.integers(10, 101, (count, 2))]).astype(float)


def heaps(rng, count):
    """Boxes around few objects."""
    objects = spread(rng, 20)[rng.integers(0, 20, count)]
    return corners((objects + rng.integers(-9, 10, (count, 4))).reshape(count, 2, 2))


def sizes(rng, count):
    """Sides from a millionth to a million."""
    return centred(rng.uniform(0, 50, (count, 2)), 10 ** rng.uniform(-6, 6, (count, 2)))


def rings(rng, count):
    """Squares around one point."""
    return centred(np.zeros((count, 2)), np.exp(rng.uniform(-3, 3, (count, 1))) * np.ones((1, 2)))


def far(rng, count):
    """Small boxes far from the origin, where floating-point numbers are coarse."""
    return rng.choice([1e4, -1e6]) + whole(rng, count) / 4


def equal(rng, count):
    return np.tile(whole(rng, 1), (count, 1))


SETS = [whole, spread, heaps, sizes, rings, far, equal]
