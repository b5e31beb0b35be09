import pytest

from companion.architectures import alexnet_specs
from companion.architectures.alexnet_specs import alexnet_layers, convolutions, scaled, torchvision_layers
from companion.convolution.arithmetic import count_multiply_adds, count_parameters, layer_shapes


def test_the_paper_layer_by_layer():
    counts = count_parameters(alexnet_layers(variant="paper"), (227, 227, 3))
    convolved, dense = [34_944, 307_456, 885_120, 663_936, 442_624], [37_752_832, 16_781_312, 4_097_000]
    assert [count for count in counts if count] == convolved + dense
    assert sum(counts) == 60_965_224


def test_torchvision_layer_by_layer():
    counts = count_parameters(alexnet_layers(), (224, 224, 3))
    assert [count for count in counts if count][:5] == [23_296, 307_392, 663_936, 884_992, 590_080]
    assert sum(counts) == alexnet_specs.OFFICIAL["alexnet"].torchvision_parameters


@pytest.mark.parametrize(("variant", "size"), [("torchvision", 224), ("paper", 227)])
def test_the_dense_layers_see_six_by_six(variant, size):
    shapes = layer_shapes(alexnet_layers(variant=variant), (size, size, 3))
    assert [shape[0] for shape in shapes[:8]] == [55, 27, 27, 13, 13, 13, 13, 6]


def test_small_pictures_leave_three_by_three():
    for variant in alexnet_specs.VARIANTS:
        layers = alexnet_layers(10, stem="cifar", width=0.125, variant=variant)
        assert layer_shapes(layers, (32, 32, 3))[7][:2] == (alexnet_specs.GRIDS["cifar"],) * 2


def test_a_tower_halves_the_work_of_its_layer():
    both, joined = convolutions(variant="paper")[3], convolutions(variant="paper")[2]
    assert (both.groups, joined.groups) == (2, 1)
    grouped = count_multiply_adds([both], (13, 13, 384))
    one_tower = [type(both)(both.filters, both.kernel_size, padding=both.padding)]
    assert 2 * grouped[0] == count_multiply_adds(one_tower, (13, 13, 384))[0]


def test_widths_are_even():
    assert [conv.filters for conv in convolutions(width=0.1, variant="paper")] == [10, 26, 38, 38, 26]
    assert scaled(64, 1 / 64) == scaled(1, 1e-6) == 2


def test_the_mapping_names_every_layer_with_weights_once():
    mapping = torchvision_layers("alexnet")
    assert list(mapping) == ["conv1", "conv2", "conv3", "conv4", "conv5", "fc6", "fc7", "fc8"]
    assert len(set(mapping.values())) == 8


def test_bad_input():
    with pytest.raises(ValueError, match="variant must be one of 'torchvision', 'paper', got 'keras'"):
        convolutions(variant="keras")
    with pytest.raises(ValueError, match="stem must be one of 'imagenet', 'cifar', got 'mnist'"):
        alexnet_layers(stem="mnist")
    with pytest.raises(ValueError, match="width must be above 0, got 0"):
        scaled(64, 0)
    with pytest.raises(ValueError, match="num_classes must be a whole number of at least 1, got 0"):
        alexnet_layers(0)
    with pytest.raises(ValueError, match="name must be one of 'alexnet', got 'zfnet'"):
        torchvision_layers("zfnet")
