import hashlib
import math
import os
import pickle
from collections import OrderedDict
from dataclasses import replace
from functools import partial

import torch
import torchvision
from torch import nn

import pytest

from companion.pretrained import official, official_torch
from companion.pretrained.inputs import normalise

# What torchvision's builder sets when it is asked for weights.
OPTIONS = {"googlenet": {"transform_input": True, "aux_logits": True, "init_weights": False}}


@pytest.fixture
def mirror(tmp_path, monkeypatch):
    """Return what puts a file into a mirror and registers its checksum."""
    monkeypatch.setenv("COMPANION_DATA", str(tmp_path / "cache"))
    monkeypatch.setenv("COMPANION_MIRROR", str(tmp_path / "mirror"))
    folder = tmp_path / "mirror" / "torchvision_weights"
    folder.mkdir(parents=True)

    def register(name, write):
        row = official.TORCHVISION[name]
        write(folder / row.file.name)
        checksum = "sha256:" + hashlib.sha256((folder / row.file.name).read_bytes()).hexdigest()[:8]
        monkeypatch.setitem(official.TORCHVISION, name, replace(row, file=replace(row.file, checksum=checksum)))
        return folder / row.file.name

    return register


@pytest.fixture
def no_drawing(monkeypatch):
    """Leave the memory of fresh layers as it is: faster, and a weight that is not loaded shows."""
    for name in ("kaiming_uniform_", "kaiming_normal_", "normal_", "uniform_", "trunc_normal_"):
        monkeypatch.setattr(nn.init, name, lambda tensor, *_, **__: tensor)


def random_state(name):
    """Return a state dict shaped like the official one, with batch-norm statistics of one pass over noise.

    Matrices are views of one short strip (row o begins at its number o), so that VGG's file has a megabyte.
    """
    torch.manual_seed(0)
    with torch.device("meta"):
        model = torchvision.models.get_model(name, weights=None, **OPTIONS.get(name, {}))
    state = {}
    for key, value in model.state_dict().items():
        inside = math.prod(value.shape[1:])
        if value.ndim > 1:
            strip = torch.randn(len(value) + inside) * (2 / inside) ** 0.5
            strides = [math.prod(value.shape[axis + 1 :]) for axis in range(1, value.ndim)]
            state[key] = strip.as_strided(value.shape, (1, *strides))
        elif key.endswith("num_batches_tracked"):
            state[key] = torch.tensor(0)
        else:
            state[key] = torch.rand(value.shape) + 0.5 if key.endswith("weight") else torch.randn(value.shape) * 0.1
            state[key] = torch.ones(value.shape) if key.endswith("running_var") else state[key]
    model.load_state_dict(state, assign=True)
    for module in model.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.momentum = None  # one pass says all
    with torch.no_grad():
        model.train()(torch.randn(4, 3, 64, 64))
    return model.state_dict()


def old_names(state):
    """Return DenseNet's tensors under the names that its official file has: "norm.1" for "norm1"."""
    old = OrderedDict()
    for key, value in state.items():
        for kind in ("norm", "conv"):
            for number in "12":
                inside = f"denselayer{key.split('denselayer')[-1].split('.')[0]}.{kind}{number}."
                key = key.replace(inside, inside.replace(kind + number, f"{kind}.{number}"))
        old[key] = value
    return old


def without_counters(state):
    """Return a state dict as PyTorch wrote it before batch norm counted its batches."""
    return OrderedDict((key, value) for key, value in state.items() if not key.endswith("num_batches_tracked"))


def as_parameters(state):
    return OrderedDict((key, nn.Parameter(value, requires_grad=False)) for key, value in state.items())


def official_model(name, path, monkeypatch):
    """Return what torchvision builds when its own download gives this file."""
    read = lambda *_, **__: torch.load(path, weights_only=True)  # noqa: E731
    monkeypatch.setattr(torchvision.models._api, "load_state_dict_from_url", read)
    return torchvision.models.get_model(name, weights="IMAGENET1K_V1").eval()


@pytest.mark.parametrize("name", official_torch.NAMES)
def test_same_logits_as_torchvision(name, mirror, no_drawing, monkeypatch):
    state = random_state(name)
    if name == "densenet121":
        state = without_counters(old_names(state))
        assert "features.denseblock1.denselayer1.norm.1.weight" in state
    # torchvision's files are of both kinds, those of the newer ResNets archives.
    zipped = name.startswith(("resnet", "efficientnet"))
    path = mirror(name, lambda path: torch.save(state, path, _use_new_zipfile_serialization=zipped))
    ours, theirs = official_torch.load(name), official_model(name, path, monkeypatch)
    assert not ours.training
    images = torch.randn(2, 3, 64, 64)
    with torch.no_grad():
        logits = ours(images)
        assert torch.equal(logits, theirs(images))
    assert logits.shape == (2, 1000)
    assert 1e-3 < logits.std() < 1e3
    assert [key for key, _ in ours.named_parameters()] == [key for key, _ in theirs.named_parameters()]


def test_loaded_once_and_again_without_a_mirror(mirror, monkeypatch):
    state = random_state("squeezenet1_1")
    path = mirror("squeezenet1_1", lambda path: torch.save(as_parameters(state), path))
    first = official_torch.load("squeezenet1_1").state_dict()
    assert all(torch.equal(first[key], value) for key, value in state.items())
    path.unlink()
    again = official_torch.load("squeezenet1_1")
    assert all(torch.equal(value, first[key]) for key, value in again.state_dict().items())
    assert all(parameter.requires_grad for parameter in again.parameters())


@pytest.mark.parametrize("name", ["densenet121", "googlenet", "squeezenet1_1"])
def test_the_weights_alone(name, mirror):
    state = random_state(name)
    old = without_counters(old_names(state)) if name == "densenet121" else state
    mirror(name, lambda path: torch.save(as_parameters(old), path))
    found = official_torch.weights(name)
    assert set(found) == set(without_counters(state) if name == "densenet121" else state)
    assert all(torch.equal(value, state[key]) for key, value in found.items())
    assert ("aux1.conv.conv.weight" in found) == (name == "googlenet")


def test_weights_of_a_file_of_something_else(mirror):
    mirror("squeezenet1_1", lambda path: torch.save([torch.zeros(2)], path))
    with pytest.raises(ValueError, match="must hold tensors by name, got list; the weights are not usable: delete"):
        official_torch.weights("squeezenet1_1")


class Runs:
    """An object whose pickle makes a folder when it is read."""

    def __init__(self, folder):
        self.folder = folder

    def __reduce__(self):
        return os.mkdir, (str(self.folder),)


@pytest.mark.parametrize(
    "write",
    [
        torch.save,
        partial(torch.save, _use_new_zipfile_serialization=False),
        lambda value, path: path.write_bytes(pickle.dumps(value, protocol=2)),
    ],
    ids=["archive", "older", "pickle"],
)
def test_code_in_a_file_is_not_run(mirror, write, tmp_path):
    mirror("squeezenet1_1", lambda path: write({"features.0.weight": Runs(tmp_path / "harm")}, path))
    with pytest.raises(ValueError, match=r"squeezenet1_1-b8a52dc0\.pth is not a file of plain tensors.*: delete"):
        official_torch.load("squeezenet1_1")
    assert not (tmp_path / "harm").exists()


def test_a_file_of_another_time_is_read(mirror):
    """Tensors saved as parameters, without batch counters: both happen in old files."""
    state = random_state("mobilenet_v2")
    mirror("mobilenet_v2", lambda path: torch.save(without_counters(as_parameters(state)), path))
    loaded = official_torch.load("mobilenet_v2").state_dict()
    assert all(torch.equal(loaded[key], value) for key, value in without_counters(state).items())


def cut(path, state):
    torch.save(state, path, _use_new_zipfile_serialization=False)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


@pytest.mark.parametrize(
    ("write", "message"),
    [
        (cut, r"is not a file of plain tensors"),
        (lambda path, state: path.write_bytes(b""), r"is not a file of plain tensors \(EOFError\)"),
        (lambda path, state: path.write_text("<html>404</html>"), r"is not a file of plain tensors"),
        (lambda path, state: torch.save(list(state.values()), path), "must hold tensors by name, got list"),
        (lambda path, state: torch.save({**state, "epoch": 3}, path), "must hold tensors by name, got dict"),
        (
            lambda path, state: torch.save({**state, "classifier.1.bias": torch.zeros(10)}, path),
            r"does not fit SqueezeNet: size mismatch for classifier\.1\.bias.*delete",
        ),
        (lambda path, state: torch.save(dict(list(state.items())[1:]), path), "does not fit SqueezeNet: Missing key"),
        (lambda path, state: torch.save({**state, "more": torch.ones(1)}, path), "does not fit SqueezeNet: Unexpected"),
    ],
)
def test_a_wrong_file_is_refused(mirror, write, message):
    mirror("squeezenet1_1", lambda path: write(path, random_state("squeezenet1_1")))
    with pytest.raises(ValueError, match=message):
        official_torch.load("squeezenet1_1")


def test_a_damaged_file_is_refused_by_its_checksum(mirror):
    path = mirror("squeezenet1_1", lambda path: torch.save(random_state("squeezenet1_1"), path))
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(OSError, match=r"squeezenet1_1-b8a52dc0\.pth"):
        official_torch.load("squeezenet1_1")


@pytest.mark.parametrize(
    "function", [official_torch.load, official_torch.weights, official_torch.transform, official_torch.categories]
)
def test_an_unknown_name(function):
    with pytest.raises(ValueError, match=r"name must be one of 'alexnet', .*, got 'VGG16'"):
        function("VGG16")


@pytest.mark.parametrize("name", official_torch.NAMES)
def test_the_table_says_what_torchvision_says(name):
    theirs, ours = torchvision.models.get_model_weights(name).IMAGENET1K_V1, official.TORCHVISION[name].file
    assert theirs.url == ours.url
    assert ours.checksum.removeprefix("sha256:") == theirs.url.removesuffix(".pth")[-8:]
    assert ours.size == round(theirs.meta["_file_size"] * 2**20)


def test_transform_and_categories_are_those_of_the_weights():
    white = torch.full((3, 256, 256), 255, dtype=torch.uint8)
    expected = (1 - torch.tensor([0.485, 0.456, 0.406])) / torch.tensor([0.229, 0.224, 0.225])
    prepared = official_torch.transform("resnet50")(white)
    assert prepared.shape == (3, 224, 224)
    torch.testing.assert_close(prepared[:, 0, 0], expected)
    ours = normalise(white.permute(1, 2, 0).numpy()[None])[0, 0, 0]
    torch.testing.assert_close(prepared[:, 0, 0], torch.from_numpy(ours))
    assert official_torch.transform("resnet50").resize_size == [256]  # that of V2 has 232
    assert official_torch.categories("alexnet")[207] == "golden retriever"
