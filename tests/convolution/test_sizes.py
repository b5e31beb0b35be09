import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from companion.convolution.sizes import output_size, same_padding, transposed_output_size

sizes, kernels, strides = st.integers(1, 40), st.integers(1, 7), st.integers(1, 4)


def positions(size, kernel_size, stride, padding, dilation):
    """Count by walking: every start at which the window lies inside."""
    span = dilation * (kernel_size - 1) + 1
    return len([start for start in range(-padding, size + padding, stride) if start + span <= size + padding])


def test_seven_pixels_and_a_window_of_three():
    assert [output_size(7, 3, stride=stride) for stride in (1, 2, 3)] == [5, 3, 2]
    assert output_size(7, 3, padding=1) == 7
    assert output_size(7, 3, dilation=3) == 1


@given(sizes, kernels, strides, st.integers(0, 5), st.integers(1, 3))
def test_formula_counts_positions(size, kernel_size, stride, padding, dilation):
    count = positions(size, kernel_size, stride, padding, dilation)
    assume(count > 0)
    assert output_size(size, kernel_size, stride=stride, padding=padding, dilation=dilation) == count


def test_window_as_large_as_the_picture_fits_once_and_one_more_does_not():
    assert output_size(5, 5) == 1
    with pytest.raises(ValueError, match=r"kernel_size must fit into the padded size of 5, got a window that spans 6"):
        output_size(5, 6)


@given(sizes, kernels, strides, st.integers(0, 3), st.integers(1, 3), st.integers(0, 3))
def test_transposed_size_goes_back_where_output_size_came_from(size, kernel, stride, padding, dilation, extra):
    assume(extra < max(stride, dilation))
    assume((size - 1) * stride + dilation * (kernel - 1) + 1 + extra > 2 * padding)
    options = {"stride": stride, "padding": padding, "dilation": dilation}
    back = transposed_output_size(size, kernel, output_padding=extra, **options)
    assume(extra < stride)
    assert output_size(back, kernel, **options) == size


def test_transposed_size_by_hand():
    assert transposed_output_size(2, 2) == 3
    assert transposed_output_size(3, 3, stride=2) == 7
    assert transposed_output_size(3, 3, stride=2, output_padding=1) == 8
    with pytest.raises(ValueError, match="padding must leave at least one of 3 pixels"):
        transposed_output_size(1, 3, padding=2)
    with pytest.raises(ValueError, match="output_padding must be a whole number from 0 to 1, got 2"):
        transposed_output_size(3, 3, stride=2, output_padding=2)


@given(sizes, kernels, strides, st.integers(1, 3))
def test_same_padding_gives_the_size_divided_by_the_stride(size, kernel_size, stride, dilation):
    before, after = same_padding(size, kernel_size, stride=stride, dilation=dilation)
    assert 0 <= before <= after <= before + 1
    padded = size + before + after
    span = dilation * (kernel_size - 1) + 1
    assert (padded - span) // stride + 1 == -(-size // stride)


def test_same_padding_is_symmetric_only_by_luck():
    assert same_padding(8, 3) == (1, 1)
    assert same_padding(8, 3, stride=2) == (0, 1)
    assert same_padding(7, 3, stride=2) == (1, 1)
    assert same_padding(8, 1, stride=2) == (0, 0)


@pytest.mark.parametrize("function", [output_size, transposed_output_size, same_padding])
def test_bad_input_is_named(function):
    with pytest.raises(ValueError, match="size must be a whole number of at least 1, got 0"):
        function(0, 3)
    with pytest.raises(TypeError, match=r"kernel_size must be a whole number of at least 1, got float 3\.0"):
        function(7, 3.0)
    with pytest.raises(ValueError, match="stride must be a whole number of at least 1, got 0"):
        function(7, 3, stride=0)
    with pytest.raises(ValueError, match="dilation must be a whole number of at least 1, got 0"):
        function(7, 3, dilation=0)
