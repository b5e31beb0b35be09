"""What a DenseNet costs, counted on its plan: connections, parameters by their use, numbers kept in training."""

from collections.abc import Iterator

from companion.architectures.densenet_specs import STEMS, DenseNetPlan, block_channels
from companion.check import integer, one_of


def connections(layers: int) -> int:
    """Return how many direct connections a dense block of so many layers has.

    Parameters
    ----------
    layers : int
        L, at least 0.

    Returns
    -------
    int
        L (L + 1) / 2: layer l gets the block's input and the maps of the l - 1 layers before it. A chain has L.

    Raises
    ------
    TypeError, ValueError
        If it is not such a number.

    References
    ----------
    Huang et al. 2017, section 1.

    Examples
    --------
    >>> connections(5)
    15
    """
    return integer("layers", layers, minimum=0) * (layers + 1) // 2


def parameters_by_part(
    plan: DenseNetPlan, num_classes: int = 1000, *, in_channels: int = 3, stem: str = "imagenet"
) -> dict[str, int]:
    """Return the number of trained parameters, by what they are for.

    Parameters
    ----------
    plan : DenseNetPlan
        The net.
    num_classes, in_channels, stem
        As in :func:`companion.architectures.densenet_torch.densenet`.

    Returns
    -------
    dict of str to int
        "stem", "1x1" and "3x3" (the convolutions of the dense layers), "transitions" (their convolutions),
        "normalisation" (scales and shifts), "classifier". Their sum is the net's count.

    Raises
    ------
    TypeError, ValueError
        If an argument is unknown or out of range.

    Examples
    --------
    >>> from companion.architectures.densenet_specs import PLANS
    >>> parts = parameters_by_part(PLANS["densenet121"])
    >>> parts["3x3"], sum(parts.values())
    (2138112, 7978856)
    """
    integer("num_classes", num_classes, minimum=1)
    integer("in_channels", in_channels, minimum=1)
    kernel_size = 3 if one_of("stem", stem, STEMS) == "cifar" else 7
    blocks = block_channels(plan)
    seen = [channels for block in blocks for channels in block[:-1]]
    inner = plan.bottleneck * plan.growth_rate
    leaving = zip(blocks[:-1], blocks[1:], strict=True)
    return {
        "stem": kernel_size**2 * in_channels * plan.stem_channels,
        "1x1": sum(channels * inner for channels in seen),
        "3x3": sum(9 * (inner or channels) * plan.growth_rate for channels in seen),
        "transitions": sum(block[-1] * after[0] for block, after in leaving),
        "normalisation": 2 * sum(_normalised(plan, stem)),
        "classifier": (blocks[-1][-1] + 1) * num_classes,
    }


def kept_for_training(entering: int, plan: DenseNetPlan) -> list[int]:
    """Return how many numbers each layer of a block keeps for the backward pass, at one place of the map.

    Parameters
    ----------
    entering : int
        Maps that enter the block, k0.
    plan : DenseNetPlan
        Its first block is counted.

    Returns
    -------
    list of int
        For layer l, which sees c = k0 + (l - 1) k maps: the concatenation (c, input of the normalisation) and its
        normalised copy (c, input of the convolution); with a bottleneck of b growth rates the same of its maps
        (2 b k).

    Raises
    ------
    TypeError, ValueError
        If `entering` is no number of maps.

    Notes
    -----
    True of an implementation that copies the maps it concatenates, with ReLU in place. Pleiss et al. 2017 keep neither
    copy and compute both again in the backward pass.

    Examples
    --------
    >>> kept_for_training(8, DenseNetPlan((3,), growth_rate=4, bottleneck=0))
    [16, 24, 32]
    """
    integer("entering", entering, minimum=1)
    inner = 2 * plan.bottleneck * plan.growth_rate
    return [2 * (entering + layer * plan.growth_rate) + inner for layer in range(plan.layers[0])]


def _normalised(plan: DenseNetPlan, stem: str) -> Iterator[int]:
    """Yield the number of maps of every batch normalisation."""
    if stem == "imagenet":
        yield plan.stem_channels
    for block in block_channels(plan):
        yield from block  # one for every layer, and that of the transition, or of the head
        yield from [plan.bottleneck * plan.growth_rate] * (len(block) - 1)
