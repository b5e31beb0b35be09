import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.data.splits import stratified_split


def test_by_hand():
    labels = np.array([0] * 10 + [1] * 20)
    parts = stratified_split(labels, validation=0.2, test=0.1, seed=0)
    assert {name: np.bincount(labels[part]).tolist() for name, part in parts.items()} == {
        "train": [7, 14],
        "validation": [2, 4],
        "test": [1, 2],
    }


@given(st.lists(st.integers(0, 3), max_size=60), st.integers(0, 5))
def test_every_index_exactly_once(labels, seed):
    parts = stratified_split(np.array(labels, dtype=int), validation=0.25, test=0.25, seed=seed)
    assert sorted(np.concatenate(list(parts.values())).tolist()) == list(range(len(labels)))


def test_seed_decides():
    labels = np.zeros(50, int)
    first, again, other = (stratified_split(labels, validation=0.2, test=0.2, seed=seed) for seed in (1, 1, 2))
    assert (first["test"] == again["test"]).all()
    assert (first["test"] != other["test"]).any()


def test_nothing_held_out_and_nothing_at_all():
    assert len(stratified_split(np.zeros(5, int), validation=0, test=0, seed=0)["train"]) == 5
    assert len(stratified_split(np.empty(0, int), validation=0.5, test=0, seed=0)["train"]) == 0


def test_nothing_left_to_train_on():
    with pytest.raises(ValueError, match=r"validation \+ test must be less than 1, got 0.5 \+ 0.5"):
        stratified_split(np.zeros(4, int), validation=0.5, test=0.5, seed=0)
