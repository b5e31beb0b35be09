"""DenseNet's table as data: the plans of the paper, the variants of the libraries, and whose weights go where."""

from dataclasses import dataclass, replace

from companion.architectures.official import Official
from companion.check import integer, one_of, real

STEMS = ("imagenet", "cifar")
"""First layers: 7x7 with stride 2 and a pooling, or one 3x3 convolution that keeps the size."""


@dataclass(frozen=True)
class DenseNetPlan:
    """One column of the paper's table: how many layers, and how wide.

    Parameters
    ----------
    layers : tuple of int
        Layers of each dense block.
    growth_rate : int
        Maps that every layer adds, k in the paper.
    stem_channels : int
        Maps that enter the first block, k0.
    bottleneck : int
        Maps of the 1x1 convolution before every 3x3, in growth rates ("B"); 0 leaves it out.
    compression : float
        Share of its maps that a transition keeps ("C"), theta in the paper, above 0 and at most 1.

    Raises
    ------
    TypeError, ValueError
        If an entry is out of range.

    References
    ----------
    Huang, Liu, van der Maaten, Weinberger 2017, Densely connected convolutional networks, section 3 and table 1.

    Examples
    --------
    >>> DenseNetPlan((6, 12, 24, 16)).depth
    121
    """

    layers: tuple[int, ...]
    growth_rate: int = 32
    stem_channels: int = 64
    bottleneck: int = 4
    compression: float = 0.5

    def __post_init__(self) -> None:
        integer("len(layers)", len(self.layers), minimum=1)
        for number in self.layers:
            integer("layers", number, minimum=1)
        integer("growth_rate", self.growth_rate, minimum=1)
        integer("stem_channels", self.stem_channels, minimum=1)
        integer("bottleneck", self.bottleneck, minimum=0)
        real("compression", self.compression, minimum=0.01, maximum=1)

    @property
    def depth(self) -> int:
        """Layers with weights on the way from the picture to the logits, normalisations not counted."""
        return 1 + sum(self.layers) * (2 if self.bottleneck else 1) + len(self.layers) - 1 + 1


PLANS = {
    "densenet121": DenseNetPlan((6, 12, 24, 16)),
    "densenet169": DenseNetPlan((6, 12, 32, 32)),
    "densenet201": DenseNetPlan((6, 12, 48, 32)),
    "densenet264": DenseNetPlan((6, 12, 64, 48)),
    "densenet40": DenseNetPlan((12, 12, 12), growth_rate=12, stem_channels=16, bottleneck=0, compression=1.0),
    "densenet100": DenseNetPlan((16, 16, 16), growth_rate=12, stem_channels=24),
}
"""The four nets for ImageNet (table 1), and two for CIFAR (table 2): a plain DenseNet of 40 layers, and DenseNet-BC.

The paper's DenseNet-264 has 265 layers, counted as the other five are.
"""


@dataclass(frozen=True)
class DenseNetVariant:
    """In what the implementations differ.

    Parameters
    ----------
    norm_epsilon : float
        What batch normalisation adds to the variance.
    norm_momentum : float
        Weight of the new batch in the running statistics: PyTorch's meaning of the word, 1 minus Keras's.
    """

    norm_epsilon: float
    norm_momentum: float


VARIANTS = {
    "torchvision": DenseNetVariant(norm_epsilon=1e-5, norm_momentum=0.1),
    "keras": DenseNetVariant(norm_epsilon=1.001e-5, norm_momentum=0.01),
}
"""torchvision follows the authors' Torch code; keras.applications has an epsilon of its own and Keras's usual momentum.

There is no "paper" here: the layers of both are those of the paper.
"""

OFFICIAL = {
    "densenet121": Official("densenet121", 7_978_856, "DenseNet121", 8_062_504),
    "densenet169": Official("densenet169", 14_149_480, "DenseNet169", 14_307_880),
    "densenet201": Official("densenet201", 20_013_928, "DenseNet201", 20_242_984),
    "densenet40": Official(),
    "densenet100": Official(),
}
"""The builders and their counterparts in the libraries."""


def scaled(plan: DenseNetPlan, width: float) -> DenseNetPlan:
    """Return a plan with `width` times as many maps everywhere.

    Parameters
    ----------
    plan : DenseNetPlan
        What to scale.
    width : float
        Factor, at least 0.01.

    Returns
    -------
    DenseNetPlan
        Growth rate and stem rounded to the nearest whole number, and at least 1.

    Raises
    ------
    TypeError, ValueError
        If the factor is out of range.

    Examples
    --------
    >>> scaled(PLANS["densenet121"], 0.25)
    DenseNetPlan(layers=(6, 12, 24, 16), growth_rate=8, stem_channels=16, bottleneck=4, compression=0.5)
    """
    real("width", width, minimum=0.01)
    growth_rate, stem_channels = (max(1, round(width * number)) for number in (plan.growth_rate, plan.stem_channels))
    return replace(plan, growth_rate=growth_rate, stem_channels=stem_channels)


def block_channels(plan: DenseNetPlan) -> tuple[tuple[int, ...], ...]:
    """Return, for every dense block, how many maps each of its layers sees, and last how many leave the block.

    Law: layer l of a block that k0 maps enter sees ``k0 + (l - 1) * growth_rate``.

    Parameters
    ----------
    plan : DenseNetPlan
        The net.

    Returns
    -------
    tuple of tuple of int
        A block of L layers has L + 1 entries. A transition keeps the whole part of `compression` times the last one.

    Examples
    --------
    >>> block_channels(PLANS["densenet121"])[0]
    (64, 96, 128, 160, 192, 224, 256)
    >>> [(block[0], block[-1]) for block in block_channels(PLANS["densenet121"])]
    [(64, 256), (128, 512), (256, 1024), (512, 1024)]
    """
    blocks, entering = [], plan.stem_channels
    for layers in plan.layers:
        blocks.append(tuple(entering + number * plan.growth_rate for number in range(layers + 1)))
        entering = max(1, int(blocks[-1][-1] * plan.compression))
    return tuple(blocks)


def smallest_size(plan: DenseNetPlan, stem: str) -> int:
    """Return the height and width below which the last block has no place left, in pixels.

    Parameters
    ----------
    plan : DenseNetPlan
        The net.
    stem : str
        One of `STEMS`.

    Returns
    -------
    int
        Every transition halves and rounds down; the stem for ImageNet halves twice and rounds up.

    Examples
    --------
    >>> smallest_size(PLANS["densenet121"], "imagenet"), smallest_size(PLANS["densenet100"], "cifar")
    (29, 4)
    """
    after_the_stem: int = 2 ** (len(plan.layers) - 1)
    return after_the_stem if one_of("stem", stem, STEMS) == "cifar" else 4 * after_the_stem - 3


def torchvision_layers(name: str) -> dict[str, str]:
    """Return our layers and what torchvision calls them.

    Parameters
    ----------
    name : str
        "densenet121", "densenet169" or "densenet201".

    Returns
    -------
    dict of str to str
        Every layer with weights; the keys of a state dict are these names and ".weight", ".bias", ".running_mean", ...

    Raises
    ------
    ValueError
        If torchvision has no such net.

    Examples
    --------
    >>> names = torchvision_layers("densenet121")
    >>> names["stem.conv"], names["block4.layer16.norm2"], names["transition1.conv"]
    ('features.conv0', 'features.denseblock4.denselayer16.norm2', 'features.transition1.conv')
    """
    found = {"stem.conv": "features.conv0", "stem.norm": "features.norm0"}
    for block, layer in _places(name):
        for part in ("norm1", "conv1", "norm2", "conv2"):
            found[f"block{block}.layer{layer}.{part}"] = f"features.denseblock{block}.denselayer{layer}.{part}"
    for number in range(1, len(PLANS[name].layers)):
        for part in ("norm", "conv"):
            found[f"transition{number}.{part}"] = f"features.transition{number}.{part}"
    return {**found, "norm": "features.norm5", "classifier": "classifier"}


def keras_layers(name: str) -> dict[str, str]:
    """Return our Keras layers and what keras.applications calls them.

    Parameters
    ----------
    name : str
        "densenet121", "densenet169" or "densenet201".

    Returns
    -------
    dict of str to str
        Every layer with weights.

    Raises
    ------
    ValueError
        If keras.applications has no such net.

    Notes
    -----
    There the stem counts as "conv1", so that block 1 is "conv2" and the transition after it "pool2".

    Examples
    --------
    >>> names = keras_layers("densenet121")
    >>> names["stem_conv"], names["block4_layer16_norm2"], names["transition1_conv"]
    ('conv1_conv', 'conv5_block16_1_bn', 'pool2_conv')
    """
    found = {"stem_conv": "conv1_conv", "stem_norm": "conv1_bn"}
    parts = {"norm1": "0_bn", "conv1": "1_conv", "norm2": "1_bn", "conv2": "2_conv"}
    for block, layer in _places(name):
        for ours, theirs in parts.items():
            found[f"block{block}_layer{layer}_{ours}"] = f"conv{block + 1}_block{layer}_{theirs}"
    for number in range(1, len(PLANS[name].layers)):
        for ours, theirs in (("norm", "bn"), ("conv", "conv")):
            found[f"transition{number}_{ours}"] = f"pool{number + 1}_{theirs}"
    return {**found, "norm": "bn", "classifier": "predictions"}


def _places(name: str) -> list[tuple[int, int]]:
    """Return (block, layer) of every dense layer, both counted from 1."""
    one_of("name", name, [known for known, row in OFFICIAL.items() if row.torchvision])
    blocks = enumerate(PLANS[name].layers, start=1)
    return [(block, layer) for block, layers in blocks for layer in range(1, layers + 1)]
