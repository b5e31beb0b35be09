"""The blocks of ResNet in Keras: two layers or three, and beside them the shortcut."""

from collections.abc import Callable
from typing import Any

from companion.check import require

require("keras")

import keras
from keras import KerasTensor, layers

from companion.architectures.resnet_plans import BlockPlan
from companion.architectures.resnet_specs import ResNetVariant

Scale = Callable[[KerasTensor, str], KerasTensor]
"""Makes, of maps and the name that its layers begin with, maps of the same shape."""

__all__ = ["Scale", "SubsampledIdentity", "basic_block", "bottleneck", "conv_norm", "relu", "shortcut"]


def basic_block(x: KerasTensor, plan: BlockPlan, variant: ResNetVariant, scale: Scale | None = None) -> KerasTensor:
    """Return ReLU(F(x) + x), in a plain net ReLU(F(x)), with two 3x3 convolutions for F.

    Parameters
    ----------
    x : KerasTensor of shape (N, H, W, C)
        Maps.
    plan : BlockPlan
        The block's place and sizes.
    variant : ResNetVariant
        A row of `VARIANTS`.
    scale : callable, optional
        Puts layers at the end of the residual branch, before the addition.

    Returns
    -------
    KerasTensor of shape (N, H / stride, W / stride, C')
        Sizes rounded up.

    References
    ----------
    He, Zhang, Ren, Sun 2016, Deep residual learning for image recognition, figure 5, left.
    """
    name = plan.name.replace(".", "_")
    residual = conv_norm(x, plan.channels, 3, variant, stride=plan.stride, names=(f"{name}_conv1", f"{name}_norm1"))
    residual = relu(f"{name}_relu1")(residual)
    residual = conv_norm(residual, plan.out_channels, 3, variant, names=(f"{name}_conv2", f"{name}_norm2"))
    return _add(residual, x, plan, variant, scale)


def bottleneck(x: KerasTensor, plan: BlockPlan, variant: ResNetVariant, scale: Scale | None = None) -> KerasTensor:
    """Return ReLU(F(x) + x), in a plain net ReLU(F(x)), with 1x1, 3x3 and 1x1 convolutions for F.

    Parameters
    ----------
    x, plan, variant, scale
        As in :func:`basic_block`.

    Returns
    -------
    KerasTensor of shape (N, H / stride, W / stride, 4 C')
        Sizes rounded up.

    References
    ----------
    He, Zhang, Ren, Sun 2016, Deep residual learning for image recognition, figure 5, right.
    """
    name = plan.name.replace(".", "_")
    first, second = (plan.stride, 1) if variant.strided == "conv1" else (1, plan.stride)
    residual = conv_norm(x, plan.channels, 1, variant, stride=first, names=(f"{name}_conv1", f"{name}_norm1"))
    residual = relu(f"{name}_relu1")(residual)
    residual = conv_norm(residual, plan.channels, 3, variant, stride=second, names=(f"{name}_conv2", f"{name}_norm2"))
    residual = relu(f"{name}_relu2")(residual)
    residual = conv_norm(residual, plan.out_channels, 1, variant, names=(f"{name}_conv3", f"{name}_norm3"))
    return _add(residual, x, plan, variant, scale)


def _add(
    residual: KerasTensor, x: KerasTensor, plan: BlockPlan, variant: ResNetVariant, scale: Scale | None
) -> KerasTensor:
    """Return the end that both blocks have: the scale if there is one, the addition, the last ReLU."""
    name = plan.name.replace(".", "_")
    if scale:
        residual = scale(residual, f"{name}_scale")
    if plan.shortcut != "none":
        residual = layers.Add(name=f"{name}_add")([residual, shortcut(x, plan, variant)])
    return relu(f"{name}_relu")(residual)


def shortcut(x: KerasTensor, plan: BlockPlan, variant: ResNetVariant) -> KerasTensor:
    """Return what is added to the residual: x itself, x with fewer pixels and more maps, or its projection."""
    name = f"{plan.name.replace('.', '_')}_shortcut"
    if plan.shortcut == "projection":
        names = (f"{name}_conv", f"{name}_norm")
        return conv_norm(x, plan.out_channels, 1, variant, stride=plan.stride, names=names)
    if plan.shortcut == "zeros":
        return SubsampledIdentity(plan.stride, plan.out_channels - plan.in_channels, name=name)(x)
    return x


@keras.saving.register_keras_serializable("companion")
class SubsampledIdentity(layers.Layer):
    """A shortcut without weights: every stride-th pixel; maps that are missing are zeros, behind those that are there.

    Parameters
    ----------
    stride : int
        Keep every so many pixels.
    missing : int
        How many maps of zeros to add.
    name, dtype : str, optional
        As for every layer.

    Notes
    -----
    The paper pads with zeros (option A) without saying where; here they are the last maps.

    Examples
    --------
    >>> SubsampledIdentity(2, 16)(keras.ops.ones((1, 4, 4, 16))).shape
    TensorShape([1, 2, 2, 32])
    """

    def __init__(self, stride: int, missing: int, *, name: str | None = None, dtype: Any = None) -> None:
        super().__init__(name=name, dtype=dtype, trainable=False)
        self.stride, self.missing = stride, missing

    def call(self, x: KerasTensor) -> KerasTensor:
        """Return (N, H / stride, W / stride, C + missing), sizes rounded up."""
        return keras.ops.pad(x[:, :: self.stride, :: self.stride], ((0, 0), (0, 0), (0, 0), (0, self.missing)))

    def get_config(self) -> dict[str, Any]:
        """Return what the layer is saved with."""
        config = super().get_config()
        config.pop("trainable", None)
        return {**config, "stride": self.stride, "missing": self.missing}


def conv_norm(
    x: KerasTensor,
    filters: int,
    kernel_size: int,
    variant: ResNetVariant,
    *,
    names: tuple[str, str],
    stride: int = 1,
) -> KerasTensor:
    """Return a convolution that keeps the size, up to its stride, and batch normalisation; layers of these two names.

    Weights start from He's normal distribution (fan_out), biases at 0.
    """
    padding = kernel_size // 2
    if stride > 1 and padding:  # Keras's own "same" pads an even picture below and to the right only
        x = layers.ZeroPadding2D(padding, name=names[0].replace("conv", "pad"))(x)
    he_normal = keras.initializers.VarianceScaling(2.0, "fan_out", "untruncated_normal")
    options = {"padding": "same" if stride == 1 else "valid", "use_bias": variant.conv_bias}
    x = layers.Conv2D(filters, kernel_size, stride, **options, kernel_initializer=he_normal, name=names[0])(x)
    momentum, epsilon = 1 - variant.norm_momentum, variant.norm_epsilon
    return layers.BatchNormalization(momentum=momentum, epsilon=epsilon, name=names[1])(x)


def relu(name: str) -> layers.Layer:
    """Return a ReLU of this name."""
    return layers.ReLU(name=name)
