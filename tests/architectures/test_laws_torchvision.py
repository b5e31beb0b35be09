"""Every model with a counterpart in torchvision: its parameters, its names, its logits, its statistics in training."""

import gc

import torch

import pytest

from companion.architectures.official import official_layers
from companion.architectures.weights_torch import load_official
from tests.architectures.laws import (
    MODELS,
    RELATIVE,
    builder,
    chances,
    difference,
    fill_statistics,
    lively,
    spread,
    torchvision_model,
    without_chance,
)

NAMES = [name for name, (_, row) in MODELS.items() if row.torchvision]
AS_TORCHVISION = {"googlenet": {"dropout": 0.2}}  # the paper's 0.4 is ours


def pictures(*shape):
    return torch.randn(*shape, dtype=torch.float64, generator=torch.Generator().manual_seed(1))


@pytest.fixture(scope="module", params=NAMES)
def pair(request):
    """Return the name, our model with torchvision's weights, and torchvision's, in double precision."""
    torch.manual_seed(0)
    with torch.device("meta"):
        theirs = torchvision_model(request.param).double()
        ours = builder("torch", request.param)().double()  # every number in it comes from theirs
    theirs = fill_statistics(lively(theirs.to_empty(device="cpu")), pictures(4, 3, 64, 80))
    yield request.param, load_official(ours.to_empty(device="cpu"), theirs.state_dict()), theirs
    del ours, theirs
    gc.collect()


@pytest.mark.parametrize("name", NAMES)
def test_as_many_parameters_as_torchvision(name):
    with torch.device("meta"):
        ours, theirs = builder("torch", name)(), torchvision_model(name)
    counts = [sum(parameter.numel() for parameter in model.parameters()) for model in (ours, theirs)]
    assert counts == [MODELS[name][1].torchvision_parameters] * 2


@pytest.mark.parametrize("name", NAMES)
def test_as_much_left_to_chance_as_in_torchvision(name):
    with torch.device("meta"):
        ours, theirs = builder("torch", name)(**AS_TORCHVISION.get(name, {})), torchvision_model(name)
    for block in theirs.modules():
        if not getattr(block, "use_res_connect", True) and hasattr(block, "stochastic_depth"):
            del block.stochastic_depth  # never used
    assert chances(ours) == chances(theirs)


@pytest.mark.parametrize("name", NAMES)
def test_the_key_mapping_names_every_layer_once(name):
    with torch.device("meta"):
        ours, theirs = builder("torch", name)(), torchvision_model(name)
    layers = official_layers(ours, "torchvision")
    owners = [{key.rpartition(".")[0] for key in model.state_dict()} for model in (ours, theirs)]
    assert [set(layers), set(layers.values())] == owners
    assert len(set(layers.values())) == len(layers)


def logits(model, images):
    with torch.no_grad():
        return model.eval()(images).numpy()


def test_same_logits_as_torchvision(pair):
    name, ours, theirs = pair
    images = pictures(1, 3, 224, 224)
    assert difference(logits(ours, images), logits(theirs, images)) < RELATIVE
    smaller = MODELS[name][1].smaller_size
    if smaller:
        for size in (smaller, smaller + 37):  # also one that strides and poolings do not divide, and not a square
            images = pictures(2, 3, smaller, size)
            expected = logits(theirs, images)
            assert spread(expected) > 0.05
            assert difference(logits(ours, images), expected) < RELATIVE


def trained(model, images):
    """Return the logits in training mode, of auxiliary heads too, as torchvision orders them."""
    with torch.no_grad():
        found = without_chance(model).train()(images)
    if hasattr(found, "aux_logits1"):
        return [found.logits, found.aux_logits1, found.aux_logits2]
    return list(found) if isinstance(found, tuple) else [found]


def test_same_statistics_in_training_as_torchvision(pair):
    name, ours, theirs = pair
    images = 0.5 * pictures(3, 3, 80, 64)  # not those that filled the statistics, or nothing would move
    found, expected = trained(ours, images), trained(theirs, images)
    assert len(found) == len(expected) == (3 if name == "googlenet" else 1)
    for ours_logits, their_logits in zip(found, expected, strict=True):
        assert difference(ours_logits.numpy(), their_logits.numpy()) < RELATIVE
    for layer, their_layer in official_layers(ours, "torchvision").items():
        norm, their_norm = ours.get_submodule(layer), theirs.get_submodule(their_layer)
        assert isinstance(norm, torch.nn.BatchNorm2d) == isinstance(their_norm, torch.nn.BatchNorm2d)
        if isinstance(norm, torch.nn.BatchNorm2d):
            assert (norm.eps, norm.momentum) == (their_norm.eps, their_norm.momentum)
            assert difference(norm.running_var.numpy(), their_norm.running_var.numpy()) < RELATIVE, layer
            assert difference(norm.running_mean.numpy(), their_norm.running_mean.numpy()) < RELATIVE, layer
