import pickle

import numpy as np

from companion.data.outlines import Painting, Polygons, RunLengths, outline_mask, paint


def rectangle(x1, y1, x2, y2):
    return np.array([[x1, y1], [x2, y1], [x2, y2], [x1, y2]], dtype=float)


SMALL, LARGE = Polygons((rectangle(1, 1, 2, 2),)), Polygons((rectangle(0, 0, 3, 3),))


def test_smaller_one_owns_the_pixel():
    expected = [[9, 9, 9], [9, 4, 9], [9, 9, 9]]
    assert paint(Painting((3, 3), (SMALL, LARGE), (4, 9), (False, False))).tolist() == expected
    assert paint(Painting((3, 3), (LARGE, SMALL), (9, 4), (False, False))).tolist() == expected


def test_later_of_two_equal_ones_owns_the_pixel():
    assert paint(Painting((2, 2), (SMALL, SMALL), (1, 2), (False, False)))[1, 1] == 2


def test_crowd_lies_below_whatever_its_size():
    assert paint(Painting((3, 3), (SMALL, LARGE), (4, 9), (True, False))).tolist() == [[9] * 3] * 3


def test_union_of_polygons():
    two = Polygons((rectangle(0, 0, 2, 1), rectangle(1, 0, 3, 1)))
    assert outline_mask(two, 1, 4).tolist() == [[True, True, True, False]]


def test_run_lengths():
    assert outline_mask(RunLengths(np.array([1, 2, 1])), 2, 2).tolist() == [[False, True], [True, False]]


def test_nobody():
    painted = paint(Painting((2, 3), (), (), ()))
    assert painted.dtype == np.uint8
    assert painted.tolist() == [[0] * 3] * 2


def test_travels_to_a_worker():
    painting = Painting((3, 3), (SMALL,), (1,), (False,))
    assert (paint(pickle.loads(pickle.dumps(painting))) == paint(painting)).all()
