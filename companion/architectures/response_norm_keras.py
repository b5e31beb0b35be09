"""Local response normalisation in Keras: a map is damped where its neighbours are strong, as PyTorch has it."""

from companion.check import integer, real, require

require("keras")

import keras


@keras.saving.register_keras_serializable(package="companion")
class LocalResponseNormalization(keras.layers.Layer):
    """Divide maps (N, H, W, C) by ``(k + alpha / size * s) ** beta``, s the sum of squares over neighbouring maps.

    Parameters
    ----------
    size : int
        Number of neighbouring maps, the map itself in their middle; beyond the first and last map squares count as 0.
    alpha, beta, k : float
        Constants of the formula.
    name : str, optional
        Name of the layer.
    dtype : str, optional
        Type of the computation.

    Raises
    ------
    TypeError, ValueError
        If a number is out of range, or `size` is even.

    Notes
    -----
    The same numbers as `torch.nn.LocalResponseNorm`, for odd sizes. Like Caffe, and unlike section 3.3 of Krizhevsky et
    al. 2012, it divides alpha by the size. Keras has no such layer.

    Examples
    --------
    >>> normalized = LocalResponseNormalization(3, alpha=3.0, beta=0.5, k=1.0)(keras.ops.ones((1, 1, 1, 3)))
    >>> keras.ops.convert_to_numpy(normalized**-2).round(3).ravel().tolist()  # 1 + 2, 1 + 3, 1 + 2
    [3.0, 4.0, 3.0]
    """

    def __init__(
        self,
        size: int = 5,
        *,
        alpha: float = 1e-4,
        beta: float = 0.75,
        k: float = 1.0,
        name: str | None = None,
        dtype: str | None = None,
    ) -> None:
        super().__init__(name=name, dtype=dtype)
        self.size = integer("size", size, minimum=1)
        if size % 2 == 0:
            raise ValueError(f"size must be an odd whole number, got {size}")
        self.alpha, self.beta = real("alpha", alpha, minimum=0), real("beta", beta, minimum=0)
        self.k = real("k", k, minimum=0)

    def call(self, maps: keras.KerasTensor) -> keras.KerasTensor:
        """Return maps of the same shape."""
        half, channels = self.size // 2, maps.shape[-1]
        squares = keras.ops.pad(keras.ops.square(maps), [[0, 0], [0, 0], [0, 0], [half, half]])
        total = sum(squares[..., shift : shift + channels] for shift in range(self.size))
        return maps / (self.k + self.alpha / self.size * total) ** self.beta

    def compute_output_shape(self, input_shape: tuple[int | None, ...]) -> tuple[int | None, ...]:
        """Return the shape of the input."""
        return input_shape

    def get_config(self) -> dict:
        """Return what `__init__` takes."""
        options = {option: getattr(self, option) for option in ("size", "alpha", "beta", "k", "name")}
        return {**options, "dtype": self.dtype_policy.name}
