import pytest

from companion.architectures.densenet_costs import connections, kept_for_training, parameters_by_part
from companion.architectures.densenet_specs import OFFICIAL, PLANS, DenseNetPlan


def test_connections_are_counted_one_by_one():
    for layers in range(6):
        assert connections(layers) == len([(s, t) for t in range(1, layers + 1) for s in range(t)])
    with pytest.raises(ValueError, match="layers must be a whole number of at least 0, got -1"):
        connections(-1)


@pytest.mark.parametrize("name", ["densenet121", "densenet169", "densenet201"])
def test_the_parts_add_up_to_torchvisions_count(name):
    assert sum(parameters_by_part(PLANS[name]).values()) == OFFICIAL[name].torchvision_parameters


@pytest.mark.parametrize(("name", "total"), [("densenet40", 1_019_722), ("densenet100", 769_162)])
def test_the_nets_for_cifar(name, total):
    assert sum(parameters_by_part(PLANS[name], 10, stem="cifar").values()) == total


def test_parts_by_hand():  # one block of one plain layer: 4 maps enter, 2 are added, 6 leave
    plan = DenseNetPlan((1,), growth_rate=2, stem_channels=4, bottleneck=0)
    assert parameters_by_part(plan, 3, in_channels=1, stem="cifar") == {
        "stem": 9 * 4,
        "1x1": 0,
        "3x3": 9 * 4 * 2,
        "transitions": 0,
        "normalisation": 2 * (4 + 6),
        "classifier": 6 * 3 + 3,
    }


def test_what_is_kept_grows_by_twice_the_growth_rate():
    kept = kept_for_training(64, PLANS["densenet121"])
    assert kept[0] == 2 * 64 + 2 * 128
    assert {after - before for before, after in zip(kept[:-1], kept[1:], strict=True)} == {2 * 32}
    assert len(kept) == 6


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"num_classes": 0}, "num_classes must be a whole number of at least 1, got 0"),
        ({"in_channels": 0}, "in_channels must be a whole number of at least 1, got 0"),
        ({"stem": "mnist"}, "stem must be one of 'imagenet', 'cifar', got 'mnist'"),
    ],
)
def test_bad_input(options, message):
    with pytest.raises(ValueError, match=message):
        parameters_by_part(PLANS["densenet121"], **options)
    with pytest.raises(ValueError, match="entering must be a whole number of at least 1, got 0"):
        kept_for_training(0, PLANS["densenet121"])
