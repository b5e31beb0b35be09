import torch
import torch.nn.functional as F
import torchvision  # noqa: F401  (before keras)

import keras
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companion.convolution.reference import conv2d, conv2d_loops, im2col, transposed_conv2d
from companion.convolution.sizes import same_padding

pairs = st.tuples(st.integers(1, 3), st.integers(1, 3))
seeds = st.integers(0, 2**31)


@st.composite
def problems(draw):
    """Draw images and weights that fit, and the options of a convolution."""
    rng = np.random.default_rng(draw(seeds))
    kernel, stride, dilation = draw(pairs), draw(pairs), draw(pairs)
    padding = draw(st.tuples(st.integers(0, 2), st.integers(0, 2)))
    spans = [gap * (side - 1) + 1 for side, gap in zip(kernel, dilation, strict=True)]
    height, width = (max(span - 2 * p, 1) + draw(st.integers(0, 5)) for span, p in zip(spans, padding, strict=True))
    depth, count, batch = draw(st.integers(1, 3)), draw(st.integers(1, 4)), draw(st.integers(1, 3))
    images, weights = rng.normal(size=(batch, height, width, depth)), rng.normal(size=(*kernel, depth, count))
    return images, weights, rng.normal(size=count), {"stride": stride, "padding": padding, "dilation": dilation}


def nchw(images):
    return torch.from_numpy(np.ascontiguousarray(images.transpose(0, 3, 1, 2)))


def nhwc(maps):
    return maps.permute(0, 2, 3, 1).numpy()


def close(got, want, tolerance=1e-10):
    np.testing.assert_allclose(got, want, rtol=tolerance, atol=tolerance)


def test_five_by_five_by_hand():
    picture = np.array([[0, 0, 1, 1, 1]] * 5).reshape(1, 5, 5, 1)
    edge = np.array([[-1, 0, 1]] * 3).reshape(3, 3, 1, 1)
    assert conv2d(picture, edge)[0, :, :, 0].tolist() == [[3, 3, 0]] * 3


def test_the_filter_is_not_turned():
    weights = np.array([[1.0, 2], [3, 4]]).reshape(2, 2, 1, 1)
    lit = np.zeros((1, 3, 3, 1))
    lit[0, 1, 1, 0] = 1
    assert conv2d(lit, weights)[0, :, :, 0].tolist() == [[4, 3], [2, 1]]


def test_stride_padding_and_dilation_by_hand():
    picture, ones = np.arange(25.0).reshape(1, 5, 5, 1), np.ones((2, 2, 1, 1))
    assert conv2d(picture, ones, stride=3)[0, :, :, 0].tolist() == [[12, 24], [72, 84]]
    assert conv2d(picture, ones, padding=1)[0, 0, :2, 0].tolist() == [0, 1]
    assert conv2d(picture, ones, dilation=4)[0, :, :, 0].tolist() == [[48]]
    assert conv2d(picture, ones, [10.0], dilation=4).item() == 58


@given(problems())
@settings(max_examples=60, deadline=None)
def test_equals_torch(problem):
    images, weights, bias, options = problem
    kernels = torch.from_numpy(np.ascontiguousarray(weights.transpose(3, 2, 0, 1)))
    want = F.conv2d(nchw(images), kernels, torch.from_numpy(bias), **options)
    close(conv2d(images, weights, bias, **options), nhwc(want))


@given(problems(), st.sampled_from(["valid", "same"]), st.sampled_from([(1, 1), (2, 1), (1, 2)]))
@settings(max_examples=20, deadline=None)
def test_equals_keras_valid_and_same(problem, padding, rates):
    images, weights, _, options = problem
    images, weights = images.astype("float32"), weights.astype("float32")
    stride, dilation = (options["stride"][0], 1) if rates == (1, 1) else (1, max(rates))
    span = dilation * (max(weights.shape[:2]) - 1) + 1
    if padding == "valid" and min(images.shape[1:3]) < span:
        return
    want = keras.ops.conv(images, weights, stride, padding, dilation_rate=dilation)
    if padding == "same":
        rule = {"stride": stride, "dilation": dilation}
        around = [same_padding(n, f, **rule) for n, f in zip(images.shape[1:3], weights.shape[:2], strict=True)]
        images = np.pad(images, ((0, 0), *around, (0, 0)))
    close(conv2d(images, weights, stride=stride, dilation=dilation), keras.ops.convert_to_numpy(want), 1e-4)


@given(problems())
@settings(max_examples=30, deadline=None)
def test_loops_say_the_same(problem):
    images, weights, bias, options = problem
    close(conv2d_loops(images, weights, bias, **options), conv2d(images, weights, bias, **options))


@given(problems(), seeds)
@settings(max_examples=30, deadline=None)
def test_linear(problem, seed):
    images, weights, _, options = problem
    others = np.random.default_rng(seed).normal(size=images.shape)
    left = conv2d(2 * images - 3 * others, weights, **options)
    close(left, 2 * conv2d(images, weights, **options) - 3 * conv2d(others, weights, **options))


@given(problems(), st.integers(-3, 3), st.integers(-3, 3))
@settings(max_examples=30, deadline=None)
def test_equivariant(problem, down, right):
    """Shift, then convolve, is convolve, then shift, as long as nothing leaves the frame."""
    images, weights, _, options = problem
    framed = np.pad(images, ((0, 0), (9, 9), (9, 9), (0, 0)))
    dilation = options["dilation"]
    shifted = conv2d(np.roll(framed, (down, right), axis=(1, 2)), weights, dilation=dilation)
    close(shifted, np.roll(conv2d(framed, weights, dilation=dilation), (down, right), axis=(1, 2)))


@given(problems(), seeds)
@settings(max_examples=40, deadline=None)
def test_transposed_is_the_adjoint(problem, seed):
    images, weights, _, options = problem
    rule = {"stride": options["stride"], "padding": options["padding"]}
    height, width = images.shape[1:3]
    if any(n + 2 * p < f for n, p, f in zip((height, width), options["padding"], weights.shape[:2], strict=True)):
        return
    maps = conv2d(images, weights, **rule)
    other = np.random.default_rng(seed).normal(size=maps.shape)
    arguments = zip((height, width), weights.shape[:2], rule["stride"], rule["padding"], strict=True)
    extra = tuple((n + 2 * p - f) % s for n, f, s, p in arguments)
    back = transposed_conv2d(other, weights.swapaxes(2, 3), output_padding=extra, **rule)
    assert back.shape == images.shape
    close((maps * other).sum(), (images * back).sum(), 1e-9)


@given(problems(), st.tuples(st.integers(0, 2), st.integers(0, 2)))
@settings(max_examples=40, deadline=None)
def test_transposed_equals_torch(problem, extra):
    images, weights, bias, options = problem
    options.pop("dilation")
    options["output_padding"] = tuple(min(e, s - 1) for e, s in zip(extra, options["stride"], strict=True))
    sides = zip(images.shape[1:3], weights.shape, options["stride"], options["padding"], extra, strict=False)
    if any((n - 1) * s + f - 2 * p < 1 for n, f, s, p, _ in sides):
        return
    kernels = torch.from_numpy(np.ascontiguousarray(weights.transpose(2, 3, 0, 1)))
    want = F.conv_transpose2d(nchw(images), kernels, torch.from_numpy(bias), **options)
    close(transposed_conv2d(images, weights, bias, **options), nhwc(want))


@given(problems())
@settings(max_examples=10, deadline=None)
def test_transposed_equals_keras(problem):
    images, weights, _, options = problem
    stride = min(options["stride"][0], min(weights.shape[:2]))  # beyond the window Keras pads its "valid"
    images, weights = images.astype("float32"), weights.astype("float32")
    want = keras.ops.conv_transpose(images, weights.swapaxes(2, 3), stride, "valid")
    close(transposed_conv2d(images, weights, stride=stride), keras.ops.convert_to_numpy(want), 1e-4)


def test_im2col_repeats_pixels_and_makes_convolution_a_product():
    images, weights = np.arange(16.0).reshape(1, 4, 4, 1), np.ones((3, 3, 1, 1))
    columns = im2col(images, 3)
    assert columns.shape == (4, 9)
    assert (columns @ weights.reshape(9, 1)).ravel().tolist() == conv2d(images, weights).ravel().tolist()
    assert im2col(images, 3, padding=1, stride=2, dilation=1).shape == (4, 9)


def test_no_images_no_answer():
    nothing, weights = np.zeros((0, 4, 4, 2)), np.ones((3, 3, 2, 5))
    assert conv2d(nothing, weights).shape == conv2d_loops(nothing, weights).shape == (0, 2, 2, 5)
    assert transposed_conv2d(nothing, weights).shape == (0, 6, 6, 5)
    assert im2col(nothing, 3).shape == (0, 18)


def test_inputs_are_left_alone_and_float32_stays():
    images, weights = np.ones((1, 4, 4, 1), np.float32), np.ones((3, 3, 1, 1), np.float32)
    for function in (conv2d, conv2d_loops, transposed_conv2d):
        assert function(images, weights, padding=1).dtype == np.float32
    assert (images == 1).all()
    assert (weights == 1).all()


def test_bytes_do_not_overflow():
    images, weights = np.full((1, 3, 3, 1), 255, np.uint8), np.full((3, 3, 1, 1), 2, np.uint8)
    assert conv2d(images, weights).item() == 9 * 255 * 2


@pytest.mark.parametrize("function", [conv2d, conv2d_loops, transposed_conv2d])
def test_bad_input_is_named(function):
    images, weights = np.zeros((1, 4, 4, 2)), np.zeros((3, 3, 2, 5))
    with pytest.raises(ValueError, match=r"images must have shape \(N, H, W, C\), got \(4, 4, 2\)"):
        function(images[0], weights)
    with pytest.raises(ValueError, match=r"weights must have shape \(F_h, F_w, C_in, C_out\), got \(3, 3, 2\)"):
        function(images, weights[..., 0])
    with pytest.raises(
        ValueError, match=r"weights must be as deep as the images, \(F_h, F_w, 2, C_out\), got \(3, 3, 1"
    ):
        function(images, weights[:, :, :1])
    with pytest.raises(ValueError, match=r"bias must have shape \(5,\), got \(4,\)"):
        function(images, weights, np.zeros(4))
    with pytest.raises(ValueError, match="stride must be a whole number of at least 1, got 0"):
        function(images, weights, stride=0)
    with pytest.raises(TypeError, match="padding must be a whole number of at least 0, got str 'same'"):
        function(images, weights, padding="same")


def test_a_window_larger_than_the_picture_is_refused():
    with pytest.raises(ValueError, match="kernel_size must fit into the padded size of 4, got a window that spans 5"):
        conv2d(np.zeros((1, 4, 4, 1)), np.zeros((5, 5, 1, 1)))
    with pytest.raises(ValueError, match="output_padding must be a whole number from 0 to 0, got 1"):
        transposed_conv2d(np.zeros((1, 4, 4, 1)), np.zeros((3, 3, 1, 1)), output_padding=1)
