"""SE-ResNet as data: which residual nets get gates, what the gates add, and in what the implementations differ."""

from dataclasses import dataclass

from companion.architectures.official import Official
from companion.architectures.resnet_plans import PLANS, ResNetPlan, block_plans, scaled
from companion.architectures.squeeze_excitation import REDUCTION, gate_parameters
from companion.check import one_of


@dataclass(frozen=True)
class SENetVariant:
    """In what the implementations differ.

    Parameters
    ----------
    resnet : str
        Row of `companion.architectures.resnet_specs.VARIANTS`: where a bottleneck halves the picture.
    bias : bool
        Whether the two dense layers of a gate have biases.
    """

    resnet: str
    bias: bool


VARIANTS = {
    "torchvision": SENetVariant("torchvision", bias=True),
    "paper": SENetVariant("paper", bias=False),
}
"""Neither torchvision nor keras.applications has an SE-ResNet.

"torchvision" puts torchvision's `SqueezeExcitation` into its ResNet. The paper's authors halve the picture in the 1x1
convolution, as the ResNet paper does, and leave the biases of the gates out, which they found to be better.
"""

MODELS = {
    f"se_{name}": plan
    for name, plan in PLANS.items()
    if name in ("resnet18", "resnet34", "resnet50", "resnet101", "resnet152", "resnet20", "resnet32", "resnet56")
}
"""Builder: the plan of the net without gates. The last three are nets for pictures of 32x32."""

OFFICIAL = {name: Official() for name in MODELS}
"""No library that we compare with has one of them."""


@dataclass(frozen=True)
class PaperRow:
    """What the paper reports of one net (table 2): top-5 error on ImageNet in percent, single crop, and the work.

    Parameters
    ----------
    top5, top5_gated : float
        Error without gates, as the authors trained the net again, and with them.
    giga, giga_gated : float
        Multiply-adds for a picture of 224x224, in units of 1e9; the paper calls them FLOPs.
    """

    top5: float
    top5_gated: float
    giga: float
    giga_gated: float


PAPER = {
    "se_resnet50": PaperRow(7.48, 6.62, 3.86, 3.87),
    "se_resnet101": PaperRow(6.52, 6.07, 7.58, 7.60),
    "se_resnet152": PaperRow(6.34, 5.73, 11.30, 11.32),
}
"""Hu, Shen, Sun 2018, table 2."""


def gates_of(name: str, *, width: float = 1.0) -> list[tuple[int, int]]:
    """Return, for every stage, how many gates it has and how many maps each scales.

    Parameters
    ----------
    name : str
        A key of `MODELS`.
    width : float
        Factor on the maps.

    Returns
    -------
    list of (int, int)
        N_s and C_s of the paper's formula.

    Raises
    ------
    TypeError, ValueError
        If an argument is unknown or out of range.

    Examples
    --------
    >>> gates_of("se_resnet50")
    [(3, 256), (4, 512), (6, 1024), (3, 2048)]
    """
    plan: ResNetPlan = scaled(MODELS[one_of("name", name, tuple(MODELS))], width)
    return [(len(blocks), blocks[0].out_channels) for blocks in block_plans(plan)]


def added_parameters(name: str, *, width: float = 1.0, variant: str = "torchvision", reduction: int = REDUCTION) -> int:
    """Return how many trained parameters the gates add to the net without them.

    Parameters
    ----------
    name, width
        As in :func:`gates_of`.
    variant : str
        A key of `VARIANTS`.
    reduction : int
        r in the paper.

    Returns
    -------
    int
        Without biases the paper's sum over the stages, ``2 / r * N_s * C_s**2``, where r divides every C_s.

    Raises
    ------
    TypeError, ValueError
        If an argument is unknown or out of range.

    References
    ----------
    Hu, Shen, Sun 2018, Squeeze-and-excitation networks, section 4.

    Examples
    --------
    >>> added_parameters("se_resnet50", variant="paper"), added_parameters("se_resnet50")
    (2514944, 2530992)
    """
    bias = VARIANTS[one_of("variant", variant, tuple(VARIANTS))].bias
    stages = gates_of(name, width=width)
    return sum(count * gate_parameters(channels, reduction, bias=bias) for count, channels in stages)
