"""What every exercise owes: right answers pass, the stub is not attempted, wrong answers get their own sentence."""

import inspect
import re

import pytest

from companion import exercises
from companion.exercises import catalogue
from companion.exercises.judging import judge

KEYS = exercises.available()
SEEDS = range(5)
LONGEST = 300  # characters of a sentence


def module_of(key):
    return catalogue.exercise_module(key)


def kind_of(key):
    """Read the kind from the text, so that collecting the tests imports no exercise."""
    return re.search(r'^KIND = "(\w+)"', catalogue.exercise_file(key).read_text(encoding="utf-8"), re.MULTILINE)[1]


KINDS = {key: kind_of(key) for key in KEYS}
CODE = [key for key in KEYS if KINDS[key] == "code"]
NUMBER = [key for key in KEYS if KINDS[key] == "number"]
CHOICE = [key for key in KEYS if KINDS[key] == "choice"]


def wrong_answers(module):
    """Return (name, answer, words) of every wrong answer, for both kinds of file."""
    if module.KIND == "number":
        return [(name, value, words) for name, (value, words) in module.WRONG_ANSWERS.items()]
    return [(function.__name__, function, words) for function, words in module.WRONG_ANSWERS.items()]


def right_answers(module):
    both = module.solution, module.another_solution
    return [right() if module.KIND == "number" and callable(right) else right for right in both]


def stub_answer(module):
    return module.stub if module.KIND == "code" else ...


@pytest.mark.parametrize("key", KEYS)
def test_form(key):
    module = module_of(key)
    assert module.KIND in ("code", "number", "choice")
    assert module.TITLE.strip() == module.TITLE != ""
    assert len(module.PROMPT) > 30
    assert len(module.HINTS) >= (1 if module.KIND == "choice" else 2)
    assert len(set(module.HINTS)) == len(module.HINTS)
    # Plain Markdown: no directive, role or HTML, which JupyterLab or Colab would show raw.
    for text in (module.TITLE, module.PROMPT, *module.HINTS):
        assert not re.search(r"^(```|:::)\{|\{\w+\}`|</?\w+>", text, re.MULTILINE), text


@pytest.mark.parametrize("key", CODE + NUMBER)
def test_right_answers_pass_and_the_stub_is_not_attempted(key):
    module = module_of(key)
    for seed in SEEDS:
        for right in right_answers(module):
            assert judge(module, right, seed=seed).kind == "correct", judge(module, right, seed=seed)
        assert judge(module, stub_answer(module), seed=seed).kind == "not attempted"
    if module.KIND == "code":
        assert inspect.getsource(module.solution) != inspect.getsource(module.another_solution)


@pytest.mark.parametrize("key", CODE + NUMBER)
def test_wrong_answers_get_their_own_sentence(key, record_property):
    module = module_of(key)
    answers = wrong_answers(module)
    missed = []
    for name, answer, words in answers:
        outcomes = [judge(module, answer, seed=seed) for seed in SEEDS]
        escaped = [outcome for outcome in outcomes if outcome.kind != "incorrect" or words not in outcome.sentence]
        missed += [f"{name} should hear {words!r}: {outcome}" for outcome in escaped[:1]]
    record_property("wrong answers", (len(answers) - len(missed), len(answers)))  # for the kill rate
    assert len(answers) >= 4
    assert not missed, "\n".join(missed)


@pytest.mark.parametrize("key", CODE + NUMBER)
def test_sentences_are_short_and_distinct(key):
    module = module_of(key)
    sentences = [judge(module, answer).sentence for _, answer, _ in wrong_answers(module)]
    assert all(len(sentence) <= LONGEST for sentence in sentences)
    assert len(set(sentences)) >= min(4, len(sentences)) - 1, "wrong answers share a sentence: tell them apart"


@pytest.mark.parametrize("key", NUMBER)
def test_no_sentence_holds_the_number(key):
    module = module_of(key)
    number = re.escape(f"{module.solution()}")
    for _, answer, _ in wrong_answers(module):
        sentence = judge(module, answer).sentence
        assert not re.search(rf"(?<![\d.,]){number}(?![\d]|[.,]\d)", sentence), sentence
    assert module.stub is None


@pytest.mark.parametrize("key", CODE)
def test_the_shown_solution_stands_alone(key):
    """The page shows `solution` only, so that it may not lean on helpers of the exercise file."""
    module = module_of(key)
    own = {name for name, value in vars(module).items() if getattr(value, "__module__", "") == module.__name__}
    assert not own & set(module.solution.__code__.co_names) - {module.stub.__name__}


@pytest.mark.parametrize("key", CHOICE)
def test_choice(key, record_property):
    module = module_of(key)
    wrong = [letter for letter in module.OPTIONS if letter != module.CORRECT]
    caught = [judge(module, letter) for letter in wrong]
    record_property("wrong answers", (sum(outcome.kind == "incorrect" for outcome in caught), len(wrong)))
    assert list(module.OPTIONS) == ["a", "b", "c", "d", "e"]
    assert module.CORRECT in module.OPTIONS
    texts, reasons = zip(*module.OPTIONS.values(), strict=True)
    assert len(set(texts)) == len(set(reasons)) == 5
    for letter, (_, reason) in module.OPTIONS.items():
        outcome = judge(module, letter.upper() + " ")
        assert outcome.kind == ("correct" if letter == module.CORRECT else "incorrect")
        assert outcome.sentence == reason
        assert len(reason) > 20
        if letter != module.CORRECT:  # the reason never gives the right one away
            right = module.OPTIONS[module.CORRECT][0].strip("`$ .")
            assert right not in reason or any(right in text for text in texts if text.strip("`$ .") != right)
            assert not re.search(r"\b(option|letter|answer) \(?[a-e]\b", reason)
    assert judge(module, ...).kind == "not attempted"
    assert judge(module, "f").kind == "incorrect"
