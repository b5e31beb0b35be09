import hashlib
import json
import math
from dataclasses import replace

import h5py
import keras
import numpy as np
import pytest
from keras import applications

from companion.pretrained import official, official_keras

BUILDERS = {name: getattr(applications, name) for name in official_keras.NAMES}
LARGE = 3_000_000


@pytest.fixture
def mirror(tmp_path, monkeypatch):
    """Return what puts a file into a mirror and registers its checksum."""
    monkeypatch.setenv("COMPANION_DATA", str(tmp_path / "cache"))
    monkeypatch.setenv("COMPANION_MIRROR", str(tmp_path / "mirror"))
    folder = tmp_path / "mirror" / "keras_weights"
    folder.mkdir(parents=True)

    def register(name, include_top, write):
        table = official.KERAS if include_top else official.KERAS_WITHOUT_TOP
        path = folder / table[name].file.name
        write(path)
        checksum = "md5:" + hashlib.md5(path.read_bytes()).hexdigest()
        file = replace(table[name].file, size=path.stat().st_size, checksum=checksum)
        monkeypatch.setitem(table, name, replace(table[name], file=file))
        return path

    return register


@pytest.fixture
def quick(monkeypatch):
    """Draw no large matrices: it takes seconds, and they come from the file."""
    draw = keras.initializers.VarianceScaling.__call__

    def small_ones(self, shape, dtype=None):
        return draw(self, shape, dtype) if math.prod(shape) < LARGE else keras.ops.zeros(shape, dtype)

    monkeypatch.setattr(keras.initializers.VarianceScaling, "__call__", small_ones)


def official_model(name, include_top, monkeypatch):
    """Return what Keras builds for its official weights, with random ones instead."""
    # For MobileNetV2 Keras wants to know the size, to choose among five files.
    shape = (224, 224, 3) if name == "MobileNetV2" else None
    with monkeypatch.context() as patch:
        patch.setattr("keras.src.utils.file_utils.get_file", lambda *_, **__: "nowhere")
        patch.setattr(keras.Model, "load_weights", lambda *_: None)
        return randomised(BUILDERS[name](weights="imagenet", include_top=include_top, input_shape=shape))


def randomised(model):
    """Return a model with lively vectors: scales, biases, means; a normalisation is then ready to be used."""
    rng = np.random.default_rng(0)
    for layer in model.layers:
        if isinstance(layer, keras.layers.Normalization):  # mean, variance, count
            layer.set_weights([np.array([0.4, 0.5, 0.6]), np.array([0.2, 0.3, 0.4]), np.array(1)])
            layer.finalize_state()
        elif isinstance(layer, keras.layers.BatchNormalization):
            layer.momentum = 0.0  # one pass says all
            size = layer.gamma.shape
            layer.set_weights([rng.uniform(0.5, 1.5, size), *rng.normal(0, 0.1, (2, *size)), rng.uniform(1, 2, size)])
    return model


def images(side):
    """Return a bright and a dark one."""
    noise = np.random.default_rng(1).uniform(0, 255, (2, side, side, 3))
    return (noise * [[[[1.0]]], [[[0.2]]]]).astype("float32")


def save_as_the_official_files_are(model, path):
    """Write weights by layer order, as Keras 2 did: attributes "layer_names" and "weight_names", and groups.

    Of a large matrix only the first rows are written, at random; HDF5 reads the others as a constant.
    """
    with h5py.File(path, "w") as file:
        file.attrs["layer_names"] = [layer.name.encode() for layer in model.layers]
        for layer in model.layers:
            group = file.create_group(layer.name)
            variables = layer.trainable_weights + layer.non_trainable_weights
            names = [f"{layer.name}/{variable.name}:0" for variable in variables]
            group.attrs["weight_names"] = [name.encode() for name in names]
            for name, variable in zip(names, variables, strict=True):
                if math.prod(variable.shape) < LARGE:
                    group[name] = keras.ops.convert_to_numpy(variable)
                else:
                    some = np.random.default_rng(2).normal(0, 0.05, (64, variable.shape[-1]))
                    shape = tuple(variable.shape)
                    group.create_dataset(name, shape, "float32", chunks=some.shape, fillvalue=1e-4)[:64] = some


@pytest.mark.parametrize("name", official_keras.NAMES)
def test_same_logits_as_keras(name, mirror, quick, monkeypatch):
    theirs = official_model(name, True, monkeypatch)
    inputs = official_keras.preprocess(name)(images(224))
    if not name.startswith("VGG"):
        theirs(inputs, training=True)  # fills the statistics
    theirs.load_weights(mirror(name, True, lambda path: save_as_the_official_files_are(theirs, path)))
    ours = official_keras.load(name)
    assert ours.layers[-1].activation is keras.activations.softmax
    ours.layers[-1].activation = theirs.layers[-1].activation = keras.activations.linear
    found, expected = (keras.ops.convert_to_numpy(model(inputs)) for model in (ours, theirs))
    assert found.shape == (2, 1000)
    assert np.array_equal(found, expected)
    assert np.isfinite(found).all()
    assert not np.allclose(found[0], found[1], rtol=1e-3)


@pytest.mark.parametrize("name", ["VGG16", "EfficientNetB0"])
def test_same_layers_and_weights_as_keras_without_top(name, mirror, monkeypatch):
    theirs = official_model(name, False, monkeypatch)
    mirror(name, False, lambda path: save_as_the_official_files_are(theirs, path))
    ours = official_keras.load(name, include_top=False)
    assert [type(layer) for layer in ours.layers] == [type(layer) for layer in theirs.layers]
    for layer, their_layer in zip(ours.layers, theirs.layers, strict=True):
        for weight, expected in zip(layer.get_weights(), their_layer.get_weights(), strict=True):
            assert np.array_equal(weight, expected), layer.name


@pytest.fixture
def base():
    return applications.VGG16(weights=None, include_top=False, input_shape=(32, 32, 3))


def test_an_input_shape(base, mirror):
    mirror("VGG16", False, lambda path: save_as_the_official_files_are(base, path))
    model = official_keras.load("VGG16", include_top=False, input_shape=(96, 128, 3))
    assert model.output_shape == (None, 3, 4, 512)
    assert official_keras.load("VGG16", include_top=False).output_shape == (None, None, None, 512)
    assert np.array_equal(model.get_weights()[0], base.get_weights()[0])


def not_hdf5(base, path):
    path.write_bytes(b"<html>404</html>")


def empty(base, path):
    h5py.File(path, "w").close()


def cut(base, path):
    save_as_the_official_files_are(base, path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def a_layer_less(base, path):
    save_as_the_official_files_are(keras.Model(base.input, base.layers[-3].output), path)


def another_shape(base, path):
    save_as_the_official_files_are(base, path)
    with h5py.File(path, "a") as file:
        del file["block1_conv1/block1_conv1/bias:0"]
        file["block1_conv1/block1_conv1/bias:0"] = np.zeros(3, "float32")


@pytest.mark.parametrize(
    ("write", "message"),
    [
        (not_hdf5, "does not hold the weights of VGG16: .*delete"),
        (empty, "does not hold the weights of VGG16"),
        (cut, "does not hold the weights of VGG16: .*truncated"),
        (a_layer_less, "does not hold the weights of VGG16: Layer count mismatch"),
        (another_shape, "does not hold the weights of VGG16: Shape mismatch in layer"),
    ],
)
def test_a_wrong_file_is_refused(base, mirror, write, message):
    mirror("VGG16", False, lambda path: write(base, path))
    with pytest.raises(ValueError, match=message):
        official_keras.load("VGG16", include_top=False)


def test_a_damaged_file_is_refused_by_its_checksum(mirror):
    path = mirror("MobileNetV2", False, lambda path: path.write_bytes(b"right"))
    path.write_bytes(b"wrong")
    with pytest.raises(OSError, match="no_top.h5"):
        official_keras.load("MobileNetV2", include_top=False)


def test_preprocessing_by_hand():
    pixel = np.array([[[[10.0, 20.0, 30.0]]]], dtype="float32")  # R, G, B
    expected = {
        "VGG16": [30 - 103.939, 20 - 116.779, 10 - 123.68],
        "VGG19": [30 - 103.939, 20 - 116.779, 10 - 123.68],
        "ResNet50": [30 - 103.939, 20 - 116.779, 10 - 123.68],
        "DenseNet121": [(10 / 255 - 0.485) / 0.229, (20 / 255 - 0.456) / 0.224, (30 / 255 - 0.406) / 0.225],
        "MobileNetV2": [10 / 127.5 - 1, 20 / 127.5 - 1, 30 / 127.5 - 1],
        "EfficientNetB0": [10, 20, 30],
    }
    for name in official_keras.NAMES:
        prepare = official_keras.preprocess(name)
        np.testing.assert_allclose(prepare(pixel)[0, 0, 0], expected[name], rtol=1e-5)
        np.testing.assert_allclose(prepare(pixel.astype("uint8"))[0, 0, 0], expected[name], rtol=1e-5)
        tensor = keras.ops.convert_to_tensor(pixel)
        np.testing.assert_allclose(keras.ops.convert_to_numpy(prepare(tensor))[0, 0, 0], expected[name], rtol=1e-5)
        assert pixel.tolist() == [[[[10.0, 20.0, 30.0]]]]


def test_categories_come_from_the_file_that_keras_publishes(mirror, tmp_path, monkeypatch):
    names = {str(number): [f"n{number:08}", f"class_{number}"] for number in (1, 0, 2)}
    path = tmp_path / "mirror" / "keras_weights" / official.KERAS_CLASSES.name
    path.write_text(json.dumps(names))
    checksum = "md5:" + hashlib.md5(path.read_bytes()).hexdigest()
    file = replace(official.KERAS_CLASSES, size=path.stat().st_size, checksum=checksum)
    monkeypatch.setattr(official_keras, "KERAS_CLASSES", file)
    assert official_keras.categories("VGG16") == ("class_0", "class_1", "class_2")


def test_the_file_of_categories_is_the_one_that_keras_fetches(monkeypatch):
    asked = {}
    monkeypatch.setattr("keras.src.applications.imagenet_utils.CLASS_INDEX", None)
    monkeypatch.setattr(
        "keras.src.utils.file_utils.get_file", lambda name, origin, **options: asked.update(options, origin=origin)
    )
    with pytest.raises(TypeError):  # our stand-in gives no file to open
        applications.imagenet_utils.decode_predictions(np.zeros((1, 1000)))
    assert (asked["origin"], asked["file_hash"]) == (
        official.KERAS_CLASSES.url,
        official.KERAS_CLASSES.checksum.removeprefix("md5:"),
    )


def test_bad_arguments():
    for function in (official_keras.load, official_keras.preprocess, official_keras.categories):
        with pytest.raises(ValueError, match="name must be one of 'VGG16', .*, got 'vgg16'"):
            function("vgg16")
    with pytest.raises(TypeError, match="include_top must be True or False, got 0"):
        official_keras.load("VGG16", include_top=0)
    with pytest.raises(ValueError, match=r"input_shape must be None with the classifier .*got \(96, 96, 3\)"):
        official_keras.load("VGG16", input_shape=(96, 96, 3))
