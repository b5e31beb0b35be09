import torch
import torchvision

import keras
import pytest

from companion.architectures import resnet_keras, resnet_torch, senet_torch, vgg_keras, vgg_torch
from companion.architectures.weights_torch import load_official, to_torch

SMALL = {"stem": "cifar", "width": 0.125}


def snapshot(model):
    return {key: value.clone() for key, value in model.state_dict().items()}


def unchanged(model, before):
    return all(torch.equal(value, before[key]) for key, value in model.state_dict().items())


@pytest.fixture(scope="module")
def official():
    torch.manual_seed(0)
    return torchvision.models.resnet18(weights=None).state_dict()


def test_official_weights_in_place_and_their_counters(official):
    model = resnet_torch.resnet18()
    weight = next(model.parameters())
    counted = {key: value + 5 if key.endswith("tracked") else value for key, value in official.items()}
    assert load_official(model, counted) is model
    assert next(model.parameters()) is weight
    assert weight.requires_grad
    assert torch.equal(weight, official["conv1.weight"])
    counters = [value for key, value in model.state_dict().items() if key.endswith("num_batches_tracked")]
    assert {counter.item() for counter in counters} == {5}


def test_official_weights_without_counters_and_in_double_precision(official):
    model = load_official(
        resnet_torch.resnet18().double(), {k: v for k, v in official.items() if not k.endswith("tracked")}
    )
    assert torch.equal(next(model.parameters()), official["conv1.weight"].double())


def without(name):
    return lambda weights: {key: value for key, value in weights.items() if key != name}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (without("fc.bias"), r"weights must fit resnet18: missing \['fc.bias'\], unused none"),
        (without("layer2.0.bn1.running_var"), r"missing \['layer2.0.bn1.running_var'\], unused none"),
        (lambda w: {**w, "fc.scale": w["fc.bias"]}, r"missing none, unused \['fc.scale'\]"),
        (lambda w: {**w, "head.bias": w["fc.bias"]}, r"missing none, unused \['head.bias'\]"),
        (
            lambda w: {**w, "fc.bias": torch.zeros(10)},
            r"weights\['fc.bias'\] must have shape \(1000,\) in PyTorch, got",
        ),
        (
            lambda w: {**w, "fc.bias": torch.zeros(())},
            r"weights\['fc.bias'\] must have shape \(1000,\) in PyTorch, got",
        ),
        (lambda w: {}, r"weights must fit resnet18: missing \[.*\] and \d+ more, unused none"),
        (
            lambda w: torchvision.models.resnet34(weights=None).state_dict(),
            r"weights must fit resnet18: .* unused \['la",
        ),
    ],
)
def test_weights_that_do_not_fit_change_nothing(official, change, message):
    model = resnet_torch.resnet18()
    before = snapshot(model)
    with pytest.raises(ValueError, match=message):
        load_official(model, change(official))
    assert unchanged(model, before)


def test_a_wrong_variant_says_what_to_build(official):
    model = resnet_torch.resnet50(variant="paper")  # the same shapes: only its word tells
    before = snapshot(model)
    message = r"variant must be 'torchvision' .*torchvision, got 'paper'; build it with resnet50\(..., variant='torchv"
    with pytest.raises(ValueError, match=message):
        load_official(model, torchvision.models.resnet50(weights=None).state_dict())
    assert unchanged(model, before)


@pytest.mark.parametrize("build", [senet_torch.se_resnet50, lambda: torch.nn.Linear(1, 1)])
def test_a_net_without_a_counterpart(official, build):
    with pytest.raises(
        ValueError, match=r"model must be one with a counterpart in torchvision \(alexnet, vgg11, .*got"
    ):
        load_official(build(), official)


def test_torchvisions_own_net_is_none_of_ours(official):
    with pytest.raises(ValueError, match="got ResNet, which none of companion.architectures' builders built"):
        load_official(torchvision.models.resnet18(weights=None), official)


@pytest.mark.parametrize(
    ("weights", "given"),
    [
        (torchvision.models.alexnet, "function"),
        ([torch.zeros(1)], "list"),
        ("resnet18.pth", "str"),
        ({"fc.weight": torch.zeros(1), "fc.bias": [0.0]}, "list under 'fc.bias'"),
        ({"state_dict": {}, "epoch": 3}, "dict under 'state_dict'"),
    ],
)
def test_weights_of_another_kind(weights, given):
    with pytest.raises(
        TypeError, match=rf"weights must be tensors by name, as model.state_dict\(\) gives, got {given}$"
    ):
        load_official(resnet_torch.resnet18(), weights)


@pytest.mark.parametrize("model", ["resnet18", None, resnet_torch.resnet18])
def test_a_model_that_is_none(official, model):
    with pytest.raises(TypeError, match="model must be a model of PyTorch, got "):
        load_official(model, official)
    with pytest.raises(TypeError, match="torch_model must be a model of PyTorch, got "):
        to_torch(vgg_keras.vgg11(5, input_shape=(32, 32, 3), **SMALL), model)


def test_from_keras_in_place():
    theirs = vgg_keras.vgg11(5, input_shape=(32, 32, 3), **SMALL)
    model = vgg_torch.vgg11(5, **SMALL)
    bias = model.predictions.bias
    theirs.get_layer("predictions").bias.assign([1, 2, 3, 4, 5])
    assert to_torch(theirs, model) is model
    assert bias.tolist() == [1, 2, 3, 4, 5]


def keras_nets():
    """Return Keras models that do not fit, and the sentence that says why."""
    shape = {"input_shape": (32, 32, 3)}
    return [
        (
            vgg_keras.vgg11(7, **shape, **SMALL),
            r"keras_model's 'predictions.weight' must have shape \(5, 64\).*\(7, 64\)",
        ),
        (vgg_keras.vgg13(5, **shape, **SMALL), "torch_model.name must be that of keras_model, 'vgg13', got 'vgg11'"),
        (
            vgg_keras.vgg11(5, **shape, **SMALL, variant="paper"),
            "torch_model.variant must be .* 'paper', got 'torchvision'",
        ),
        (
            keras.Sequential([keras.Input((3,))], name="vgg11"),
            r"keras_model must fit vgg11: missing \['block1.conv1.bias'",
        ),
    ]


def test_keras_models_that_do_not_fit_change_nothing():
    model = vgg_torch.vgg11(5, **SMALL)
    before = snapshot(model)
    for theirs, message in keras_nets():
        with pytest.raises(ValueError, match=message):
            to_torch(theirs, model)
    with pytest.raises(TypeError, match="keras_model must be a model of Keras, got dict"):
        to_torch({}, model)
    assert unchanged(model, before)


def test_a_resnet_of_another_variant_is_refused_though_its_shapes_fit():
    options = {"width": 0.0625}
    theirs = resnet_keras.resnet50(3, input_shape=(32, 32, 3), **options, variant="paper")
    with pytest.raises(ValueError, match="build it with variant='paper'"):
        to_torch(theirs, resnet_torch.resnet50(3, **options))
