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


def test_groups_show_only_where_there_are_some():
    assert repr(Conv(8, 3)) == "Conv(filters=8, kernel_size=3, stride=1, padding=0, dilation=1, bias=True)"
    assert repr(Conv(8, 3, groups=4)).endswith("bias=True, groups=4)")
    assert Conv(8, 3, groups=4) != Conv(8, 3)


def test_groups_must_divide_the_filters():
    assert Conv(6, 3, groups=3).groups == 3
    with pytest.raises(ValueError, match="groups must divide filters, 8, got 3"):
        Conv(8, 3, groups=3)
    with pytest.raises(ValueError, match="groups must be a whole number of at least 1, got 0"):
        Conv(8, 3, groups=0)


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
