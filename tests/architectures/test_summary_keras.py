import functools
from importlib import import_module

import torchvision  # noqa: F401  (before keras)

import keras
import pytest
from keras import layers

from companion.architectures import backbones_keras, backbones_torch, lenet_keras, lenet_torch
from companion.architectures.lenet_keras import lenet5, small_convnet
from companion.architectures.official import FAMILIES
from companion.architectures.specs import LENET5
from companion.architectures.summary_keras import summary
from companion.architectures.summary_torch import summary as summary_torch
from companion.convolution.arithmetic import count_multiply_adds, count_parameters, layer_shapes, receptive_field

PAIRS = {
    "lenet5": ((32, 32, 1), lenet_torch.lenet5, lenet_keras.lenet5),
    "classic_convnet": ((28, 28, 1), lenet_torch.classic_convnet, lenet_keras.classic_convnet),
    "small_convnet": ((20, 28, 1), lenet_torch.small_convnet, lenet_keras.small_convnet),
    "small_vgg": ((64, 48, 3), backbones_torch.small_vgg, backbones_keras.small_vgg),
    "small_resnet": ((64, 48, 3), backbones_torch.small_resnet, backbones_keras.small_resnet),
}


def narrow(family):
    """Return the picture's shape and two builders of the first net of a family, with a quarter of its channels."""
    first = next(iter(import_module(f"companion.architectures.{family}_specs").OFFICIAL))
    builders = (
        getattr(import_module(f"companion.architectures.{family}{suffix}"), first) for suffix in ("_torch", "_keras")
    )
    return (224, 224, 3), *(functools.partial(builder, width=0.25) for builder in builders)


def branches():
    """The branching net of the PyTorch test: one convolution is dilated, one depthwise."""
    picture = keras.Input((None, None, 3))
    stem = layers.Conv2D(4, 3, strides=2, use_bias=False, name="stem")(picture)
    near = layers.Conv2D(2, 1, use_bias=False, name="near")(stem)
    far = layers.Conv2D(2, 3, padding="same", dilation_rate=2, use_bias=False, name="far")(stem)
    both = layers.Concatenate(name="both")([near, far])
    deep = layers.DepthwiseConv2D(3, padding="same", use_bias=False, name="deep")(stem)
    total = layers.Add(name="total")([both, deep])
    return keras.Model(picture, layers.AveragePooling2D(3, 2, name="pool")(total), name="branches")


def by_name(table):
    return {row.name: row for row in table.rows}


@pytest.mark.parametrize("name", [*PAIRS, *FAMILIES])
def test_both_frameworks_have_the_same_rows(name):
    (height, width, channels), build_torch, build_keras = PAIRS[name] if name in PAIRS else narrow(name)
    ours = summary_torch(build_torch(), (channels, height, width))
    theirs = summary(build_keras(), (height, width, channels))
    expected = {row.name.replace(".", "_"): row for row in ours.rows if row.parameters}
    rows = {row.name: row for row in theirs.rows if row.parameters}
    assert set(rows) == set(expected)
    for layer, row in rows.items():
        other = expected[layer]
        assert row.output_shape == (*other.output_shape[1:], other.output_shape[0]), layer
        assert theirs.sides(row.output_shape) == ours.sides(other.output_shape), layer
        for column in ("kind", "parameters", "multiply_adds", "receptive_field", "window"):
            assert getattr(row, column) == getattr(other, column), (layer, column)
    assert theirs.total_parameters == ours.total_parameters
    assert theirs.total_multiply_adds == ours.total_multiply_adds


def test_lenet_is_what_the_arithmetic_says():
    rows = summary(lenet5(), (32, 32, 1)).rows
    assert [row.parameters for row in rows] == count_parameters(LENET5, (32, 32, 1))
    assert [row.multiply_adds for row in rows] == count_multiply_adds(LENET5, (32, 32, 1))
    assert [row.receptive_field for row in rows] == [field.size for field in receptive_field(LENET5)]
    assert [row.output_shape for row in rows] == layer_shapes(LENET5, (32, 32, 1))


def test_branches_by_hand():
    rows = by_name(summary(branches(), (33, 33, 3)))
    assert rows["deep"].kind == "depthwise convolution"
    assert (rows["deep"].parameters, rows["deep"].multiply_adds) == (36, 36 * 16 * 16)
    sizes = {name: row.receptive_field for name, row in rows.items()}
    assert sizes == {"stem": 3, "near": 3, "far": 11, "both": 11, "deep": 7, "total": 11, "pool": 15}


def test_a_separable_convolution_is_one_row_with_the_work_of_both_kernels():
    picture = keras.Input((9, 9, 3))
    layer = layers.SeparableConv2D(8, 3, strides=2, depth_multiplier=2, padding="same", name="separable")
    row = summary(keras.Model(picture, layer(picture)), (9, 9, 3)).rows[-1]
    assert (row.kind, row.window, row.output_shape) == ("separable convolution", "3x3 / 2", (5, 5, 8))
    assert row.parameters == 3 * 2 * 9 + 6 * 8 + 8
    assert row.multiply_adds == (3 * 2 * 9 + 6 * 8) * 25
    assert row.receptive_field == 3


def test_a_layer_that_is_not_known_counts_its_parameters_only():
    picture = keras.Input((4, 4, 3))
    layer = layers.EinsumDense("nhwc,cd->nhwd", output_shape=(4, 4, 5), name="own")
    row = summary(keras.Model(picture, layer(picture)), (4, 4, 3)).rows[-1]
    assert (row.kind, row.parameters, row.multiply_adds) == ("other", 15, 0)


def test_running_statistics_are_no_parameters_frozen_weights_are():
    model = small_convnet(width=4)
    expected = sum(weight.numel() for weight in lenet_torch.small_convnet(width=4).parameters())
    model.trainable = False
    table = summary(model, (8, 8, 1))
    assert table.total_parameters == expected < model.count_params()
    assert table.unused_parameters == 0


def test_nested_models_shared_layers_operators_and_two_outputs():
    picture = keras.Input((8, 8, 2))
    inner = keras.Sequential([keras.Input((8, 8, 2)), layers.Conv2D(2, 3, padding="same", name="conv")], name="inner")
    joined = inner(inner(picture)) + picture
    vector = layers.GlobalAveragePooling2D(name="average")(joined)
    model = keras.Model(picture, [layers.Dense(3, name="one")(vector), layers.Dense(2, name="two")(vector)], name="two")
    rows = by_name(summary(model, (8, 8, 2)))
    assert [rows[name].parameters for name in ("inner_conv", "inner_conv (2)", "one", "two")] == [38, 0, 9, 6]
    assert rows["inner_conv (2)"].multiply_adds == 36 * 64
    assert rows["inner_conv (2)"].receptive_field == 5
    assert "addition" in {row.kind for row in rows.values()}
    assert rows["one"].receptive_field is None


def test_the_model_stays_as_it_is():
    model = small_convnet(width=4)
    nodes = [len(layer._inbound_nodes) for layer in model.layers]
    before = [weight.numpy() if hasattr(weight, "numpy") else weight for weight in model.get_weights()]
    summary(model, (8, 8, 1))
    assert [len(layer._inbound_nodes) for layer in model.layers] == nodes
    assert all((after == weight).all() for after, weight in zip(model.get_weights(), before, strict=True))


def test_what_does_not_fit_is_named():
    with pytest.raises(ValueError, match=r"the model was built for \(32, 32, 1\), got \(28, 28, 1\)"):
        summary(lenet5(), (28, 28, 1))
    with pytest.raises(ValueError, match=r"the model was built for \(None, None, 1\), got \(28, 28, 3\)"):
        summary(small_convnet(), (28, 28, 3))
    with pytest.raises(ValueError, match="does not fit pool2, which has too few pixels: a 2x2 window on maps of 1x1"):
        summary(small_convnet(), (3, 3, 1))
    loose = keras.Sequential([keras.Input((None, None, 1)), layers.Flatten(), layers.Lambda(lambda x: x)])
    assert summary(loose, (2, 2, 1)).rows[0].output_shape == (4,)


def test_bad_arguments():
    with pytest.raises(TypeError, match="model must be a keras.Model, got str"):
        summary("resnet50", (224, 224, 3))
    with pytest.raises(TypeError, match="model must be functional.*a Sequential needs a keras.Input first"):
        summary(keras.Sequential([layers.Dense(2)]), (1, 1, 1))
    with pytest.raises(ValueError, match=r"input_shape must be \(height, width, channels\), got 32"):
        summary(lenet5(), 32)
    one, two = keras.Input((4, 4, 1)), keras.Input((4, 4, 1))
    with pytest.raises(ValueError, match="model must have one input, got 2"):
        summary(keras.Model([one, two], layers.Add()([one, two])), (4, 4, 1))
