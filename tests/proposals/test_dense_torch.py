import pytest

torch = pytest.importorskip("torch")

from torch import nn

import numpy as np

from companion.architectures.vgg_specs import vgg_layers
from companion.architectures.vgg_torch import vgg11
from companion.convolution.arithmetic import receptive_field
from companion.proposals.dense_torch import feature_windows, logits_of_crops, stitched, to_fully_convolutional
from companion.proposals.sliding_windows import cell_windows, sliding_windows

WINDOW, STRIDE, GRID = 12, 2, 3


@pytest.fixture
def net():
    """Return base and head of a net without padding: windows of 12 pixels, stride 2, a grid of 3x3 for one window."""
    torch.manual_seed(0)
    base = nn.Sequential(nn.Conv2d(2, 5, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(5, 4, 3), nn.Tanh())
    head = nn.Sequential(nn.Flatten(), nn.Linear(4 * GRID**2, 7), nn.Dropout(), nn.ReLU(), nn.Linear(7, 3))
    return base.double().eval(), head.double().eval()


@pytest.mark.parametrize("size", [(12, 12), (13, 12), (20, 27)])
def test_without_padding_one_pass_equals_the_crops(net, size):
    picture = torch.rand(2, *size, dtype=torch.double)
    windows = sliding_windows(size, window=WINDOW, step=STRIDE)
    crops = logits_of_crops(nn.Sequential(*net), picture, windows, batch_size=5)
    maps = to_fully_convolutional(*net, grid_size=GRID)(picture[None])[0]  # (3, rows, columns)
    assert np.array_equal(windows, cell_windows(tuple(maps.shape[1:]), window=WINDOW, stride=STRIDE))
    assert torch.allclose(maps.flatten(1).T, crops, rtol=0, atol=1e-12)


def test_head_on_cut_windows_equals_the_convolution(net):
    base, head = net
    picture = torch.rand(1, 2, 17, 20, dtype=torch.double)
    logits = head(feature_windows(base(picture), grid_size=GRID))
    assert torch.allclose(to_fully_convolutional(base, head, grid_size=GRID)(picture)[0].flatten(1).T, logits)


def test_cut_windows_by_hand():
    features = torch.arange(6.0).reshape(1, 1, 2, 3)
    assert feature_windows(features, grid_size=(2, 1)).flatten(1).tolist() == [[0, 3], [1, 4], [2, 5]]
    assert feature_windows(features, grid_size=2).shape == (2, 1, 2, 2)


def test_a_dense_layer_by_hand():
    dense = nn.Linear(4, 1)
    dense.weight.data = torch.tensor([[1.0, 10, 100, 1000]])
    dense.bias.data.zero_()
    net = to_fully_convolutional(nn.Identity(), [nn.Flatten(), dense], grid_size=2)
    assert net(torch.tensor([[[[1.0, 2, 3], [4, 5, 6]]]])).tolist() == [[[[5421, 6532]]]]


def test_weights_are_shared_not_copied_and_no_mode_is_changed(net):
    base, head = net
    whole = to_fully_convolutional(base, head, grid_size=GRID)
    assert whole[1].weight.data_ptr() == head[1].weight.data_ptr()
    assert whole[1].bias is head[1].bias
    assert not head[2].training
    head[1].weight.requires_grad_(False)
    assert not to_fully_convolutional(base, head, grid_size=GRID)[1].weight.requires_grad


def test_average_poolings():
    torch.manual_seed(0)
    base, dense = nn.Conv2d(1, 4, 3), nn.Linear(4, 2)
    picture = torch.rand(1, 1, 7, 6)
    average = [nn.AdaptiveAvgPool2d(1), nn.Flatten(), dense]
    crops = logits_of_crops(nn.Sequential(base, *average), picture[0], sliding_windows((7, 6), window=5, step=1))
    assert torch.allclose(to_fully_convolutional(base, average, grid_size=3)(picture)[0].flatten(1).T, crops, atol=1e-6)
    same = [nn.AdaptiveAvgPool2d((3, 3)), nn.Flatten(), nn.Linear(36, 2)]
    assert [type(layer) for layer in to_fully_convolutional(base, same, grid_size=3)] == [nn.Conv2d, nn.Conv2d]
    with pytest.raises(ValueError, match=r"grid_size must be \(2, 2\) or the pooling give \(1, 1\), got \(3, 3\)"):
        to_fully_convolutional(base, [nn.AdaptiveAvgPool2d((2, 2))], grid_size=3)


def test_the_border_of_vgg_spares_the_cell_that_sees_no_padding():
    torch.manual_seed(0)
    model = vgg11(3, width=1 / 16).double().eval()
    base = nn.Sequential(*list(model.children())[:5])
    field = receptive_field([layer for layer in vgg_layers("vgg11") if hasattr(layer, "kernel_size")])[-1]
    assert (field.size, field.stride, field.start) == (150, 32, -59)
    whole, crop = torch.rand(1, 3, 288, 288, dtype=torch.double), slice(32, 256)
    apart = (base(whole)[..., 1:8, 1:8] - base(whole[..., crop, crop])).abs().amax(dim=(0, 1))
    inside = [i for i in range(7) if 32 * i - 59 >= 0 and 32 * i - 59 + 150 <= 224]
    assert inside == [2, 3, 4]
    assert apart[2:5, 2:5].max() < 1e-12
    apart[2:5, 2:5] = 1
    assert apart.min() > 1e-6


@pytest.mark.parametrize("step", [1, 2])
def test_stitched_maps_are_the_windows_at_a_finer_step(net, step):
    picture = torch.rand(2, 17, 20, dtype=torch.double)
    crops = logits_of_crops(nn.Sequential(*net), picture, sliding_windows((17, 20), window=WINDOW, step=step))
    maps = stitched(to_fully_convolutional(*net, grid_size=GRID), picture[None], stride=STRIDE, step=step)
    assert torch.allclose(maps[0].flatten(1).T, crops, rtol=0, atol=1e-12)


def test_bad_input_is_named(net):
    base, head = net
    with pytest.raises(TypeError, match=r"head must hold poolings, Flatten, .* got Conv2d\(1, 1"):
        to_fully_convolutional(base, [nn.Conv2d(1, 1, 3)], grid_size=1)
    with pytest.raises(ValueError, match=r"grid_size must divide the 36 inputs of Linear.*, got \(5, 5\)"):
        to_fully_convolutional(base, head, grid_size=5)
    with pytest.raises(ValueError, match=r"features must have shape .* h at least 3 .* got \(1, 4, 2, 9\)"):
        feature_windows(torch.zeros(1, 4, 2, 9), grid_size=3)
    with pytest.raises(ValueError, match=r"features must have shape .* got \(2, 4, 9, 9\)"):
        feature_windows(torch.zeros(2, 4, 9, 9), grid_size=3)
    with pytest.raises(ValueError, match="step must divide the stride 4, got 3"):
        stitched(base, torch.zeros(1, 2, 20, 20), stride=4, step=3)


@pytest.mark.parametrize(
    ("windows", "message"),
    [
        ([[0, 0, 4, 4], [0, 0, 4, 5]], "windows must be of one size and inside"),
        ([[6, 0, 10, 4]], "windows must be of one size and inside"),
        ([[-1, 0, 3, 4]], "windows must be of one size and inside"),
        ([[3, 3, 3, 3]], "windows must be of one size and inside"),
        ([[0, 0, 4, 4], [0.5, 0, 4.5, 4]], r"windows must begin and end at whole pixels, got \[0.5 0"),
        (np.empty((0, 4)), "windows hold at least one"),
        ([[0, 0, 4]], r"windows must have shape \(N, 4\)"),
    ],
)
def test_bad_windows_are_named(windows, message):
    with pytest.raises(ValueError, match=message):
        logits_of_crops(nn.Identity(), torch.zeros(1, 8, 9), windows)
