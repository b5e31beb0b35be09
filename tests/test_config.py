"""What a run depends on is read from the environment when it is asked for."""

import random
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion import config


@pytest.mark.parametrize(
    ("value", "tier"), [("mini", "mini"), ("full", "full"), (" full ", "full"), ("", "mini"), (" ", "mini")]
)
def test_tier(value, tier, monkeypatch):
    monkeypatch.setenv("COMPANION_TIER", value)
    assert config.tier() == tier


def test_tier_by_default_and_wrong(monkeypatch):
    monkeypatch.delenv("COMPANION_TIER", raising=False)
    assert config.tier() == "mini"
    monkeypatch.setenv("COMPANION_TIER", "large")
    with pytest.raises(ValueError, match="COMPANION_TIER must be one of 'mini', 'full', got 'large'"):
        config.tier()


@given(st.integers(0, 2**32 - 1))
def test_the_same_seed_gives_the_same_numbers(seed):
    draws = []
    for _ in range(2):
        generator = config.seed_everything(seed)
        draws.append((generator.random(), random.random(), np.random.random()))  # noqa: NPY002
    assert draws[0] == draws[1]


def test_generators_with_the_same_seed_are_independent_objects():
    assert config.seed_everything(3) is not config.seed_everything(3)
    assert config.seed_everything(np.int64(3)).random() == np.random.default_rng(3).random()


@pytest.mark.parametrize("seed", [-1, 2**32])
def test_seeds_out_of_range(seed):
    with pytest.raises(ValueError, match=rf"seed must be a whole number from 0 to 2\*\*32 - 1, got {seed}"):
        config.seed_everything(seed)


@pytest.mark.parametrize("seed", ["0", 1.0, None, True])
def test_seeds_of_wrong_type(seed):
    with pytest.raises(TypeError, match="seed must be a whole number from 0"):
        config.seed_everything(seed)


def test_frameworks_that_are_imported_are_seeded(monkeypatch):
    seeds = []
    monkeypatch.setitem(sys.modules, "torch", SimpleNamespace(manual_seed=seeds.append))
    utils = SimpleNamespace(set_random_seed=seeds.append)
    monkeypatch.setitem(sys.modules, "keras", SimpleNamespace(utils=utils))
    config.seed_everything(7)
    assert seeds == [7, 7]


def pretend_torch(monkeypatch, *, cuda=False, mps=False):
    torch = SimpleNamespace(
        cuda=SimpleNamespace(is_available=lambda: cuda),
        backends=SimpleNamespace(mps=SimpleNamespace(is_available=lambda: mps)),
    )
    monkeypatch.setitem(sys.modules, "torch", torch)


@pytest.mark.parametrize(
    ("there", "device"),
    [({}, "cpu"), ({"cuda": True}, "cuda"), ({"mps": True}, "mps"), ({"cuda": True, "mps": True}, "cuda")],
)
def test_the_fastest_device(there, device, monkeypatch):
    monkeypatch.delenv("COMPANION_DEVICE", raising=False)
    pretend_torch(monkeypatch, **there)
    assert config.device() == device


def test_a_device_asked_for(monkeypatch):
    pretend_torch(monkeypatch, cuda=True)
    monkeypatch.setenv("COMPANION_DEVICE", "cpu")
    assert config.device() == "cpu"
    monkeypatch.setenv("COMPANION_DEVICE", "mps")
    with pytest.raises(ValueError, match="COMPANION_DEVICE asks for 'mps', which PyTorch cannot use on this machine"):
        config.device()
    monkeypatch.setenv("COMPANION_DEVICE", "tpu")
    with pytest.raises(ValueError, match="COMPANION_DEVICE must be one of 'cpu', 'cuda', 'mps', got 'tpu'"):
        config.device()


def test_device_without_torch(monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(ImportError, match=r'torch is not installed; .*"seeing-with-convolutions\[torch\]"'):
        config.device()


def test_data_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("COMPANION_DATA", str(tmp_path / "here"))
    assert config.data_folder() == tmp_path / "here"
    assert not (tmp_path / "here").exists()
    monkeypatch.setenv("COMPANION_DATA", "~/there")
    assert config.data_folder() == Path.home() / "there"
    monkeypatch.setenv("COMPANION_DATA", " ")
    assert config.data_folder() == Path.home() / ".cache" / "seeing-with-convolutions"
