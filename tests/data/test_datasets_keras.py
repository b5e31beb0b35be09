import os
import subprocess
import sys

import numpy as np
import pytest

pytest.importorskip("torchvision")  # before keras, or the process crashes
keras = pytest.importorskip("keras")

from companion.data import ImageData, datasets_torch, load
from companion.data.datasets_keras import batches, box_batches, mask_batches
from companion.data.lazy import Lazy
from companion.data.scenes import draw_scenes


def toy(count=7):
    images = np.arange(count * 12, dtype=np.uint8).reshape(count, 2, 2, 3)
    return ImageData("toy", "train", images, np.arange(count), tuple("abcdefg"))


def test_by_hand():
    part = batches(toy(), batch_size=4)
    images, labels = part[0]
    assert images.shape == (4, 2, 2, 3)
    assert images.dtype == np.float32
    assert labels.tolist() == [0, 1, 2, 3]
    assert images[0, 0, 1].tolist() == pytest.approx([3 / 255, 4 / 255, 5 / 255])
    assert len(part) == 2
    assert len(part[1][1]) == 3


def test_the_same_order_as_in_torch_in_every_epoch():
    ours = batches(toy(), batch_size=3, shuffle=True, seed=5)
    theirs = datasets_torch.batches(toy(), batch_size=3, shuffle=True, seed=5)
    for _ in range(3):
        got = [label for i in range(len(ours)) for label in ours[i][1].tolist()]
        assert got == [label for _, labels in theirs for label in labels.tolist()]
        ours.on_epoch_end()


def test_empty_and_past_the_end():
    assert len(batches(toy(0), batch_size=3)) == 0
    with pytest.raises(IndexError, match="index must be from 0 to 2, got 3"):
        batches(toy(), batch_size=3)[3]


def test_bad_input():
    with pytest.raises(ValueError, match="batch_size must be a whole number of at least 1, got 0"):
        batches(toy(), batch_size=0)
    with pytest.raises(TypeError, match="data must hold pictures of one size with one label each"):
        batches(load("photos"), batch_size=1)


def test_boxes_and_masks_equal_those_of_torch():
    scenes = draw_scenes(5, size=64, objects=(0, 2), object_size=(8, 16))
    ours = box_batches(scenes, batch_size=2, shuffle=True, seed=1)
    theirs = datasets_torch.box_batches(scenes, batch_size=2, shuffle=True, seed=1)
    for i, (images, targets) in enumerate(theirs):
        assert (ours[i][0] == images.numpy().transpose(0, 2, 3, 1)).all()
        assert all((ours[i][1][name] == targets[name].numpy()).all() for name in ("boxes", "labels"))
    masks = mask_batches(scenes, batch_size=5)[0][1]
    assert masks.dtype == np.int32
    assert (masks == scenes.masks).all()


def test_lazy_and_eager_give_the_same():
    lazy = ImageData("toy", "train", Lazy(np.asarray, toy().images), np.arange(7), tuple("abcdefg"))
    ours, theirs = (batches(data, batch_size=3, shuffle=True, workers=2) for data in (lazy, toy()))
    assert ours.workers == 2
    assert all((ours[i][0] == theirs[i][0]).all() for i in range(3))


def watched_fit():
    """Train two epochs on lazy pictures; return the epochs that were read whole, and how many they should be."""
    images = np.arange(7 * 12, dtype=np.uint8).reshape(7, 2, 2, 3)
    lazy = ImageData("toy", "train", Lazy(np.asarray, images), np.arange(7), tuple("abcdefg"))
    seen = {}

    class Watched(type(batches(lazy, batch_size=3))):
        def __getitem__(self, index):
            batch = super().__getitem__(index)
            seen.setdefault(self.epoch, {})[index] = batch[1].tolist()
            return batch

    train = batches(lazy, batch_size=3, shuffle=True, seed=5, workers=2)
    train.__class__ = Watched
    model = keras.Sequential([keras.Input((2, 2, 3)), keras.layers.Flatten(), keras.layers.Dense(7)])
    model.compile("sgd", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    model.fit(train, epochs=2, verbose=0)
    # Keras may first read some batches to build the model, and count that as an epoch.
    return [seen[epoch] for epoch in sorted(seen) if len(seen[epoch]) == 3]


def check_watched_fit():
    epochs = watched_fit()
    assert len(epochs) >= 2
    assert all(sorted(sum(epoch.values(), [])) == list(range(7)) for epoch in epochs)
    assert epochs[0] != epochs[1]


def test_fit_sees_every_picture_once_an_epoch():
    check_watched_fit()


def test_fit_does_so_on_the_torch_backend():
    script = f"import sys; sys.path.insert(0, {os.path.dirname(__file__)!r}); import test_datasets_keras as tests; "
    script += "tests.check_watched_fit(); print(tests.keras.backend.backend())"
    environment = os.environ | {"KERAS_BACKEND": "torch"}
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=environment, check=False)
    assert ran.stdout.strip() == "torch", ran.stderr[-2000:]
