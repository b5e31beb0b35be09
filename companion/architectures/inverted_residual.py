"""The plan of nets made of inverted residual blocks, MobileNetV2 and EfficientNet: stages, blocks, widths."""

from dataclasses import dataclass

from companion.check import integer, real

DIVISOR = 8
"""All numbers of maps are multiples of this."""


@dataclass(frozen=True)
class Stage:
    """One row of the paper's table 2.

    Parameters
    ----------
    expansion : int
        How many times wider a block is inside than at its entrance, t in the paper.
    channels : int
        Maps that leave every block, c.
    blocks : int
        How often the block is repeated, n.
    stride : int
        Stride of the first block, s; the others have 1.
    kernel_size : int
        Height and width of the depthwise windows.
    """

    expansion: int
    channels: int
    blocks: int
    stride: int
    kernel_size: int = 3


@dataclass(frozen=True)
class Block:
    """One inverted residual block: expand by a 1x1 convolution, filter every map by itself, project back.

    Parameters
    ----------
    name : str
        Its place: "stage2.block1".
    in_channels, out_channels : int
        Maps that enter and leave.
    expansion : int
        With 1 there is no expanding convolution.
    stride, kernel_size : int
        Of the depthwise convolution.

    Examples
    --------
    >>> block = Block("stage2.block2", 24, 24, expansion=6, stride=1, kernel_size=3)
    >>> block.hidden_channels, block.has_shortcut
    (144, True)
    """

    name: str
    in_channels: int
    out_channels: int
    expansion: int
    stride: int
    kernel_size: int

    @property
    def hidden_channels(self) -> int:
        """Maps of the depthwise convolution."""
        return self.in_channels * self.expansion

    @property
    def squeeze_channels(self) -> int:
        """Maps between the two convolutions of squeeze and excitation, where a net has it: a quarter of the input's."""
        return max(1, self.in_channels // 4)

    @property
    def has_shortcut(self) -> bool:
        """Whether the block's input is added to its output: only where both have the same shape."""
        return self.stride == 1 and self.in_channels == self.out_channels


def rounded_channels(channels: float, divisor: int = DIVISOR) -> int:
    """Return the multiple of `divisor` next to a scaled number of maps, as the authors' code rounds.

    Parameters
    ----------
    channels : float
        Number of maps times a factor, above 0.
    divisor : int
        At least 1.

    Returns
    -------
    int
        At least `divisor`; halves go up, and what would lose more than a tenth goes up too.

    Raises
    ------
    TypeError, ValueError
        If an argument is out of range.

    Examples
    --------
    >>> rounded_channels(24 * 0.5), rounded_channels(24 * 0.75), rounded_channels(32 * 1.1), rounded_channels(10.0)
    (16, 24, 32, 16)
    """
    real("channels", channels, minimum=0)
    integer("divisor", divisor, minimum=1)
    nearest = max(divisor, int(channels + divisor / 2) // divisor * divisor)
    return nearest + divisor if nearest < 0.9 * channels else nearest


def chained_blocks(rows: list[tuple[Stage, int, int]], in_channels: int, *, keeps_size: bool) -> tuple[Block, ...]:
    """Return the blocks of scaled stages, each fed by the one before.

    Parameters
    ----------
    rows : list of (Stage, int, int)
        Stage, maps that leave its blocks, and how many blocks it has.
    in_channels : int
        Maps that enter the first block.
    keeps_size : bool
        Whether stage 2 has stride 1.

    Returns
    -------
    tuple of Block
        In order.
    """
    found: list[Block] = []
    for number, (stage, channels, count) in enumerate(rows, start=1):
        for index in range(1, count + 1):
            stride = stage.stride if index == 1 and not (keeps_size and number == 2) else 1
            name = f"stage{number}.block{index}"
            found.append(Block(name, in_channels, channels, stage.expansion, stride, stage.kernel_size))
            in_channels = channels
    return tuple(found)
