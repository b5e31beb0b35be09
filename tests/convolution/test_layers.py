import pytest

from companion.convolution.layers import Conv, Dense, Flatten, GlobalPool, Pool


def test_pool_steps_by_its_size_and_convolution_by_one():
    assert Pool(3).step == 3
    assert Pool(3, stride=2).step == 2
    assert Conv(8, 3).stride == 1


def test_layers_are_values():
    assert Conv(8, 3) == Conv(8, 3)
    assert Pool(2) == Pool(2, stride=2)
    assert len({Flatten(), Flatten(), GlobalPool()}) == 2


def test_pool_padding_may_be_half_the_window_and_no_more():
    assert Pool(3, padding=1).padding == 1
    with pytest.raises(ValueError, match="padding must be a whole number from 0 to 1, got 2"):
        Pool(3, padding=2)


def test_bad_numbers_are_named():
    with pytest.raises(ValueError, match="filters must be a whole number of at least 1, got 0"):
        Conv(0, 3)
    with pytest.raises(TypeError, match="kernel_size must be a whole number of at least 1, got tuple"):
        Conv(8, (3, 3))
    with pytest.raises(ValueError, match="stride must be a whole number of at least 1, got 0"):
        Pool(2, stride=0)
    with pytest.raises(TypeError, match="units must be a whole number of at least 1, got float"):
        Dense(10.0)
