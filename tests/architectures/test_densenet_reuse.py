import numpy as np
import pytest

from companion.architectures.densenet_reuse import weight_by_source


def test_by_hand():
    first = np.array([[1.0, -3.0]]).reshape(1, 2, 1, 1)
    second = np.array([[2.0, -2.0, 8.0], [4.0, 0.0, 0.0]]).reshape(2, 3, 1, 1)
    found = weight_by_source([first, second], entering=2, growth_rate=1)
    assert found[0].tolist() == [2, 2]
    assert np.isnan(found[1, 0])
    assert found[1, 1] == 4


def test_each_source_is_found_in_its_place():
    kernels = []
    for target in range(4):
        sources = np.repeat(np.arange(target + 1), [3] + [2] * target)  # 3 maps of the input, 2 of every layer
        kernels.append(np.broadcast_to((10.0 * target + sources)[None, :, None, None], (5, len(sources), 3, 3)))
    found = weight_by_source(kernels, entering=3, growth_rate=2)
    for target in range(4):
        assert found[: target + 1, target].tolist() == [10 * target + source for source in range(target + 1)]
        assert np.isnan(found[target + 1 :, target]).all()


def test_no_layers():
    assert weight_by_source([], entering=3, growth_rate=2).shape == (0, 0)


def test_bad_input():
    with pytest.raises(ValueError, match=r"kernels\[1\] must have shape \(O, 5, H, W\), got \(1, 4, 1, 1\)"):
        weight_by_source([np.ones((1, 3, 1, 1)), np.ones((1, 4, 1, 1))], entering=3, growth_rate=2)
    with pytest.raises(ValueError, match="entering must be a whole number of at least 1, got 0"):
        weight_by_source([], entering=0, growth_rate=2)
    with pytest.raises(ValueError, match="growth_rate must be a whole number of at least 1, got 0"):
        weight_by_source([], entering=1, growth_rate=0)
