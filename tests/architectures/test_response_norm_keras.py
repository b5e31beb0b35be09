import torch

import keras
import numpy as np
import pytest

from companion.architectures.response_norm_keras import ResponseNormalization


def test_by_hand():
    maps = np.array([1.0, 2.0, 3.0]).reshape(1, 1, 1, 3)
    got = ResponseNormalization(3, alpha=1.0, beta=1.0, k=2.0)(maps)
    np.testing.assert_allclose(np.ravel(keras.ops.convert_to_numpy(got)), [1 / 7, 2 / 16, 3 / 15], rtol=1e-6)


@pytest.mark.parametrize("size", [1, 3, 5, 9])
def test_as_in_pytorch(size):
    maps = 10 * np.random.default_rng(0).standard_normal((2, 3, 4, 6)).astype("float32")
    divided = torch.nn.LocalResponseNorm(size, alpha=size * 0.02, beta=0.6, k=1.5)
    theirs = divided(torch.from_numpy(maps.transpose(0, 3, 1, 2).copy()))
    ours = ResponseNormalization(size, alpha=0.02, beta=0.6, k=1.5)(maps)
    expected = theirs.numpy().transpose(0, 2, 3, 1)
    np.testing.assert_allclose(keras.ops.convert_to_numpy(ours), expected, rtol=1e-5, atol=1e-6)


def test_nothing_to_divide_by():
    assert not keras.ops.convert_to_numpy(ResponseNormalization()(np.zeros((1, 2, 2, 3)))).any()


def test_its_options_rebuild_it():
    layer = ResponseNormalization(3, alpha=0.1, beta=0.5, k=2.0, name="response")
    again = ResponseNormalization.from_config(layer.get_config())
    assert (again.size, again.alpha, again.beta, again.k, again.name) == (3, 0.1, 0.5, 2.0, "response")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"size": 4}, "size must be odd, .* got 4"),
        ({"size": 0}, "size must be a whole number of at least 1, got 0"),
        ({"alpha": -1.0}, "alpha must be a finite number of at least 0, got -1.0"),
    ],
)
def test_bad_options(options, message):
    with pytest.raises(ValueError, match=message):
        ResponseNormalization(**options)
