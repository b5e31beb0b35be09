import hashlib
from dataclasses import replace

import torch
import torchvision
from torch import nn

import pytest

from companion.pretrained import official, official_detection_torch


@pytest.fixture
def mirror(tmp_path, monkeypatch):
    """Return what puts a file into a mirror and registers its checksum."""
    monkeypatch.setenv("COMPANION_DATA", str(tmp_path / "cache"))
    monkeypatch.setenv("COMPANION_MIRROR", str(tmp_path / "mirror"))
    folder = tmp_path / "mirror" / "torchvision_weights"
    folder.mkdir(parents=True)

    def register(name, state):
        row = official.TORCHVISION_DETECTORS[name]
        path = folder / row.file.name
        torch.save(state, path)
        checksum = "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest()[:8]
        row = replace(row, file=replace(row.file, checksum=checksum))
        monkeypatch.setitem(official.TORCHVISION_DETECTORS, name, row)
        return path

    return register


def random_state(name):
    """Return a state dict shaped like the official one; the small variances show what epsilon is."""
    torch.manual_seed(0)
    with torch.device("meta"):
        model = torchvision.models.get_model(name, weights=None, weights_backbone=None)
    state = {}
    for key, value in model.state_dict().items():
        if value.ndim > 1:
            inside = value[0].numel()
            strip = torch.randn(len(value) + inside) * (2 / inside) ** 0.5
            state[key] = strip.as_strided(value.shape, (1, *torch.empty(value.shape[1:]).stride()))
        elif key.endswith("running_var"):
            state[key] = torch.full(value.shape, 1e-4)
        elif key.endswith("num_batches_tracked"):
            state[key] = torch.tensor(0)
        else:
            state[key] = torch.full(value.shape, 3e-3) if "bn" in key else torch.zeros(value.shape)
    return state


@pytest.mark.parametrize("name", official_detection_torch.NAMES)
def test_same_boxes_as_torchvision(name, mirror, monkeypatch):
    for function in ("kaiming_uniform_", "kaiming_normal_", "normal_", "uniform_"):
        monkeypatch.setattr(nn.init, function, lambda tensor, *_, **__: tensor)
    path = mirror(name, random_state(name))
    ours = official_detection_torch.load(name)
    read = lambda *_, **__: torch.load(path, weights_only=True)  # noqa: E731
    monkeypatch.setattr(torchvision.models._api, "load_state_dict_from_url", read)
    theirs = torchvision.models.get_model(name, weights="COCO_V1").eval()
    assert [key for key, p in ours.named_parameters() if p.requires_grad] == [
        key for key, p in theirs.named_parameters() if p.requires_grad
    ]
    for model in (ours, theirs):
        model.transform.min_size, model.transform.max_size = (64,), 64
    image = official_detection_torch.transform(name)(torch.randint(0, 256, (3, 64, 64), dtype=torch.uint8))
    with torch.no_grad():
        maps, expected_maps = ours.backbone(image[None]), theirs.backbone(image[None])
        assert all(torch.equal(maps[level], expected_maps[level]) for level in expected_maps)
        assert all(1e-3 < level.std() < 1e6 for level in maps.values())
        (found,), (expected,) = ours([image]), theirs([image])
    assert not ours.training
    assert found.keys() == expected.keys()
    assert all(torch.equal(found[key], expected[key]) for key in expected)


@pytest.mark.parametrize("name", official_detection_torch.NAMES)
def test_the_table_says_what_torchvision_says(name):
    theirs, ours = torchvision.models.get_model_weights(name).COCO_V1, official.TORCHVISION_DETECTORS[name].file
    assert theirs.url == ours.url
    assert ours.checksum.removeprefix("sha256:") == theirs.url.removesuffix(".pth")[-8:]
    assert ours.size == round(theirs.meta["_file_size"] * 2**20)


def test_an_unknown_name():
    for function in (
        official_detection_torch.load,
        official_detection_torch.transform,
        official_detection_torch.categories,
    ):
        with pytest.raises(ValueError, match="name must be one of 'fasterrcnn_resnet50_fpn', .*, got 'vgg16'"):
            function("vgg16")
