"""Real ImageNet features on real photographs: SqueezeNet 1.1 as converted for Keras, ants and bees."""

import os
from pathlib import Path

import torch
import torchvision
from torch import nn

import h5py
import numpy as np
import pytest
from PIL import Image
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

SIDE = 128
MEAN = np.array([103.939, 116.779, 123.68])  # of blue, green, red

pytestmark = pytest.mark.skipif(
    "COMPANION_REAL_DATA" not in os.environ, reason="COMPANION_REAL_DATA names no folder of real data"
)


def folder(*parts):
    return Path(os.environ["COMPANION_REAL_DATA"]).joinpath(*parts)


def real_features():
    """Return torchvision's `squeezenet1_1().features` with the weights of the file, layer after layer."""
    features = torchvision.models.squeezenet1_1(weights=None).features.eval()
    layers = [module for module in features.modules() if isinstance(module, nn.Conv2d)]
    (path,) = folder("weights", "squeezenet1_1_keras_notop").glob("*.h5")
    with h5py.File(path) as file:
        groups = [file[name] for name in file.attrs["layer_names"] if len(file[name].attrs["weight_names"])]
        for layer, group in zip(layers, groups, strict=True):
            kernel, bias = (torch.from_numpy(group[name][()]) for name in group.attrs["weight_names"])
            layer.load_state_dict({"weight": kernel.permute(3, 2, 0, 1), "bias": bias})  # (H, W, I, O) to (O, I, H, W)
    return features


def pictures(split):
    """Return pictures (N, 3, 128, 128), blue first and without their mean, and which show bees."""
    paths = sorted(folder("trees", "hymenoptera_data", split).glob("*/*.jpg"))
    images = []
    for path in paths:
        with Image.open(path) as image:
            image.draft("RGB", (SIDE, SIDE))  # decodes at a fraction of the size: much faster
            image = image.convert("RGB")
        factor = SIDE / min(image.size)
        image = image.resize([round(length * factor) for length in image.size])
        left, top = ((length - SIDE) // 2 for length in image.size)
        images.append(np.asarray(image.crop((left, top, left + SIDE, top + SIDE)))[..., ::-1] - MEAN)
    return torch.from_numpy(np.stack(images)).permute(0, 3, 1, 2).float(), [
        path.parent.name == "bees" for path in paths
    ]


def accuracy(features, train, validation):
    """Return the validation accuracy of a linear head on pooled features."""
    with torch.no_grad():
        pooled = [features(images).mean(dim=(2, 3)).numpy() for images, _ in (train, validation)]
    head = make_pipeline(StandardScaler(), LogisticRegression(C=0.01, max_iter=1000))
    return head.fit(pooled[0], train[1]).score(pooled[1], validation[1])


def test_real_features_tell_ants_from_bees():
    train, validation = pictures("train"), pictures("val")
    assert (len(train[1]), len(validation[1])) == (243, 153)
    torch.manual_seed(0)
    untrained = torchvision.models.squeezenet1_1(weights=None).features.eval()
    real, random = accuracy(real_features(), train, validation), accuracy(untrained, train, validation)
    assert real > 0.8
    assert real > random + 0.05
