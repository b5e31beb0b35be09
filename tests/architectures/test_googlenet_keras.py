import torch

import keras
import numpy as np
import pytest

from companion.architectures import googlenet_keras, googlenet_torch
from companion.architectures.googlenet_specs import VARIANTS, smallest_picture
from companion.architectures.weights_keras import to_keras

WIDTH = 0.0625


def test_parameters():
    model = googlenet_keras.googlenet()
    assert sum(int(np.prod(value.shape)) for value in model.trainable_variables) == 13_004_888
    assert model.count_params() == 13_004_888 + 2 * (7280 + 256)  # and a mean and a variance for every map


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize(("stem", "size"), [("imagenet", (226, 255)), ("cifar", (32, 43))])
def test_logits_of_the_net_and_of_its_heads_as_in_pytorch(variant, stem, size):
    torch.manual_seed(0)
    options = {"stem": stem, "width": WIDTH, "variant": variant, "dropout": 0.0}
    ours = googlenet_torch.googlenet(4, in_channels=2, **options)
    pictures = 100 * torch.rand(2, 2, *size)  # so large that a missing response normalisation shows
    ours(pictures)
    theirs = to_keras(ours, googlenet_keras.googlenet(4, input_shape=(*size, 2), **options))
    ours.eval().training = True  # the heads in evaluation mode too: no dropout, running statistics
    with torch.no_grad():
        expected = [logits.numpy() for logits in ours(pictures)]
    found = theirs(pictures.permute(0, 2, 3, 1).numpy(), training=False)
    for logits, wanted in zip(found, expected, strict=True):
        assert np.abs(keras.ops.convert_to_numpy(logits) - wanted).max() < 1e-4 * np.abs(wanted).max()


def test_without_heads():
    model = googlenet_keras.googlenet(3, input_shape=(32, 32, 1), stem="cifar", width=WIDTH)
    plain = googlenet_keras.without_heads(model)
    pictures = np.random.default_rng(0).random((2, 32, 32, 1), "float32")
    both = [model(pictures, training=False)[0], plain(pictures, training=False)]
    assert np.array_equal(*(keras.ops.convert_to_numpy(logits) for logits in both))
    assert (plain.name, plain.variant) == ("googlenet", "torchvision")
    assert plain.get_layer("conv1_conv") is model.get_layer("conv1_conv")
    built = googlenet_keras.googlenet(3, input_shape=(32, 32, 1), stem="cifar", width=WIDTH, auxiliary=False)
    assert [layer.name for layer in built.layers] == [layer.name for layer in plain.layers]


def test_another_net_has_no_heads():
    with pytest.raises(ValueError, match="model.name must be one of 'googlenet', got 'other'"):
        googlenet_keras.without_heads(keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)], name="other"))


def test_saved_and_loaded(tmp_path):
    model = googlenet_keras.googlenet(2, input_shape=(32, 32, 1), stem="cifar", width=WIDTH, variant="paper")
    model.save(tmp_path / "net.keras")
    pictures = np.random.default_rng(0).random((1, 32, 32, 1), "float32")
    both = [net(pictures, training=False)[2] for net in (model, keras.saving.load_model(tmp_path / "net.keras"))]
    assert np.array_equal(*(keras.ops.convert_to_numpy(logits) for logits in both))


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("stem", ["imagenet", "cifar"])
def test_smallest_picture(stem, variant):
    size, options = smallest_picture(stem, VARIANTS[variant]), {"stem": stem, "width": WIDTH, "variant": variant}
    assert googlenet_keras.googlenet(2, input_shape=(size, size, 1), **options, auxiliary=False).output.shape == (
        None,
        2,
    )
    with pytest.raises(ValueError, match=f"input_shape must have a height and width of at least {size}, got"):
        googlenet_keras.googlenet(2, input_shape=(size, size - 1, 1), **options)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"input_shape": (32, 32)}, ValueError, r"input_shape must be \(height, width, channels\), got \(32, 32\)"),
        ({"input_shape": (None, 32, 3)}, TypeError, "input_shape must be a whole number"),
        ({"input_shape": (222, 224, 3), "variant": "paper"}, ValueError, "of 223 to 270 .* 13x14 places at module 4a"),
        ({"input_shape": (64, 64, 3), "variant": "paper"}, ValueError, "of 223 to 270 .* 4x4 places at module 4a"),
        ({"num_classes": 0}, ValueError, "num_classes must be a whole number of at least 1, got 0"),
        ({"variant": "keras"}, ValueError, "variant must be one of 'torchvision', 'paper', got 'keras'"),
        ({"width": 0}, ValueError, "width must be above 0, got 0"),
        ({"auxiliary": None}, ValueError, "auxiliary must be one of True, False, got None"),
    ],
)
def test_bad_input(arguments, error, message):
    with pytest.raises(error, match=message):
        googlenet_keras.googlenet(**arguments)
