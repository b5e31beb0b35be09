import torch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companion.convolution.arithmetic import (
    Conv,
    Dense,
    Flatten,
    GlobalPool,
    Pool,
    ReceptiveField,
    count_multiply_adds,
    count_parameters,
    layer_shapes,
    receptive_field,
)
from companion.convolution.reference import conv2d, max_pool2d

CLASSIC = [Conv(32, 3), Pool(2), Conv(64, 3), Pool(2), Conv(64, 3), Flatten(), Dense(64), Dense(10)]
IMAGE = (28, 28, 1)

convolutions = st.builds(Conv, st.just(1), st.integers(1, 4), st.integers(1, 3), st.integers(0, 2), st.integers(1, 2))
pools = st.builds(Pool, st.integers(1, 3), st.one_of(st.none(), st.integers(1, 3)))
stacks = st.lists(st.one_of(convolutions, pools), min_size=0, max_size=4)


def test_classic_convnet():
    assert layer_shapes(CLASSIC, IMAGE) == [
        (26, 26, 32),
        (13, 13, 32),
        (11, 11, 64),
        (5, 5, 64),
        (3, 3, 64),
        (576,),
        (64,),
        (10,),
    ]
    assert count_parameters(CLASSIC, IMAGE) == [320, 0, 18_496, 0, 36_928, 0, 36_928, 650]
    assert sum(count_parameters(CLASSIC, IMAGE)) == 93_322
    assert count_multiply_adds(CLASSIC, IMAGE) == [194_688, 0, 2_230_272, 0, 331_776, 0, 36_864, 640]


def test_bias_can_be_left_out():
    assert count_parameters([Conv(4, 3, bias=False), GlobalPool(), Dense(2, bias=False)], (8, 8, 3)) == [108, 0, 8]


def test_depthwise_separable_by_hand():
    """A 3x3 depthwise and a 1x1 convolution, 32 to 64 channels on 14x14 pixels, against one full 3x3 convolution."""
    separable = [Conv(32, 3, padding=1, bias=False, groups=32), Conv(64, 1, bias=False)]
    full = [Conv(64, 3, padding=1, bias=False)]
    assert layer_shapes(separable, (14, 14, 32)) == [(14, 14, 32), (14, 14, 64)]
    assert count_parameters(separable, (14, 14, 32)) == [9 * 32, 32 * 64]
    assert count_multiply_adds(separable, (14, 14, 32)) == [196 * 288, 196 * 2048]
    assert count_multiply_adds(full, (14, 14, 32)) == [196 * 9 * 32 * 64]
    assert receptive_field(separable)[-1] == receptive_field(full)[-1]


@given(st.integers(1, 4), st.integers(1, 3), st.integers(1, 3), st.booleans())
@settings(deadline=None)
def test_grouped_parameters_are_those_of_torch(groups, depth, factor, bias):
    layer = torch.nn.Conv2d(groups * depth, groups * factor, 3, groups=groups, bias=bias)
    ours = [Conv(groups * factor, 3, bias=bias, groups=groups)]
    assert count_parameters(ours, (8, 8, groups * depth)) == [sum(weight.numel() for weight in layer.parameters())]


def test_groups_must_divide_the_channels_of_the_input():
    with pytest.raises(ValueError, match=r"layers\[0\] = .*groups must divide the 3 channels of the input, got 2"):
        layer_shapes([Conv(4, 3, groups=2)], (8, 8, 3))


def test_parameters_of_a_convolution_do_not_depend_on_the_picture_and_of_a_dense_layer_do():
    small, large = (count_parameters(CLASSIC, (side, side, 1)) for side in (28, 56))
    assert small[:6] == large[:6]
    assert small[6] < large[6]


def test_nothing_in_nothing_out():
    assert layer_shapes([], IMAGE) == count_parameters([], IMAGE) == count_multiply_adds([], IMAGE) == []
    assert receptive_field([]) == []


def test_receptive_field_of_the_classic_convnet():
    fields = receptive_field(CLASSIC)
    assert [field.size for field in fields] == [3, 4, 8, 10, 18, 18, None, None]
    assert [field.stride for field in fields] == [1, 2, 2, 4, 4, 4, None, None]


def test_two_windows_of_three_see_what_one_of_five_sees():
    assert receptive_field([Conv(1, 3), Conv(1, 3)])[-1] == receptive_field([Conv(1, 5)])[-1]
    assert receptive_field([Conv(1, 3, padding=1), Pool(2), Conv(1, 3, padding=1)])[-1] == ReceptiveField(8, 2, -3)


@given(stacks)
@settings(deadline=None)
def test_receptive_field_is_what_a_lit_pixel_reaches(stack):
    """Light one pixel after another: output 0 must answer exactly inside the predicted patch."""
    side = 24
    try:
        layer_shapes(stack, (side, side, 1))
    except ValueError:
        return  # the stack leaves no pixel
    pictures = np.eye(side).reshape(side, 1, side, 1) * np.ones((1, side, 1, 1))  # picture i: column i is lit
    maps = pictures
    for layer in stack:
        if isinstance(layer, Conv):
            options = {"stride": layer.stride, "padding": layer.padding, "dilation": layer.dilation}
            maps = conv2d(maps, np.ones((layer.kernel_size, layer.kernel_size, 1, 1)), **options)
        else:
            maps = max_pool2d(maps, layer.kernel_size, stride=layer.step, padding=layer.padding)
    field = receptive_field(stack)[-1] if stack else ReceptiveField(1, 1, 0)
    middle = maps.shape[2] // 2
    lit = np.flatnonzero(maps[:, maps.shape[1] // 2, middle, 0])
    first = field.start + middle * field.stride
    last = first + field.size - 1
    assert all(first <= column <= last for column in lit)
    if first >= 0 and last < side and _no_gaps(stack):
        assert (lit[0], lit[-1]) == (first, last)


def _no_gaps(stack):
    return all(layer.kernel_size >= layer.stride and getattr(layer, "dilation", 1) == 1 for layer in stack)


def test_a_misfit_names_the_layer():
    with pytest.raises(ValueError, match=r"layers\[1\] = Conv\(filters=8, kernel_size=9.*kernel_size must fit"):
        layer_shapes([Pool(4), Conv(8, 9)], IMAGE)
    with pytest.raises(ValueError, match=r"layers\[0\] = Dense.*put Flatten\(\) or GlobalPool\(\) before it"):
        count_parameters([Dense(10)], IMAGE)
    with pytest.raises(ValueError, match=r"a Conv layer needs \(height, width, channels\)"):
        count_multiply_adds([Flatten(), Conv(8, 3)], IMAGE)


def test_bad_input_is_named():
    with pytest.raises(TypeError, match="layers must hold Conv, Pool, Flatten, Dense or GlobalPool, got 'conv'"):
        layer_shapes(["conv"], IMAGE)
    with pytest.raises(TypeError, match="layers must hold"):
        receptive_field([3])
    with pytest.raises(ValueError, match=r"input_shape must be \(height, width, channels\), got \(28, 28\)"):
        layer_shapes([Flatten()], (28, 28))
    with pytest.raises(ValueError, match=r"input_shape\[2\] must be a whole number of at least 1, got 0"):
        layer_shapes([Flatten()], (28, 28, 0))
