"""Every model with a counterpart in keras.applications: its parameters, its names, its logits, its statistics.

`test_laws_on_torch.py` runs this file once more with Keras on its torch backend.
"""

import torchvision  # noqa: F401  before keras, or the process crashes

import keras
import numpy as np
import pytest

from companion.architectures.official import official_layers
from companion.architectures.weights_keras import load_official
from tests.architectures.laws import (
    MODELS,
    RELATIVE,
    builder,
    chances,
    difference,
    double_precision,
    lively_layer,
    spread,
    without_chance,
    without_drawing,
)

ALL = [name for name, (_, row) in MODELS.items() if row.keras]
SMALLEST = list({MODELS[name][0]: name for name in reversed(ALL)}.values())[::-1]  # of every family
# On the torch backend one model of a family: what differs between the backends are the layers, not the depths.
NAMES = ALL if keras.backend.backend() == "tensorflow" else SMALLEST
AS_KERAS = {"mobilenet_v2": {"dropout": 0.0}}  # keras.applications has none there
NORM = keras.layers.BatchNormalization


def official(name, size=(224, 224)):
    """Return the model of keras.applications with logits instead of probabilities."""
    build = getattr(keras.applications, MODELS[name][1].keras)
    return build(weights=None, classifier_activation=None, input_shape=(*size, 3))


def pictures(name, count, size=(224, 224)):
    """Return pictures; in 0..255 where the preprocessing is inside."""
    noise = np.random.default_rng(1).standard_normal((count, *size, 3))
    return 60 * noise + 120 if MODELS[name][0] == "efficientnet" else noise


def fill_statistics(model, images):
    """Let one pass in training mode set the moving statistics to those of the batch."""
    norms = [layer for layer in model.layers if isinstance(layer, NORM)]
    momenta = [norm.momentum for norm in norms]
    for norm in norms:
        norm.momentum = 0.0
    if norms:
        model(images, training=True)
    for norm, momentum in zip(norms, momenta, strict=True):
        norm.momentum = momentum


def both(name, size=(224, 224)):
    """Return our model with the weights of keras.applications, and theirs."""
    with without_drawing():
        theirs, rng = official(name, size), np.random.default_rng(0)
        ours = builder("keras", name)(variant="keras", input_shape=(*size, 3), **AS_KERAS.get(name, {}))
    assert chances(ours) == chances(theirs)
    without_chance(theirs)
    for layer in theirs.layers:
        lively_layer(layer, rng)
    fill_statistics(theirs, pictures(name, 1, size))
    return load_official(without_chance(ours), theirs), theirs


@pytest.fixture(scope="module", params=NAMES)
def pair(request):
    """Return the name and both models for pictures of 224x224."""
    with double_precision():
        yield request.param, *both(request.param)


def test_as_many_parameters_as_keras_applications(pair):
    name, ours, theirs = pair
    assert [ours.count_params(), theirs.count_params()] == [MODELS[name][1].keras_parameters] * 2


def test_the_key_mapping_names_every_layer_once(pair):
    _, ours, theirs = pair
    layers = official_layers(ours, "keras")
    assert [set(layers), set(layers.values())] == [
        {layer.name for layer in model.layers if layer.weights} for model in (ours, theirs)
    ]
    assert len(set(layers.values())) == len(layers)


def logits(model, images, *, training=False):
    return keras.ops.convert_to_numpy(keras.ops.stop_gradient(model(images, training=training)))


def test_same_logits_as_keras_applications(pair):
    name, ours, theirs = pair
    images = pictures(name, 2)
    expected = logits(theirs, images)
    assert spread(expected) > 0.05
    assert difference(logits(ours, images[1:]), expected[1:]) < RELATIVE


@pytest.mark.parametrize("name", [name for name in SMALLEST if MODELS[name][0] != "vgg"])
def test_same_logits_at_a_size_that_strides_do_not_divide(name):
    with double_precision():
        ours, theirs = both(name, (97, 75))
        images = pictures(name, 3, (97, 75))
        expected = logits(theirs, images)
        assert spread(expected) > 0.05
        assert difference(logits(ours, images), expected) < RELATIVE


def test_same_statistics_in_training_as_keras_applications(pair):
    name, ours, theirs = pair
    layers = official_layers(ours, "keras")
    norms = {layer.name: layer for layer in ours.layers if isinstance(layer, NORM)}
    if not norms:
        assert MODELS[name][0] == "vgg"
        return
    images = 0.5 * pictures(name, 1)  # not those that filled the statistics, or nothing would move
    assert difference(logits(ours, images, training=True), logits(theirs, images, training=True)) < RELATIVE
    for own_name, norm in norms.items():
        their_norm = theirs.get_layer(layers[own_name])
        assert norm.momentum == their_norm.momentum
        assert norm.epsilon == their_norm.epsilon  # 1e-5 and 1.001e-5 give nearly the same numbers
        for found, expected in zip(norm.get_weights(), their_norm.get_weights(), strict=True):
            assert difference(found, expected) < RELATIVE, own_name
