"""What GoogLeNet's convolutions cost, worked out from its table, and what the table itself says.

Multiply-adds are those of convolutions and dense layers for one picture, biases not counted.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from companion.architectures.googlenet_specs import MODULES, STEM, Inception
from companion.check import integer

PICTURE = 224
"""Height and width of the pictures of table 1, pixels."""

CLASSES = 1000
"""Number of logits in table 1."""

SIZES = {"conv1": 112, "conv2": 56, "3": 28, "4": 14, "5": 7}
"""Height and width of the maps of the first convolutions and of the modules of stages 3 to 5."""


@dataclass(frozen=True)
class Cost:
    """What some layers cost.

    Parameters
    ----------
    weights : int
        Numbers in their kernels.
    biases : int
        One for every map or unit.
    multiply_adds : int
        Multiplications, each with its addition, for one picture.
    """

    weights: int
    biases: int
    multiply_adds: int

    @property
    def parameters(self) -> int:
        """Weights and biases together."""
        return self.weights + self.biases

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(self.weights + other.weights, self.biases + other.biases, self.multiply_adds + other.multiply_adds)


@dataclass(frozen=True)
class Printed:
    """What a row of table 1 says about its cost.

    Parameters
    ----------
    thousands : float
        Entry of the column "params", which ends in K.
    millions : int
        Entry of the column "ops", which ends in M.
    """

    thousands: float
    millions: int


TABLE = {
    "conv1": Printed(2.7, 34),
    "conv2": Printed(112, 360),
    "3a": Printed(159, 128),
    "3b": Printed(380, 304),
    "4a": Printed(364, 73),
    "4b": Printed(437, 88),
    "4c": Printed(463, 100),
    "4d": Printed(580, 119),
    "4e": Printed(840, 170),
    "5a": Printed(1072, 54),
    "5b": Printed(1388, 71),
    "linear": Printed(1000, 1),
}
"""The last two columns of table 1; "conv2" is the row of the 1x1 and the 3x3 convolution together."""


def convolution(in_channels: int, maps: int, kernel_size: int, size: int) -> Cost:
    """Return the cost of one convolution whose output has height and width `size`.

    Parameters
    ----------
    in_channels, maps : int
        Channels that go in and come out.
    kernel_size : int
        Side of the window, in pixels.
    size : int
        Height and width of the output.

    Returns
    -------
    Cost
        Every weight is used once at every place.

    Raises
    ------
    TypeError, ValueError
        If an argument is not a whole number of at least 1.

    Examples
    --------
    >>> convolution(3, 64, 7, 112)
    Cost(weights=9408, biases=64, multiply_adds=118013952)
    """
    arguments = {"in_channels": in_channels, "maps": maps, "kernel_size": kernel_size, "size": size}
    for name, value in arguments.items():
        integer(name, value, minimum=1)
    weights = in_channels * maps * kernel_size**2
    return Cost(weights, maps, weights * size**2)


def module_costs(row: Inception, in_channels: int, size: int, *, wide_kernel: int = 5) -> dict[str, Cost]:
    """Return the cost of each convolution of an Inception module (figure 2b) by its name.

    Parameters
    ----------
    row : Inception
        Its row of table 1.
    in_channels : int
        Channels that go in.
    size : int
        Height and width of its maps.
    wide_kernel : int
        Side of the window in the branch that the paper calls 5x5: torchvision has 3 there.

    Returns
    -------
    dict of str to Cost
        Six entries, with the names of the module's layers.

    Examples
    --------
    >>> total(module_costs(MODULES["3a"], 192, 28)).multiply_adds
    128049152
    """
    return {
        "conv1x1": convolution(in_channels, row.conv1x1, 1, size),
        "reduce3x3": convolution(in_channels, row.reduce3x3, 1, size),
        "conv3x3": convolution(row.reduce3x3, row.conv3x3, 3, size),
        "reduce5x5": convolution(in_channels, row.reduce5x5, 1, size),
        "conv5x5": convolution(row.reduce5x5, row.conv5x5, wide_kernel, size),
        "project": convolution(in_channels, row.project, 1, size),
    }


def naive_module_costs(row: Inception, in_channels: int, size: int) -> dict[str, Cost]:
    """Return the cost of each convolution of a naive module (figure 2a) with as many maps in its three convolutions.

    Parameters, returns as in :func:`module_costs`; there is nothing to reduce and nothing to project.

    Examples
    --------
    >>> total(naive_module_costs(MODULES["3a"], 192, 28)).multiply_adds
    303464448
    """
    return {
        "conv1x1": convolution(in_channels, row.conv1x1, 1, size),
        "conv3x3": convolution(in_channels, row.conv3x3, 3, size),
        "conv5x5": convolution(in_channels, row.conv5x5, 5, size),
    }


def table_costs(*, wide_kernel: int = 5) -> dict[str, Cost]:
    """Return the cost of every row of table 1, worked out from its widths.

    Parameters
    ----------
    wide_kernel : int
        As in :func:`module_costs`.

    Returns
    -------
    dict of str to Cost
        With the keys of `TABLE`.

    Notes
    -----
    The paper's net without auxiliary heads and with a bias for every map has `total(table_costs()).parameters`
    parameters.

    Examples
    --------
    >>> whole = total(table_costs())
    >>> whole.weights, whole.biases, whole.parameters
    (6990272, 8280, 6998552)
    """
    first, reduced, channels = STEM
    costs = {
        "conv1": convolution(3, first, 7, SIZES["conv1"]),
        "conv2": convolution(first, reduced, 1, SIZES["conv2"]) + convolution(reduced, channels, 3, SIZES["conv2"]),
    }
    for name, row in MODULES.items():
        costs[name] = total(module_costs(row, channels, SIZES[name[0]], wide_kernel=wide_kernel))
        channels = row.out_channels
    return costs | {"linear": convolution(channels, CLASSES, 1, 1)}


def naive_table_costs() -> dict[str, Cost]:
    """Return the cost of the nine modules if all were naive: every pooling hands all its maps to the next module.

    Examples
    --------
    >>> {name: round(cost.multiply_adds / 1e6) for name, cost in naive_table_costs().items()}["3b"]
    1388
    """
    channels, costs = STEM[-1], {}
    for name, row in MODULES.items():
        costs[name] = total(naive_module_costs(row, channels, SIZES[name[0]]))
        channels += row.conv1x1 + row.conv3x3 + row.conv5x5
    return costs


def total(costs: Mapping[str, Cost]) -> Cost:
    """Return the sum of some costs; of none, nothing.

    Examples
    --------
    >>> total({})
    Cost(weights=0, biases=0, multiply_adds=0)
    """
    return sum(costs.values(), Cost(0, 0, 0))
