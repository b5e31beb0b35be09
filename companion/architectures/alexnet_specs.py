"""AlexNet's table as data, what its implementations differ in, and what torchvision calls its layers."""

from dataclasses import dataclass

from companion.architectures.official import Official
from companion.check import integer, one_of, real
from companion.convolution.arithmetic import Conv, Dense, Flatten, Layer, Pool

KERNELS = (11, 5, 3, 3, 3)
"""Sides of the windows of the five convolutions, pixels."""

PADDINGS = (0, 2, 1, 1, 1)
"""What the convolutions pad on every side; the first one pads as its variant says."""

POOLED = (1, 2, 5)
"""Numbers of the convolutions that a max pooling follows: windows of 3x3, 2 apart, so that they overlap."""

NORMALISED = (1, 2)
"""Numbers of the convolutions with local response normalisation behind their ReLU, where a variant has it."""

DENSE = 4096
"""Units of the sixth and of the seventh layer."""

GRIDS = {"imagenet": 6, "cifar": 3}
"""Height and width of the maps that the sixth layer sees, by stem."""

CIFAR_KERNEL = 5
"""Side of the first window in the stem for small pictures; its stride is 1, its padding 2."""


@dataclass(frozen=True)
class AlexNetVariant:
    """What implementations of AlexNet differ in.

    Parameters
    ----------
    filters : tuple of int
        Maps of the five convolutions.
    groups : tuple of int
        Towers of each convolution: 2 where its filters see the maps of their own tower alone.
    first_padding : tuple of int
        Zeros that the first convolution adds before and behind the rows, and likewise the columns.
    response_norm : bool
        Whether local response normalisation follows the first two ReLUs.
    adaptive : bool
        Whether maps of other sizes are averaged to the grid that the sixth layer needs.
    drop_inputs : bool
        Whether dropout stands before layers six and seven, or behind their ReLU.
    initial_deviation : float
        Standard deviation of normally distributed initial weights; 0 stands for uniform weights and biases within
        1 / sqrt(fan-in), PyTorch's default.
    initial_bias : float
        Initial bias of layers 2, 4, 5, 6 and 7 with normally distributed weights; the others start at 0.
    """

    filters: tuple[int, ...]
    groups: tuple[int, ...]
    first_padding: tuple[int, int]
    response_norm: bool
    adaptive: bool
    drop_inputs: bool
    initial_deviation: float
    initial_bias: float


VARIANTS = {
    "torchvision": AlexNetVariant((64, 192, 384, 256, 256), (1, 1, 1, 1, 1), (2, 2), False, True, True, 0.0, 0.0),
    "paper": AlexNetVariant((96, 256, 384, 384, 256), (1, 2, 1, 2, 2), (0, 3), True, False, False, 0.01, 1.0),
}
"""The net of 2012 and its well-known successor.

"paper" is Krizhevsky, Sutskever and Hinton 2012: two towers that meet in the third convolution and in the dense layers.
Pictures of 224 pixels give 55 places only if the last windows hang over the edge, as in Krizhevsky's own code, which
rounds the number of places up; here three rows and columns of zeros do the same. Others crop 227 pixels instead.

"torchvision" is one tower. Krizhevsky 2014 gives the widths 64-192-384-384-256 for it, but the code published with that
paper has 64-192-384-256-256, and so have torchvision and the weights. It has no response normalisation, two pixels of
padding on every side, and an average pooling that fits other sizes to the dense layers.
"""

OFFICIAL = {"alexnet": Official("alexnet", 61_100_840)}
"""The one builder of the family; keras.applications has no AlexNet."""


def scaled(channels: int, width: float) -> int:
    """Return ``width * channels`` rounded to the nearest even number, and at least 2, so that two towers can share it.

    Parameters
    ----------
    channels : int
        Maps or units in the paper.
    width : float
        Factor, above 0.

    Returns
    -------
    int
        Maps or units of the narrower or wider net.

    Raises
    ------
    TypeError, ValueError
        If an argument is out of range.

    Examples
    --------
    >>> scaled(96, 0.125), scaled(4096, 0.125), scaled(96, 0.01)
    (12, 512, 2)
    """
    integer("channels", channels, minimum=1)
    if real("width", width, minimum=0) == 0:
        raise ValueError(f"width must be above 0, got {width}")
    return max(2, 2 * int(channels * width / 2 + 0.5))


def convolutions(*, stem: str = "imagenet", width: float = 1.0, variant: str = "torchvision") -> tuple[Conv, ...]:
    """Return the five convolutions of a variant, the first without its padding where that is not the same on all sides.

    Parameters
    ----------
    stem : str
        "imagenet": 11x11 with stride 4. "cifar": 5x5 with stride 1 and padding 2.
    width : float
        Factor on the numbers of maps, see :func:`scaled`.
    variant : str
        "torchvision" or "paper", see `VARIANTS`.

    Returns
    -------
    tuple of Conv
        Filters, windows, strides, padding and groups.

    Raises
    ------
    TypeError, ValueError
        If an option is unknown or out of range.

    Examples
    --------
    >>> convolutions(variant="paper")[1]
    Conv(filters=256, kernel_size=5, stride=1, padding=2, dilation=1, bias=True, groups=2)
    """
    small = one_of("stem", stem, tuple(GRIDS)) == "cifar"
    row = VARIANTS[one_of("variant", variant, tuple(VARIANTS))]
    before, behind = row.first_padding
    first = (CIFAR_KERNEL, 1, CIFAR_KERNEL // 2) if small else (KERNELS[0], 4, before if before == behind else 0)
    shapes = [first, *((kernel, 1, padding) for kernel, padding in zip(KERNELS[1:], PADDINGS[1:], strict=True))]
    return tuple(
        Conv(scaled(filters, width), kernel, stride, padding, groups=groups)
        for filters, groups, (kernel, stride, padding) in zip(row.filters, row.groups, shapes, strict=True)
    )


def alexnet_layers(
    num_classes: int = 1000, *, stem: str = "imagenet", width: float = 1.0, variant: str = "torchvision"
) -> tuple[Layer, ...]:
    """Return all layers for the arithmetic of sizes, without ReLU, response normalisation and dropout.

    Parameters
    ----------
    num_classes : int
        Number of logits.
    stem, width, variant
        As in :func:`convolutions`.

    Returns
    -------
    tuple of Conv, Pool, Flatten, Dense
        For pictures of 224 pixels ("torchvision"), 227 ("paper": the arithmetic knows no one-sided padding) or 32.

    Raises
    ------
    TypeError, ValueError
        If an option is unknown or out of range.

    Examples
    --------
    >>> from companion.convolution.arithmetic import count_parameters
    >>> sum(count_parameters(alexnet_layers(variant="paper"), (227, 227, 3)))
    60965224
    """
    layers: list[Layer] = []
    for number, conv in enumerate(convolutions(stem=stem, width=width, variant=variant), start=1):
        layers += [conv, Pool(3, 2)] if number in POOLED else [conv]
    units = scaled(DENSE, width)
    return (*layers, Flatten(), Dense(units), Dense(units), Dense(integer("num_classes", num_classes, minimum=1)))


def torchvision_layers(name: str) -> dict[str, str]:
    """Return the documented key mapping: our layer's name to that of torchvision's layer with the same weights.

    Parameters
    ----------
    name : str
        "alexnet".

    Returns
    -------
    dict of str to str
        Layers with weights alone, first layer first.

    Raises
    ------
    ValueError
        If there is no such net in the family.

    Examples
    --------
    >>> torchvision_layers("alexnet")["conv2"], torchvision_layers("alexnet")["fc8"]
    ('features.3', 'classifier.6')
    """
    one_of("name", name, tuple(OFFICIAL))
    features = {f"conv{number}": f"features.{place}" for number, place in enumerate((0, 3, 6, 8, 10), start=1)}
    return features | {f"fc{number}": f"classifier.{place}" for number, place in enumerate((1, 4, 6), start=6)}
