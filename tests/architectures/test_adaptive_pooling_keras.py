import torch

import keras
import numpy as np
import pytest

from companion.architectures.adaptive_pooling_keras import AdaptiveAveragePooling2D, averages


@pytest.mark.parametrize("size", [(1, 1), (2, 3), (7, 7), (8, 20), (14, 5)])
@pytest.mark.parametrize("output_size", [7, (6, 1)])
def test_the_grid_of_pytorch(size, output_size):
    maps = np.random.default_rng(0).standard_normal((2, *size, 3))
    got = keras.ops.convert_to_numpy(AdaptiveAveragePooling2D(output_size, dtype="float64")(maps))
    expected = torch.nn.functional.adaptive_avg_pool2d(torch.from_numpy(maps).permute(0, 3, 1, 2), output_size)
    assert np.abs(got - expected.permute(0, 2, 3, 1).numpy()).max() < 1e-12


def test_by_hand():
    assert averages(3, 2).tolist() == [[0.5, 0.5, 0], [0, 0.5, 0.5]]
    assert averages(1, 3).tolist() == [[1], [1], [1]]
    assert np.allclose(averages(13, 6).sum(axis=1), 1)


def test_shape_without_pictures_and_in_a_saved_model(tmp_path):
    images = keras.Input((8, 9, 3))
    model = keras.Model(images, AdaptiveAveragePooling2D((2, 4), name="grid")(images))
    assert model.output_shape == (None, 2, 4, 3)
    model.save(tmp_path / "model.keras")
    again = keras.models.load_model(tmp_path / "model.keras")
    maps = np.random.default_rng(0).standard_normal((1, 8, 9, 3), np.float32)
    assert again.get_layer("grid").output_size == (2, 4)
    assert np.array_equal(model.predict(maps, verbose=0), again.predict(maps, verbose=0))


def test_bad_input():
    with pytest.raises(ValueError, match="output_size must be a whole number of at least 1, got 0"):
        AdaptiveAveragePooling2D(0)
    with pytest.raises(ValueError, match="maps must have a known height and width"):
        AdaptiveAveragePooling2D(7)(keras.Input((None, None, 3)))
