import copy

import torch
import torchvision
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

import pytest

from companion.architectures.backbones_torch import small_resnet, small_vgg
from companion.architectures.lenet_torch import lenet5, small_convnet
from companion.architectures.specs import LENET5
from companion.architectures.summary_torch import summary
from companion.convolution.arithmetic import count_multiply_adds, count_parameters, layer_shapes, receptive_field

OFFICIAL = [
    "alexnet",
    "vgg11_bn",
    "googlenet",
    "resnet18",
    "densenet121",
    "mobilenet_v2",
    "efficientnet_b0",
    "vit_b_16",
]


class Branches(nn.Module):
    """Two branches that are concatenated, added to a third, and averaged; one convolution is dilated, one depthwise."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, 4, 3, stride=2, bias=False)
        self.near = nn.Conv2d(4, 2, 1, bias=False)
        self.far = nn.Conv2d(4, 2, 3, padding=2, dilation=2, bias=False)
        self.deep = nn.Conv2d(4, 4, 3, padding=1, groups=4, bias=False)
        self.pool = nn.AvgPool2d(3, stride=2)

    def forward(self, x):
        x = self.stem(x)
        both = torch.cat([self.near(x), self.far(x)], 1)
        return self.pool(both + self.deep(x))


def by_name(table):
    return {row.name: row for row in table.rows}


def test_lenet_is_what_the_arithmetic_says():
    rows = [row for row in summary(lenet5(), (1, 32, 32)).rows if row.kind not in ("activation",)]
    assert [row.parameters for row in rows] == count_parameters(LENET5, (32, 32, 1))
    assert [row.multiply_adds for row in rows] == count_multiply_adds(LENET5, (32, 32, 1))
    assert [row.receptive_field for row in rows] == [field.size for field in receptive_field(LENET5)]
    shapes = layer_shapes(LENET5, (32, 32, 1))
    assert [row.output_shape for row in rows] == [(shape[-1], *shape[:-1]) for shape in shapes]


def test_branches_by_hand():
    rows = by_name(summary(Branches(), (3, 33, 33)))
    assert list(rows) == ["stem", "near", "far", "concatenation", "deep", "addition", "pool"]
    assert rows["deep"].kind == "depthwise convolution"
    assert rows["deep"].parameters == 36
    assert rows["deep"].multiply_adds == 36 * 16 * 16
    assert rows["stem"].window == "3x3 / 2"
    sizes = {name: row.receptive_field for name, row in rows.items()}
    assert sizes == {"stem": 3, "near": 3, "far": 11, "concatenation": 11, "deep": 7, "addition": 11, "pool": 15}


@pytest.mark.parametrize("end", ["stem", "near", "far", "concatenation", "addition", "pool"])
def test_receptive_field_is_where_the_gradient_reaches(end):
    model = Branches()
    for weight in model.parameters():
        nn.init.ones_(weight)
    picture = torch.ones(1, 3, 65, 65, requires_grad=True)
    stem = model.stem(picture)
    both = torch.cat([model.near(stem), model.far(stem)], 1)
    total = both + model.deep(stem)
    maps = {"stem": stem, "near": model.near(stem), "far": model.far(stem), "concatenation": both, "addition": total}
    maps["pool"] = model.pool(total)
    middle = maps[end].shape[-1] // 2
    maps[end][:, :, middle, middle].sum().backward()
    columns = picture.grad.abs().sum((0, 1, 2)).nonzero().flatten()
    assert columns[-1] - columns[0] + 1 == by_name(summary(model, (3, 65, 65)))[end].receptive_field


@pytest.mark.parametrize("name", OFFICIAL)
def test_totals_of_known_nets(name):
    with torch.device("meta"):
        model = getattr(torchvision.models, name)(**({"init_weights": False} if name == "googlenet" else {})).eval()
    with FlopCounterMode(display=False) as counter:
        model(torch.empty(1, 3, 224, 224, device="meta"))
    flops = counter.get_total_flops()
    if name == "vit_b_16":
        flops -= 12 * 4 * 197**2 * 768  # products of two activations: scores and their use, in twelve blocks
    table = summary(model, (3, 224, 224))
    assert 2 * table.total_multiply_adds == flops
    assert table.total_parameters + table.unused_parameters == sum(weight.numel() for weight in model.parameters())


def test_heads_for_training_are_seen_in_training_mode():
    with torch.device("meta"):
        model = torchvision.models.googlenet(init_weights=False)
    assert summary(model, (3, 224, 224)).total_parameters == 13_004_888
    evaluation = summary(model.eval(), (3, 224, 224))
    assert (evaluation.total_parameters, evaluation.unused_parameters) == (6_624_904, 6_379_984)


@pytest.mark.parametrize("training", [True, False])
def test_the_model_stays_as_it_is(training):
    model = nn.Sequential(small_convnet(width=4), nn.Dropout(0.5)).train(training)
    model[0].output.weight.requires_grad_(False)
    for weight in model.parameters():
        weight.grad = torch.ones_like(weight)
    before, state = copy.deepcopy(model.state_dict()), torch.random.get_rng_state()
    summary(model, (1, 12, 12))
    assert model.training is training
    assert all(torch.equal(value, before[name]) for name, value in model.state_dict().items())
    assert all((weight.grad == 1).all() and weight.device.type == "cpu" for weight in model.parameters())
    assert not model[0].output.weight.requires_grad
    assert not any(module._forward_hooks or module._forward_pre_hooks for module in model.modules())
    assert torch.equal(torch.random.get_rng_state(), state)


def test_chance_in_the_model_leaves_the_generator_alone():
    class Noisy(nn.Module):
        def forward(self, x):
            return x + torch.rand(1).item() * x

    model, state = nn.Sequential(nn.Conv2d(1, 1, 1), Noisy()), torch.random.get_rng_state()
    summary(model, (1, 2, 2))
    assert torch.equal(torch.random.get_rng_state(), state)


def test_the_readers_own_sequential_and_a_shared_layer():
    shared = nn.Conv2d(3, 3, 3, padding=1)
    table = summary(nn.Sequential(shared, nn.ReLU(inplace=True), shared, nn.Flatten(), nn.Linear(192, 2)), (3, 8, 8))
    assert [row.name for row in table.rows] == ["0", "1", "0 (2)", "3", "4"]
    assert [row.parameters for row in table.rows] == [84, 0, 0, 0, 386]
    assert table.rows[2].multiply_adds == table.rows[0].multiply_adds == 81 * 64


def test_squeeze_and_excitation_sees_the_whole_picture():
    class Squeeze(nn.Module):
        def __init__(self):
            super().__init__()
            self.reduce = nn.Linear(4, 4)

        def forward(self, x):
            return x * torch.sigmoid(self.reduce(x.mean((2, 3))))[:, :, None, None]

    rows = by_name(summary(nn.Sequential(nn.Conv2d(3, 4, 3), Squeeze()), (3, 8, 8)))
    assert rows["0"].receptive_field == 3
    assert rows["1.multiplication"].output_shape == (4, 6, 6)
    assert rows["1.multiplication"].receptive_field is None


def test_adaptive_pooling_that_changes_nothing_widens_nothing():
    sizes = [
        summary(nn.Sequential(nn.Conv2d(1, 1, 3), nn.AdaptiveAvgPool2d(side)), (1, 8, 8)).rows[1].receptive_field
        for side in (6, 3, 4, 1)
    ]
    assert sizes == [3, 4, 4, None]


def test_a_model_that_needs_numbers_is_run_for_real():
    class Choosy(nn.Module):
        def __init__(self):
            super().__init__()
            self.conv = nn.Conv2d(1, 2, 3)

        def forward(self, x):
            return self.conv(x) if x.sum() == 0 else x

    model = Choosy()
    assert summary(model, (1, 5, 5)).total_parameters == 20
    assert not model.conv._forward_hooks


def test_backbones_are_read_although_they_check_their_input():
    assert summary(small_resnet(), (3, 64, 64)).total_parameters == 491_576
    assert summary(small_vgg(), (3, 32, 32)).total_parameters == 486_472
    with pytest.raises(ValueError, match="H and W at least 16"):
        summary(small_vgg(), (3, 8, 8))


def test_what_does_not_fit_is_named():
    with pytest.raises(ValueError, match="c1 takes 1 channels and gets 3"):
        summary(lenet5(), (3, 32, 32))
    with pytest.raises(ValueError, match="f6 takes 120 features and gets 1,080: another height or width would fit"):
        summary(lenet5(), (1, 40, 40))
    with pytest.raises(ValueError, match="c5 has too few pixels: a 5x5 window on maps of 4x4; take a larger picture"):
        summary(lenet5(), (1, 28, 28))
    with pytest.raises(ValueError, match="pool has too few pixels: a 2x2 window on maps of 1x1"):
        summary(small_convnet(), (1, 2, 2))
    with pytest.raises(ValueError, match="does not go through 1: unflatten"):
        summary(nn.Sequential(nn.Flatten(), nn.Unflatten(1, (2, 2))), (1, 3, 3))


def test_bad_arguments():
    with pytest.raises(TypeError, match="model must be a torch.nn.Module, got str"):
        summary("resnet50", (3, 224, 224))
    with pytest.raises(ValueError, match=r"input_shape must be \(channels, height, width\), got \(224, 224\)"):
        summary(lenet5(), (224, 224))
    with pytest.raises(ValueError, match=r"input_shape\[1\] must be a whole number of at least 1, got 0"):
        summary(lenet5(), (1, 0, 32))
