import keras
import numpy as np
import pytest

from companion.architectures import densenet_keras
from companion.architectures.densenet_specs import DenseNetPlan

SMALL = DenseNetPlan((2, 2), growth_rate=4, stem_channels=8)


def test_parameters_by_hand():
    model = densenet_keras.densenet(SMALL, 10, input_shape=(32, 32, 1), stem="cifar")
    layer = {channels: 2 * channels + channels * 16 + 2 * 16 + 16 * 9 * 4 for channels in (8, 12)}  # BN, 1x1, BN, 3x3
    block = layer[8] + layer[12]
    by_hand = 9 * 8 + block + 2 * 16 + 16 * 8 + block + 2 * 16 + 16 * 10 + 10
    assert sum(int(np.prod(variable.shape)) for variable in model.trainable_variables) == by_hand


@pytest.mark.parametrize(("stem", "last", "places"), [("imagenet", "stem_pool", 8), ("cifar", "stem_conv", 32)])
def test_stems(stem, last, places):
    model = densenet_keras.densenet(SMALL, 10, input_shape=(32, 32, 3), stem=stem)
    assert model.get_layer(last).output.shape == (None, places, places, 8)


def test_name_variant_and_width():
    model = densenet_keras.densenet121(5, input_shape=(29, 29, 1), width=0.125, variant="keras")
    assert (model.name, model.variant) == ("densenet121", "keras")
    assert model.get_layer("norm").epsilon == 1.001e-5
    assert model.get_layer("norm").momentum == 0.99
    assert model.output_shape == (None, 5)
    assert model.get_layer("stem_conv").filters == 8


def test_a_picture_of_any_size():
    model = densenet_keras.densenet(SMALL, 3, input_shape=(None, None, 3), stem="cifar")
    assert keras.ops.convert_to_numpy(model(np.zeros((2, 5, 9, 3), np.float32))).shape == (2, 3)


def test_initial_weights():
    model = densenet_keras.densenet(SMALL, 1000, stem="cifar", input_shape=(8, 8, 3))
    kernel, bias = model.get_layer("classifier").get_weights()
    assert np.abs(kernel).max() == pytest.approx(16**-0.5, rel=0.01)
    assert (bias == 0).all()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"num_classes": 0}, "num_classes must be a whole number of at least 1, got 0"),
        ({"stem": "mnist"}, "stem must be one of 'imagenet', 'cifar', got 'mnist'"),
        ({"variant": "caffe"}, "variant must be one of 'torchvision', 'keras', got 'caffe'"),
        ({"dropout": 2.0}, r"dropout must be a finite number from 0 to 1, got 2\.0"),
        ({"width": 0.0}, r"width must be a finite number of at least 0\.01, got 0\.0"),
        ({"input_shape": (224, 224)}, r"input_shape must be \(height, width, channels\), got \(224, 224\)"),
        ({"input_shape": (4, 32, 3)}, "height in input_shape must be a whole number of at least 5, got 4"),
        ({"input_shape": (32, 32, 0)}, "channels in input_shape must be a whole number of at least 1, got 0"),
    ],
)
def test_bad_input(options, message):
    with pytest.raises(ValueError, match=message):
        densenet_keras.densenet(SMALL, **options)
