import re
from importlib import import_module
from itertools import pairwise
from pathlib import Path

import pytest

from companion.architectures.imagenet_history import (
    ENTRIES,
    GOOGLENET_AVERAGING,
    HUMAN_ERROR,
    LADDER,
    SECOND_HUMAN_ERROR,
    relative_reduction,
    winners,
)
from companion.architectures.official import official_models

ROOT = Path(__file__).parents[2]


def test_one_winner_a_year_and_every_year_fewer_errors():
    assert [entry.year for entry in winners()] == list(range(2010, 2018))
    assert all(after.error < before.error for before, after in pairwise(winners()))


def test_who_won_what_in_2014():
    first, second = (next(e for e in ENTRIES if (e.year, e.place) == (2014, place)) for place in (1, 2))
    assert (first.team, first.error) == ("GoogLeNet", 6.67)
    assert (second.team, second.error) == ("VGG", 7.3)


def test_learnt_features_from_2012_on_and_more_data_helped():
    assert [entry.learnt for entry in winners()] == [False] * 2 + [True] * 6
    assert all(entry.error_with_more_data < entry.error for entry in ENTRIES if entry.error_with_more_data is not None)


def test_the_better_human_lies_between_2014_and_2015():
    errors = {entry.year: entry.error for entry in winners()}
    assert errors[2015] < HUMAN_ERROR < errors[2014] < SECOND_HUMAN_ERROR < errors[2012]


def test_averaging_more_never_hurt_and_ends_at_the_winning_entry():
    table = {(row.models, row.crops): row.error for row in GOOGLENET_AVERAGING}
    for (models, crops), error in table.items():
        assert all(other >= error for (fewer, less), other in table.items() if fewer <= models and less <= crops)
    assert table[7, 144] == next(entry.error for entry in ENTRIES if entry.team == "GoogLeNet")


def test_every_step_has_a_builder_and_the_years_rise():
    models = official_models()
    assert [step.year for step in LADDER] == sorted(step.year for step in LADDER)
    for step in LADDER:
        assert step.module == "lenet" or models[step.builder][0] == step.module
        assert callable(getattr(import_module(f"companion.architectures.{step.module}_torch"), step.builder))


def test_every_source_is_in_the_bibliography():
    keys = set(re.findall(r"^### (\S+)$", (ROOT / "book/appendix/references.md").read_text("utf-8"), re.MULTILINE))
    assert {entry.source for entry in (*ENTRIES, *LADDER)} <= keys


@pytest.mark.parametrize(("before", "after", "expected"), [(8, 6, 0.25), (5, 5, 0), (5, 0, 1)])
def test_relative_reduction(before, after, expected):
    assert relative_reduction(before, after) == expected
