import math
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.training.schedules import constant, cosine, linear, linear_warmup_cosine, step

ALL = [constant, linear, cosine, linear_warmup_cosine, step]
progress = st.floats(0, 1)


def test_values_by_hand():
    assert [constant(p) for p in (0, 0.5, 1)] == [1, 1, 1]
    assert [linear(p, end=0.5) for p in (0, 0.5, 1)] == [1, 0.75, 0.5]
    assert [cosine(p) for p in (0, 0.5, 1)] == pytest.approx([1, 0.5, 0])
    assert cosine(1 / 3) == pytest.approx(0.75)  # (1 + cos 60 degrees) / 2
    assert [linear_warmup_cosine(p, warmup=0.2, start=0) for p in (0, 0.1, 0.2, 0.6, 1)] == pytest.approx(
        [0, 0.5, 1, 0.5, 0]
    )


def test_a_milestone_counts_from_its_own_value_on():
    assert [step(p) for p in (0.4999, 0.5, 0.7499, 0.75, 1)] == pytest.approx([1, 0.1, 0.1, 0.01, 0.01])
    assert step(0.9, milestones=()) == 1


@pytest.mark.parametrize("schedule", ALL)
@given(progress=progress)
def test_every_factor_lies_in_0_to_1(schedule, progress):
    assert 0 <= schedule(progress) <= 1


@given(first=progress, second=progress)
def test_without_warmup_the_rate_never_rises(first, second):
    early, late = sorted((first, second))
    for schedule in (constant, linear, cosine, step, partial(linear_warmup_cosine, warmup=0)):
        assert schedule(early) >= schedule(late)


@given(progress=progress)
def test_no_warmup_leaves_the_cosine(progress):
    assert linear_warmup_cosine(progress, warmup=0) == pytest.approx(cosine(progress))


@pytest.mark.parametrize("schedule", ALL)
@pytest.mark.parametrize("wrong", [-0.01, 1.01, math.nan])
def test_progress_outside_0_to_1_is_refused(schedule, wrong):
    with pytest.raises(ValueError, match=f"progress must be a finite number from 0 to 1, got {wrong}"):
        schedule(wrong)


def test_options_out_of_range():
    with pytest.raises(ValueError, match="warmup must be below 1"):
        linear_warmup_cosine(0.5, warmup=1)
    with pytest.raises(ValueError, match="end must be a finite number of at least 0, got -1"):
        cosine(0.5, end=-1)
    with pytest.raises(TypeError, match="progress must be a finite number"):
        constant("half")
