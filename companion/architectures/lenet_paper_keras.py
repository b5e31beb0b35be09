"""LeNet-5 as LeCun et al. 1998 describe it, in Keras: sparse C3, trained subsampling, squashing, drawn targets.

:func:`companion.architectures.lenet_keras.lenet5` builds it with ``variant="paper"``. Layers have the names of the
PyTorch version.
"""

from companion.architectures.lenet_paper_specs import INITIAL, SQUASH, WINDOW, targets
from companion.architectures.specs import LENET5_C3_INPUTS, LENET_WIDTHS
from companion.check import require

require("keras")

import keras
from keras import layers, ops

__all__ = ["RadialBasis", "lenet5_paper", "squash"]


@keras.saving.register_keras_serializable(package="companion")
def squash(values: keras.KerasTensor) -> keras.KerasTensor:
    """Return 1.7159 tanh(2/3 values), any shape."""
    amplitude, slope = SQUASH
    return amplitude * ops.tanh(slope * values)


@keras.saving.register_keras_serializable(package="companion")
class RadialBasis(layers.Layer):
    """Minus the squared distance of every row to each target picture; nothing to train.

    Parameters
    ----------
    num_classes : int
        Digits from 0 on, at most 10.
    name, dtype : str, optional
        Name of the layer, type of the computation.
    """

    def __init__(self, num_classes: int, *, name: str | None = None, dtype: str | None = None) -> None:
        super().__init__(name=name, dtype=dtype)
        self.num_classes, self.targets = num_classes, targets(num_classes)

    def call(self, painted: keras.KerasTensor) -> keras.KerasTensor:
        """Return logits (N, K) for rows (N, 84)."""
        drawn = ops.convert_to_tensor(self.targets, dtype=self.compute_dtype)
        return -ops.sum((painted[:, None] - drawn) ** 2, axis=2)

    def get_config(self) -> dict:
        """Return what `__init__` takes."""
        return {"num_classes": self.num_classes, "name": self.name, "dtype": self.dtype_policy.name}


def lenet5_paper(num_classes: int, in_channels: int) -> keras.Model:
    """Build LeNet-5 of 1998; see :func:`companion.architectures.lenet_keras.lenet5`."""
    c1, c3, c5, f6 = LENET_WIDTHS
    images = keras.Input((32, 32, in_channels), name="images")
    x = _squashed(_convolution(images, c1, "c1"), "c1")  # (28, 28, 6)
    x = _squashed(_subsampled(x, "s2"), "s2")  # (14, 14, 6)
    seen = [ops.take(x, list(inputs), axis=-1) for inputs in LENET5_C3_INPUTS]
    seen = [_convolution(maps, 1, f"c3_map{index}") for index, maps in enumerate(seen)]
    x = _squashed(layers.Concatenate(name="c3")(seen), "c3")  # (10, 10, 16)
    x = _squashed(_subsampled(x, "s4"), "s4")  # (5, 5, 16)
    x = _squashed(_convolution(x, c5, "c5"), "c5")  # (1, 1, 120)
    x = layers.Flatten(name="flatten")(x)
    x = _squashed(layers.Dense(f6, kernel_initializer=_initial(c5), name="f6")(x), "f6")
    model = keras.Model(images, RadialBasis(num_classes, name="output")(x), name="lenet5")
    model.variant = "paper"
    return model


def _convolution(x: keras.KerasTensor, filters: int, name: str) -> keras.KerasTensor:
    return layers.Conv2D(filters, 5, kernel_initializer=_initial(25 * x.shape[-1]), name=name)(x)


def _subsampled(x: keras.KerasTensor, name: str) -> keras.KerasTensor:
    """Return the sums of 2x2 windows, times a trained coefficient per map, plus a trained bias."""
    x = layers.Rescaling(WINDOW, name=f"{name}_sum")(layers.AveragePooling2D(2, name=f"{name}_pool")(x))
    return layers.DepthwiseConv2D(1, depthwise_initializer=_initial(WINDOW), name=f"{name}_scale")(x)


def _squashed(x: keras.KerasTensor, name: str) -> keras.KerasTensor:
    return layers.Activation(squash, name=f"{name}_squash")(x)


def _initial(inputs: int) -> keras.initializers.Initializer:
    return keras.initializers.RandomUniform(minval=-INITIAL / inputs, maxval=INITIAL / inputs)
