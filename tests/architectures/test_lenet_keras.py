import torch

import keras
import numpy as np
import pytest

from companion.architectures import lenet_keras, lenet_torch

NETS = [("lenet5", 32), ("classic_convnet", 28), ("small_convnet", 8)]


def both(name, **options):
    """Return the PyTorch net with lively statistics, and the Keras net with its weights."""
    torch.manual_seed(0)
    ours = getattr(lenet_torch, name)(**options)
    if name == "small_convnet":
        ours(torch.randn(64, options.get("in_channels", 1), 8, 8))  # fills the running statistics
    theirs = getattr(lenet_keras, name)(**options)
    lenet_keras.copy_from_torch(theirs, arrays(ours))
    return ours, theirs


def arrays(model):
    return {name: value.numpy() for name, value in model.state_dict().items()}


def gradients(model, images, labels):
    """Return the gradient of the cross-entropy by variable path, on either backend."""
    loss_of = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    variables = model.trainable_variables
    if keras.backend.backend() == "torch":
        values = [variable.value for variable in variables]
        found = torch.autograd.grad(loss_of(labels, model(images, training=False)), values)
        return [keras.ops.convert_to_numpy(value.detach()) for value in found]
    import tensorflow

    with tensorflow.GradientTape() as tape:
        loss = loss_of(labels, model(images, training=False))
    return [value.numpy() for value in tape.gradient(loss, [variable.value for variable in variables])]


@pytest.mark.parametrize(("name", "total"), [("lenet5", 61_706), ("classic_convnet", 93_322)])
def test_parameters(name, total):
    assert getattr(lenet_keras, name)().count_params() == total


@pytest.mark.parametrize(("name", "size"), NETS)
@pytest.mark.parametrize("in_channels", [1, 3])
def test_the_same_weights_give_the_same_output(name, size, in_channels):
    ours, theirs = both(name, num_classes=7, in_channels=in_channels)
    images = np.random.default_rng(0).random((5, size, size, in_channels), np.float32)
    with torch.no_grad():
        expected = ours.eval()(torch.from_numpy(images.transpose(0, 3, 1, 2).copy())).numpy()
    got = keras.ops.convert_to_numpy(theirs(images, training=False))
    assert np.ptp(expected) > 0.02
    assert np.abs(got - expected).max() < 1e-5


@pytest.mark.parametrize(("name", "size"), NETS)
def test_the_same_weights_give_the_same_gradients(name, size):
    ours, theirs = both(name)
    rng = np.random.default_rng(0)
    images, labels = rng.random((5, size, size, 1), np.float32), rng.integers(0, 10, 5)
    found = gradients(theirs, images, labels)
    logits = ours.eval()(torch.from_numpy(images.transpose(0, 3, 1, 2).copy()))
    torch.nn.functional.cross_entropy(logits, torch.from_numpy(labels)).backward()
    # Gradients have the layout of the weights they belong to, so the way back is the same.
    for variable, gradient in zip(theirs.trainable_variables, found, strict=True):
        variable.assign(gradient)
    returned = lenet_keras.copy_to_torch(theirs)
    for parameter_name, parameter in ours.named_parameters():
        assert np.abs(returned[parameter_name] - parameter.grad.numpy()).max() < 1e-5, parameter_name


@pytest.mark.parametrize(("name", "size"), NETS)
def test_there_and_back(name, size):
    ours, theirs = both(name)
    returned = lenet_keras.copy_to_torch(theirs)
    expected = {key: value for key, value in arrays(ours).items() if not key.endswith("num_batches_tracked")}
    assert returned.keys() == expected.keys()
    for key, value in expected.items():
        assert np.array_equal(returned[key], value), key


def test_forgetting_the_order_of_flatten_would_show():
    ours, theirs = both("classic_convnet")
    theirs.get_layer("dense").kernel.assign(ours.dense.weight.detach().numpy().T)
    images = np.random.default_rng(0).random((5, 28, 28, 1), np.float32)
    with torch.no_grad():
        expected = ours(torch.from_numpy(images.transpose(0, 3, 1, 2).copy())).numpy()
    assert np.abs(keras.ops.convert_to_numpy(theirs(images)) - expected).max() > 0.01


def test_weights_that_do_not_fit_change_nothing():
    ours, theirs = lenet_torch.lenet5(), lenet_keras.lenet5()
    before = [value.copy() for value in theirs.get_weights()]
    weights = arrays(ours)
    with pytest.raises(ValueError, match=r"weights must fit lenet5: missing \['f6.bias'\], unused \['f7.bias'\]"):
        lenet_keras.copy_from_torch(
            theirs, {("f7.bias" if name == "f6.bias" else name): value for name, value in weights.items()}
        )
    with pytest.raises(
        ValueError, match=r"weights\['output.weight'\] must have shape \(84, 10\) in Keras, got \(84, 7\)"
    ):
        lenet_keras.copy_from_torch(theirs, {**weights, "output.weight": weights["output.weight"][:7]})
    with pytest.raises(ValueError, match="weights must fit lenet5: missing .*'c1.bias'.*, unused none"):
        lenet_keras.copy_from_torch(theirs, {})
    assert all(np.array_equal(a, b) for a, b in zip(before, theirs.get_weights(), strict=True))


def test_bad_input():
    with pytest.raises(ValueError, match="num_classes must be a whole number of at least 1, got 0"):
        lenet_keras.lenet5(num_classes=0)
    with pytest.raises(TypeError, match="width must be a whole number of at least 1, got str 'wide'"):
        lenet_keras.small_convnet(width="wide")
