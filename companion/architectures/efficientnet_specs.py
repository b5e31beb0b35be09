"""EfficientNet's tables as data: the base net, the scaled nets B0 to B7, the variants, and whose weights go where."""

from dataclasses import dataclass
from math import ceil

from companion.architectures.inverted_residual import Block, Stage, chained_blocks, rounded_channels
from companion.architectures.mobilenet_specs import STEMS
from companion.architectures.official import Official
from companion.check import one_of, real

STEM_CHANNELS, HEAD_CHANNELS = 32, 1280
"""Maps of the first 3x3 convolution and of the last 1x1 convolution in B0."""

STAGES = (
    Stage(1, 16, 1, 1, 3),
    Stage(6, 24, 2, 2, 3),
    Stage(6, 40, 2, 2, 5),
    Stage(6, 80, 3, 2, 3),
    Stage(6, 112, 3, 1, 5),
    Stage(6, 192, 4, 2, 5),
    Stage(6, 320, 1, 1, 3),
)
"""Stages 2 to 8 of the paper's table 1, the MBConv blocks of B0; the paper's stage 1 is our stem, its stage 9 our head.

The strides are those of the authors' code: the paper's column "resolution" is the size that enters a stage.
"""

STOCHASTIC_DEPTH = 0.2
"""Probability with which the last block would lose its residual branch; earlier ones proportionally less."""


@dataclass(frozen=True)
class Scale:
    """One scaled net.

    Parameters
    ----------
    width, depth : float
        Factors on the maps and on the repeats of every stage.
    resolution : int
        Height and width of the pictures it was made for, pixels.
    dropout : float
        Probability before the classifier.
    flops : float
        Column "#FLOPS" of the paper's table 2, in thousand millions; what is counted there are multiply-adds.
    millions : float
        Its column "#Params", in millions.
    """

    width: float
    depth: float
    resolution: int
    dropout: float
    flops: float
    millions: float


SCALES = {
    "efficientnet_b0": Scale(1.0, 1.0, 224, 0.2, 0.39, 5.3),
    "efficientnet_b1": Scale(1.0, 1.1, 240, 0.2, 0.70, 7.8),
    "efficientnet_b2": Scale(1.1, 1.2, 260, 0.3, 1.0, 9.2),
    "efficientnet_b3": Scale(1.2, 1.4, 300, 0.3, 1.8, 12.0),
    "efficientnet_b4": Scale(1.4, 1.8, 380, 0.4, 4.2, 19.0),
    "efficientnet_b5": Scale(1.6, 2.2, 456, 0.4, 9.9, 30.0),
    "efficientnet_b6": Scale(1.8, 2.6, 528, 0.5, 19.0, 43.0),
    "efficientnet_b7": Scale(2.0, 3.1, 600, 0.5, 37.0, 66.0),
}
"""The eight nets: rounded factors, resolution and dropout of the authors' code, cost as in the paper's table 2."""


@dataclass(frozen=True)
class EfficientNetVariant:
    """In what the implementations differ.

    Parameters
    ----------
    norm_epsilon, norm_momentum : float
        Of batch normalisation in B0 to B4, in PyTorch's meaning of momentum.
    large_norm_epsilon, large_norm_momentum : float
        The same in B5, B6 and B7.
    padding : str
        Of convolutions with stride 2: "symmetric" or "same", as in
        :class:`companion.architectures.mobilenet_specs.MobileNetVariant`.
    preprocessing : bool
        Whether the net itself divides pixels of 0 to 255 by 255 and normalises every channel.
    """

    norm_epsilon: float
    norm_momentum: float
    large_norm_epsilon: float
    large_norm_momentum: float
    padding: str
    preprocessing: bool


VARIANTS = {
    "torchvision": EfficientNetVariant(1e-5, 0.1, 1e-3, 0.01, padding="symmetric", preprocessing=False),
    "keras": EfficientNetVariant(1e-3, 0.01, 1e-3, 0.01, padding="same", preprocessing=True),
}
"""keras.applications follows the authors' TensorFlow code in its numbers and padding, and carries the preprocessing.

torchvision's B5 to B7 have weights that were trained in the authors' code, hence their other numbers. There is no
"paper" here: layers and their parameters are the same in all.
"""

OFFICIAL = {
    "efficientnet_b0": Official("efficientnet_b0", 5_288_548, "EfficientNetB0", 5_330_571),
    "efficientnet_b1": Official("efficientnet_b1", 7_794_184, "EfficientNetB1", 7_856_239),
    "efficientnet_b2": Official("efficientnet_b2", 9_109_994, "EfficientNetB2", 9_177_569),
    "efficientnet_b3": Official("efficientnet_b3", 12_233_232, "EfficientNetB3", 12_320_535),
    "efficientnet_b4": Official("efficientnet_b4", 19_341_616, "EfficientNetB4", 19_466_823),
    "efficientnet_b5": Official("efficientnet_b5", 30_389_784, "EfficientNetB5", 30_562_527),
    "efficientnet_b6": Official("efficientnet_b6", 43_040_704, "EfficientNetB6", 43_265_143),
    "efficientnet_b7": Official("efficientnet_b7", 66_347_960, "EfficientNetB7", 66_658_687),
}
"""The builders and their counterparts. Keras also counts moving statistics, and 7 numbers of the normalisation."""

_LARGE = ("efficientnet_b5", "efficientnet_b6", "efficientnet_b7")


def normalisation(name: str, variant: str) -> tuple[float, float]:
    """Return epsilon and momentum (PyTorch's meaning) of batch normalisation.

    Parameters
    ----------
    name : str
        A key of `SCALES`.
    variant : str
        A key of `VARIANTS`.

    Raises
    ------
    ValueError
        If one is unknown.

    Examples
    --------
    >>> normalisation("efficientnet_b4", "torchvision"), normalisation("efficientnet_b5", "torchvision")
    ((1e-05, 0.1), (0.001, 0.01))
    """
    row = VARIANTS[one_of("variant", variant, tuple(VARIANTS))]
    if one_of("name", name, tuple(SCALES)) in _LARGE:
        return row.large_norm_epsilon, row.large_norm_momentum
    return row.norm_epsilon, row.norm_momentum


def scaled_ends(name: str, width: float = 1.0) -> tuple[int, int]:
    """Return the maps of the first and of the last convolution.

    Parameters
    ----------
    name : str
        A key of `SCALES`.
    width : float
        A further factor on all numbers of maps, at least 0.01.

    Raises
    ------
    TypeError, ValueError
        If an argument is unknown or out of range.

    Examples
    --------
    >>> scaled_ends("efficientnet_b0"), scaled_ends("efficientnet_b7")
    ((32, 1280), (64, 2560))
    """
    factor = SCALES[one_of("name", name, tuple(SCALES))].width * real("width", width, minimum=0.01)
    return rounded_channels(STEM_CHANNELS * factor), rounded_channels(HEAD_CHANNELS * factor)


def blocks(name: str, *, stem: str = "imagenet", width: float = 1.0) -> tuple[Block, ...]:
    """Return the MBConv blocks in order.

    Parameters
    ----------
    name : str
        A key of `SCALES`.
    stem : str
        One of `STEMS`.
    width : float
        A further factor on all numbers of maps.

    Returns
    -------
    tuple of Block
        Named "stage1.block1", "stage2.block1", ... Maps are rounded to multiples of 8, repeats up.

    Raises
    ------
    TypeError, ValueError
        If an argument is unknown or out of range.

    Examples
    --------
    >>> [len(blocks(name)) for name in SCALES]
    [16, 23, 23, 26, 32, 39, 45, 55]
    """
    entering, _ = scaled_ends(name, width)
    keeps_size, scale = one_of("stem", stem, STEMS) == "cifar", SCALES[name]
    rows = [
        (stage, rounded_channels(stage.channels * scale.width * width), ceil(stage.blocks * scale.depth))
        for stage in STAGES
    ]
    return chained_blocks(rows, entering, keeps_size=keeps_size)


def drop_probabilities(count: int, stochastic_depth: float) -> tuple[float, ...]:
    """Return for every block with which probability a sample loses its residual branch in training.

    Parameters
    ----------
    count : int
        Number of blocks.
    stochastic_depth : float
        The probability at the end of the net, 0 to 1.

    Returns
    -------
    tuple of float
        Block b, counted from 0, has ``stochastic_depth * b / count``; blocks without a shortcut keep their branch all
        the same.

    Raises
    ------
    TypeError, ValueError
        If the probability is out of range.

    Examples
    --------
    >>> [round(p, 4) for p in drop_probabilities(16, 0.2)][:3]
    [0.0, 0.0125, 0.025]
    """
    real("stochastic_depth", stochastic_depth, minimum=0, maximum=1)
    return tuple(stochastic_depth * index / count for index in range(count))


def torchvision_layers(name: str) -> dict[str, str]:
    """Return our layers and what torchvision calls them.

    Parameters
    ----------
    name : str
        A key of `OFFICIAL`.

    Returns
    -------
    dict of str to str
        Every layer with weights; the keys of a state dict are these names and ".weight", ".bias", ".running_mean", ...

    Raises
    ------
    ValueError
        If it is none.

    Examples
    --------
    >>> names = torchvision_layers("efficientnet_b0")
    >>> names["stage1.block1.excite.reduce"], names["stage2.block1.project.norm"], names["classifier"]
    ('features.1.0.block.1.fc1', 'features.2.0.block.3.1', 'classifier.1')
    """
    found = {"stem.conv": "features.0.0", "stem.norm": "features.0.1"}
    for block in blocks(name):
        stage, index = (int(part.lstrip("stageblock")) for part in block.name.split("."))
        theirs = f"features.{stage}.{index - 1}.block"
        parts = _parts(block)
        for step, part in enumerate(parts):
            ours = f"{block.name}.{part}"
            if part == "excite":
                found[f"{ours}.reduce"], found[f"{ours}.expand"] = f"{theirs}.{step}.fc1", f"{theirs}.{step}.fc2"
            else:
                found[f"{ours}.conv"], found[f"{ours}.norm"] = f"{theirs}.{step}.0", f"{theirs}.{step}.1"
    return {**found, "head.conv": "features.8.0", "head.norm": "features.8.1", "classifier": "classifier.1"}


def keras_layers(name: str) -> dict[str, str]:
    """Return our Keras layers, in the variant "keras", and what keras.applications calls them.

    Parameters, errors as in :func:`torchvision_layers`.

    Returns
    -------
    dict of str to str
        Every layer with weights.

    Notes
    -----
    The names are those of the first net of its kind in a process: Keras counts unnamed layers, so that the next one's
    "normalization" is "normalization_1".

    Examples
    --------
    >>> names = keras_layers("efficientnet_b0")
    >>> names["stage1_block1_excite_reduce"], names["stage3_block2_depthwise_norm"]
    ('block1a_se_reduce', 'block3b_bn')
    """
    found = {"normalization": "normalization", "stem_conv": "stem_conv", "stem_norm": "stem_bn"}
    for block in blocks(name):
        stage, index = (int(part.lstrip("stageblock")) for part in block.name.split("."))
        ours, theirs = f"stage{stage}_block{index}", f"block{stage}{chr(ord('a') + index - 1)}"
        for part in _parts(block):
            if part == "excite":
                found[f"{ours}_excite_reduce"] = f"{theirs}_se_reduce"
                found[f"{ours}_excite_expand"] = f"{theirs}_se_expand"
            else:
                conv, norm = ("dwconv", "bn") if part == "depthwise" else (f"{part}_conv", f"{part}_bn")
                found[f"{ours}_{part}_conv"], found[f"{ours}_{part}_norm"] = f"{theirs}_{conv}", f"{theirs}_{norm}"
    return {**found, "head_conv": "top_conv", "head_norm": "top_bn", "classifier": "predictions"}


def _parts(block: Block) -> tuple[str, ...]:
    inner = ("depthwise", "excite", "project")
    return inner if block.expansion == 1 else ("expand", *inner)
