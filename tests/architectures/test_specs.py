from companion.architectures import specs
from companion.convolution.arithmetic import count_parameters, layer_shapes


def test_the_paper_has_sixty_thousand_parameters():
    assert sum(layer.parameters for layer in specs.LENET5_PAPER) == 60_000


def test_table_1_gives_the_parameters_of_c3():
    pairs = sum(len(inputs) for inputs in specs.LENET5_C3_INPUTS)
    assert len(specs.LENET5_C3_INPUTS) == 16
    assert pairs == 60
    assert pairs * 25 + 16 == specs.LENET5_PAPER[2].parameters


def test_every_map_of_s2_is_seen_by_ten_maps_of_c3():
    for source in range(6):
        assert sum(source in inputs for inputs in specs.LENET5_C3_INPUTS) == 10


def test_connections_of_a_convolution_are_its_parameters_at_every_place():
    for layer in (specs.LENET5_PAPER[0], specs.LENET5_PAPER[2], specs.LENET5_PAPER[4]):
        height, width, _ = layer.shape
        assert layer.connections == layer.parameters * height * width


def test_lenet_as_built_today():
    assert layer_shapes(specs.LENET5, (32, 32, 1))[:5] == [layer.shape for layer in specs.LENET5_PAPER[:5]]
    assert count_parameters(specs.LENET5, (32, 32, 1)) == [156, 0, 2_416, 0, 48_120, 0, 10_164, 850]
    assert sum(count_parameters(specs.LENET5, (32, 32, 1))) == 61_706


def test_the_classic_convnet():
    counts = count_parameters(specs.CLASSIC_CONVNET, (28, 28, 1))
    assert [count for count in counts if count] == [320, 18_496, 36_928, 36_928, 650]
    assert sum(counts) == 93_322


def test_the_small_convnet_takes_any_size():
    layers = specs.small_convnet_layers(width=8)
    assert count_parameters(layers, (8, 8, 1)) == count_parameters(layers, (28, 28, 1))
