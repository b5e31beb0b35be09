"""The nets of the ResNet paper as data, plain ones too: how many blocks, how wide, which shortcut, block by block."""

from dataclasses import dataclass, replace

from companion.check import integer, one_of, real

STEMS = ("imagenet", "cifar")
"""First layers: 7x7 with stride 2 and a pooling, or one 3x3 convolution that keeps the size."""

BLOCKS = {"basic": ("conv1", "conv2"), "bottleneck": ("conv1", "conv2", "conv3")}
"""Kinds of block, and the convolutions of their residual branch: 3x3-3x3, or 1x1-3x3-1x1."""

EXPANSION = {"basic": 1, "bottleneck": 4}
"""How many times as many maps leave a block as its 3x3 convolution has."""

SHORTCUTS = ("identity", "projection", "all_projection", "none")
"""The paper's options A, B and C (section 4.1), and no shortcut at all.

"identity" leaves every shortcut without weights: where a block halves the picture it keeps every second pixel, and maps
that are missing are zeros. "projection" puts a 1x1 convolution there and nowhere else, "all_projection" everywhere.
"""


@dataclass(frozen=True)
class ResNetPlan:
    """One column of the paper's table.

    Parameters
    ----------
    block : str
        "basic" or "bottleneck".
    blocks : tuple of int
        Blocks of each stage. Every stage but the first halves the picture.
    channels : tuple of int
        Maps of the 3x3 convolutions of each stage; the stem has as many as the first.
    shortcut : str
        One of `SHORTCUTS`.

    Raises
    ------
    TypeError, ValueError
        If an entry is unknown or out of range, or there are not as many stages in both.

    References
    ----------
    He, Zhang, Ren, Sun 2016, Deep residual learning for image recognition, table 1 and section 4.2.

    Examples
    --------
    >>> ResNetPlan("bottleneck", (3, 4, 6, 3), (64, 128, 256, 512)).depth
    50
    """

    block: str
    blocks: tuple[int, ...]
    channels: tuple[int, ...]
    shortcut: str = "projection"

    def __post_init__(self) -> None:
        one_of("block", self.block, tuple(BLOCKS))
        one_of("shortcut", self.shortcut, SHORTCUTS)
        integer("len(blocks)", len(self.blocks), minimum=1)
        integer("len(channels)", len(self.channels), minimum=len(self.blocks), maximum=len(self.blocks))
        for name, numbers in (("blocks", self.blocks), ("channels", self.channels)):
            for number in numbers:
                integer(name, number, minimum=1)

    @property
    def depth(self) -> int:
        """Layers with weights on the longest way from the picture to the logits, normalisations not counted."""
        return 1 + sum(self.blocks) * len(BLOCKS[self.block]) + 1

    @property
    def name(self) -> str:
        """The paper's name: "resnet" or "plain" and the depth."""
        return f"{'plain' if self.shortcut == 'none' else 'resnet'}{self.depth}"


def cifar_plan(blocks: int, shortcut: str = "identity") -> ResNetPlan:
    """Return the net of ``6 * blocks + 2`` layers for 32x32 pictures: three stages of 16, 32 and 64 maps.

    Parameters
    ----------
    blocks : int
        Blocks of each stage, n in the paper's section 4.2.
    shortcut : str
        One of `SHORTCUTS`; the paper takes identities here, so that a plain net has exactly as many parameters.

    Returns
    -------
    ResNetPlan
        Of basic blocks.

    Raises
    ------
    TypeError, ValueError
        If an argument is unknown or out of range.

    Examples
    --------
    >>> cifar_plan(9).name, cifar_plan(9, "none").name
    ('resnet56', 'plain56')
    """
    integer("blocks", blocks, minimum=1)
    return ResNetPlan("basic", (blocks, blocks, blocks), (16, 32, 64), shortcut)


_WIDTHS = (64, 128, 256, 512)

PLANS = {
    "resnet18": ResNetPlan("basic", (2, 2, 2, 2), _WIDTHS),
    "resnet34": ResNetPlan("basic", (3, 4, 6, 3), _WIDTHS),
    "resnet50": ResNetPlan("bottleneck", (3, 4, 6, 3), _WIDTHS),
    "resnet101": ResNetPlan("bottleneck", (3, 4, 23, 3), _WIDTHS),
    "resnet152": ResNetPlan("bottleneck", (3, 8, 36, 3), _WIDTHS),
    "plain18": ResNetPlan("basic", (2, 2, 2, 2), _WIDTHS, "none"),
    "plain34": ResNetPlan("basic", (3, 4, 6, 3), _WIDTHS, "none"),
    **{f"resnet{6 * blocks + 2}": cifar_plan(blocks) for blocks in (3, 5, 7, 9, 18)},
    **{f"plain{6 * blocks + 2}": cifar_plan(blocks, "none") for blocks in (3, 5, 7, 9)},
}
"""Table 1 and its plain counterparts, then the nets for CIFAR of section 4.2 (plain ones up to 56, as in figure 6)."""


def scaled(plan: ResNetPlan, width: float) -> ResNetPlan:
    """Return a plan with `width` times as many maps everywhere.

    Parameters
    ----------
    plan : ResNetPlan
        What to scale.
    width : float
        Factor, at least 0.01.

    Returns
    -------
    ResNetPlan
        Maps of every stage rounded to the nearest whole number, and at least 1.

    Raises
    ------
    TypeError, ValueError
        If the factor is out of range.

    Examples
    --------
    >>> scaled(cifar_plan(3), 0.5).channels
    (8, 16, 32)
    """
    real("width", width, minimum=0.01)
    return replace(plan, channels=tuple(max(1, round(width * number)) for number in plan.channels))


@dataclass(frozen=True)
class BlockPlan:
    """One block of a net.

    Parameters
    ----------
    name : str
        Where it stands: "stage2.block1".
    in_channels, channels, out_channels : int
        Maps that enter it, of its 3x3 convolutions, and that leave it.
    stride : int
        2 where it halves the picture, else 1.
    shortcut : str
        What its shortcut is: "identity" (nothing to do), "zeros" (every stride-th pixel, missing maps are zeros),
        "projection", or "none".
    """

    name: str
    in_channels: int
    channels: int
    out_channels: int
    stride: int
    shortcut: str


def block_plans(plan: ResNetPlan) -> list[list[BlockPlan]]:
    """Return the blocks of every stage.

    Parameters
    ----------
    plan : ResNetPlan
        The net.

    Returns
    -------
    list of list of BlockPlan
        One list a stage.

    Examples
    --------
    >>> [(block.name, block.in_channels, block.out_channels, block.shortcut) for block in block_plans(cifar_plan(1))[1]]
    [('stage2.block1', 16, 32, 'zeros')]
    """
    stages, entering = [], plan.channels[0]
    for stage, (count, channels) in enumerate(zip(plan.blocks, plan.channels, strict=True), start=1):
        blocks = []
        for number in range(1, count + 1):
            leaving, stride = channels * EXPANSION[plan.block], 2 if stage > 1 and number == 1 else 1
            shortcut = _shortcut(plan.shortcut, same=entering == leaving and stride == 1)
            blocks.append(BlockPlan(f"stage{stage}.block{number}", entering, channels, leaving, stride, shortcut))
            entering = leaving
        stages.append(blocks)
    return stages


def _shortcut(option: str, *, same: bool) -> str:
    """Return the kind of one shortcut; `same` says whether its block keeps size and number of maps."""
    if option == "identity":
        return "identity" if same else "zeros"
    if option == "projection":
        return "identity" if same else "projection"
    return "projection" if option == "all_projection" else "none"
