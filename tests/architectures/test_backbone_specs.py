from companion.architectures.backbone_specs import (
    FEATURE_NAMES,
    SMALL_RESNET_WIDTHS,
    SMALL_VGG_WIDTHS,
    STRIDES,
    small_vgg_layers,
)
from companion.convolution.arithmetic import Conv, Pool


def test_the_table_by_hand():
    layers = small_vgg_layers()
    assert [layer.filters for layer in layers if isinstance(layer, Conv)] == [24, 24, 40, 40, 64, 64, 96, 96, 128, 128]
    assert sum(isinstance(layer, Pool) for layer in layers) == 4  # none after the last block


def test_the_layers_have_the_parameters_of_the_net():
    inputs = [3, 24, 24, 40, 40, 64, 64, 96, 96, 128]
    convs = [layer.filters for layer in small_vgg_layers() if isinstance(layer, Conv)]
    kernels = sum(9 * one * other for one, other in zip(inputs, convs, strict=True))
    assert kernels + 2 * sum(convs) == 486_472  # and two numbers a map for the normalisation


def test_five_levels_each():
    assert len(SMALL_VGG_WIDTHS) == len(SMALL_RESNET_WIDTHS) == len(STRIDES) == 5
    assert len(FEATURE_NAMES["small_vgg"]) == 10
    assert len(FEATURE_NAMES["small_resnet"]) == 5
