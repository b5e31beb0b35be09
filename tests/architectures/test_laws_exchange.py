"""Weights travel between our PyTorch and Keras versions: outputs, gradients and statistics agree, and there and back.

`test_laws_on_torch.py` runs this file once more with Keras on its torch backend.
"""

import gc

import torch

import keras
import numpy as np
import pytest

from companion.architectures.exchange import slots, to_torch_layout
from companion.architectures.weights_keras import to_keras
from companion.architectures.weights_torch import to_torch
from tests.architectures.laws import (
    MODELS,
    builder,
    chances,
    difference,
    double_precision,
    fill_statistics,
    first_of_family,
    lively,
    spread,
    variants,
    without_chance,
)

ON_TENSORFLOW = keras.backend.backend() == "tensorflow"
# Keras multiplies matrices in single precision, whatever their type; on the torch backend it also rounds inside batch
# normalization, which grows through many blocks and moves a few inputs of a ReLU to its other side. A unit that does so
# changes the gradient of a late layer by a hundredth, so it is measured against the net's largest gradient.
OUTPUTS = 1e-5
GRADIENTS, SMALLEST_SCALE = (1e-4, 1e-3) if ON_TENSORFLOW else (1e-2, 0.1)
SMALL = {"stem": "cifar", "width": 0.25}
SIZE, CLASSES = (33, 32), 7  # not a square, and a row that strides do not divide
# On the torch backend one model of a family: what differs between the backends are the layers, not the depths.
NAMES = ["lenet5", *(MODELS if ON_TENSORFLOW else first_of_family())]
CASES = [(name, "torchvision") for name in NAMES] + [
    (name, variant) for name in first_of_family() for variant in variants(name) if variant != "torchvision"
]
FULL_WIDTH = first_of_family()
# Every kind of block and of first layers, and every setting of batch normalization. The other nets repeat the same
# blocks more often; of those the outputs are compared, and what batch normalization is told.
WITH_GRADIENTS = {
    *("lenet5", "alexnet", "vgg11", "vgg11_bn", "googlenet", "resnet18", "resnet50", "plain18", "resnet20", "plain20"),
    *("densenet121", "densenet40", "se_resnet18", "se_resnet50", "se_resnet20", "mobilenet_v2"),
    *("efficientnet_b0", "efficientnet_b5"),
}
LARGE = (225, 242)  # for the stem of photographs; not a square, nothing that strides divide, and 7 x 7 places are left
LARGE_CASES = [(name, variant) for name in first_of_family() for variant in variants(name)]


def pictures(name, count=4, size=SIZE):
    """Return pictures (N, H, W, 3) of which every one has its own brightness and contrast.

    The first ones are the same whatever the count: those that filled the statistics, on which no net explodes.
    """
    rng = np.random.default_rng(0)
    size = (32, 32) if name == "lenet5" else size
    found = [rng.uniform(0.5, 2) * (rng.standard_normal((*size, 3)) + rng.standard_normal(3)) for _ in range(count)]
    return np.stack(found)


def to_nchw(images):
    return torch.from_numpy(np.ascontiguousarray(images.transpose(0, 3, 1, 2)))


def build(framework, name, variant, size=SIZE, **options):
    """Return one of our models for pictures in three colours."""
    if name == "lenet5":
        return builder(framework, name)(CLASSES, 3)
    shape = {"in_channels": 3} if framework == "torch" else {"input_shape": (*size, 3)}
    return builder(framework, name)(CLASSES, variant=variant, **shape, **options)


def both(name, variant, dtype=torch.float64, size=SIZE, **options):
    """Return the PyTorch model with lively weights and statistics, and the Keras model that got its weights."""
    torch.manual_seed(0)
    ours, theirs = (build(framework, name, variant, size, **options) for framework in ("torch", "keras"))
    assert chances(ours) == chances(theirs)
    lively(ours).to(dtype)
    for key, value in ours.named_buffers():
        if key.endswith((".mean", ".variance")):  # preprocessing inside
            torch.nn.init.uniform_(value, 0.5, 1.5)
    fill_statistics(without_chance(ours), to_nchw(pictures(name, 4 if size == LARGE else 12, size)).to(dtype))
    return ours, to_keras(ours, without_chance(theirs))


def outputs(found):
    """Return the arrays that a model of either framework gives, in a list."""
    found = found if isinstance(found, (list, tuple)) else [found]
    return [keras.ops.convert_to_numpy(value.detach() if hasattr(value, "detach") else value) for value in found]


def torch_gradients(model, images, weights):
    """Return logits, and the gradient of a weighted sum of them by the name of the parameter."""
    logits = model.eval()(images)
    parameters = dict(model.named_parameters())
    found = torch.autograd.grad((logits * weights).sum(), list(parameters.values()), allow_unused=True)
    return logits.detach().numpy(), dict(zip(parameters, found, strict=True))


def keras_gradients(model, images, weights):
    """Return the same of a Keras model, by PyTorch's names and in its layout."""
    places = [slot for slot in slots(model) if slot.variable.trainable]
    values = [slot.variable.value for slot in places]
    if ON_TENSORFLOW:
        import tensorflow

        with tensorflow.GradientTape() as tape:
            logits = first(model(images, training=False))
            total = tensorflow.reduce_sum(logits * weights)
        found = tape.gradient(total, values)
    else:
        logits = first(model(images, training=False))
        found = torch.autograd.grad((logits * torch.from_numpy(weights)).sum(), values, allow_unused=True)
    arrays = [None if value is None else outputs(value)[0] for value in found]
    return outputs(logits)[0], {
        slot.name: None if array is None else to_torch_layout(array, slot)
        for slot, array in zip(places, arrays, strict=True)
    }


def first(found):
    """Return the logits of the net itself where auxiliary heads give others too."""
    return found[0] if isinstance(found, (list, tuple)) else found


def assert_same_outputs_and_gradients(ours, theirs, images):
    weights = np.random.default_rng(2).standard_normal((len(images), CLASSES))
    expected, expected_gradients = torch_gradients(ours, to_nchw(images), torch.from_numpy(weights))
    found, gradients = keras_gradients(theirs, images, weights)
    assert spread(expected) > 0.05
    assert difference(found, expected) < OUTPUTS
    assert gradients.keys() == expected_gradients.keys()
    norms = {name: value.abs().max().item() for name, value in expected_gradients.items() if value is not None}
    assert sum(norm == 0 for norm in norms.values()) < 0.1 * len(norms)  # a narrow gate may have no unit left
    for name, expected_gradient in expected_gradients.items():
        if expected_gradient is None:  # an auxiliary head
            assert gradients[name] is None
            continue
        error = np.abs(gradients[name] - expected_gradient.numpy()).max()
        assert error < GRADIENTS * max(norms[name], SMALLEST_SCALE * max(norms.values())), name


@pytest.mark.parametrize(("name", "variant"), CASES)
def test_the_same_weights_give_the_same_numbers(name, variant):
    with double_precision():
        ours, theirs = both(name, variant, **({} if name == "lenet5" else SMALL))
        images = pictures(name)
        if name in WITH_GRADIENTS:
            assert_same_outputs_and_gradients(ours, theirs, images)
        else:
            assert_same_outputs(ours, theirs, images[:2])
        assert_same_settings(ours, theirs)
        before = {key: value.clone() for key, value in ours.state_dict().items()}
        to_torch(theirs, ours)
        assert all(torch.equal(value, before[key]) for key, value in ours.state_dict().items())
        if name in WITH_GRADIENTS:
            assert_same_training(ours, theirs, images)


def assert_same_outputs(ours, theirs, images):
    with torch.no_grad():
        expected = ours.eval()(to_nchw(images)).numpy()
    assert spread(expected) > 0.05
    assert difference(outputs(first(theirs(images, training=False)))[0], expected) < OUTPUTS


def assert_same_settings(ours, theirs):
    """Epsilon and momentum of every batch normalization, which in evaluation hardly show or not at all."""
    for name, norm in ours.named_modules():
        if isinstance(norm, torch.nn.BatchNorm2d):
            layer = theirs.get_layer(name.replace(".", "_"))
            assert layer.epsilon == norm.eps, name
            assert abs(layer.momentum - (1 - norm.momentum)) < 1e-12, name


def assert_same_training(ours, theirs, images):
    """One pass in training mode: the same outputs, the same means, variances that differ by n / (n - 1)."""
    norms = {name: part for name, part in ours.named_modules() if isinstance(part, torch.nn.BatchNorm2d)}
    before = {name: norm.running_var.clone() for name, norm in norms.items()}
    counts = {}
    for name, norm in norms.items():
        norm.register_forward_pre_hook(lambda _, inputs, name=name: counts.update({name: inputs[0][:, 0].numel()}))
    with torch.no_grad():
        expected = outputs(ours.train()(to_nchw(images)))
    found = outputs(theirs(images, training=True))
    assert len(found) == len(expected)
    for one, other in zip(found, expected, strict=True):
        assert difference(one, other) < OUTPUTS
    for name, norm in norms.items():
        layer = theirs.get_layer(name.replace(".", "_"))
        mean, variance = (keras.ops.convert_to_numpy(value) for value in (layer.moving_mean, layer.moving_variance))
        assert difference(mean, norm.running_mean.numpy()) < OUTPUTS, name
        kept = (1 - norm.momentum) * before[name].numpy()
        unbiased = counts[name] / (counts[name] - 1)
        assert difference(kept + unbiased * (variance - kept), norm.running_var.numpy()) < OUTPUTS, name


@pytest.mark.parametrize("name", FULL_WIDTH)
def test_the_same_logits_in_single_precision_at_full_width(name):
    """Gradients are compared in double precision only: rounding puts a few inputs of a ReLU on its other side."""
    assert_same_logits(*both(name, "torchvision", torch.float32, stem="cifar"), pictures(name))


@pytest.mark.parametrize(("name", "variant"), LARGE_CASES)
def test_the_same_logits_with_the_stem_for_photographs(name, variant):
    assert_same_logits(*both(name, variant, torch.float32, LARGE, width=0.125), pictures(name, 2, LARGE))


def assert_same_logits(ours, theirs, images):
    images = images.astype(np.float32)
    with torch.no_grad():
        expected = ours(to_nchw(images)).numpy()
    assert spread(expected) > 0.05
    assert difference(outputs(theirs(images, training=False))[0], expected) < 1e-4
    del ours, theirs
    gc.collect()
