import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companion.normalization.reference import Moments, batch_norm_eval, batch_norm_train, moments

torch = pytest.importorskip("torch")
keras = pytest.importorskip("keras")

SHAPES = st.tuples(st.integers(2, 5), st.integers(1, 4), st.integers(1, 4), st.integers(1, 3))


def drawn(shape, seed=0):
    rng = np.random.default_rng(seed)
    channels = shape[-1]
    return rng.normal(1, 2, shape), rng.uniform(0.5, 2, channels), rng.normal(size=channels)


def test_value_worked_by_hand():
    # 1, 2, 3, 6: mean 3, squares 4 + 1 + 0 + 9 = 14, variance 3.5.
    output, batch = batch_norm_train([[1.0], [2.0], [3.0], [6.0]], [2.0], [10.0], epsilon=0.5)
    assert batch.mean == 3
    assert batch.variance == 3.5
    assert np.allclose(output.ravel(), [8, 9, 10, 13])  # deviation 2, doubled by the scale: differences as they were


def test_convolutions_are_averaged_over_examples_and_pixels():
    values, _, _ = drawn((2, 3, 4, 5))
    batch = moments(values)
    for channel in range(5):
        assert np.isclose(batch.mean[channel], values[..., channel].mean())
        assert np.isclose(batch.variance[channel], values[..., channel].var())


@given(SHAPES, st.integers(0, 1000))
def test_output_has_mean_shift_and_deviation_scale(shape, seed):
    values, scale, shift = drawn(shape, seed)
    output, batch = batch_norm_train(values, scale, shift, epsilon=0)
    assert np.allclose(output.mean(axis=(0, 1, 2)), shift)
    assert np.allclose(output.std(axis=(0, 1, 2)), np.where(batch.variance > 0, scale, 0))


@given(SHAPES, st.floats(0.01, 100), st.floats(-100, 100))
def test_scale_and_shift_of_the_input_do_not_matter(shape, factor, offset):
    values, scale, shift = drawn(shape)
    once, _ = batch_norm_train(values, scale, shift, epsilon=0)
    again, _ = batch_norm_train(factor * values + offset, scale, shift, epsilon=0)
    assert np.allclose(once, again, atol=1e-6)


def test_a_negative_factor_flips_the_output():
    values, _, _ = drawn((4, 3))
    once, _ = batch_norm_train(values, np.ones(3), np.zeros(3))
    assert np.allclose(batch_norm_train(-values, np.ones(3), np.zeros(3))[0], -once)


def test_eval_with_the_moments_of_the_batch_is_train():
    values, scale, shift = drawn((4, 3, 3, 2))
    output, batch = batch_norm_train(values, scale, shift)
    assert (batch_norm_eval(values, scale, shift, batch) == output).all()


def test_eval_sees_each_example_alone():
    values, scale, shift = drawn((4, 3, 3, 2))
    statistics = Moments(np.array([0.5, 1.0]), np.array([1.0, 2.0]))
    together = batch_norm_eval(values, scale, shift, statistics)
    assert np.allclose(together[1:2], batch_norm_eval(values[1:2], scale, shift, statistics))
    assert batch_norm_eval(values[:0], scale, shift, statistics).shape == (0, 3, 3, 2)


def test_batch_of_one():
    # A dense layer's batch of one is its own mean: nothing but the shift comes out.
    output, batch = batch_norm_train([[5.0, -3.0]], [2.0, 2.0], [0.1, 0.2])
    assert np.allclose(output, [[0.1, 0.2]])
    assert (batch.variance == 0).all()


def test_a_constant_channel_gives_its_shift():
    assert (batch_norm_train(np.full((2, 2, 2, 1), 7.0), [3.0], [4.0])[0] == 4).all()


@settings(deadline=None, max_examples=20)
@given(SHAPES, st.integers(0, 1000))
def test_torch_and_keras_agree(shape, seed):
    values, scale, shift = drawn(shape, seed)
    output, _ = batch_norm_train(values, scale, shift, epsilon=1e-3)
    parameters = (torch.from_numpy(scale), torch.from_numpy(shift))
    in_torch = torch.nn.functional.batch_norm(
        torch.from_numpy(values).permute(0, 3, 1, 2), None, None, *parameters, training=True, eps=1e-3
    )
    assert np.allclose(output, in_torch.permute(0, 2, 3, 1).numpy(), atol=1e-8)
    layer = keras.layers.BatchNormalization(dtype="float64")
    layer.build(values.shape)
    layer.gamma.assign(scale)
    layer.beta.assign(shift)
    in_keras = keras.ops.convert_to_numpy(layer(keras.ops.convert_to_tensor(values), training=True))
    assert np.allclose(output, in_keras, atol=1e-4)  # float32 inside on the PyTorch backend


def test_inputs_are_left_alone():
    values, scale, shift = drawn((3, 2))
    before = values.copy()
    batch_norm_train(values, scale, shift)
    assert (values == before).all()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([1.0, 2.0], [1.0], [0.0]), r"values must have shape \(N, C\), got \(2,\)"),
        (
            (np.zeros((0, 2)), np.ones(2), np.zeros(2)),
            r"values must hold at least one value per channel, got shape",
        ),
        ((np.zeros((3, 2)), np.ones(3), np.zeros(2)), r"scale must have shape \(2,\), got \(3,\)"),
        ((np.zeros((3, 2)), np.ones(2), np.zeros(1)), r"shift must have shape \(2,\), got \(1,\)"),
    ],
)
def test_bad_shapes(arguments, message):
    with pytest.raises(ValueError, match=message):
        batch_norm_train(*arguments)


def test_bad_numbers():
    with pytest.raises(ValueError, match="epsilon must be a finite number of at least 0, got -1"):
        batch_norm_train([[1.0]], [1.0], [0.0], epsilon=-1)
    with pytest.raises(ValueError, match=r"statistics.variance must hold numbers of at least 0, got -2"):
        batch_norm_eval([[1.0]], [1.0], [0.0], Moments(np.zeros(1), np.full(1, -2.0)))
    with pytest.raises(TypeError, match="values must hold numbers"):
        moments([["a", "b"]])
