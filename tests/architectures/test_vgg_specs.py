import pytest

from companion.architectures import vgg_specs
from companion.convolution.arithmetic import Conv, Dense, Flatten, Pool, count_multiply_adds, count_parameters

PICTURE = (224, 224, 3)


def configuration_layers(letter):
    """Return the layers of a column of the paper's table, C's 1x1 convolutions too."""
    layers = []
    for stage in vgg_specs.CONFIGURATIONS[letter].stages:
        layers += [Conv(filters, size, padding=size // 2) for filters, size in stage] + [Pool(2)]
    return (*layers, Flatten(), Dense(4096), Dense(4096), Dense(1000))


@pytest.mark.parametrize("letter", vgg_specs.CONFIGURATIONS)
def test_the_tables_of_the_paper(letter):
    row = vgg_specs.CONFIGURATIONS[letter]
    assert round(sum(count_parameters(configuration_layers(letter), PICTURE)) / 1e6) == row.millions
    assert row.depth == {"A": 11, "A-LRN": 11, "B": 13, "C": 16, "D": 16, "E": 19}[letter]
    assert [stage[-1][0] for stage in row.stages] == [64, 128, 256, 512, 512]


def test_where_the_parameters_of_vgg16_are():
    layers = vgg_specs.vgg_layers("vgg16")
    counts = count_parameters(layers, PICTURE)
    assert counts[0] == 3 * 3 * 3 * 64 + 64  # by hand
    assert sum(counts[:-4]) == 14_714_688
    assert counts[-3:] == [102_764_544, 16_781_312, 4_097_000]
    assert sum(count_multiply_adds(layers, PICTURE)) == 15_470_264_320


@pytest.mark.parametrize("name", vgg_specs.OFFICIAL)
def test_the_official_counts_follow_from_the_table(name):
    planned, row = vgg_specs.plan(name), vgg_specs.OFFICIAL[name]
    norms = 2 * sum(map(sum, planned.stages)) if planned.batch_norm else 0
    assert sum(count_parameters(vgg_specs.vgg_layers(name), PICTURE)) + norms == row.torchvision_parameters
    assert list(vgg_specs.MODELS) == list(vgg_specs.OFFICIAL)


def test_the_cifar_stem_and_a_narrow_net():
    narrow = vgg_specs.plan("vgg16_bn", stem="cifar", width=0.125)
    assert narrow.stages == ((8, 8), (16, 16), (32, 32, 32), (64, 64, 64), (64, 64, 64))
    assert (narrow.hidden, narrow.batch_norm) == ((), True)
    assert vgg_specs.plan("vgg11", width=1e-6).hidden == (1, 1)
    assert count_parameters(vgg_specs.vgg_layers("vgg11", 10, stem="cifar"), (32, 32, 3))[-1] == 512 * 10 + 10


def test_dropout_is_the_variant_s_unless_given():
    assert [vgg_specs.plan("vgg11", variant=name).dropout for name in vgg_specs.VARIANTS] == [0.5, 0.0, 0.5]
    assert vgg_specs.plan("vgg11", dropout=0.0).dropout == 0


def test_names_in_the_libraries():
    ours = vgg_specs.torchvision_layers("vgg19_bn")
    assert len(ours) == len(set(ours.values())) == 2 * 16 + 3
    assert (ours["block1.conv2"], ours["block2.norm1"], ours["block5.conv4"]) == (
        "features.3",
        "features.8",
        "features.49",
    )
    assert len(vgg_specs.keras_layers("vgg16")) == 16
    with pytest.raises(ValueError, match="name must be one of 'vgg16', 'vgg19', got 'vgg11'"):
        vgg_specs.keras_layers("vgg11")


def test_bad_input():
    with pytest.raises(ValueError, match="name must be one of 'vgg11', .* got 'vgg12'"):
        vgg_specs.plan("vgg12")
    with pytest.raises(ValueError, match="stem must be one of 'imagenet', 'cifar', got 'mnist'"):
        vgg_specs.plan("vgg11", stem="mnist")
    with pytest.raises(ValueError, match="variant must be one of 'torchvision', 'keras', 'paper', got 'tensorflow'"):
        vgg_specs.plan("vgg11", variant="tensorflow")
    with pytest.raises(ValueError, match="width must be above 0, got 0"):
        vgg_specs.plan("vgg11", width=0)
    with pytest.raises(ValueError, match="dropout must be a finite number from 0 to 1, got 2"):
        vgg_specs.plan("vgg11", dropout=2)
    with pytest.raises(ValueError, match="num_classes must be a whole number of at least 1, got 0"):
        vgg_specs.vgg_layers("vgg11", 0)
