import numpy as np
import pytest

from companion.pretrained.small import NAMES, facts, read_weights


@pytest.mark.parametrize(("name", "total"), [("small_vgg", 486_472), ("small_resnet", 491_576)])
def test_facts(name, total):
    known = facts(name)
    assert (known.name, known.parameters) == (name, total)
    assert 4 * total < known.file_size < 2_000_000
    assert "nine photographs" in known.trained_on
    assert known.normalisation.startswith("RGB in 0..1, minus (0.485, 0.456, 0.406)")
    assert known.recipe["command"].endswith(name)
    assert len(known.table) == 36


@pytest.mark.parametrize("name", NAMES)
def test_weights_are_float32_finite_and_alive(name):
    weights = read_weights(name)
    assert all(value.dtype == np.float32 and np.isfinite(value).all() for value in weights.values())
    kernels = {key: value for key, value in weights.items() if value.ndim == 4}
    assert all(np.abs(value).max(axis=(1, 2, 3)).min() > 1e-6 for value in kernels.values())
    assert all(value.min() > 0 for key, value in weights.items() if key.endswith("running_var"))


@pytest.mark.parametrize("name", NAMES)
def test_the_margins_that_are_promised(name):
    reached = {(row["features"], row["data"], row["labels_per_class"]): row["accuracy"] for row in facts(name).table}
    wide = [
        data
        for data in ("digits", "faces", "letters", "photographs")
        if reached["pretrained", data, 10] - reached["random", data, 10] >= 0.1
    ]
    assert len(wide) >= 2


@pytest.mark.parametrize("function", [facts, read_weights])
def test_unknown_name(function):
    with pytest.raises(ValueError, match="name must be one of 'small_vgg', 'small_resnet', got 'alexnet'"):
        function("alexnet")
