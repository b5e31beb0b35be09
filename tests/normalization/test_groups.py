import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companion.normalization.groups import group_norm, instance_norm, layer_norm
from companion.normalization.reference import batch_norm_train

torch = pytest.importorskip("torch")
keras = pytest.importorskip("keras")


def drawn(shape, seed=0):
    rng = np.random.default_rng(seed)
    return rng.normal(1, 2, shape), rng.uniform(0.5, 2, shape[-1]), rng.normal(size=shape[-1])


def test_value_worked_by_hand():
    output = group_norm([[0.0, 2.0, 10.0, 30.0]], [1.0, 2.0, 3.0, 4.0], [0.0, 0.0, 0.0, 5.0], groups=2, epsilon=0)
    assert np.allclose(output, [[-1, 2, -3, 9]])


@given(st.integers(1, 4), st.integers(1, 3), st.sampled_from([1, 2, 3, 6]), st.integers(0, 100))
def test_an_example_does_not_see_its_neighbours(count, size, groups, seed):
    values, scale, shift = drawn((count, size, size, 6), seed)
    together = group_norm(values, scale, shift, groups=groups)
    alone = [group_norm(values[i : i + 1], scale, shift, groups=groups)[0] for i in range(count)]
    assert np.allclose(together, alone)


@settings(deadline=None, max_examples=20)
@given(st.integers(1, 4), st.integers(1, 3), st.sampled_from([1, 2, 3, 6]), st.integers(0, 100))
def test_torch_and_keras_agree(count, size, groups, seed):
    values, scale, shift = drawn((count, size + 1, size, 6), seed)
    ours = group_norm(values, scale, shift, groups=groups, epsilon=1e-3)
    parameters = (torch.from_numpy(scale), torch.from_numpy(shift))
    inputs = torch.from_numpy(values).permute(0, 3, 1, 2)
    in_torch = torch.nn.functional.group_norm(inputs, groups, *parameters, eps=1e-3)
    assert np.allclose(ours, in_torch.permute(0, 2, 3, 1).numpy(), atol=1e-8)
    layer = keras.layers.GroupNormalization(groups, epsilon=1e-3, dtype="float64")
    layer.build(values.shape)
    layer.gamma.assign(scale)
    layer.beta.assign(shift)
    # Keras computes in float32 on its PyTorch backend, whatever the layer is told.
    assert np.allclose(ours, keras.ops.convert_to_numpy(layer(keras.ops.convert_to_tensor(values))), atol=1e-4)


def test_the_two_ends():
    values, scale, shift = drawn((3, 4, 4, 6))
    assert np.allclose(layer_norm(values, scale, shift), group_norm(values, scale, shift, groups=1))
    assert np.allclose(instance_norm(values, scale, shift), group_norm(values, scale, shift, groups=6))


def test_for_a_single_picture_instance_norm_is_batch_norm():
    values, scale, shift = drawn((1, 4, 4, 6))
    assert np.allclose(instance_norm(values, scale, shift), batch_norm_train(values, scale, shift)[0])


def test_bad_input():
    values, scale, shift = drawn((3, 6))
    with pytest.raises(ValueError, match="groups must divide the 6 channels, got 4"):
        group_norm(values, scale, shift, groups=4)
    with pytest.raises(ValueError, match="groups must be a whole number of at least 1, got 0"):
        group_norm(values, scale, shift, groups=0)
    with pytest.raises(ValueError, match=r"scale must have shape \(6,\), got \(1,\)"):
        group_norm(values, scale[:1], shift, groups=1)
    with pytest.raises(ValueError, match="values must hold at least one value"):
        layer_norm(np.zeros((0, 6)), scale, shift)
