"""MobileNetV2's table as data: stages and blocks, the variants of the libraries, and whose weights go where."""

from dataclasses import dataclass

from companion.architectures.inverted_residual import Block, Stage, chained_blocks, rounded_channels
from companion.architectures.official import Official
from companion.check import one_of, real

STEMS = ("imagenet", "cifar")
"""Halve the picture in the first convolution and in stage 2, or keep its size in both."""

STEM_CHANNELS, HEAD_CHANNELS = 32, 1280
"""Maps of the first 3x3 convolution, and of the last 1x1 convolution before the global average."""

STAGES = (
    Stage(1, 16, 1, 1),
    Stage(6, 24, 2, 2),
    Stage(6, 32, 3, 2),
    Stage(6, 64, 4, 2),
    Stage(6, 96, 3, 1),
    Stage(6, 160, 3, 2),
    Stage(6, 320, 1, 1),
)
"""The bottlenecks of table 2, seven stages of 17 blocks."""


@dataclass(frozen=True)
class MobileNetVariant:
    """In what the implementations differ.

    Parameters
    ----------
    norm_epsilon : float
        What batch normalisation adds to the variance.
    norm_momentum : float
        Weight of the new batch in the running statistics: PyTorch's meaning of the word, 1 minus Keras's.
    padding : str
        Of convolutions with stride 2: "symmetric" pads all four sides alike; "same" pads as little as keeps
        ceil(size / 2) places, at the bottom and right first, so that an even size has no zeros above and to the left.
    """

    norm_epsilon: float
    norm_momentum: float
    padding: str


VARIANTS = {
    "torchvision": MobileNetVariant(norm_epsilon=1e-5, norm_momentum=0.1, padding="symmetric"),
    "keras": MobileNetVariant(norm_epsilon=1e-3, norm_momentum=0.001, padding="same"),
}
"""keras.applications has the epsilon and padding of the authors' TensorFlow code, torchvision PyTorch's usual ones.

There is no "paper" here: layers and their parameters are the same in all three. keras.applications writes "same" as a
layer (`correct_pad`) before a "valid" convolution; the numbers are equal.
"""

OFFICIAL = {"mobilenet_v2": Official("mobilenet_v2", 3_504_872, "MobileNetV2", 3_538_984)}
"""The builder and its counterparts. Keras counts 34,112 moving means and variances too."""


def scaled_stem(width: float) -> int:
    """Return the maps of the first convolution for a factor on all widths."""
    return rounded_channels(STEM_CHANNELS * real("width", width, minimum=0.01))


def scaled_head(width: float) -> int:
    """Return the maps of the last convolution: the factor counts only where it is above 1 (section 6.1 of the paper).

    Examples
    --------
    >>> scaled_head(0.5), scaled_head(1.4)
    (1280, 1792)
    """
    return rounded_channels(HEAD_CHANNELS * max(1.0, real("width", width, minimum=0.01)))


def blocks(*, stem: str = "imagenet", width: float = 1.0) -> tuple[Block, ...]:
    """Return the 17 blocks in order.

    Parameters
    ----------
    stem : str
        One of `STEMS`.
    width : float
        Factor on all numbers of maps, the paper's width multiplier.

    Returns
    -------
    tuple of Block
        Named "stage1.block1" to "stage7.block1".

    Raises
    ------
    TypeError, ValueError
        If an argument is unknown or out of range.

    Examples
    --------
    >>> first, second, *_ = blocks()
    >>> first.in_channels, first.hidden_channels, first.out_channels
    (32, 32, 16)
    >>> second.in_channels, second.hidden_channels, second.out_channels, second.stride
    (16, 96, 24, 2)
    """
    keeps_size = one_of("stem", stem, STEMS) == "cifar"
    return chained_blocks(
        [
            (stage, rounded_channels(stage.channels * real("width", width, minimum=0.01)), stage.blocks)
            for stage in STAGES
        ],
        scaled_stem(width),
        keeps_size=keeps_size,
    )


def torchvision_layers(name: str) -> dict[str, str]:
    """Return our layers and what torchvision calls them.

    Parameters
    ----------
    name : str
        "mobilenet_v2".

    Returns
    -------
    dict of str to str
        Every layer with weights; the keys of a state dict are these names and ".weight", ".bias", ".running_mean", ...

    Raises
    ------
    ValueError
        If the name is another.

    Examples
    --------
    >>> names = torchvision_layers("mobilenet_v2")
    >>> names["stem.conv"], names["stage1.block1.project.conv"], names["stage7.block1.project.norm"]
    ('features.0.0', 'features.1.conv.1', 'features.17.conv.3')
    """
    one_of("name", name, tuple(OFFICIAL))
    found = {"stem.conv": "features.0.0", "stem.norm": "features.0.1"}
    for index, block in enumerate(blocks(), start=1):
        theirs = f"features.{index}.conv"
        for step, part in enumerate(_inner_parts(block)):
            found[f"{block.name}.{part}.conv"] = f"{theirs}.{step}.0"
            found[f"{block.name}.{part}.norm"] = f"{theirs}.{step}.1"
        last = len(_inner_parts(block))
        found[f"{block.name}.project.conv"] = f"{theirs}.{last}"
        found[f"{block.name}.project.norm"] = f"{theirs}.{last + 1}"
    return {**found, "head.conv": "features.18.0", "head.norm": "features.18.1", "classifier": "classifier.1"}


def keras_layers(name: str) -> dict[str, str]:
    """Return our Keras layers and what keras.applications calls them.

    Parameters, errors as in :func:`torchvision_layers`.

    Returns
    -------
    dict of str to str
        Every layer with weights.

    Notes
    -----
    There the first block is "expanded_conv", though it alone does not expand, and the others count from "block_1".

    Examples
    --------
    >>> names = keras_layers("mobilenet_v2")
    >>> names["stem_conv"], names["stage1_block1_depthwise_conv"], names["stage2_block1_expand_norm"]
    ('Conv1', 'expanded_conv_depthwise', 'block_1_expand_BN')
    """
    one_of("name", name, tuple(OFFICIAL))
    found = {"stem_conv": "Conv1", "stem_norm": "bn_Conv1"}
    for index, block in enumerate(blocks()):
        theirs = f"block_{index}" if index else "expanded_conv"
        for part in (*_inner_parts(block), "project"):
            ours = f"{block.name.replace('.', '_')}_{part}"
            found[f"{ours}_conv"], found[f"{ours}_norm"] = f"{theirs}_{part}", f"{theirs}_{part}_BN"
    return {**found, "head_conv": "Conv_1", "head_norm": "Conv_1_bn", "classifier": "predictions"}


def _inner_parts(block: Block) -> tuple[str, ...]:
    return ("depthwise",) if block.expansion == 1 else ("expand", "depthwise")
