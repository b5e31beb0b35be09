from types import SimpleNamespace

import numpy as np
import pytest

from companion.architectures.exchange import Slot, slots, to_keras_layout, to_torch_layout, torch_arrays


def variable(name, *shape):
    return SimpleNamespace(name=name, shape=shape, numpy=lambda: np.arange(np.prod(shape)).reshape(shape))


def layer(kind, name, *weights, **attributes):
    """Return what looks like a layer of Keras."""
    return type(kind, (SimpleNamespace,), {})(name=name, weights=list(weights), **attributes)


def tensor(*shape, operation=None):
    return SimpleNamespace(shape=shape, _keras_history=SimpleNamespace(operation=operation))


SHAPES = [
    ("conv", (3, 5, 2, 4), (4, 2, 3, 5)),  # (H, W, I, O), (O, I, H, W)
    ("depthwise", (3, 5, 4, 2), (8, 1, 3, 5)),  # (H, W, I, M), (I M, 1, H, W)
    ("dense", (6, 4), (4, 6)),
    ("vector", (4,), (4,)),
]


@pytest.mark.parametrize(("layout", "keras_shape", "torch_shape"), SHAPES)
def test_there_and_back(layout, keras_shape, torch_shape):
    slot = Slot(variable("kernel", *keras_shape), "layer.weight", layout)
    array = slot.variable.numpy()
    moved = to_torch_layout(array, slot)
    assert moved.shape == torch_shape
    assert moved.flags.c_contiguous
    assert np.array_equal(to_keras_layout(moved, slot), array)


def test_a_depthwise_kernel_by_hand():
    """Two maps, two filters each: PyTorch lists the filters of the first map, then those of the second."""
    slot = Slot(variable("kernel", 1, 1, 2, 2), "conv.weight", "depthwise")
    weight = np.array([10, 11, 20, 21]).reshape(4, 1, 1, 1)
    assert to_keras_layout(weight, slot)[0, 0].tolist() == [[10, 11], [20, 21]]


def test_a_dense_kernel_after_flatten_by_hand():
    """A grid of 1x2 with three maps: PyTorch lists map after map, Keras place after place."""
    slot = Slot(variable("kernel", 6, 1), "dense.weight", "dense", (1, 2, 3))
    weight = np.array([["a0", "a1", "b0", "b1", "c0", "c1"]])
    assert to_keras_layout(weight, slot)[:, 0].tolist() == ["a0", "b0", "c0", "a1", "b1", "c1"]
    assert to_torch_layout(to_keras_layout(weight, slot), slot).tolist() == weight.tolist()


@pytest.mark.parametrize(
    ("layout", "shape", "wrong"),
    [
        ("conv", (3, 3, 2, 4), (4, 2, 5, 5)),
        ("conv", (3, 3, 2, 4), (4, 2)),
        ("depthwise", (3, 3, 4, 1), (4, 4, 3, 3)),
        ("depthwise", (3, 3, 4, 1), (5, 1, 3, 3)),
        ("dense", (6, 4), (4, 5)),
        ("dense", (6, 4), (4,)),
        ("vector", (4,), (4, 1)),
    ],
)
def test_what_does_not_fit_keeps_another_shape(layout, shape, wrong):
    slot = Slot(variable("kernel", *shape), "layer.weight", layout, (1, 2, 3) if layout == "dense" else None)
    assert to_keras_layout(np.zeros(wrong), slot).shape != shape


def test_the_slots_of_a_model():
    flatten = layer("Flatten", "flatten", input=tensor(None, 2, 3, 4))
    dropout = layer("Dropout", "dropout", input=tensor(None, 24, operation=flatten))
    first = layer("Dense", "fc1", variable("kernel", 24, 5), input=tensor(None, 24, operation=dropout))
    model = SimpleNamespace(
        layers=[
            layer("Normalization", "colours", variable("mean", 3), variable("variance", 3), variable("count")),
            layer("Conv2D", "block1_conv1", variable("kernel", 3, 3, 3, 4), variable("bias", 4)),
            layer("DepthwiseConv2D", "block1_depthwise", variable("kernel", 3, 3, 4, 1)),
            layer("BatchNormalization", "block1_norm", *map(variable, ("gamma", "beta", "moving_mean"), (4, 4, 4))),
            flatten,
            dropout,
            first,
            layer("Dense", "fc2", variable("kernel", 5, 2), input=tensor(None, 5, operation=first)),
        ]
    )
    found = {slot.name: (slot.layout, slot.grid) for slot in slots(model)}
    assert found == {
        "colours.mean": ("vector", None),
        "colours.variance": ("vector", None),
        "block1.conv1.weight": ("conv", None),
        "block1.conv1.bias": ("vector", None),
        "block1.depthwise.weight": ("depthwise", None),
        "block1.norm.weight": ("vector", None),
        "block1.norm.bias": ("vector", None),
        "block1.norm.running_mean": ("vector", None),
        "fc1.weight": ("dense", (2, 3, 4)),
        "fc2.weight": ("dense", None),
    }
    assert torch_arrays(model)["block1.conv1.weight"].shape == (4, 3, 3, 3)
    assert torch_arrays(SimpleNamespace(layers=[])) == {}


def test_no_grid_without_a_flatten():
    start = layer("InputLayer", "images")
    dense = layer("Dense", "dense", variable("kernel", 24, 5), input=tensor(None, 24, operation=start))
    pooled = layer("GlobalAveragePooling2D", "average", input=tensor(None, 7, 7, 24))
    other = layer("Dense", "other", variable("kernel", 24, 5), input=tensor(None, 24, operation=pooled))
    flat = layer("Flatten", "flatten", input=tensor(None, 24))
    third = layer("Dense", "third", variable("kernel", 24, 5), input=tensor(None, 24, operation=flat))
    assert [slot.grid for slot in slots(SimpleNamespace(layers=[dense, other, third]))] == [None] * 3
