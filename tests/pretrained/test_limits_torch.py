"""What the page on weights says of photographs of things, measured on the real ants and bees."""

import os
import statistics

import pytest

from companion import data
from companion.architectures import backbones_torch
from companion.data.resizing import crop_center
from companion.pretrained import small, small_torch
from companion.pretrained.judging_torch import features, random_net
from companion.pretrained.probe import probe_accuracy

SEEDS = range(3)


@pytest.fixture(scope="module")
def pictures():
    if "COMPANION_REAL_DATA" not in os.environ:
        pytest.skip("COMPANION_REAL_DATA names no folder of real data")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMPANION_DATA", os.path.join(os.environ["COMPANION_REAL_DATA"], "trees"))
        splits = ("train", "validation", "test")
        return {split: crop_center(data.load("hymenoptera_data", split=split), 64).decoded() for split in splits}


def accuracy(net, pictures, seed):
    parts = {split: (features(net, part.images), part.labels) for split, part in pictures.items()}
    return probe_accuracy(parts, 10, seed=seed)


@pytest.mark.parametrize("name", small.NAMES)
def test_they_do_not_help_on_ants_and_bees(name, pictures):
    build, trained = getattr(backbones_torch, name), small_torch.load(name)
    found = statistics.mean(accuracy(trained, pictures, seed) for seed in SEEDS)
    chance = [accuracy(random_net(build, pictures["train"].images, seed=s), pictures, s) for s in SEEDS]
    assert found < statistics.mean(chance) + 0.05
    assert 0.5 < found < 0.7
