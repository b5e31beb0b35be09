"""What each function of PyTorch means for a row of a summary: its kind, its window, its work, how far it sees."""

from collections.abc import Iterator, Mapping
from typing import Any

from companion.architectures.summary import Reach, Row, window_text
from companion.check import require

require("torch")

from torch import Tensor

_NAMES = {
    "convolution": "conv1d conv2d conv3d",
    "transposed convolution": "conv_transpose1d conv_transpose2d conv_transpose3d",
    "dense": "linear",
    "attention": "multi_head_attention_forward",
    "normalization": "batch_norm layer_norm group_norm instance_norm local_response_norm",
    "max pooling": "max_pool2d",
    "average pooling": "avg_pool2d",
    "adaptive pooling": "adaptive_avg_pool2d adaptive_max_pool2d",
    "average": "mean",
    "maximum": "amax",
    "addition": "add add_ __add__ __radd__ __iadd__",
    "multiplication": "mul mul_ __mul__ __rmul__ __imul__",
    "concatenation": "cat concat concatenate",
    "flatten": "flatten",
    "dropout": "dropout dropout1d dropout2d alpha_dropout feature_dropout",
    "activation": (
        "relu relu_ relu6 leaky_relu prelu elu selu celu gelu silu mish softplus hardtanh hardtanh_ hardswish "
        "hardsigmoid sigmoid sigmoid_ tanh tanh_ softmax log_softmax"
    ),
}
_KINDS = {name: kind for kind, names in _NAMES.items() for name in names.split()}
_ARGUMENTS = {
    "convolution": "input weight bias stride padding dilation groups",
    "transposed convolution": "input weight bias stride padding output_padding groups dilation",
    "dense": "input weight bias",
    "attention": (
        "query key value embed_dim_to_check num_heads in_proj_weight in_proj_bias bias_k bias_v add_zero_attn "
        "dropout_p out_proj_weight"
    ),
    "max pooling": "input kernel_size stride padding dilation",
    "average pooling": "input kernel_size stride padding",
    "adaptive pooling": "input output_size",
    "average": "input dim",
    "maximum": "input dim",
}
JOINING = ("addition", "multiplication", "concatenation")
"""Kinds that are worth a row only where two maps meet."""


def kind_of(name: str) -> str:
    """Return what a function of that name does; empty where it is worth no row.

    Examples
    --------
    >>> kind_of("conv2d"), kind_of("relu_"), kind_of("permute")
    ('convolution', 'activation', '')
    """
    return _KINDS.get(name, "")


def named_arguments(kind: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments of a function by their names."""
    return dict(zip(_ARGUMENTS.get(kind, "").split(), args, strict=False)) | dict(kwargs)


def tensors_in(value: Any) -> Iterator[Tensor]:
    """Yield the tensors of arguments or results, however deep they lie in tuples, lists and dictionaries."""
    if isinstance(value, Tensor):
        yield value
    elif isinstance(value, (tuple, list)):
        for entry in value:
            yield from tensors_in(entry)
    elif isinstance(value, Mapping):
        yield from tensors_in(list(value.values()))


def reach_after(kind: str, reach: Reach, inputs: Mapping[str, Any]) -> Reach:
    """Return how far the outputs of a function see, if its inputs see as far as `reach`."""
    if kind in ("dense", "attention") or (kind in ("average", "maximum") and _over_all_pixels(inputs)):
        return reach.everything()
    if kind == "adaptive pooling":
        before, wanted = inputs["input"].shape[2:], _sides(inputs["output_size"], 2)
        return reach.adaptive(before, [want or have for have, want in zip(before, wanted, strict=True)])
    if kind in ("convolution", "max pooling", "average pooling"):
        window, stride = _window(kind, inputs)
        return reach.through(max(window), stride=max(stride), dilation=_widest_side(inputs.get("dilation", 1)))
    return reach


def row_of(kind: str, inputs: Mapping[str, Any], output: Tensor, batch: int, reach: Reach) -> Row:
    """Return the row of one function, without a name and without its parameters."""
    window = ""
    if kind in ("convolution", "max pooling", "average pooling"):
        window = window_text(*_window(kind, inputs))
        groups, channels = inputs.get("groups", 1), inputs["input"].shape[1]
        kind = "depthwise convolution" if kind == "convolution" and groups == channels > 1 else kind
    elif reach.size is None and kind in ("adaptive pooling", "average", "maximum"):
        kind = "global pooling"
    return Row(
        "", kind or "other", tuple(output.shape[1:]), 0, _work(kind, inputs, output) // batch, reach.size, window
    )


def misfit(kind: str, inputs: Mapping[str, Any], layer: str) -> str:
    """Return why a function refused its input, or nothing if that cannot be told."""
    if "input" not in inputs or not isinstance(inputs["input"], Tensor):
        return ""
    shape = tuple(inputs["input"].shape[1:])
    if kind == "convolution" and len(shape) == 3:
        wanted = inputs["weight"].shape[1] * inputs.get("groups", 1)
        if wanted != shape[0]:
            return f"{layer} takes {wanted} channels and gets {shape[0]}"
    if kind == "dense" and inputs["weight"].shape[1] != shape[-1]:
        features = inputs["weight"].shape[1]
        return f"{layer} takes {features:,} features and gets {shape[-1]:,}: another height or width would fit"
    if kind in ("convolution", "max pooling", "average pooling") and len(shape) == 3:
        window = "x".join(map(str, _window(kind, inputs)[0]))
        return f"{layer} has too few pixels: a {window} window on maps of {shape[1]}x{shape[2]}; take a larger picture"
    return ""


def _work(kind: str, inputs: Mapping[str, Any], output: Tensor) -> int:
    """Return the multiply-adds of a function for its whole batch: every weight works once at every place."""
    if kind in ("convolution", "depthwise convolution", "dense"):
        weight = inputs["weight"]
        return weight.numel() * (output.numel() // weight.shape[0])
    if kind == "transposed convolution":  # there every weight works once at every place of the input
        weight = inputs["weight"]
        return weight.numel() * (inputs["input"].numel() // weight.shape[0])
    if kind == "attention" and inputs["in_proj_weight"] is not None:  # query, key, value and output: four dense layers
        weights = inputs["in_proj_weight"].numel() + inputs["out_proj_weight"].numel()
        return weights * (inputs["query"].numel() // inputs["query"].shape[-1])
    return 0


def _window(kind: str, inputs: Mapping[str, Any]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the sides and the steps of the window of a convolution or pooling."""
    if kind == "convolution":
        sides = tuple(inputs["weight"].shape[2:])
        return sides, _sides(inputs.get("stride", 1), len(sides))
    sides = _sides(inputs["kernel_size"], 2)
    stride = inputs.get("stride")
    return sides, sides if stride is None or stride == [] else _sides(stride, 2)


def _sides(value: Any, count: int) -> tuple[int, ...]:
    sides = tuple(value) if isinstance(value, (tuple, list)) else (value,)
    return sides * count if len(sides) == 1 else sides


def _widest_side(value: Any) -> int:
    return max(_sides(value, 1))


def _over_all_pixels(inputs: Mapping[str, Any]) -> bool:
    """Return whether an average is taken over height and width of maps (N, C, H, W)."""
    axes = inputs.get("dim")
    count = inputs["input"].ndim
    return axes is None or (count == 4 and bool({2, 3} & {axis % count for axis in _sides(axes, 1)}))
