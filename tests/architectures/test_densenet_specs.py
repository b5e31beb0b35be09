import pytest

from companion.architectures import densenet_specs as specs
from companion.architectures.densenet_specs import PLANS, DenseNetPlan


def test_plans_are_as_deep_as_their_names_say():
    depths = {name: PLANS[name].depth for name in PLANS}
    assert depths.pop("densenet264") == 265  # the paper's own count is one less
    assert all(name == f"densenet{depth}" for name, depth in depths.items())


def test_maps_by_hand():  # two blocks of two layers, k = 4, k0 = 8: 8 + 4 + 4 = 16, half of it enters block 2
    plan = DenseNetPlan((2, 2), growth_rate=4, stem_channels=8)
    assert specs.block_channels(plan) == ((8, 12, 16), (8, 12, 16))
    assert plan.depth == 1 + 2 * 2 + 1 + 2 * 2 + 1


def test_every_layer_adds_the_growth_rate():
    for plan in PLANS.values():
        for layers, channels in zip(plan.layers, specs.block_channels(plan), strict=True):
            assert channels == tuple(range(channels[0], channels[0] + layers * plan.growth_rate + 1, plan.growth_rate))


def test_a_transition_rounds_down_and_keeps_one_map_at_least():
    assert specs.block_channels(DenseNetPlan((1, 1), growth_rate=1, stem_channels=4))[1][0] == 2  # of 5
    assert specs.block_channels(DenseNetPlan((1, 1), growth_rate=1, stem_channels=1, compression=0.1))[1][0] == 1


def test_scaling():
    assert specs.scaled(PLANS["densenet121"], 1) == PLANS["densenet121"]
    narrow = specs.scaled(PLANS["densenet100"], 0.01)
    assert (narrow.growth_rate, narrow.stem_channels, narrow.layers) == (1, 1, (16, 16, 16))
    with pytest.raises(ValueError, match=r"width must be a finite number of at least 0\.01, got 0"):
        specs.scaled(PLANS["densenet121"], 0)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"layers": ()}, r"len\(layers\) must be a whole number of at least 1, got 0"),
        ({"layers": (6, 0)}, "layers must be a whole number of at least 1, got 0"),
        ({"layers": (6,), "growth_rate": 0}, "growth_rate must be a whole number of at least 1, got 0"),
        ({"layers": (6,), "stem_channels": 0}, "stem_channels must be a whole number of at least 1, got 0"),
        ({"layers": (6,), "bottleneck": -1}, "bottleneck must be a whole number of at least 0, got -1"),
        ({"layers": (6,), "compression": 2.0}, r"compression must be a finite number from 0\.01 to 1, got 2\.0"),
    ],
)
def test_plans_that_cannot_be(options, message):
    with pytest.raises(ValueError, match=message):
        DenseNetPlan(**options)


def test_smallest_size():
    assert specs.smallest_size(PLANS["densenet201"], "imagenet") == 29
    assert specs.smallest_size(PLANS["densenet201"], "cifar") == 8
    with pytest.raises(ValueError, match="stem must be one of 'imagenet', 'cifar', got 'mnist'"):
        specs.smallest_size(PLANS["densenet201"], "mnist")


@pytest.mark.parametrize("layers", [specs.torchvision_layers, specs.keras_layers])
def test_names_of_layers(layers):
    found = layers("densenet121")
    assert len(found) == len(set(found.values())) == 2 + 58 * 4 + 3 * 2 + 2  # stem, layers, transitions, head
    with pytest.raises(ValueError, match="name must be one of 'densenet121', 'densenet169', 'densenet201', got"):
        layers("densenet40")
