import numpy as np
import pytest

from companion.pretrained import probe
from companion.pretrained.probe import draw_few, probe_accuracy


def blobs(count, distance, seed, dimensions=8):
    rng = np.random.default_rng(seed)
    labels = np.repeat([0, 1], count)
    features = rng.standard_normal((2 * count, dimensions))
    features[:, 0] += distance * labels
    return features.astype(np.float32), labels


def parts(distance):
    return {part: blobs(60, distance, seed) for seed, part in enumerate(("train", "validation", "test"))}


def test_by_hand():
    told = (np.array([[0.0], [2.0]], np.float32), np.array([0, 1]))
    judged = (np.array([[0.9], [1.1], [-5.0], [0.0]], np.float32), np.array([0, 1, 0, 1]))  # the last one is wrong
    assert probe_accuracy({"train": told, "validation": told, "test": judged}, 1, seed=0) == 0.75


def test_far_apart_and_not_apart():
    assert probe_accuracy(parts(8.0), 20, seed=0) > 0.97
    assert 0.3 < probe_accuracy(parts(0.0), 20, seed=0) < 0.7


def test_judged_on_the_part_that_is_named():
    three = parts(8.0)
    features, labels = three["test"]
    three["test"] = (features, 1 - labels)
    assert probe_accuracy(three, 20, seed=0) < 0.03
    assert probe_accuracy(three, 20, seed=0, judged_on="validation") > 0.97


def test_the_penalty_is_chosen_on_the_validation_part(monkeypatch):
    three = {part: blobs(60, 1.5, seed, dimensions=60) for seed, part in enumerate(("train", "validation", "test"))}

    def found(strengths, part):
        monkeypatch.setattr(probe, "STRENGTHS", strengths)
        return probe_accuracy(three, 10, seed=0, judged_on=part)

    alone = {strength: found((strength,), "validation") for strength in (1e-4, 100.0)}
    best = max(alone, key=alone.get)
    assert alone[1e-4] != alone[100.0]
    for both in ((1e-4, 100.0), (100.0, 1e-4)):
        assert found(both, "validation") == alone[best]
        assert found(both, "test") == found((best,), "test")


def test_a_feature_that_never_changes_does_no_harm():
    three = {part: (np.c_[features, np.ones(len(features), np.float32)], labels)
             for part, (features, labels) in parts(8.0).items()}  # fmt: skip
    assert probe_accuracy(three, 20, seed=0) == probe_accuracy(parts(8.0), 20, seed=0)


def test_a_draw_holds_as_many_of_each_without_repetition():
    labels = np.array([2, 0, 1, 0, 1, 2, 2])
    chosen = draw_few(labels, 2, seed=3)
    assert labels[chosen].tolist() == [0, 0, 1, 1, 2, 2]
    assert len(set(chosen)) == 6
    assert np.array_equal(chosen, draw_few(labels, 2, seed=3))
    assert draw_few(np.empty(0, np.int64), 1, seed=0).size == 0


@pytest.mark.parametrize(
    ("count", "message"),
    [(3, "labels_per_class must be at most 2, the size of the smallest class, got 3"), (0, "at least 1, got 0")],
)
def test_too_many_or_none(count, message):
    with pytest.raises(ValueError, match=message):
        draw_few(np.array([0, 0, 1, 1, 1]), count, seed=0)


def test_parts_that_do_not_fit():
    three = parts(1.0)
    with pytest.raises(ValueError, match="parts must hold 'test', got 'train', 'validation'"):
        probe_accuracy({name: three[name] for name in ("train", "validation")}, 5, seed=0)
    features, labels = three["train"]
    with pytest.raises(ValueError, match=r"parts\['train'\] labels must have shape \(120,\), got \(119,\)"):
        probe_accuracy(three | {"train": (features, labels[1:])}, 5, seed=0)
    with pytest.raises(ValueError, match=r"parts\['train'\] features must have shape \(N, D\), got \(120,\)"):
        probe_accuracy(three | {"train": (features[:, 0], labels)}, 5, seed=0)
