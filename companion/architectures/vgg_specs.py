"""VGG's table as data: the configurations of the paper, the variants of the libraries, and whose weights go where."""

from dataclasses import dataclass

from companion.architectures.official import Official
from companion.check import integer, one_of, real
from companion.convolution.arithmetic import Conv, Dense, Flatten, GlobalPool, Layer, Pool

STEMS = ("imagenet", "cifar")
"""Heads: three dense layers on a grid of 7x7, or one on the average of what is left of a picture of 32x32."""

GRID = 7
"""Height and width of the maps that the first dense layer reads, as 224 pixels leave them after five poolings."""

HIDDEN = (4096, 4096)
"""Units of the two hidden dense layers."""

SMALLEST_PICTURE = 32
"""Height and width below which the fifth pooling has nothing left, pixels."""

NORM_EPSILON, NORM_MOMENTUM = 1e-5, 0.1
"""Of batch normalisation, in PyTorch's meaning (Keras: 1 - 0.1). The paper, of 2014, has none."""


SMALL_DEVIATION = 0.01
"""Standard deviation of small weights."""

DENSE_BOUND = SMALL_DEVIATION * 3**0.5
"""Numbers drawn evenly between minus and plus this have that deviation."""


@dataclass(frozen=True)
class Configuration:
    """One column of the paper's table 1.

    Parameters
    ----------
    stages : tuple of tuple of (int, int)
        (filters, kernel size) of every convolution; a 2x2 max pooling closes each of the five stages.
    millions : int
        Parameters as table 2 gives them, in millions.
    top5 : float
        Top-5 error on the validation pictures of ImageNet in percent, at one scale of 256 pixels in training and in
        testing (table 3).
    response_normalisation : bool
        Whether AlexNet's local response normalisation follows the first convolution.

    Examples
    --------
    >>> CONFIGURATIONS["D"].depth
    16
    """

    stages: tuple[tuple[tuple[int, int], ...], ...]
    millions: int
    top5: float
    response_normalisation: bool = False

    @property
    def depth(self) -> int:
        """Layers with weights: the convolutions and the three dense layers."""
        return sum(map(len, self.stages)) + len(HIDDEN) + 1


def _stages(*counts: int, kernel_sizes: tuple[int, ...] = (3, 3, 3, 3)) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Return stages of so many convolutions; their filters double from 64 until they are 512."""
    filters = (64, 128, 256, 512, 512)
    return tuple(tuple((f, size) for size in kernel_sizes[:count]) for f, count in zip(filters, counts, strict=True))


CONFIGURATIONS = {
    "A": Configuration(_stages(1, 1, 2, 2, 2), 133, 10.4),
    "A-LRN": Configuration(_stages(1, 1, 2, 2, 2), 133, 10.5, response_normalisation=True),
    "B": Configuration(_stages(2, 2, 2, 2, 2), 133, 9.9),
    "C": Configuration(_stages(2, 2, 3, 3, 3, kernel_sizes=(3, 3, 1)), 134, 9.4),
    "D": Configuration(_stages(2, 2, 3, 3, 3), 138, 8.8),
    "E": Configuration(_stages(2, 2, 4, 4, 4), 144, 9.0),
}
"""Tables 1 to 3 of the paper. A-LRN and C, whose third convolutions of a stage are 1x1, have no builder."""


@dataclass(frozen=True)
class VGGVariant:
    """In what the implementations differ.

    Parameters
    ----------
    adaptive_pooling : bool
        Whether the maps are averaged to 7x7 before the dense layers; without it only pictures of 224 to 255 pixels fit.
    dropout : float
        Probability after each hidden dense layer.
    initialisation : str
        "he": convolutions normal with variance 2 / fan-out, dense layers with deviation 0.01. "glorot": uniform with
        variance 2 / (fan-in + fan-out). "small": all with deviation 0.01. Biases are 0.
    """

    adaptive_pooling: bool
    dropout: float
    initialisation: str


VARIANTS = {
    "torchvision": VGGVariant(adaptive_pooling=True, dropout=0.5, initialisation="he"),
    "keras": VGGVariant(adaptive_pooling=False, dropout=0.0, initialisation="glorot"),
    "paper": VGGVariant(adaptive_pooling=False, dropout=0.5, initialisation="small"),
}
"""None of the differences changes the number of parameters or, on pictures of 224x224, the logits of given weights.

The paper draws the weights of A with "10^-2 variance", which would be a deviation of 0.1. With that the activations
grow by a factor of 1.7 to 4.8 in every convolution after the first, and He et al. 2015 take it as a deviation of 0.01,
that of AlexNet, as we do. The paper's deeper nets start from the layers of A once it is trained.
"""

MODELS = {
    f"vgg{CONFIGURATIONS[letter].depth}{ending}": (letter, bool(ending)) for ending in ("", "_bn") for letter in "ABDE"
}
"""Builder: its configuration, and whether batch normalisation follows every convolution (torchvision's addition)."""

OFFICIAL = {
    "vgg11": Official("vgg11", 132_863_336),
    "vgg13": Official("vgg13", 133_047_848),
    "vgg16": Official("vgg16", 138_357_544, "VGG16", 138_357_544),
    "vgg19": Official("vgg19", 143_667_240, "VGG19", 143_667_240),
    "vgg11_bn": Official("vgg11_bn", 132_868_840),
    "vgg13_bn": Official("vgg13_bn", 133_053_736),
    "vgg16_bn": Official("vgg16_bn", 138_365_992),
    "vgg19_bn": Official("vgg19_bn", 143_678_248),
}


@dataclass(frozen=True)
class VGGPlan:
    """All that a builder needs to know, after its options were checked; see :func:`plan`."""

    name: str
    stages: tuple[tuple[int, ...], ...]
    hidden: tuple[int, ...]
    batch_norm: bool
    adaptive_pooling: bool
    dropout: float
    initialisation: str


def plan(
    name: str,
    *,
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    dropout: float | None = None,
) -> VGGPlan:
    """Return the filters of every convolution and the units of every hidden dense layer of a model.

    Parameters
    ----------
    name : str
        A key of `MODELS`.
    stem : str
        "imagenet", or "cifar" for no hidden dense layer.
    width : float
        Factor on filters and units, which are then rounded to the nearest whole number of at least 1.
    variant : str
        A key of `VARIANTS`.
    dropout : float, optional
        In [0, 1]; left out, the variant's.

    Returns
    -------
    VGGPlan
        What the builders of both frameworks read.

    Raises
    ------
    TypeError, ValueError
        If an argument is unknown or out of range.

    Examples
    --------
    >>> plan("vgg11", width=0.125).stages
    ((8,), (16,), (32, 32), (64, 64), (64, 64))
    """
    letter, batch_norm = MODELS[one_of("name", name, tuple(MODELS))]
    columns = VARIANTS[one_of("variant", variant, tuple(VARIANTS))]
    if real("width", width, minimum=0) == 0:
        raise ValueError(f"width must be above 0, got {width}")
    stages = tuple(tuple(_scaled(filters, width) for filters, _ in stage) for stage in CONFIGURATIONS[letter].stages)
    return VGGPlan(
        name=name,
        stages=stages,
        hidden=tuple(_scaled(units, width) for units in HIDDEN) if one_of("stem", stem, STEMS) == "imagenet" else (),
        batch_norm=batch_norm,
        adaptive_pooling=columns.adaptive_pooling,
        dropout=columns.dropout if dropout is None else real("dropout", dropout, minimum=0, maximum=1),
        initialisation=columns.initialisation,
    )


def vgg_layers(name: str, num_classes: int = 1000, *, stem: str = "imagenet", width: float = 1.0) -> tuple[Layer, ...]:
    """Return the layers of a model for the arithmetic of sizes, without adaptive pooling and batch normalisation.

    Parameters
    ----------
    name, stem, width
        As in :func:`plan`.
    num_classes : int
        Number of logits.

    Notes
    -----
    Batch normalisation adds two trained parameters a filter and changes no shape.

    Examples
    --------
    >>> from companion.convolution.arithmetic import count_parameters
    >>> sum(count_parameters(vgg_layers("vgg16"), (224, 224, 3)))
    138357544
    """
    planned = plan(name, stem=stem, width=width)
    layers: list[Layer] = []
    for filters in planned.stages:
        layers += [Conv(number, 3, padding=1) for number in filters] + [Pool(2)]
    layers.append(Flatten() if planned.hidden else GlobalPool())
    units = (*planned.hidden, integer("num_classes", num_classes, minimum=1))
    return (*layers, *(Dense(number) for number in units))


def torchvision_layers(name: str) -> dict[str, str]:
    """Return, for each of our layers with weights, torchvision's name of it.

    torchvision numbers the layers of a net through, those without weights too.

    Examples
    --------
    >>> list(torchvision_layers("vgg11").items())[:3]
    [('block1.conv1', 'features.0'), ('block2.conv1', 'features.3'), ('block3.conv1', 'features.6')]
    >>> torchvision_layers("vgg11_bn")["predictions"]
    'classifier.6'
    """
    planned, found, index = plan(name), {}, 0
    for block, filters in enumerate(planned.stages, start=1):
        for conv in range(1, len(filters) + 1):
            found[f"block{block}.conv{conv}"] = f"features.{index}"
            if planned.batch_norm:
                found[f"block{block}.norm{conv}"] = f"features.{index + 1}"
            index += 3 if planned.batch_norm else 2  # convolution, normalisation, ReLU
        index += 1  # pooling
    return found | {"fc1": "classifier.0", "fc2": "classifier.3", "predictions": "classifier.6"}


def keras_layers(name: str) -> dict[str, str]:
    """Return, for each of our Keras layers with weights, the name in keras.applications, which is the same.

    Examples
    --------
    >>> keras_layers("vgg16")["block1_conv1"]
    'block1_conv1'
    """
    one_of("name", name, tuple(key for key, row in OFFICIAL.items() if row.keras))
    ours = [layer.replace(".", "_") for layer in torchvision_layers(name)]
    return dict(zip(ours, ours, strict=True))


def _scaled(channels: int, width: float) -> int:
    return max(1, round(channels * width))
