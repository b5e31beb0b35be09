import torch

import numpy as np
import pytest

from companion.boxes import formats, formats_torch

SIZED = ["cxcywh_to_xyxy", "xywh_to_xyxy", "xywh_to_cxcywh", "cxcywh_to_xywh"]
CORNERS = ["xyxy_to_cxcywh", "xyxy_to_xywh", "box_area"]
WITH_SIZE = ["normalise", "denormalise", "clip"]


def arguments(name):
    return ((37, 90),) if name in WITH_SIZE else ()


def rows(name, seed=0, shape=(2, 5)):
    rng = np.random.default_rng(seed)
    numbers = rng.uniform(-20, 120, (*shape, 4))
    numbers[..., 2:] = abs(numbers[..., 2:]) * rng.integers(0, 2, (*shape, 2))  # sides of zero too
    if name not in SIZED:
        numbers[..., 2:] += numbers[..., :2]
    return numbers


@pytest.mark.parametrize("name", SIZED + CORNERS + WITH_SIZE)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_equal_to_the_reference(name, dtype):
    numbers = rows(name).astype(dtype)
    got = getattr(formats_torch, name)(torch.from_numpy(numbers), *arguments(name))
    want = getattr(formats, name)(numbers, *arguments(name))
    assert got.dtype == getattr(torch, dtype)
    np.testing.assert_allclose(got.numpy(), want, rtol=1e-6, atol=1e-6)


def test_the_names_are_those_of_the_reference():
    public = {name for name in vars(formats) if not name.startswith("_") and callable(getattr(formats, name))}
    public -= {"Any", "ArrayLike", "NDArray", "Array"}
    assert public == set(SIZED + CORNERS + WITH_SIZE)
    assert all(hasattr(formats_torch, name) for name in public)


@pytest.mark.parametrize("name", SIZED + CORNERS + WITH_SIZE)
def test_any_leading_axes_none_and_no_boxes(name):
    function, more = getattr(formats_torch, name), arguments(name)
    numbers = torch.from_numpy(rows(name, shape=(2, 3, 1)))
    assert torch.equal(function(numbers, *more)[1, 2, 0], function(numbers[1, 2, 0], *more))
    assert function(torch.zeros(3, 0, 4), *more).shape[:2] == (3, 0)


@pytest.mark.parametrize("name", SIZED + CORNERS + WITH_SIZE)
def test_gradients_pass(name):
    numbers = torch.from_numpy(rows(name, shape=(2,)) + [0, 0, 1, 1]).requires_grad_()
    assert torch.autograd.gradcheck(lambda x: getattr(formats_torch, name)(x, *arguments(name)), numbers)


@pytest.mark.parametrize("name", SIZED + CORNERS + WITH_SIZE)
def test_whole_numbers_become_floating(name):
    assert getattr(formats_torch, name)(torch.tensor([[1, 2, 3, 4]]), *arguments(name)).dtype == torch.float32


def test_inverted_boxes_have_no_area_and_come_back():
    inverted = torch.tensor([[5.0, 0, 1, 4], [0, 4, 4, 0], [5, 4, 1, 0]])
    assert formats_torch.box_area(inverted).tolist() == [0, 0, 0]
    assert torch.equal(formats_torch.cxcywh_to_xyxy(formats_torch.xyxy_to_cxcywh(inverted)), inverted)


@pytest.mark.parametrize("name", SIZED + CORNERS + WITH_SIZE)
def test_bad_shapes_are_named(name):
    for shape in [(2, 3), ()]:
        with pytest.raises(ValueError, match=r"boxes must have shape \(\.\.\., 4\), got"):
            getattr(formats_torch, name)(torch.zeros(shape), *arguments(name))


@pytest.mark.parametrize("name", WITH_SIZE)
def test_the_size_of_the_picture_is_checked(name):
    with pytest.raises(ValueError, match="image_size must be a whole number of at least 1, got 0"):
        getattr(formats_torch, name)(torch.zeros(1, 4), (0, 3))
