"""ResNet's tables as data: the nets of the paper, the variants of the libraries, and whose weights go where."""

from dataclasses import dataclass

from companion.architectures.official import Official
from companion.architectures.resnet_plans import (
    BLOCKS,
    PLANS,
    SHORTCUTS,
    STEMS,
    BlockPlan,
    ResNetPlan,
    block_plans,
    cifar_plan,
    scaled,
)
from companion.check import one_of

__all__ = [
    "BLOCKS",
    "OFFICIAL",
    "PLANS",
    "SHORTCUTS",
    "STEMS",
    "VARIANTS",
    "BlockPlan",
    "ResNetPlan",
    "ResNetVariant",
    "block_plans",
    "cifar_plan",
    "keras_layers",
    "scaled",
    "torchvision_layers",
]


@dataclass(frozen=True)
class ResNetVariant:
    """In what the implementations differ.

    Parameters
    ----------
    strided : str
        The convolution of a bottleneck that halves the picture: "conv1" (1x1) or "conv2" (3x3). A basic block has its
        stride in "conv1" everywhere.
    conv_bias : bool
        Whether convolutions have a bias, which the batch normalisation behind them takes away again.
    norm_epsilon : float
        What batch normalisation adds to the variance.
    norm_momentum : float
        Weight of the new batch in the running statistics: PyTorch's meaning of the word, 1 minus Keras's.
    """

    strided: str
    conv_bias: bool
    norm_epsilon: float
    norm_momentum: float


VARIANTS = {
    "torchvision": ResNetVariant("conv2", conv_bias=False, norm_epsilon=1e-5, norm_momentum=0.1),
    "keras": ResNetVariant("conv1", conv_bias=True, norm_epsilon=1.001e-5, norm_momentum=0.01),
    "paper": ResNetVariant("conv1", conv_bias=False, norm_epsilon=1e-5, norm_momentum=0.1),
}
"""torchvision halves in the 3x3 ("version 1.5": 4.09 G multiply-adds for ResNet-50), the paper in the 1x1 (3.8 G).

keras.applications keeps the paper's place and gives every convolution a bias. The paper gives neither epsilon nor
momentum; its row has torchvision's.
"""

OFFICIAL = {
    "resnet18": Official("resnet18", 11_689_512),
    "resnet34": Official("resnet34", 21_797_672),
    "resnet50": Official("resnet50", 25_557_032, "ResNet50", 25_636_712),
    "resnet101": Official("resnet101", 44_549_160, "ResNet101", 44_707_176),
    "resnet152": Official("resnet152", 60_192_808, "ResNet152", 60_419_944),
    **{name: Official() for name in PLANS if name.startswith("plain") or len(PLANS[name].blocks) == 3},
}
"""The builders and their counterparts in the libraries."""


def torchvision_layers(name: str) -> dict[str, str]:
    """Return our layers and what torchvision calls them.

    Parameters
    ----------
    name : str
        "resnet18", "resnet34", "resnet50", "resnet101" or "resnet152".

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
    >>> names = torchvision_layers("resnet50")
    >>> names["stage1.block1.conv3"], names["stage2.block1.shortcut.conv"], names["classifier"]
    ('layer1.0.conv3', 'layer2.0.downsample.0', 'fc')
    """
    one_of("name", name, [known for known, row in OFFICIAL.items() if row.torchvision])
    found = {"stem.conv": "conv1", "stem.norm": "bn1"}
    for stage, blocks in enumerate(block_plans(PLANS[name]), start=1):
        for index, block in enumerate(blocks):
            place = f"layer{stage}.{index}"
            for number in range(1, len(BLOCKS[PLANS[name].block]) + 1):
                found[f"{block.name}.conv{number}"] = f"{place}.conv{number}"
                found[f"{block.name}.norm{number}"] = f"{place}.bn{number}"
            if block.shortcut == "projection":
                found[f"{block.name}.shortcut.conv"] = f"{place}.downsample.0"
                found[f"{block.name}.shortcut.norm"] = f"{place}.downsample.1"
    return {**found, "classifier": "fc"}


def keras_layers(name: str) -> dict[str, str]:
    """Return our Keras layers and what keras.applications calls them.

    Parameters
    ----------
    name : str
        "resnet50", "resnet101" or "resnet152".

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
    There the stem counts as "conv1", so that stage 1 is "conv2", and a shortcut's layers have the number 0.

    Examples
    --------
    >>> names = keras_layers("resnet50")
    >>> names["stage1_block1_conv3"], names["stage2_block1_shortcut_conv"], names["classifier"]
    ('conv2_block1_3_conv', 'conv3_block1_0_conv', 'predictions')
    """
    one_of("name", name, [known for known, row in OFFICIAL.items() if row.keras])
    found = {"stem_conv": "conv1_conv", "stem_norm": "conv1_bn"}
    for stage, blocks in enumerate(block_plans(PLANS[name]), start=1):
        for index, block in enumerate(blocks, start=1):
            ours, theirs = block.name.replace(".", "_"), f"conv{stage + 1}_block{index}"
            for number in range(1, len(BLOCKS[PLANS[name].block]) + 1):
                found[f"{ours}_conv{number}"] = f"{theirs}_{number}_conv"
                found[f"{ours}_norm{number}"] = f"{theirs}_{number}_bn"
            if block.shortcut == "projection":
                found[f"{ours}_shortcut_conv"] = f"{theirs}_0_conv"
                found[f"{ours}_shortcut_norm"] = f"{theirs}_0_bn"
    return {**found, "classifier": "predictions"}
