"""The table of a PyTorch model: one picture without pixels is sent through it, and every operation is written down."""

import copy
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from companion.architectures.summary import Reach, Row, Summary, widest
from companion.check import integer, require

require("torch")

import torch
from torch import Tensor, nn
from torch.func import functional_call
from torch.overrides import TorchFunctionMode

from companion.architectures.summary_rules_torch import (
    JOINING,
    kind_of,
    misfit,
    named_arguments,
    reach_after,
    row_of,
    tensors_in,
)

__all__ = ["summary"]

_BATCH = 2  # batch normalization in training mode refuses a single value a channel


def summary(model: nn.Module, input_shape: Sequence[int]) -> Summary:
    """Return the layers of a model with output shapes, parameters, multiply-adds and receptive fields.

    Parameters
    ----------
    model : nn.Module
        Any model that takes one batch of pictures; left as it is: mode, weights, gradients, running statistics, hooks.
    input_shape : sequence of int
        Shape of one picture: (channels, height, width).

    Returns
    -------
    Summary
        One row for every innermost module in the order of computation, and one for every function between them that
        joins, averages, activates or flattens ("stage1.block1.addition"). Names are the paths of the modules.

    Raises
    ------
    TypeError
        If `model` is not a PyTorch model, or `input_shape` does not hold whole numbers.
    ValueError
        If the picture does not fit; the message names the layer that had too few pixels or the wrong channels.

    Notes
    -----
    The model is run on the "meta" device, where tensors have a shape and no numbers; a model that needs the numbers is
    copied and run for real. It is run in the mode it is in: a net with heads for training only shows them in training
    mode. Multiply-adds are counted as in :func:`companion.convolution.arithmetic.count_multiply_adds`, so products of
    two activations, as in attention, are left out; a function that is not known here but uses weights is "other", with
    its parameters and no multiply-adds. A sum or a concatenation sees what its widest branch sees, a
    global pooling or a dense layer the whole picture. Where maps are made larger again, the receptive field is an upper
    bound.

    Examples
    --------
    >>> print(summary(nn.Sequential(nn.Conv2d(1, 32, 3), nn.ReLU(), nn.MaxPool2d(2)), (1, 28, 28)))
    Sequential, input (1, 28, 28)
    layer  kind                 output shape  parameters  multiply-adds  receptive field
    0      convolution 3x3      (32, 26, 26)         320        194,688                3
    1      activation           (32, 26, 26)           0              0                3
    2      max pooling 2x2 / 2  (32, 13, 13)           0              0                4
    total                                            320        194,688
    """
    if not isinstance(model, nn.Module):
        raise TypeError(f"model must be a torch.nn.Module, got {type(model).__name__}")
    shape = _checked_shape(input_shape)
    try:
        rows = _run_without_numbers(model, shape)
    except _NeedsNumbersError:
        rows = _run_copy(model, shape)
    total = sum(weight.numel() for weight in model.parameters())
    return Summary(
        name=str(getattr(model, "name", type(model).__name__)),
        input_shape=shape,
        rows=rows,
        unused_parameters=total - sum(row.parameters for row in rows),
    )


class _NeedsNumbersError(Exception):
    """The model asked a tensor on the meta device for a number."""


def _checked_shape(input_shape: Sequence[int]) -> tuple[int, ...]:
    if not isinstance(input_shape, (tuple, list)) or len(input_shape) != 3:
        raise ValueError(f"input_shape must be (channels, height, width), got {input_shape!r}")
    return tuple(integer(f"input_shape[{axis}]", side, minimum=1) for axis, side in enumerate(input_shape))


def _run_without_numbers(model: nn.Module, shape: tuple[int, ...]) -> tuple[Row, ...]:
    weights = {name: torch.empty_like(weight, device="meta") for name, weight in model.named_parameters()}
    buffers = {name: torch.empty_like(buffer, device="meta") for name, buffer in model.named_buffers()}
    pictures = torch.empty(_BATCH, *shape, device="meta", dtype=_dtype(model))
    recorder = _Recorder({id(weight) for weight in weights.values()})
    return recorder.record(model, pictures, lambda: functional_call(model, {**weights, **buffers}, (pictures,)))


def _run_copy(model: nn.Module, shape: tuple[int, ...]) -> tuple[Row, ...]:
    twin = copy.deepcopy(model)
    device = next((weight.device for weight in twin.parameters()), torch.device("cpu"))
    pictures = torch.zeros(_BATCH, *shape, device=device, dtype=_dtype(model))
    recorder = _Recorder({id(weight) for weight in twin.parameters()})
    return recorder.record(twin, pictures, lambda: twin(pictures))


def _dtype(model: nn.Module) -> torch.dtype:
    return next((weight.dtype for weight in model.parameters() if weight.is_floating_point()), torch.float32)


class _Recorder(TorchFunctionMode):
    """Sees every function that PyTorch is asked for while a model runs, and makes rows of them."""

    def __init__(self, weights: set[int]) -> None:
        super().__init__()
        self._rows: list[Row] = []
        self._times: Counter[str] = Counter()  # how many rows have a name
        self._uncounted = weights  # identities of the weights that stand in no row yet
        self._pending = 0  # parameters that were used and go into the next row
        self._reaches: dict[int, tuple[Reach, Tensor]] = {}  # with the tensor, so that no other gets its identity
        self._path = [""]  # names of the modules at work, the innermost last
        self._inside: list[Row] | None = None  # what an innermost module has done so far

    def record(self, model: nn.Module, pictures: Tensor, run: Callable[[], object]) -> tuple[Row, ...]:
        """Run the model once and return its rows."""
        self._remember(pictures, Reach())
        handles = [handle for name, module in model.named_modules() if name for handle in self._watched(name, module)]
        try:
            with torch.no_grad(), torch.random.fork_rng(devices=[]), self:
                run()
        except (RuntimeError, NotImplementedError) as error:
            if pictures.is_meta and "meta" in str(error):
                raise _NeedsNumbersError from None
            shape, layer = tuple(pictures.shape[1:]), self._path[-1] or "the model"
            raise ValueError(f"input_shape {shape} does not go through {layer}: {error}") from error
        finally:
            for handle in handles:
                handle.remove()
        return tuple(self._rows)

    def __torch_function__(
        self, func: Callable[..., Any], types: Any, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        kind = kind_of(getattr(func, "__name__", ""))
        inputs = named_arguments(kind, args, kwargs or {})
        try:
            result = func(*args, **(kwargs or {}))
        except RuntimeError as error:
            reason = "" if "meta" in str(error) else misfit(kind, inputs, self._path[-1] or "the model")
            if reason:
                raise ValueError(f"input_shape does not fit: {reason}") from None
            raise
        self._note(kind, inputs, list(tensors_in((args, kwargs or {}))), list(tensors_in(result)))
        return result

    def _note(self, kind: str, inputs: dict[str, Any], tensors: list[Tensor], outputs: list[Tensor]) -> None:
        """Count the weights that a function uses, follow the receptive field, and make a row if it is worth one."""
        for weight in tensors:
            if id(weight) in self._uncounted:
                self._uncounted.remove(id(weight))
                self._pending += weight.numel()
        tracked = [self._reaches[id(tensor)][0] for tensor in tensors if id(tensor) in self._reaches]
        if not tracked or not outputs:
            return
        reach = reach_after(kind, widest(tracked), inputs)
        for output in outputs:
            self._remember(output, reach)
        worth_a_row = bool(kind) and (kind not in JOINING or len(tracked) > 1)
        if worth_a_row or self._pending:
            row = row_of(kind, inputs, outputs[0], _BATCH, reach)
            if self._inside is not None:
                self._inside.append(row)
            else:
                self._add(row, f"{self._path[-1]}.{row.kind}".removeprefix("."))

    def _remember(self, tensor: Tensor, reach: Reach) -> None:
        self._reaches[id(tensor)] = (reach, tensor)

    def _add(self, row: Row, name: str) -> None:
        """Add a row with the parameters used since the last one; a second row of a name is numbered."""
        self._times[name] += 1
        numbered = f"{name} ({self._times[name]})" if self._times[name] > 1 else name
        self._rows.append(replace(row, name=numbered, parameters=self._pending))
        self._pending = 0

    def _watched(self, name: str, module: nn.Module) -> list[Any]:
        """Return the handles of two hooks: one before, one after a module."""
        leaf = not any(True for _ in module.children())

        def before(*_: object) -> None:
            self._path.append(name)
            if leaf:
                self._inside = []

        def after(*_: object) -> None:
            self._path.pop()
            if leaf:
                rows, self._inside = self._inside or [], None
                if rows:
                    main = max(rows, key=lambda row: row.multiply_adds)
                    shape, field = rows[-1].output_shape, rows[-1].receptive_field
                    work = sum(row.multiply_adds for row in rows)
                    joined = replace(main, output_shape=shape, receptive_field=field, multiply_adds=work)
                    self._add(joined, name)

        return [module.register_forward_pre_hook(before), module.register_forward_hook(after)]
