import pytest

from companion.architectures import googlenet_specs
from companion.architectures.googlenet_specs import HEADS, MODULES, VARIANTS, scaled, scaled_module, smallest_picture


def test_maps_of_every_module():  # the column "output size" of table 1
    wanted = [256, 480, 512, 512, 512, 528, 832, 832, 1024]
    assert [row.out_channels for row in MODULES.values()] == wanted


def test_every_branch_has_its_own_reduction():
    assert all(row.reduce3x3 > row.reduce5x5 for row in MODULES.values())
    assert len({row.reduce3x3 / row.reduce5x5 for row in MODULES.values()}) > 4  # and in no fixed proportion


@pytest.mark.parametrize(("channels", "width", "wanted"), [(64, 1.0, 64), (3, 0.5, 2), (2, 0.2, 1), (16, 2, 32)])
def test_scaled(channels, width, wanted):
    assert scaled(channels, width) == wanted


@pytest.mark.parametrize("name", MODULES)
def test_the_full_width_is_the_table(name):
    assert scaled_module(name, 1.0) == MODULES[name]


@pytest.mark.parametrize(
    ("stem", "variant", "wanted"),
    [("imagenet", "torchvision", 15), ("imagenet", "paper", 31), ("cifar", "torchvision", 4), ("cifar", "paper", 8)],
)
def test_smallest_picture(stem, variant, wanted):  # test_googlenet_torch.py shows that one pixel less is refused
    assert smallest_picture(stem, VARIANTS[variant]) == wanted


def test_the_mapping_is_one_to_one_and_complete():
    names = googlenet_specs.torchvision_layers("googlenet")
    units = 3 + 6 * len(MODULES) + len(HEADS)
    assert len(names) == len(set(names.values())) == 2 * units + 2 * len(HEADS) + 1
    assert names["inception5b.project.norm"] == "inception5b.branch4.1.bn"
    assert (names["conv1.conv"], names["auxiliary1.conv.norm"], names["classifier"]) == (
        "conv1.conv",
        "aux1.conv.bn",
        "fc",
    )


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: scaled(0, 1.0), "channels must be a whole number of at least 1, got 0"),
        (lambda: scaled(8, 0), "width must be above 0, got 0"),
        (lambda: scaled(8, -1.0), "width must be a finite number of at least 0, got -1.0"),
        (lambda: scaled_module("6a", 1.0), "name must be one of '3a', .*, got '6a'"),
        (lambda: smallest_picture("mnist", VARIANTS["paper"]), "stem must be one of 'imagenet', 'cifar', got 'mnist'"),
        (lambda: googlenet_specs.torchvision_layers("vgg16"), "name must be one of 'googlenet', got 'vgg16'"),
    ],
)
def test_bad_input(call, message):
    with pytest.raises(ValueError, match=message):
        call()
