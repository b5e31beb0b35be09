"""Tables of the two small backbones that this project trains itself, a VGG and a residual net."""

from companion.convolution.arithmetic import Conv, GlobalPool, Pool

SMALL_VGG_WIDTHS = (24, 40, 64, 96, 128)
"""Maps of the five blocks of `small_vgg`, each of two 3x3 convolutions; a 2x2 max pooling stands between blocks."""

SMALL_RESNET_WIDTHS = (24, 32, 64, 96, 128)
"""Maps of the stem of `small_resnet` and of its four stages, each of one residual block that halves the picture."""

STRIDES = (1, 2, 4, 8, 16)
"""Pixels of the picture from one place of a map to the next, for the five levels of both nets."""

SMALLEST_PICTURE = STRIDES[-1]
"""Height and width below which the last level has no place left, pixels."""

FEATURE_NAMES = {
    "small_vgg": tuple(f"block{block}_conv{conv}" for block in range(1, 6) for conv in (1, 2)),
    "small_resnet": ("stem", "stage1", "stage2", "stage3", "stage4"),
}
"""Names of the feature maps that each net gives, from the picture on; the last one is averaged to the vector."""


def small_vgg_layers() -> tuple[Conv | Pool | GlobalPool, ...]:
    """Return the layers of `small_vgg` for the arithmetic of sizes, without its normalisation layers.

    Notes
    -----
    Batch normalisation changes no shape and adds two trained parameters per map.

    Examples
    --------
    >>> [layer.filters for layer in small_vgg_layers() if isinstance(layer, Conv)]
    [24, 24, 40, 40, 64, 64, 96, 96, 128, 128]
    """
    layers: list[Conv | Pool | GlobalPool] = []
    for width in SMALL_VGG_WIDTHS:
        layers += [Conv(width, 3, padding=1, bias=False)] * 2 + [Pool(2)]
    return (*layers[:-1], GlobalPool())
