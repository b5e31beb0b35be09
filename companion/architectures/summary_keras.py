"""The table of a Keras model: its graph is walked with a shape in place of a picture, and every layer written down."""

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from companion.architectures.summary import Reach, Row, Summary, widest, window_text
from companion.check import integer, require

require("keras")

import keras
from keras import layers

from companion.architectures.adaptive_pooling_keras import AdaptiveAveragePooling2D
from companion.architectures.response_norm_keras import ResponseNormalization

__all__ = ["summary"]

_STATISTICS = ("moving_mean", "moving_variance", "mean", "variance", "count")
_KINDS = (
    ("depthwise convolution", (layers.DepthwiseConv2D,)),
    ("separable convolution", (layers.SeparableConv2D,)),
    ("transposed convolution", (layers.Conv2DTranspose,)),
    ("convolution", (layers.Conv2D,)),
    ("dense", (layers.Dense,)),
    ("normalization", (layers.BatchNormalization, layers.LayerNormalization, layers.GroupNormalization)),
    ("normalization", (layers.UnitNormalization, ResponseNormalization)),
    ("adaptive pooling", (AdaptiveAveragePooling2D,)),
    ("max pooling", (layers.MaxPooling2D,)),
    ("average pooling", (layers.AveragePooling2D,)),
    ("global pooling", (layers.GlobalAveragePooling2D, layers.GlobalMaxPooling2D)),
    ("addition", (layers.Add,)),
    ("multiplication", (layers.Multiply,)),
    ("concatenation", (layers.Concatenate,)),
    ("flatten", (layers.Flatten,)),
    ("dropout", (layers.Dropout, layers.SpatialDropout2D)),
    ("padding", (layers.ZeroPadding2D,)),
    ("preprocessing", (layers.Rescaling, layers.Normalization)),
    ("activation", (layers.Activation, layers.ReLU, layers.LeakyReLU, layers.PReLU, layers.Softmax)),
)
_OPERATIONS = {"add": "addition", "multiply": "multiplication", "concatenate": "concatenation", "relu": "activation"}
_WINDOWED = ("convolution", "depthwise convolution", "separable convolution", "max pooling", "average pooling")


def summary(model: keras.Model, input_shape: Sequence[int]) -> Summary:
    """Return the layers of a model with output shapes, parameters, multiply-adds and receptive fields.

    Parameters
    ----------
    model : keras.Model
        A functional or a built sequential model with one input; left as it is.
    input_shape : sequence of int
        Shape of one picture: (height, width, channels).

    Returns
    -------
    Summary
        One row for every layer, in the order of the graph. Layers inside a nested model are named after both.

    Raises
    ------
    TypeError
        If `model` is not a Keras model, or one that is not functional: its graph cannot be read.
    ValueError
        If the picture does not fit; the message names the layer that had too few pixels or the wrong channels.

    Notes
    -----
    The numbers are those of :func:`companion.architectures.summary_torch.summary`: running statistics are not counted
    as parameters, where `count_params` counts them. An activation that belongs to a layer has no row of its own. All
    outputs of the model take part, heads for training too. A `SeparableConv2D` is one row with the work of both its
    kernels. Layers that are not known here (attention, EinsumDense, layers of your own) are "other": their parameters
    count, their multiply-adds do not, and the receptive field stays as it was.

    Examples
    --------
    >>> convnet = keras.Sequential([keras.Input((28, 28, 1)), layers.Conv2D(32, 3, name="conv")], name="one_layer")
    >>> print(summary(convnet, (28, 28, 1)))
    one_layer, input (28, 28, 1)
    layer  kind             output shape  parameters  multiply-adds  receptive field
    conv   convolution 3x3  (26, 26, 32)         320        194,688                3
    total                                        320        194,688
    """
    graph = _graph(model)
    shape = _checked_shape(graph, input_shape)
    recorder = _Recorder()
    picture = keras.KerasTensor((None, *shape), dtype=graph.inputs[0].dtype)
    recorder.walk(graph, [picture], Reach(), prefix="")
    rows = tuple(recorder.rows)
    total = sum(_size(weight) for weight in _parameters(graph))
    unused = total - sum(row.parameters for row in rows)
    layout = {"separator": "_", "channels_first": False}
    return Summary(name=model.name, input_shape=shape, rows=rows, unused_parameters=unused, **layout)


def _graph(model: keras.Model) -> keras.Model:
    """Return the functional model with the layers of `model`."""
    if not isinstance(model, keras.Model):
        raise TypeError(f"model must be a keras.Model, got {type(model).__name__}")
    try:
        inputs, outputs = model.inputs, model.outputs
    except (AttributeError, ValueError):
        inputs = outputs = None
    if not inputs or not outputs:
        why = "a Sequential needs a keras.Input first, and a subclassed model cannot be read"
        raise TypeError(f"model must be functional, so that its graph can be followed: {why}")
    if len(inputs) != 1:
        raise ValueError(f"model must have one input, got {len(inputs)}")
    return keras.Model(inputs[0], outputs, name=model.name)


def _checked_shape(graph: keras.Model, input_shape: Sequence[int]) -> tuple[int, ...]:
    if not isinstance(input_shape, (tuple, list)) or len(input_shape) != 3:
        raise ValueError(f"input_shape must be (height, width, channels), got {input_shape!r}")
    shape = tuple(integer(f"input_shape[{axis}]", side, minimum=1) for axis, side in enumerate(input_shape))
    wanted = tuple(graph.inputs[0].shape[1:])
    if any(want not in (None, have) for want, have in zip(wanted, shape, strict=True)):
        raise ValueError(f"input_shape does not fit: the model was built for {wanted}, got {shape}")
    return shape


class _Recorder:
    """Walks through the graph of a model and makes a row of every layer."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self._reaches: dict[int, tuple[Reach, Any]] = {}  # with the tensor, so that no other gets its identity
        self._counted: set[int] = set()

    def walk(self, graph: Any, inputs: Any, reach: Reach, *, prefix: str) -> Any:
        """Send shapes through a graph and return those that come out."""
        for tensor in _tensors_in(inputs):
            self._reaches.setdefault(id(tensor), (reach, tensor))
        return graph._run_through_graph(inputs, operation_fn=lambda operation: self._visit(operation, prefix))

    def _visit(self, operation: Any, prefix: str) -> Callable[..., Any]:
        """Return a function that stands for a layer: it takes shapes, gives shapes, and writes a row."""

        def run(*args: Any, **kwargs: Any) -> Any:
            inputs = list(_tensors_in((args, kwargs)))
            reach = widest(self._reaches[id(tensor)][0] for tensor in inputs if id(tensor) in self._reaches)
            if isinstance(operation, keras.Model):
                return self.walk(_graph(operation), args[0], reach, prefix=f"{prefix}{operation.name}_")
            name = prefix + operation.name
            try:
                _check_features(operation, inputs[0])
                output = operation.compute_output_spec(*args, **kwargs)
                outputs = list(_tensors_in(output))
                _check_pixels(outputs)
            except ValueError as error:
                raise ValueError(f"input_shape does not fit {name}, {_misfit(operation, inputs[0])}: {error}") from None
            reach = _reach_after(operation, reach, inputs[0])
            self._reaches |= {id(tensor): (reach, tensor) for tensor in outputs}
            self._add(name, operation, inputs[0], outputs[0], reach)
            return output

        return run

    def _add(self, name: str, operation: Any, before: Any, after: Any, reach: Reach) -> None:
        kind, shape = _kind(operation), tuple(after.shape[1:])
        window = window_text(*_window(operation)[:2]) if kind in _WINDOWED else ""
        new = [weight for weight in _parameters(operation) if id(weight) not in self._counted]
        self._counted |= {id(weight) for weight in new}
        count, work = sum(_size(weight) for weight in new), _work(operation, kind, before, after)
        self.rows.append(Row(self._free(name), kind, shape, count, work, reach.size, window))

    def _free(self, name: str) -> str:
        """Return the name, numbered if the layer was used before."""
        earlier = sum(row.name.split(" (")[0] == name for row in self.rows)
        return f"{name} ({earlier + 1})" if earlier else name


def _kind(operation: Any) -> str:
    found = next((kind for kind, classes in _KINDS if isinstance(operation, classes)), None)
    if found == "convolution" and operation.filters == operation.groups > 1 == operation.kernel.shape[2]:
        return "depthwise convolution"
    return found or _OPERATIONS.get(type(operation).__name__.lower(), "other")


def _reach_after(operation: Any, reach: Reach, before: Any) -> Reach:
    """Return how far the outputs of a layer see, if its inputs see as far as `reach`."""
    kind = _kind(operation)
    if kind in _WINDOWED:
        sides, stride, dilation = _window(operation)
        return reach.through(max(sides), stride=max(stride), dilation=max(dilation))
    if kind == "adaptive pooling":
        return reach.adaptive(before.shape[1:3], operation.output_size)
    return reach.everything() if kind in ("dense", "global pooling") else reach


def _window(operation: Any) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    """Return sides, steps and dilation of the window of a convolution or pooling."""
    if hasattr(operation, "pool_size"):
        return tuple(operation.pool_size), tuple(operation.strides), (1, 1)
    strides, dilation = operation.strides, operation.dilation_rate
    return tuple(operation.kernel_size), _pair(strides), _pair(dilation)


def _pair(value: Any) -> tuple[int, ...]:
    return tuple(value) if isinstance(value, (tuple, list)) else (value, value)


def _work(operation: Any, kind: str, before: Any, after: Any) -> int:
    """Return the multiply-adds of a layer for one picture: every weight works once at every place."""
    places = math.prod((before if kind == "transposed convolution" else after).shape[1:-1])
    if kind == "separable convolution":
        return (_size(operation.depthwise_kernel) + _size(operation.pointwise_kernel)) * places
    if kind in ("convolution", "depthwise convolution", "transposed convolution", "dense"):
        return _size(operation.kernel) * places
    return 0


def _size(weight: Any) -> int:
    return math.prod(weight.shape)


def _parameters(layer: Any) -> list[Any]:
    """Return the weights of a layer or model that are trained, or would be if they were not frozen."""
    return [weight for weight in getattr(layer, "weights", []) if weight.name not in _STATISTICS]


def _check_features(operation: Any, before: Any) -> None:
    """Raise ValueError if a dense layer was built for another number of features."""
    if isinstance(operation, layers.Dense) and operation.kernel.shape[0] != before.shape[-1]:
        raise ValueError(f"it takes {operation.kernel.shape[0]:,} features and gets {before.shape[-1]:,}")


def _check_pixels(outputs: list[Any]) -> None:
    """Raise ValueError if an output has no pixel."""
    if any(side is not None and side < 1 for output in outputs for side in output.shape[1:]):
        raise ValueError("no pixel is left")


def _misfit(operation: Any, before: Any) -> str:
    """Return what a layer was given when it refused."""
    if _kind(operation) in _WINDOWED:
        window, maps = ("x".join(map(str, sides)) for sides in (_window(operation)[0], before.shape[1:3]))
        return f"which has too few pixels: a {window} window on maps of {maps}; take a larger picture"
    return f"whose input has shape {tuple(before.shape[1:])}"


def _tensors_in(value: Any) -> Iterator[Any]:
    """Yield the shapes in arguments or results, however deep they lie in tuples, lists and dictionaries."""
    return (entry for entry in keras.tree.flatten(value) if isinstance(entry, keras.KerasTensor))
