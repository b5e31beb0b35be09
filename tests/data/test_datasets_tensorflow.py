import numpy as np
import pytest

pytest.importorskip("torchvision")  # before tensorflow, or the process crashes
tf = pytest.importorskip("tensorflow")

from PIL import Image

from companion.data import ImageData, datasets_keras, datasets_torch
from companion.data.datasets_tensorflow import batches, box_batches, mask_batches
from companion.data.decoding import read_image
from companion.data.lazy import Lazy
from companion.data.scenes import draw_scenes


def toy(count=7):
    images = np.arange(count * 12, dtype=np.uint8).reshape(count, 2, 2, 3)
    return ImageData("toy", "train", images, np.arange(count), tuple("abcdefg"))


def test_by_hand():
    part = batches(toy(), batch_size=4)
    assert part.element_spec == (
        tf.TensorSpec((None, 2, 2, 3), tf.float32),
        tf.TensorSpec((None,), tf.int64),
    )
    assert part.cardinality() == 2
    (images, labels), (_, last) = part
    assert images.shape == (4, 2, 2, 3)
    assert labels.numpy().tolist() == [0, 1, 2, 3]
    assert last.numpy().tolist() == [4, 5, 6]
    assert images[0, 0, 1].numpy().tolist() == pytest.approx([3 / 255, 4 / 255, 5 / 255])


@pytest.mark.parametrize("workers", [0, 3])
def test_the_same_batches_as_in_torch_and_keras_in_every_epoch(workers):
    rng = np.random.default_rng(0)
    pictures = rng.integers(0, 256, (11, 4, 5, 3)).astype(np.uint8)
    data = ImageData("toy", "train", Lazy(np.asarray, pictures), np.arange(11), tuple("abcdefghijk"))
    options = {"batch_size": 3, "shuffle": True, "seed": 5}
    ours, theirs = batches(data, **options, workers=workers), datasets_torch.batches(data, **options)
    keras = datasets_keras.batches(data, **options)
    for _ in range(2):
        for i, ((images, labels), (others, other_labels)) in enumerate(zip(ours, theirs, strict=True)):
            assert (images.numpy() == others.numpy().transpose(0, 2, 3, 1)).all()
            assert (images.numpy() == keras[i][0]).all()
            assert labels.numpy().tolist() == other_labels.tolist() == keras[i][1].tolist()
        keras.on_epoch_end()


def test_boxes_and_masks_equal_those_of_torch():
    scenes = draw_scenes(5, size=64, objects=(0, 2), object_size=(8, 16))
    ours = box_batches(scenes, batch_size=2, shuffle=True, seed=1)
    most = max(map(len, scenes.boxes))
    assert ours.element_spec[1]["boxes"] == tf.TensorSpec((None, most, 4), tf.float32)
    assert ours.element_spec[1]["labels"] == tf.TensorSpec((None, most), tf.int64)
    for (_, targets), (_, others) in zip(
        ours, datasets_torch.box_batches(scenes, batch_size=2, shuffle=True, seed=1), strict=True
    ):
        assert all((targets[name].numpy() == others[name].numpy()).all() for name in ("boxes", "labels"))
    masks = next(iter(mask_batches(scenes, batch_size=5)))[1]
    assert masks.dtype == tf.int32
    assert (masks.numpy() == scenes.masks).all()


def test_a_corrupt_picture_is_named(tmp_path):
    paths = tuple(tmp_path / f"{i}.png" for i in range(3))
    for path in paths:
        Image.fromarray(np.arange(300, dtype=np.uint8).reshape(10, 10, 3)).save(path)
    data = ImageData("toy", "train", Lazy(read_image, paths), np.arange(3), tuple("abc"))
    assert len(list(batches(data, batch_size=2))) == 2
    paths[2].write_bytes(b"no picture")
    with pytest.raises(tf.errors.InvalidArgumentError, match=r"path must name a whole picture, got .*2\.png"):
        list(batches(data, batch_size=2, workers=2))


def test_fit_takes_it():
    import keras

    model = keras.Sequential([keras.Input((2, 2, 3)), keras.layers.Flatten(), keras.layers.Dense(7)])
    model.compile("sgd", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    history = model.fit(batches(toy(), batch_size=3, shuffle=True), epochs=2, verbose=0, shuffle=False)
    assert len(history.history["loss"]) == 2


def test_empty_and_bad_input():
    empty = batches(toy(0), batch_size=3, shuffle=True)
    assert empty.cardinality() == 0
    assert list(empty) == []
    with pytest.raises(ValueError, match="batch_size must be a whole number of at least 1, got 0"):
        batches(toy(), batch_size=0)
    with pytest.raises(TypeError, match="data must hold pictures of one size with masks"):
        mask_batches(toy(), batch_size=1)
