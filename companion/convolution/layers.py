"""Layer descriptions: what has to be known about a layer to count its outputs, parameters and work, and no more.

Windows are square and images are (height, width, channels). Nothing here computes; see `arithmetic` and `reference`.
"""

from dataclasses import dataclass, fields

from companion.check import integer


@dataclass(frozen=True)
class Conv:
    """A convolution: `filters` windows of ``kernel_size x kernel_size``, each as deep as its input.

    Parameters
    ----------
    filters : int
        Number of filters, which is the number of output channels.
    kernel_size : int
        Side of the window, in pixels.
    stride : int
        Step of the window, in pixels.
    padding : int
        Zeros added on each of the four sides, in pixels.
    dilation : int
        Distance between neighbouring taps of the filter, in pixels.
    bias : bool
        Whether every filter adds one learnt number.
    groups : int
        Into how many equal parts the input channels are divided; each filter sees one part only. As many groups as
        input channels make a depthwise convolution.

    Raises
    ------
    TypeError, ValueError
        If a number is not whole, or too small, or `groups` does not divide `filters`.

    Examples
    --------
    >>> Conv(32, 3)
    Conv(filters=32, kernel_size=3, stride=1, padding=0, dilation=1, bias=True)
    >>> Conv(32, 3, bias=False, groups=32)
    Conv(filters=32, kernel_size=3, stride=1, padding=0, dilation=1, bias=False, groups=32)
    """

    filters: int
    kernel_size: int
    stride: int = 1
    padding: int = 0
    dilation: int = 1
    bias: bool = True
    groups: int = 1

    def __post_init__(self) -> None:
        for name in ("filters", "kernel_size", "stride", "dilation", "groups"):
            integer(name, getattr(self, name), minimum=1)
        integer("padding", self.padding, minimum=0)
        if self.filters % self.groups:
            raise ValueError(f"groups must divide filters, {self.filters}, got {self.groups}")

    def __repr__(self) -> str:
        shown = [field.name for field in fields(self) if field.name != "groups" or self.groups > 1]
        return f"Conv({', '.join(f'{name}={getattr(self, name)!r}' for name in shown)})"


@dataclass(frozen=True)
class Pool:
    """Maximum or average over windows of ``kernel_size x kernel_size``, one channel at a time; nothing to learn.

    Parameters
    ----------
    kernel_size : int
        Side of the window, in pixels.
    stride : int, optional
        Step of the window; left out, the windows touch without overlap (the step is `kernel_size`).
    padding : int
        Pixels added on each side, at most half the window.

    Raises
    ------
    TypeError, ValueError
        If a number is not whole, or too small, or the padding too large.

    Examples
    --------
    >>> Pool(2).stride
    2
    """

    kernel_size: int
    stride: int | None = None
    padding: int = 0

    def __post_init__(self) -> None:
        integer("kernel_size", self.kernel_size, minimum=1)
        if self.stride is None:
            object.__setattr__(self, "stride", self.kernel_size)
        integer("stride", self.stride, minimum=1)
        integer("padding", self.padding, minimum=0, maximum=self.kernel_size // 2)

    @property
    def step(self) -> int:
        """The stride in force: `stride` where it was given, else `kernel_size`."""
        return self.kernel_size if self.stride is None else self.stride


@dataclass(frozen=True)
class Flatten:
    """Lay out (height, width, channels) as one row of numbers."""


@dataclass(frozen=True)
class Dense:
    """A fully connected layer: every one of `units` outputs has a weight for every input.

    Parameters
    ----------
    units : int
        Number of outputs.
    bias : bool
        Whether every output adds one learnt number.

    Raises
    ------
    TypeError, ValueError
        If `units` is not a whole number of at least 1.
    """

    units: int
    bias: bool = True

    def __post_init__(self) -> None:
        integer("units", self.units, minimum=1)


@dataclass(frozen=True)
class GlobalPool:
    """One number a channel, its maximum or average over the whole picture."""


Layer = Conv | Pool | Flatten | Dense | GlobalPool
