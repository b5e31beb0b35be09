"""What the laws of all models share: our builders by name, lively weights for official models, closeness."""

import atexit
import gc
from contextlib import ExitStack, contextmanager
from importlib import import_module
from unittest.mock import patch

import torch
import torchvision
from torch import nn

import keras
import numpy as np

from companion.architectures.official import official_models

MODELS = official_models()
RELATIVE = 1e-6  # in double precision
gc.freeze()  # what the libraries made on import stays: looking through it again costs a second for every test
atexit.register(gc.unfreeze)  # or libraries complain at the end of what was not given back


@contextmanager
def double_precision():
    """Let Keras build in double precision; give the memory back afterwards."""
    keras.utils.clear_session()  # or the second EfficientNet's unnamed layer is "normalization_1"
    keras.utils.set_random_seed(0)
    usual, policy = keras.config.floatx(), keras.config.dtype_policy()
    keras.config.set_floatx("float64")
    keras.config.set_dtype_policy("float64")  # floatx alone counts only until the first layer is built
    try:
        yield
    finally:
        keras.config.set_floatx(usual)
        keras.config.set_dtype_policy(policy)
        gc.collect()


@contextmanager
def without_drawing():
    """Let Keras begin with zeros, where every weight is set afterwards: drawing takes time and several copies."""
    kinds = [getattr(keras.initializers, kind) for kind in ("VarianceScaling", "RandomNormal", "RandomUniform")]
    with ExitStack() as patches:
        for kind in kinds:
            patches.enter_context(patch.object(kind, "__call__", _zeros))
        yield


def _zeros(_, shape, dtype=None):
    return keras.ops.zeros(shape, dtype)


def builder(framework, name):
    """Return our builder of this name in "torch" or "keras"."""
    family = MODELS[name][0] if name in MODELS else "lenet"
    return getattr(import_module(f"companion.architectures.{family}_{framework}"), name)


def variants(name):
    """Return the rows of the family's table of variants."""
    return tuple(import_module(f"companion.architectures.{MODELS[name][0]}_specs").VARIANTS)


def first_of_family():
    """Return the first builder of every family."""
    return list({family: name for name, (family, _) in reversed(MODELS.items())}.values())[::-1]


def torchvision_model(name, **options):
    """Return torchvision's model without drawing its weights."""
    extra = {"aux_logits": True, "init_weights": False} if name == "googlenet" else {}
    return torchvision.models.get_model(MODELS[name][1].torchvision, weights=None, **extra, **options)


def lively(model):
    """Give a model of PyTorch's weights that let signals through, and no two scales or shifts that are equal."""
    for module in model.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.reset_running_stats()
            nn.init.uniform_(module.weight, 0.5, 1.5)
            nn.init.normal_(module.bias, std=0.1)
        elif isinstance(module, (nn.Conv2d, nn.Linear)):
            nn.init.kaiming_uniform_(module.weight, nonlinearity="relu")
            if module.bias is not None:
                nn.init.normal_(module.bias, std=0.1)
    return model


def fill_statistics(model, images):
    """Let one pass in training mode set the running statistics to those of the batch; the mode is evaluation then."""
    norms = [module for module in model.modules() if isinstance(module, nn.BatchNorm2d)]
    momenta = [norm.momentum for norm in norms]
    for norm in norms:
        norm.momentum = 1.0
    with torch.no_grad():
        model.train()(images)
    for norm, momentum in zip(norms, momenta, strict=True):
        norm.momentum = momentum
    return model.eval()


def _left_to_chance(model):
    """Yield the layers of dropout and stochastic depth with the name of their rate, in either framework."""
    for part in model.modules() if isinstance(model, nn.Module) and not hasattr(model, "layers") else model.layers:
        for attribute in ("p", "rate"):
            if isinstance(getattr(part, attribute, None), float):
                yield part, attribute


def without_chance(model):
    """Switch off dropout and stochastic depth, in either framework."""
    for part, attribute in _left_to_chance(model):
        setattr(part, attribute, 0.0)
    return model


def chances(model):
    """Return the rates of dropout and stochastic depth that are not 0, from the smallest to the largest."""
    rates = sorted(getattr(part, attribute) for part, attribute in _left_to_chance(model))
    return [round(rate, 9) for rate in rates if rate]


def lively_layer(layer, rng):
    """Give a Keras layer's weights what `lively` gives PyTorch's."""
    values = []
    for variable in layer.weights:
        shape = tuple(variable.shape)
        if variable.name == "kernel":
            fan_in = shape[0] * shape[1] * (shape[2] if type(layer).__name__ == "Conv2D" else 1)
            fan_in = shape[0] if len(shape) == 2 else fan_in
            values.append((rng.random(shape, np.float32) * 2 - 1) * (6 / fan_in) ** 0.5)
        elif variable.name in ("gamma", "variance", "moving_variance"):
            values.append(rng.uniform(0.5, 1.5, shape))
        elif variable.name == "count":
            values.append(np.array(1))
        else:
            values.append(rng.normal(0, 0.1, shape))
    layer.set_weights(values)
    if type(layer).__name__ == "Normalization":  # keeps a copy of its own, which only load_weights makes anew
        layer.finalize_state()


def difference(found, expected):
    """Return the largest difference of two arrays as a share of the largest number of the second."""
    assert found.shape == expected.shape
    assert np.isfinite(expected).all()
    return np.abs(found - expected).max() / np.abs(expected).max()


def spread(logits):
    """Return how much the logits differ from picture to picture, as a share of the largest."""
    return np.ptp(logits, axis=0).max() / np.abs(logits).max()
