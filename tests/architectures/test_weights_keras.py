import math

import torch

import keras
import numpy as np
import pytest

from companion.architectures import efficientnet_keras, resnet_keras, resnet_torch, vgg_keras, vgg_torch
from companion.architectures.weights_keras import copy_from_torch, copy_to_torch, load_official, to_keras

SMALL = {"stem": "cifar", "width": 0.125}
SHAPE = {"input_shape": (32, 32, 3)}


def unchanged(model, before):
    return all(np.array_equal(value, old) for value, old in zip(model.get_weights(), before, strict=True))


@pytest.fixture(scope="module")
def official():
    return keras.applications.ResNet50(weights=None)


def test_a_wrong_variant_says_what_to_build(official):
    model = resnet_keras.resnet50()
    before = model.get_weights()
    message = r"variant must be 'keras' for the weights of keras.applications, got 'torchvision'; .*variant='keras'\)"
    with pytest.raises(ValueError, match=message):
        load_official(model, official)
    assert unchanged(model, before)


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (
            lambda: keras.applications.ResNet50(weights=None, classes=10),
            r"weights\['predictions/kernel'\] must have shape \(2048, 1000\) in Keras, got \(2048, 10\)",
        ),
        (
            lambda: keras.applications.ResNet50(weights=None, include_top=False, input_shape=(32, 32, 3)),
            r"weights must fit resnet50: missing \['predictions/bias', 'predictions/kernel'\], unused none",
        ),
        (lambda: keras.applications.MobileNetV2(weights=None), r"weights must fit resnet50: missing \['conv1_bn/beta'"),
    ],
)
def test_official_weights_that_do_not_fit_change_nothing(build, message):
    model = resnet_keras.resnet50(variant="keras")
    before = model.get_weights()
    with pytest.raises(ValueError, match=message):
        load_official(model, build())
    assert unchanged(model, before)


def test_official_weights_of_another_kind_and_a_net_without_a_counterpart(official):
    with pytest.raises(TypeError, match="weights must be a model of keras.applications, got dict"):
        load_official(resnet_keras.resnet50(variant="keras"), {})
    with pytest.raises(ValueError, match=r"counterpart in keras.applications \(vgg16, vgg19, .*\), got resnet18"):
        load_official(resnet_keras.resnet18(), official)


@pytest.mark.parametrize("model", ["resnet50", None, resnet_torch.resnet18()])
def test_a_model_of_another_kind(official, model):
    with pytest.raises(TypeError, match="model must be a model of Keras, got "):
        load_official(model, official)
    with pytest.raises(TypeError, match="keras_model must be a model of Keras, got "):
        to_keras(resnet_torch.resnet18(), model)


def test_the_rescaling_that_comes_with_efficientnets_official_weights_is_folded_into_the_variance():
    """What `official_keras.load` builds: a layer after the normalisation that divides by the root of the deviation."""
    factors = [1 / math.sqrt(deviation) for deviation in (0.229, 0.224, 0.225)]
    plain = keras.applications.EfficientNetB0(weights=None, classifier_activation=None)
    mean, variance = np.array([0.4, 0.5, 0.6]), np.array([0.2, 0.3, 0.4])

    def call(layer, *inputs, **options):
        found = layer(*inputs, **options)
        return keras.layers.Rescaling(factors)(found) if isinstance(layer, keras.layers.Normalization) else found

    theirs = keras.models.clone_model(plain, call_function=call)
    normalization = next(layer for layer in theirs.layers if isinstance(layer, keras.layers.Normalization))
    normalization.set_weights([mean, variance, np.array(1)])
    normalization.finalize_state()
    for layer in theirs.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.momentum = 0.0
    images = np.random.default_rng(0).uniform(0, 255, (2, 224, 224, 3)).astype(np.float32)
    theirs(images, training=True)
    ours = load_official(efficientnet_keras.efficientnet_b0(variant="keras"), theirs)
    found, expected = (keras.ops.convert_to_numpy(model(images)) for model in (ours, theirs))
    assert np.abs(found - expected).max() < 1e-4 * np.abs(expected).max()
    normalization.set_weights([mean, variance / 2, np.array(1)])  # the law would notice a wrong variance
    normalization.finalize_state()
    other = keras.ops.convert_to_numpy(theirs(images))
    assert np.abs(other - expected).max() > 1e-3 * np.abs(expected).max()


def test_from_torch_in_place():
    ours = vgg_torch.vgg11(5, **SMALL)
    theirs = vgg_keras.vgg11(5, **SHAPE, **SMALL)
    torch.nn.init.constant_(ours.predictions.bias, 3.0)
    assert to_keras(ours, theirs) is theirs
    assert keras.ops.convert_to_numpy(theirs.get_layer("predictions").bias).tolist() == [3.0] * 5


def torch_nets():
    """Return PyTorch models that do not fit, and the sentence that says why."""
    unnamed = torch.nn.Sequential(torch.nn.Linear(3, 3))
    return [
        (
            vgg_torch.vgg11(7, **SMALL),
            r"weights\['predictions.weight'\] must have shape \(64, 5\) in Keras, got \(64, 7\)",
        ),
        (
            vgg_torch.vgg13(5, **SMALL),
            "keras_model.name must be that of torch_model, 'vgg13', got 'vgg11'; build vgg13",
        ),
        (vgg_torch.vgg11(5, **SMALL, variant="keras"), "keras_model.variant must be that of torch_model, 'keras'"),
        (unnamed, r"weights must fit vgg11: missing \['block1.conv1.bias', .*unused \['0.bias', '0.weight'\]"),
    ]


def test_torch_models_that_do_not_fit_change_nothing():
    theirs = vgg_keras.vgg11(5, **SHAPE, **SMALL)
    before = theirs.get_weights()
    for ours, message in torch_nets():
        with pytest.raises(ValueError, match=message):
            to_keras(ours, theirs)
    with pytest.raises(TypeError, match="torch_model must be a model of PyTorch, got dict"):
        to_keras({}, theirs)
    assert unchanged(theirs, before)


def test_a_resnet_of_another_variant_is_refused_though_its_shapes_fit():
    ours = resnet_torch.resnet50(3, width=0.0625, variant="paper")
    theirs = resnet_keras.resnet50(3, **SHAPE, width=0.0625)
    shapes = {key: value.shape for key, value in copy_to_torch(theirs).items()}
    assert shapes == {k: tuple(v.shape) for k, v in ours.state_dict().items() if not k.endswith("tracked")}
    with pytest.raises(ValueError, match="build it with variant='paper'"):
        to_keras(ours, theirs)


def test_arrays_there_and_back():
    model = vgg_keras.vgg11_bn(5, **SHAPE, **SMALL)
    before, arrays = model.get_weights(), copy_to_torch(model)
    copy_from_torch(model, {key: np.zeros_like(value) for key, value in arrays.items()})
    assert not unchanged(model, before)
    copy_from_torch(model, arrays)
    assert unchanged(model, before)
