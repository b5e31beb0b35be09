"""The parts of a DenseNet in Keras: two kinds of layer, the dense block, the transition.

The PyTorch version is :mod:`companion.architectures.dense_block_torch`; layers have its names with "_" for ".".
"""

from companion.architectures.densenet_specs import DenseNetPlan, DenseNetVariant
from companion.check import require

require("keras")

import keras
from keras import KerasTensor, layers

__all__ = ["bottleneck_layer", "dense_block", "norm_relu", "plain_layer", "transition"]


def plain_layer(
    x: KerasTensor, plan: DenseNetPlan, variant: DenseNetVariant, *, name: str, dropout: float
) -> KerasTensor:
    """Return the new maps (N, H, W, growth rate) of BN - ReLU - 3x3 convolution."""
    x = norm_relu(x, variant, f"{name}_norm1", f"{name}_relu1")
    return conv(x, plan.growth_rate, 3, name=f"{name}_conv1", dropout=dropout)


def bottleneck_layer(
    x: KerasTensor, plan: DenseNetPlan, variant: DenseNetVariant, *, name: str, dropout: float
) -> KerasTensor:
    """Return the new maps (N, H, W, growth rate) of BN - ReLU - 1x1 - BN - ReLU - 3x3."""
    x = norm_relu(x, variant, f"{name}_norm1", f"{name}_relu1")
    x = conv(x, plan.bottleneck * plan.growth_rate, 1, name=f"{name}_conv1", dropout=dropout)  # (N, H, W, 4 k)
    x = norm_relu(x, variant, f"{name}_norm2", f"{name}_relu2")
    return conv(x, plan.growth_rate, 3, name=f"{name}_conv2", dropout=dropout)


def dense_block(
    x: KerasTensor, layer_count: int, plan: DenseNetPlan, variant: DenseNetVariant, *, name: str, dropout: float
) -> KerasTensor:
    """Return (N, H, W, k0 + L k) for (N, H, W, k0): every layer puts its maps beside all that were there."""
    layer = bottleneck_layer if plan.bottleneck else plain_layer
    for number in range(1, layer_count + 1):
        new = layer(x, plan, variant, name=f"{name}_layer{number}", dropout=dropout)
        x = layers.Concatenate(name=f"{name}_layer{number}_concatenate")([x, new])  # (N, H, W, k0 + l k)
    return x


def transition(
    x: KerasTensor, out_channels: int, variant: DenseNetVariant, *, name: str, dropout: float
) -> KerasTensor:
    """Return (N, H / 2, W / 2, out_channels): BN - ReLU - 1x1 convolution that compresses - 2x2 average pooling."""
    x = norm_relu(x, variant, f"{name}_norm", f"{name}_relu")
    x = conv(x, out_channels, 1, name=f"{name}_conv", dropout=dropout)
    return layers.AveragePooling2D(2, name=f"{name}_pool")(x)


def norm_relu(x: KerasTensor, variant: DenseNetVariant, norm: str, relu: str) -> KerasTensor:
    """Return batch normalisation and ReLU, layers of these two names."""
    options = {"momentum": 1 - variant.norm_momentum, "epsilon": variant.norm_epsilon}
    return layers.ReLU(name=relu)(layers.BatchNormalization(**options, name=norm)(x))


def conv(x: KerasTensor, filters: int, kernel_size: int, *, name: str, dropout: float) -> KerasTensor:
    """Return a convolution with stride 1 that keeps the size, without bias, and dropout behind it if there is any."""
    options = {"padding": "same", "use_bias": False, "kernel_initializer": he_normal()}
    x = layers.Conv2D(filters, kernel_size, **options, name=name)(x)
    return layers.Dropout(dropout, name=name.replace("conv", "drop"))(x) if dropout else x


def he_normal() -> keras.initializers.Initializer:
    """Return He's normal distribution as PyTorch draws it; Keras's own `he_normal` cuts the tails off."""
    return keras.initializers.VarianceScaling(2.0, "fan_in", "untruncated_normal")
