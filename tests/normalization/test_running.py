import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companion.normalization.reference import moments
from companion.normalization.running import moving_average, unbiased_variance

torch = pytest.importorskip("torch")
keras = pytest.importorskip("keras")


def test_values_worked_by_hand():
    assert moving_average([0.0], [10.0], keep=0.9) == pytest.approx(1.0)
    assert moving_average([1.0], [10.0], keep=0.9) == pytest.approx(1.9)
    assert unbiased_variance([3.5], 4) == pytest.approx(14 / 3)


@given(st.floats(0, 1), st.floats(-9, 9), st.floats(-9, 9), st.integers(1, 20))
def test_what_is_left_of_the_start_shrinks_geometrically(keep, start, value, updates):
    running = np.array([start])
    for _ in range(updates):
        running = moving_average(running, [value], keep=keep)
    assert running[0] - value == pytest.approx(keep**updates * (start - value), abs=1e-9)


def test_the_two_ends():
    assert moving_average([2.0], [5.0], keep=1) == 2
    assert moving_average([2.0], [5.0], keep=0) == 5
    assert moving_average([], [], keep=0.5).shape == (0,)


@settings(deadline=None, max_examples=20)
@given(st.integers(2, 5), st.integers(1, 3), st.integers(0, 1000))
def test_torch_stores_the_unbiased_and_keras_the_biased_variance(count, size, seed):
    values = np.random.default_rng(seed).normal(1, 2, (count, size, size, 3))
    batch = moments(values)
    in_torch = torch.nn.BatchNorm2d(3, momentum=0.25, dtype=torch.float64)
    in_torch(torch.from_numpy(values).permute(0, 3, 1, 2))
    in_keras = keras.layers.BatchNormalization(momentum=0.75, dtype="float64")
    in_keras(keras.ops.convert_to_tensor(values), training=True)
    mean = moving_average(np.zeros(3), batch.mean, keep=0.75)
    assert np.allclose(in_torch.running_mean.numpy(), mean)
    assert np.allclose(in_keras.moving_mean.numpy(), mean)
    unbiased = unbiased_variance(batch.variance, count * size * size)
    assert np.allclose(in_torch.running_var.numpy(), moving_average(np.ones(3), unbiased, keep=0.75))
    biased = moving_average(np.ones(3), batch.variance, keep=0.75)
    assert np.allclose(in_keras.moving_variance.numpy(), biased)


def test_bad_input():
    with pytest.raises(ValueError, match=r"keep must be a finite number from 0 to 1, got 1.1"):
        moving_average([0.0], [1.0], keep=1.1)
    with pytest.raises(ValueError, match=r"new must have shape \(1,\), got \(2,\)"):
        moving_average([0.0], [1.0, 2.0], keep=0.5)
    with pytest.raises(ValueError, match="count must be a whole number of at least 2, got 1"):
        unbiased_variance([1.0], 1)
    with pytest.raises(TypeError, match="count must be a whole number"):
        unbiased_variance([1.0], 4.0)
