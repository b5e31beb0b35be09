import pytest

from companion.architectures import efficientnet_specs as specs


def parameters(name):
    """Return the count that follows from the plan."""
    first, last = specs.scaled_ends(name)
    total = 27 * first + 2 * first
    for block in specs.blocks(name):
        inside, squeezed = block.hidden_channels, block.squeeze_channels
        total += inside * block.in_channels + 2 * inside if block.expansion > 1 else 0
        total += block.kernel_size**2 * inside + 2 * inside
        total += 2 * inside * squeezed + squeezed + inside  # squeeze and excitation
        total += inside * block.out_channels + 2 * block.out_channels
    return total + specs.blocks(name)[-1].out_channels * last + 2 * last + last * 1000 + 1000


@pytest.mark.parametrize("name", specs.SCALES)
def test_the_official_counts_follow_from_the_table(name):
    assert parameters(name) == specs.OFFICIAL[name].torchvision_parameters
    assert abs(parameters(name) / 1e6 / specs.SCALES[name].millions - 1) < 0.025  # the paper rounds


def test_the_table_of_the_paper():
    assert [stage.kernel_size for stage in specs.STAGES] == [3, 3, 5, 3, 5, 5, 3]
    assert [stage.blocks for stage in specs.STAGES] == [1, 2, 2, 3, 3, 4, 1]
    size, entering = 112, []
    for stage in specs.STAGES:
        entering.append(size)
        size //= stage.stride
    assert entering == [112, 112, 56, 28, 14, 14, 7]  # the paper's column, one row later
    assert specs.blocks("efficientnet_b7")[-1].out_channels == 640


def test_the_normalisation_of_the_large_nets_differs_in_torchvision_alone():
    pairs = {name: [specs.normalisation(name, variant) for variant in specs.VARIANTS] for name in specs.SCALES}
    assert pairs["efficientnet_b4"] == [(1e-5, 0.1), (1e-3, 0.01)]
    assert all(pairs[f"efficientnet_b{number}"] == [(1e-3, 0.01)] * 2 for number in (5, 6, 7))


def test_stochastic_depth_rises_evenly():
    assert specs.drop_probabilities(4, 0.2) == pytest.approx((0, 0.05, 0.1, 0.15))
    assert specs.drop_probabilities(2, 0) == (0, 0)
    assert specs.drop_probabilities(0, 0.2) == ()


def test_width_and_stem():
    narrow = specs.blocks("efficientnet_b0", width=0.25)
    assert narrow[-1].out_channels == 80
    assert specs.scaled_ends("efficientnet_b0", 0.25) == (8, 320)
    assert [block.stride for block in specs.blocks("efficientnet_b0", stem="cifar")].count(2) == 3


def test_names_in_the_libraries():
    for name in ("efficientnet_b0", "efficientnet_b7"):
        ours, theirs = specs.torchvision_layers(name), specs.keras_layers(name)
        assert {layer.replace(".", "_") for layer in ours} | {"normalization"} == set(theirs)
        assert len(set(ours.values())) == len(ours)
        assert len(set(theirs.values())) == len(theirs)
    assert ours["stage7.block4.excite.expand"] == "features.7.3.block.2.fc2"
    assert theirs["stage6_block13_expand_norm"] == "block6m_expand_bn"


def test_bad_input():
    calls = (specs.torchvision_layers, specs.keras_layers, specs.blocks, specs.scaled_ends)
    for call in calls:
        with pytest.raises(ValueError, match="name must be one of 'efficientnet_b0', .* got 'efficientnet_b8'"):
            call("efficientnet_b8")
    with pytest.raises(ValueError, match="variant must be one of 'torchvision', 'keras', got 'paper'"):
        specs.normalisation("efficientnet_b0", "paper")
    with pytest.raises(ValueError, match="stochastic_depth must be a finite number from 0 to 1, got 2"):
        specs.drop_probabilities(4, 2)
    with pytest.raises(ValueError, match="stem must be one of"):
        specs.blocks("efficientnet_b0", stem="small")
