"""Local response normalisation in Keras, in the form of the paper of 2012."""

from companion.check import integer, real, require

require("keras")

import keras
from keras import ops


@keras.saving.register_keras_serializable(package="companion")
class ResponseNormalization(keras.layers.Layer):
    """Divide every value by ``(k + alpha * sum of the squares of neighbouring maps) ** beta``.

    Parameters
    ----------
    size : int
        How many neighbouring maps the sum runs over, odd; beyond the first and last map there is nothing to add.
    alpha, beta, k : float
        Constants of the formula.
    name, dtype : str, optional
        Name of the layer, type of the computation.

    Raises
    ------
    TypeError, ValueError
        If a number is out of range.

    Notes
    -----
    The paper adds ``alpha * sum``, as does TensorFlow; PyTorch and Caffe add ``alpha / size * sum``, so
    `torch.nn.LocalResponseNorm(size, size * alpha, beta, k)` gives the same numbers. Keras has no such layer.

    References
    ----------
    Krizhevsky, Sutskever, Hinton 2012, ImageNet classification with deep convolutional neural networks, section 3.3.

    Examples
    --------
    >>> normalized = ResponseNormalization(3, alpha=1.0, beta=1.0, k=1.0)(ops.ones((1, 1, 1, 3)))
    >>> [float(value) for value in normalized[0, 0, 0]]  # 1 / (1 + 2), 1 / (1 + 3), 1 / (1 + 2)
    [0.3333333432674408, 0.25, 0.3333333432674408]
    """

    def __init__(
        self,
        size: int = 5,
        *,
        alpha: float = 1e-4,
        beta: float = 0.75,
        k: float = 2.0,
        name: str | None = None,
        dtype: str | None = None,
    ) -> None:
        super().__init__(name=name, dtype=dtype)
        self.size = integer("size", size, minimum=1)
        if size % 2 == 0:
            raise ValueError(f"size must be odd, so that as many maps stand before as behind, got {size}")
        self.alpha, self.beta, self.k = real("alpha", alpha, minimum=0), real("beta", beta), real("k", k, minimum=0)

    def call(self, maps: keras.KerasTensor) -> keras.KerasTensor:
        """Return the normalised maps, (N, H, W, C) as they came."""
        channels, side = maps.shape[-1], self.size // 2
        squares = ops.pad(ops.square(maps), [[0, 0], [0, 0], [0, 0], [side, side]])
        total = sum(squares[..., shift : shift + channels] for shift in range(self.size))
        return maps / (self.k + self.alpha * total) ** self.beta

    def get_config(self) -> dict:
        """Return what `__init__` takes."""
        constants = {"size": self.size, "alpha": self.alpha, "beta": self.beta, "k": self.k}
        return {**constants, "name": self.name, "dtype": self.dtype_policy.name}
