"""Adaptive average pooling in Keras: a grid of fixed size out of maps of any size, as PyTorch has it."""

from companion.check import pair, require

require("keras")

import keras
import numpy as np
from numpy.typing import NDArray


@keras.saving.register_keras_serializable(package="companion")
class AdaptiveAveragePooling2D(keras.layers.Layer):
    """Average maps (N, H, W, C) over the windows of a grid: (N, P, Q, C).

    Row p of the output averages the rows from floor(p H / P) to ceil((p + 1) H / P), the last one excluded, and columns
    likewise. Windows overlap where P does not divide H, and rows are repeated where H is smaller than P.

    Parameters
    ----------
    output_size : int or tuple of int
        (P, Q), or one number for both.
    name : str, optional
        Name of the layer.
    dtype : str, optional
        Type of the computation.

    Raises
    ------
    TypeError, ValueError
        If `output_size` is not made of whole numbers of at least 1, or height and width are not known when it is built.

    Notes
    -----
    The same numbers as `torch.nn.AdaptiveAvgPool2d`. Keras has such a layer only in its newest versions; this one runs
    on all that the package allows. An average is a product with a fixed matrix, so gradients need nothing special.

    Examples
    --------
    >>> maps = np.arange(3.0).reshape(1, 1, 3, 1)
    >>> keras.ops.convert_to_numpy(AdaptiveAveragePooling2D((1, 2))(maps)).ravel()
    array([0.5, 1.5], dtype=float32)
    """

    def __init__(
        self, output_size: int | tuple[int, int], *, name: str | None = None, dtype: str | None = None
    ) -> None:
        super().__init__(name=name, dtype=dtype)
        self.output_size = pair("output_size", output_size, minimum=1)

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        """Check that height and width are known."""
        if None in input_shape[1:]:
            raise ValueError(f"maps must have a known height and width, got shape {tuple(input_shape)}")

    def call(self, maps: keras.KerasTensor) -> keras.KerasTensor:
        """Return the grid (N, P, Q, C) of maps (N, H, W, C)."""
        _, height, width, _ = maps.shape
        rows, columns = self.output_size
        if height != rows:
            maps = keras.ops.einsum("ph,nhwc->npwc", self._matrix(height, rows), maps)
        if width != columns:
            maps = keras.ops.einsum("qw,npwc->npqc", self._matrix(width, columns), maps)
        return maps

    def compute_output_shape(self, input_shape: tuple[int | None, ...]) -> tuple[int | None, ...]:
        """Return (N, P, Q, C)."""
        return (input_shape[0], *self.output_size, input_shape[-1])

    def get_config(self) -> dict:
        """Return what `__init__` takes."""
        return {"output_size": self.output_size, "name": self.name, "dtype": self.dtype_policy.name}

    def _matrix(self, size: int, cells: int) -> keras.KerasTensor:
        return keras.ops.convert_to_tensor(averages(size, cells), dtype=self.compute_dtype)


def averages(size: int, cells: int) -> NDArray[np.float64]:
    """Return the matrix whose product with `size` numbers gives the averages of `cells` windows.

    Parameters
    ----------
    size : int
        Numbers that come in.
    cells : int
        Averages that go out.

    Returns
    -------
    ndarray of shape (cells, size)
        Every row sums to 1.

    Examples
    --------
    >>> averages(3, 2)
    array([[0.5, 0.5, 0. ],
           [0. , 0.5, 0.5]])
    """
    matrix = np.zeros((cells, size))
    for cell in range(cells):
        start, stop = cell * size // cells, -(-(cell + 1) * size // cells)  # floor and ceiling
        matrix[cell, start:stop] = 1 / (stop - start)
    return matrix
