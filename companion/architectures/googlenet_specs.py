"""GoogLeNet's table as data, what its implementations differ in, and what torchvision calls its layers."""

from dataclasses import dataclass
from math import floor

from companion.architectures.official import Official
from companion.check import integer, one_of, real

STEM = (64, 64, 192)
"""Maps of the three convolutions before the first module: 7x7 with stride 2, 1x1 and 3x3."""

STEMS = ("imagenet", "cifar")
"""First layers of the paper, or for pictures of 32x32: 3x3 with stride 1 instead of 7x7, and no first pooling."""

HEAD = (128, 1024)
"""Maps of the 1x1 convolution and units of the dense layer in an auxiliary head."""

HEAD_GRIDS = {"imagenet": 4, "cifar": 2}
"""Height and width of what an auxiliary head of the paper flattens, for each stem; an adaptive one flattens 4x4."""

HEAD_PICTURES = {"imagenet": (223, 270), "cifar": (32, 43)}
"""Smallest and largest height and width, in pixels, of which so many places are left for a head of the paper."""

HEADS = {"auxiliary1": "4a", "auxiliary2": "4d"}
"""Auxiliary head: the module that it looks at."""

HEAD_WEIGHT = 0.3
"""Weight of the loss of each auxiliary head (section 5 of the paper)."""

HEAD_DROPOUT = 0.7
"""Share of the dense layer's units that an auxiliary head drops in training (section 5 of the paper)."""


@dataclass(frozen=True)
class Inception:
    """One row of table 1: maps of the six convolutions of a module.

    Parameters
    ----------
    conv1x1 : int
        Maps of the 1x1 branch.
    reduce3x3, conv3x3 : int
        Maps of the 1x1 reduction before the 3x3 convolution, and of that convolution.
    reduce5x5, conv5x5 : int
        The same for the 5x5 convolution; each branch has a reduction of its own.
    project : int
        Maps of the 1x1 convolution behind the pooling.

    Examples
    --------
    >>> Inception(64, 96, 128, 16, 32, 32).out_channels
    256
    """

    conv1x1: int
    reduce3x3: int
    conv3x3: int
    reduce5x5: int
    conv5x5: int
    project: int

    @property
    def out_channels(self) -> int:
        """Maps of the four branches side by side."""
        return self.conv1x1 + self.conv3x3 + self.conv5x5 + self.project


MODULES = {
    "3a": Inception(64, 96, 128, 16, 32, 32),
    "3b": Inception(128, 128, 192, 32, 96, 64),
    "4a": Inception(192, 96, 208, 16, 48, 64),
    "4b": Inception(160, 112, 224, 24, 64, 64),
    "4c": Inception(128, 128, 256, 24, 64, 64),
    "4d": Inception(112, 144, 288, 32, 64, 64),
    "4e": Inception(256, 160, 320, 32, 128, 128),
    "5a": Inception(256, 160, 320, 32, 128, 128),
    "5b": Inception(384, 192, 384, 48, 128, 128),
}
"""The nine modules of table 1; a max pooling stands before 3a, 4a and 5a."""


@dataclass(frozen=True)
class GoogLeNetVariant:
    """What implementations of GoogLeNet differ in.

    Parameters
    ----------
    batch_norm : bool
        Whether every convolution is normalised; it has a bias if not.
    wide_kernel : int
        Side of the window in the branch that the paper calls 5x5, in pixels.
    last_pool : int
        Side of the window of the max pooling before module 5a, in pixels.
    response_norm : bool
        Whether local response normalisation stands behind the first pooling and before the second.
    adaptive_heads : bool
        Whether the auxiliary heads average to a grid of 4x4 whatever the picture, or over 5x5 with stride 3.
    initial_deviation : float
        Standard deviation of normally distributed initial weights; 0 stands for uniform ones with variance 1 / fan-in.
    initial_bias : float
        Initial bias before a ReLU, where there is one.
    norm_epsilon : float
        Of the batch normalisation.
    norm_momentum : float
        Weight of the new batch in its running statistics (PyTorch's meaning).
    """

    batch_norm: bool
    wide_kernel: int
    last_pool: int
    response_norm: bool
    adaptive_heads: bool
    initial_deviation: float
    initial_bias: float
    norm_epsilon: float = 1e-3
    norm_momentum: float = 0.1


VARIANTS = {
    "torchvision": GoogLeNetVariant(True, 3, 2, False, True, 0.01, 0.0),
    "paper": GoogLeNetVariant(False, 5, 3, True, False, 0.0, 0.2),
}
"""Two implementations that differ in structure.

"torchvision" was carried over from a TensorFlow model that already used batch normalisation, and with it came a 3x3 in
the 5x5 branch (known there as issue 906) and a 2x2 pooling before module 5a. "paper" is table 1 and figure 3; where the
paper is silent (initial weights, constants of the response normalisation) it follows the port to Caffe.
"""

OFFICIAL = {"googlenet": Official(torchvision="googlenet", torchvision_parameters=13_004_888)}
"""The one builder of the family; keras.applications has no GoogLeNet (its oldest Inception is version 3)."""


def scaled(channels: int, width: float) -> int:
    """Return ``width * channels``, rounded to the nearest whole number (a half upwards), and at least 1.

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
    >>> scaled(112, 0.125), scaled(12, 0.125), scaled(3, 0.125)
    (14, 2, 1)
    """
    integer("channels", channels, minimum=1)
    if real("width", width, minimum=0) == 0:
        raise ValueError("width must be above 0, got 0")
    return max(1, floor(width * channels + 0.5))


def scaled_module(name: str, width: float) -> Inception:
    """Return one row of table 1 with every number scaled by `width`.

    Examples
    --------
    >>> scaled_module("3a", 0.5)
    Inception(conv1x1=32, reduce3x3=48, conv3x3=64, reduce5x5=8, conv5x5=16, project=16)
    """
    row = MODULES[one_of("name", name, tuple(MODULES))]
    return Inception(*(scaled(maps, width) for maps in vars(row).values()))


def smallest_picture(stem: str, variant: GoogLeNetVariant) -> int:
    """Return the height and width below which a pooling has no place left to look at, pixels.

    Examples
    --------
    >>> [smallest_picture("imagenet", row) for row in VARIANTS.values()]
    [15, 31]
    """
    places = variant.last_pool - 1  # before module 5a, where a window may hang over the edge by one place
    return 4 * places if one_of("stem", stem, STEMS) == "cifar" else 16 * places - 1


def torchvision_layers(name: str = "googlenet") -> dict[str, str]:
    """Return, for every layer of ours with weights, torchvision's name of it: the documented key mapping.

    Parameters
    ----------
    name : str
        Name of the builder, "googlenet".

    Returns
    -------
    dict of str to str
        Our name to torchvision's, the auxiliary heads included.

    Raises
    ------
    ValueError
        If there is no such builder.

    Examples
    --------
    >>> names = torchvision_layers("googlenet")
    >>> names["inception3a.reduce5x5.conv"], names["auxiliary2.dense1"]
    ('inception3a.branch3.0.conv', 'aux2.fc1')
    """
    one_of("name", name, tuple(OFFICIAL))
    units = {f"conv{index}": f"conv{index}" for index in (1, 2, 3)}
    for module in MODULES:
        units |= {f"inception{module}.{ours}": f"inception{module}.{theirs}" for ours, theirs in _BRANCHES.items()}
    heads = dict(zip(HEADS, ("aux1", "aux2"), strict=True))
    units |= {f"{ours}.conv": f"{theirs}.conv" for ours, theirs in heads.items()}
    names: dict[str, str] = {}
    for ours, theirs in units.items():
        names |= {f"{ours}.conv": f"{theirs}.conv", f"{ours}.norm": f"{theirs}.bn"}
    for ours, theirs in heads.items():
        names |= {f"{ours}.dense{index}": f"{theirs}.fc{index}" for index in (1, 2)}
    return names | {"classifier": "fc"}


_BRANCHES = {
    "conv1x1": "branch1",
    "reduce3x3": "branch2.0",
    "conv3x3": "branch2.1",
    "reduce5x5": "branch3.0",
    "conv5x5": "branch3.1",
    "project": "branch4.1",
}
