"""Argument checks: what passes comes back, what does not is named with what is allowed and what came."""

import math
import sys
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion import check


@given(st.integers(-1000, 1000))
def test_integer_gives_back_what_it_got(value):
    assert check.integer("n", value) == value
    got = check.integer("n", np.int16(value), minimum=value, maximum=value)
    assert got == value
    assert type(got) is int


@pytest.mark.parametrize(
    ("value", "bounds", "kind", "message"),
    [
        (0, {"minimum": 1}, ValueError, "n must be a whole number of at least 1, got 0"),
        (5, {"maximum": 4}, ValueError, "n must be a whole number of at most 4, got 5"),
        (5, {"minimum": 1, "maximum": 4}, ValueError, "n must be a whole number from 1 to 4, got 5"),
        (True, {}, TypeError, "n must be a whole number, got bool True"),
        (np.True_, {}, TypeError, "n must be a whole number, got "),
        (2.0, {}, TypeError, "n must be a whole number, got float 2.0"),
        ("2", {}, TypeError, "n must be a whole number, got str '2'"),
        (None, {}, TypeError, "n must be a whole number, got NoneType"),
        (np.arange(100), {}, TypeError, "n must be a whole number, got ndarray"),
    ],
)
def test_integer_refuses(value, bounds, kind, message):
    with pytest.raises(kind) as caught:
        check.integer("n", value, **bounds)
    assert str(caught.value).startswith(message)


def test_bounds_are_inclusive():
    assert check.integer("n", 1, minimum=1, maximum=1) == 1
    assert check.real("x", 0.5, minimum=0.5, maximum=0.5) == 0.5


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_real_gives_back_what_it_got(value):
    assert check.real("x", value) == value


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_real_is_finite(value):
    with pytest.raises(ValueError, match="x must be a finite number, got"):
        check.real("x", value)


def test_real_refuses():
    with pytest.raises(ValueError, match="x must be a finite number from 0 to 1, got 1.5"):
        check.real("x", 1.5, minimum=0, maximum=1)
    for value in ("1", None, True, 1j):
        with pytest.raises(TypeError, match="x must be a finite number"):
            check.real("x", value)


def test_one_of():
    assert check.one_of("mode", "same", ["valid", "same"]) == "same"
    with pytest.raises(ValueError, match="mode must be one of 'valid', 'same', got 'full'"):
        check.one_of("mode", "full", ["valid", "same"])
    with pytest.raises(ValueError, match="n must be one of 0, 1, got True"):
        check.one_of("n", True, [0, 1])
    with pytest.raises(ValueError, match="mode must be one of 'valid', got array"):
        check.one_of("mode", np.zeros(2), ["valid"])


@given(st.integers(0, 50), st.integers(0, 50))
def test_pair(height, width):
    assert check.pair("size", height) == (height, height)
    assert check.pair("size", (height, width)) == check.pair("size", [height, width]) == (height, width)
    assert check.pair("size", np.array([height, width])) == (height, width)


def test_pair_refuses():
    with pytest.raises(
        ValueError, match=r"size must be a whole number or \(height, width\), got 3 values: \(1, 2, 3\)"
    ):
        check.pair("size", (1, 2, 3))
    with pytest.raises(ValueError, match="size must be a whole number of at least 1, got 0"):
        check.pair("size", (2, 0), minimum=1)
    with pytest.raises(TypeError, match="size must be a whole number of at least 0, got float 1.5"):
        check.pair("size", 1.5)


@pytest.mark.parametrize("count", [0, 1, 5])
def test_array_with_letters(count):
    boxes = np.zeros((count, 4))
    assert check.array("boxes", boxes, shape=("N", 4)) is boxes
    assert check.array("square", np.zeros((count, count)), shape=("N", "N")).shape == (count, count)


@pytest.mark.parametrize(
    ("value", "shape", "kind", "message"),
    [
        (np.zeros((2, 3)), ("N", 4), ValueError, r"a must have shape \(N, 4\), got \(2, 3\)"),
        (np.zeros((2, 3)), ("N", "N"), ValueError, r"a must have shape \(N, N\), got \(2, 3\)"),
        (np.zeros(4), ("N", 4), ValueError, r"a must have shape \(N, 4\), got \(4,\)"),
        (np.zeros((1, 1)), ("N",), ValueError, r"a must have shape \(N,\), got \(1, 1\)"),
        ([[1, 2], [3]], ("N", 2), ValueError, r"a must have shape \(N, 2\), got rows of unequal length"),
        (["a"], ("N",), TypeError, "a must hold numbers, got dtype <U1"),
        ([None], ("N",), TypeError, "a must hold numbers, got dtype object"),
        (3, (), None, ""),
    ],
)
def test_array_refuses(value, shape, kind, message):
    if kind is None:
        assert check.array("a", value, shape=shape) == value
        return
    with pytest.raises(kind, match=message):
        check.array("a", value, shape=shape)


def test_array_of_anything():
    assert check.array("names", ["a", "b"], shape=("N",), numeric=False).tolist() == ["a", "b"]
    assert check.array("mask", [True, False], shape=(2,)).dtype == bool


def test_require_names_the_extra():
    with pytest.raises(ImportError, match=r'no_such_thing is not installed; .*"seeing-with-convolutions\[notebooks\]"'):
        check.require("no_such_thing")
    check.require("numpy")


def test_require_with_a_half_made_module(monkeypatch):
    """A stand-in without a spec counts as imported."""
    monkeypatch.setitem(sys.modules, "keras", ModuleType("keras"))
    check.require("keras")
