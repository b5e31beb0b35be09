"""The four outcomes, and answers that do what no answer should."""

import signal
import sys
import time
from types import SimpleNamespace

import numpy as np
import pytest

from companion.exercises.judging import judge


def check_doubling(answer, rng):
    """Ask for an array twice as large."""
    for length in (3, 0, int(rng.integers(1, 9))):
        values = np.arange(length, dtype=float)
        got = answer(values)
        if np.shape(got) != values.shape:
            return f"The shape should stay {values.shape}; yours is {np.shape(got)}."
        if not np.allclose(got, 2 * values):
            return "Not doubled."
    return None


def check_number(answer, rng):
    """Ask for eighteen."""
    return None if answer == 18 and answer < 19 else "A row was forgotten."


DOUBLING = SimpleNamespace(KIND="code", check=check_doubling, TIME_LIMIT=0.3)
NUMBER = SimpleNamespace(KIND="number", check=check_number)
CHOICE = SimpleNamespace(
    KIND="choice",
    CORRECT="b",
    OPTIONS={letter: (f"text {letter}", f"reason {letter}") for letter in "abcde"},
)


def broken(values):
    return values / np.zeros((5, 7))


def divides(values):
    return [value / 0 for value in map(int, values)]


def in_place(values):
    values *= 2
    return values


def wrecks_then_lies(values):
    values[:] = 0
    return values


class Unprintable(Exception):  # noqa: N818
    def __str__(self):
        raise RuntimeError("no")


def raises_unprintable(values):
    raise Unprintable


def several_lines(values):
    raise ValueError("first line\n  second line\n")


def long_message(values):
    raise ValueError("x" * 10_000)


def stubborn(values):
    while True:
        try:  # noqa: SIM105
            time.sleep(10)
        except BaseException:
            pass


def spam(values):
    for _ in range(1000):
        print("spam" * 100)  # noqa: T201
    return 2 * values


def recursive(values):
    return recursive(values)


@pytest.mark.parametrize("answer", [None, ..., "?", "", " ? ", "...", lambda values: None, lambda values: ...])
def test_not_attempted(answer):
    assert judge(DOUBLING, answer).kind == "not attempted"


def test_the_sentence_for_a_missing_return():
    assert "end it with `return`" in judge(DOUBLING, lambda values: None).sentence


@pytest.mark.parametrize("answer", [lambda values: 2 * values, lambda values: list(values + values), in_place, spam])
def test_correct(answer):
    assert judge(DOUBLING, answer).kind == "correct"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda values: values, "Not doubled"),
        (lambda values: np.zeros((2, 2)), r"The shape should stay (3,); yours is (2, 2)."),
        (wrecks_then_lies, "Not doubled"),
        (lambda values: "six" if values.size else values, "The shape"),
        (lambda values: np.array(["a", "b", "c"]), "an array of shape (3,) and dtype <U1"),
        (lambda values: (value for value in values), "The shape"),
        (lambda values: 2 * values if values.size == 3 else None, "The shape should stay (0,)"),
        (12, "Give the function itself"),
        (np.arange(3), "an array of shape (3,)"),
    ],
)
def test_incorrect(answer, words):
    outcome = judge(DOUBLING, answer)
    assert outcome.kind == "incorrect"
    assert words in outcome.sentence


def test_an_exception_is_told_with_the_readers_line():
    outcome = judge(DOUBLING, divides)
    line = divides.__code__.co_firstlineno + 1
    assert outcome.kind == "error"
    assert outcome.sentence == (
        f"ZeroDivisionError: division by zero, in line {line}: `return [value / 0 for value in map(int, values)]`"
    )
    assert "line" in judge(DOUBLING, broken).sentence
    assert "values / np.zeros((5, 7))" in judge(DOUBLING, broken).sentence


def test_a_wrong_signature_is_the_answers_error():
    outcome = judge(DOUBLING, lambda: 1)
    assert outcome.kind == "error"
    assert "TypeError" in outcome.sentence
    assert "line" not in outcome.sentence


@pytest.mark.parametrize("kind", [SystemExit, KeyboardInterrupt, GeneratorExit, MemoryError, RecursionError])
def test_no_exception_leaves_the_check(kind):
    def answer(values):
        raise kind("bye")

    outcome = judge(DOUBLING, answer)
    assert outcome.kind == "error"
    assert outcome.sentence.startswith(f"{kind.__name__}: bye, in line")


def test_other_evil_answers(capsys):
    assert "Unprintable, in line" in judge(DOUBLING, raises_unprintable).sentence
    assert len(judge(DOUBLING, long_message).sentence) < 500
    assert judge(DOUBLING, several_lines).sentence.startswith("ValueError: first line second line, in line ")
    assert judge(DOUBLING, recursive).sentence.startswith("RecursionError")
    assert judge(DOUBLING, lambda values: sys.exit()).kind == "error"
    judge(DOUBLING, spam)
    assert len(capsys.readouterr().out) < 2100


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="on Windows a sleep ends only when it returns")
def test_a_stubborn_answer_is_stopped():
    started = time.monotonic()
    outcome = judge(DOUBLING, stubborn)
    assert outcome.kind == "error"
    assert outcome.sentence == "Stopped after 0.3 seconds. Look for a loop that never ends."
    assert time.monotonic() - started < 3


def test_warnings_of_an_answer_are_not_shown(recwarn):
    judge(DOUBLING, lambda values: np.log(values - 1))
    assert not recwarn


def test_the_same_seed_gives_the_same_check():
    seen = []
    module = SimpleNamespace(KIND="code", check=lambda answer, rng: answer(rng.random()))
    for seed in (0, 0, 1):
        judge(module, lambda value: seen.append(value) or "no", seed=seed)
    assert seen[0] == seen[1] != seen[2]


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (lambda values, *, weights: values + weights, "correct"),
        (lambda values, *, weights: np.add(values, weights, out=values), "incorrect"),
        (lambda values, *, weights: np.add(values, weights, out=weights), "incorrect"),
        (lambda values, *, weights: np.add(values.copy(), weights), "correct"),
        (lambda values, *, weights: (values + weights, weights.fill(0))[0], "incorrect"),
    ],
)
def test_an_exercise_may_ask_that_arguments_stay(answer, kind):
    def check(answer, rng):
        values, weights = np.array([1.0, np.nan]), np.array([2.0, 3.0])
        right = np.array_equal(answer(values, weights=weights), [3.0, np.nan], equal_nan=True)
        return None if right else "wrong sum"

    outcome = judge(SimpleNamespace(KIND="code", check=check, KEEP_ARGUMENTS=True), answer)
    assert outcome.kind == kind
    assert kind == "correct" or "changes an array it was given" in outcome.sentence
    assert judge(SimpleNamespace(KIND="code", check=check), answer).kind == "correct"  # who does not ask gets no answer


def test_a_wrong_value_is_told_before_a_changed_argument():
    module = SimpleNamespace(KIND="code", check=check_doubling, KEEP_ARGUMENTS=True)
    assert judge(module, wrecks_then_lies).sentence == "Not doubled."
    assert "changes an array" in judge(module, in_place).sentence


def test_generators_are_copied_too():
    def check(answer, rng):
        return None if answer(rng) == rng.random() else "different"

    assert judge(SimpleNamespace(KIND="code", check=check), lambda rng: rng.random()).kind == "correct"


def test_classes_and_names_reach_the_check_untouched():
    def check(answer, rng):
        return None if answer.__name__ == "Layer" and isinstance(answer(), answer) else "not a class"

    assert judge(SimpleNamespace(KIND="code", check=check), type("Layer", (), {})).kind == "correct"


def test_an_error_in_a_class_of_the_reader():
    class Layer:
        def __init__(self):
            raise ValueError("not yet")

    outcome = judge(SimpleNamespace(KIND="code", check=lambda answer, rng: answer()), Layer)
    assert outcome.sentence.startswith("ValueError: not yet, in line ")
    assert outcome.sentence.endswith('`raise ValueError("not yet")`')


def test_numbers():
    assert judge(NUMBER, 18).kind == "correct"
    assert judge(NUMBER, np.float64(18)).kind == "correct"
    assert judge(NUMBER, 17) == judge(NUMBER, 17.0)
    assert judge(NUMBER, np.array(18)).kind == "correct"
    assert judge(NUMBER, 10**400).kind == "incorrect"
    assert judge(NUMBER, ...).kind == "not attempted"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("18", "a `str`: leave the quotes out"),
        ([18, 3], "a `list`"),
        ((18, 3), "a `tuple`"),
        (np.array([18]), "an array of shape (1,)"),
        (np.array("18"), "a `str`"),
        (lambda: 18, "a `function`"),
        (True, "a `bool`"),
        (18j, "a `complex`"),
        (float("nan"), "`nan`"),
        (np.float32("inf"), "`inf`"),
    ],
)
def test_what_is_no_number_is_told_so(answer, words):
    outcome = judge(NUMBER, answer)
    assert outcome.kind == "incorrect"
    assert outcome.sentence.startswith(f"A number is needed; yours is {words}")


@pytest.mark.parametrize("answer", ["b", "B", " b ", "b)", "(b)", "b."])
def test_choice_correct(answer):
    assert repr(judge(CHOICE, answer)) == "Correct: reason b"


def test_choice_incorrect():
    assert repr(judge(CHOICE, "a")) == "Incorrect: reason a"
    assert "one of the letters a, b, c, d, e" in judge(CHOICE, "z").sentence
    assert "yours is an `int`" in judge(CHOICE, 3).sentence
    assert "'zz" in judge(CHOICE, "z" * 1000).sentence
    assert len(judge(CHOICE, "z" * 1000).sentence) < 150
