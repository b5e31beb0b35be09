import contextlib

import torch

import numpy as np
import pytest

from companion.architectures.backbones_torch import small_resnet
from companion.pretrained import judging_torch, small_torch
from companion.pretrained.judging_torch import features, measure, one_thread, random_net, to_tensor
from companion.pretrained.probe_data import probe_data
from companion.pretrained.small import NAMES
from companion.pretrained.tables import read_table


def committed(name, kind, data, count):
    wanted = {"features": kind, "data": data, "labels_per_class": count}
    (row,) = [row for row in read_table(name) if wanted.items() <= row.items()]
    return row


@pytest.mark.parametrize("name", NAMES)
def test_a_row_of_the_committed_table_is_found_again(name):
    with one_thread():
        (row,) = measure("pretrained", "faces", small_torch.load(name), counts=(10,))
    known = committed(name, "pretrained", "faces", 10)
    assert abs(row["accuracy"] - known["accuracy"]) < 0.015
    assert abs(row["deviation"] - known["deviation"]) < 0.015


def test_the_pixels_of_the_committed_tables_are_found_again():
    (row,) = measure("pixels", "digits", None, counts=(5,))
    for name in NAMES:
        assert abs(row["accuracy"] - committed(name, "pixels", "digits", 5)["accuracy"]) < 0.005


def test_features_do_not_depend_on_the_batch():
    images = probe_data("digits", "validation").images
    net = small_torch.load("small_resnet")
    assert len(images) > judging_torch._BATCH_SIZE
    assert np.allclose(features(net, images)[-3:], features(net, images[-3:]), atol=1e-5)


def test_a_random_net_knows_the_statistics_of_the_pictures():
    images = probe_data("digits", "train").images[:256]
    before = torch.random.get_rng_state()
    net = random_net(small_resnet, images, seed=3)
    assert torch.equal(torch.random.get_rng_state(), before)
    assert not net.training
    with torch.no_grad():
        stem = net.stem.norm(net.stem.conv(to_tensor(images)))
    assert stem.mean(dim=(0, 2, 3)).abs().max() < 1e-3
    assert (stem.var(dim=(0, 2, 3)) - 1).abs().max() < 0.01
    again = random_net(small_resnet, images, seed=3)
    assert torch.equal(net.stage4.conv1.weight, again.stage4.conv1.weight)
    other = random_net(small_resnet, images, seed=4)
    assert not torch.equal(net.stage4.conv1.weight, other.stage4.conv1.weight)


def test_pictures_become_tensors():
    images = np.zeros((2, 8, 6, 1), np.uint8)
    images[0, 3, 2] = 255
    tensor = to_tensor(images)
    assert tensor.shape == (2, 3, 8, 6)
    assert tensor[0, :, 3, 2].min() > tensor[1].max()


def test_one_thread_puts_the_number_back():
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        with contextlib.suppress(KeyError), one_thread():
            assert torch.get_num_threads() == 1
            raise KeyError
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)


def test_unknown_names():
    with pytest.raises(ValueError, match="kind must be one of 'pretrained', 'random', 'pixels', got 'official'"):
        measure("official", "digits", None)
    with pytest.raises(ValueError, match="name must be one of 'digits', 'faces', 'letters', 'photographs', got 'cats'"):
        measure("pixels", "cats", None)
