import numpy as np
import pytest

from companion.architectures.squeeze_excitation import excite, gate_parameters, hidden_units, scale, squeeze

MAPS = np.array([[[[1.0, 0.0], [3.0, 8.0]]]])  # (1, 1, 2, 2)


def test_by_hand():
    means = squeeze(MAPS)
    assert means.tolist() == [[2, 4]]
    gates = excite(means, np.array([[1.0], [0.5]]), np.array([[0.0, np.log(3) / 4]]))  # 1 * 2 + 0.5 * 4 = 4
    assert np.allclose(gates, [[0.5, 0.75]])
    assert scale(MAPS, gates).tolist() == [[[[0.5, 0], [1.5, 6]]]]


def test_gates_lie_between_0_and_1_and_each_map_has_its_own():
    rng = np.random.default_rng(0)
    maps, first, second = rng.normal(size=(3, 5, 5, 5)), rng.normal(size=(5, 2)), rng.normal(size=(2, 5))
    gates = excite(squeeze(maps), first, second)
    assert ((gates > 0) & (gates < 1)).all()
    scaled = scale(maps, gates)  # width equal to channels: a missing reshape would go unnoticed
    for picture in range(3):
        for channel in range(5):
            assert np.allclose(scaled[picture, :, :, channel], maps[picture, :, :, channel] * gates[picture, channel])


def test_a_hidden_layer_that_is_silent_halves_everything():
    assert np.allclose(excite([[1.0, 1.0]], -np.ones((2, 1)), [[5.0, -5.0]]), 0.5)
    assert excite(np.zeros((0, 2)), np.ones((2, 1)), np.ones((1, 2))).shape == (0, 2)


def test_counts():
    assert (hidden_units(256), hidden_units(24), hidden_units(8), hidden_units(8, 2)) == (16, 1, 1, 4)
    assert gate_parameters(256, bias=False) == 2 * 256**2 // 16
    assert gate_parameters(256) == 2 * 256**2 // 16 + 16 + 256


def test_bad_input():
    with pytest.raises(ValueError, match=r"maps must have shape \(N, H, W, C\), got \(2, 2\)"):
        squeeze(np.ones((2, 2)))
    with pytest.raises(ValueError, match=r"gates must have shape \(1, 2\), got \(1, 3\)"):
        scale(MAPS, np.ones((1, 3)))
    with pytest.raises(ValueError, match=r"second must have shape \(1, 2\), got \(2, 1\)"):
        excite([[1.0, 2.0]], np.ones((2, 1)), np.ones((2, 1)))
    with pytest.raises(ValueError, match="reduction must be a whole number of at least 1, got 0"):
        hidden_units(16, 0)
