import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companion.normalization.gradient import batch_norm_backward
from companion.normalization.reference import batch_norm_train

torch = pytest.importorskip("torch")
keras = pytest.importorskip("keras")

SHAPES = st.tuples(st.integers(1, 5), st.integers(1, 4), st.integers(1, 4), st.integers(1, 3))


def drawn(shape, seed=0):
    rng = np.random.default_rng(seed)
    return rng.normal(size=shape), rng.normal(1, 2, shape), rng.uniform(0.5, 2, shape[-1])


def test_value_worked_by_hand():
    # -1, 0, 1 with epsilon 1/3: variance 2/3, deviation 1, so the values are their own normalized values.
    # Gradient 3, 0, 0: mean 1, part along the values -1, so 3 - 1 - 1, 0 - 1 + 0, 0 - 1 + 1.
    gradients = batch_norm_backward([[3.0], [0.0], [0.0]], [[-1.0], [0.0], [1.0]], [2.0], epsilon=1 / 3)
    assert np.allclose(gradients.values.ravel(), [2, -2, 0])
    assert np.allclose(gradients.scale, -3)
    assert np.allclose(gradients.shift, 3)


@given(SHAPES, st.integers(0, 1000))
def test_the_gradient_of_the_input_sums_to_zero(shape, seed):
    gradients = batch_norm_backward(*drawn(shape, seed), epsilon=1e-3)
    assert np.allclose(gradients.values.sum(axis=(0, 1, 2)), 0, atol=1e-9)


def test_without_epsilon_it_is_orthogonal_to_the_input():
    gradient, values, scale = drawn((4, 3, 3, 2))
    by_values = batch_norm_backward(gradient, values, scale, epsilon=0).values
    assert np.allclose((by_values * values).sum(axis=(0, 1, 2)), 0)


def test_small_steps_give_the_same():
    gradient, values, scale = drawn((3, 2, 1, 2))
    by_values = batch_norm_backward(gradient, values, scale).values
    for index in np.ndindex(values.shape):
        step = np.zeros(values.shape)
        step[index] = 1e-5
        ends = [(batch_norm_train(values + sign * step, scale, np.zeros(2))[0] * gradient).sum() for sign in (1, -1)]
        assert by_values[index] == pytest.approx((ends[0] - ends[1]) / 2e-5, abs=1e-6)


@settings(deadline=None, max_examples=20)
@given(SHAPES.filter(lambda shape: np.prod(shape[:3]) > 1), st.integers(0, 1000))
def test_torch_agrees(shape, seed):
    gradient, values, scale = drawn(shape, seed)
    ours = batch_norm_backward(gradient, values, scale)
    inputs = torch.from_numpy(values).permute(0, 3, 1, 2).requires_grad_()
    weights, shifts = torch.from_numpy(scale).requires_grad_(), torch.zeros(shape[-1], dtype=torch.float64)
    shifts.requires_grad_()
    output = torch.nn.functional.batch_norm(inputs, None, None, weights, shifts, training=True, eps=1e-5)
    output.backward(torch.from_numpy(gradient).permute(0, 3, 1, 2))
    assert np.allclose(ours.values, inputs.grad.permute(0, 2, 3, 1).numpy(), atol=1e-7)
    assert np.allclose(ours.scale, weights.grad.numpy())
    assert np.allclose(ours.shift, shifts.grad.numpy())


def test_batch_of_one_learns_nothing():
    gradients = batch_norm_backward([[4.0, 5.0]], [[1.0, 2.0]], [1.0, 1.0])
    assert (gradients.values == 0).all()
    assert (gradients.scale == 0).all()
    assert (gradients.shift == [4, 5]).all()


def test_bad_input():
    with pytest.raises(ValueError, match=r"output_gradient must have shape \(3, 2\), got \(3, 1\)"):
        batch_norm_backward(np.zeros((3, 1)), np.zeros((3, 2)), np.ones(2))
    with pytest.raises(ValueError, match="epsilon must be a finite number of at least 0, got -1"):
        batch_norm_backward(np.zeros((3, 2)), np.zeros((3, 2)), np.ones(2), epsilon=-1)
    with pytest.raises(ValueError, match="values must hold at least one value"):
        batch_norm_backward(np.zeros((0, 2)), np.zeros((0, 2)), np.ones(2))
