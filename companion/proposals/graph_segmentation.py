"""Over-segmentation on a graph of pixels: the many small regions that selective search starts from."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from companion.check import integer, real
from companion.proposals.inputs import as_picture


def felzenszwalb_segments(
    image: ArrayLike, *, scale: float = 100.0, sigma: float = 0.8, min_size: int = 20
) -> NDArray[np.int64]:
    """Cut a picture into segments: pixels join while the edge between them is no stronger than those inside.

    Parameters
    ----------
    image : array_like of shape (H, W) or (H, W, 3), uint8 or float in [0, 1]
        Gray or RGB picture.
    scale : float
        k of the paper, in gray levels from 0 to 255: how much stronger than its inside the edge around a segment must
        be, divided by its number of pixels. A larger scale gives larger segments.
    sigma : float
        Standard deviation of the Gaussian that smooths the picture first, pixels.
    min_size : int
        Segments of fewer pixels join a neighbour at the end.

    Returns
    -------
    ndarray of shape (H, W), int64
        The number of each pixel's segment: 0 to the number of segments - 1, none left out.

    Raises
    ------
    TypeError, ValueError
        If the picture is neither gray nor RGB, holds no pixel or values outside its range, or an option is out of
        bounds.

    Notes
    -----
    Felzenszwalb and Huttenlocher 2004, computed by ``skimage.segmentation.felzenszwalb``. What differs from the paper
    or surprises:

    - Pixels have eight neighbours, and all channels make one graph with the Euclidean distance between colours as the
      weight of an edge; the paper segments each channel and intersects the results. A segment may hang together at
      corners alone.
    - A gray picture has one channel, so its edges are weaker by the square root of 3 than those of the same picture
      with three equal channels, and its segments are larger at the same scale.
    - The scale means the same for uint8 and float pictures: scikit-image divides it by 255.
    - Edges of equal weight are taken in the order in which NumPy sorts them, which may differ between processors; so
      may a few segments.

    References
    ----------
    P. F. Felzenszwalb and D. P. Huttenlocher, "Efficient Graph-Based Image Segmentation", International Journal of
    Computer Vision 59, 2004.

    Examples
    --------
    >>> picture = np.zeros((8, 8), dtype=np.uint8)
    >>> picture[:, 4:] = 200
    >>> felzenszwalb_segments(picture, sigma=0, min_size=1)[0]
    array([0, 0, 0, 0, 1, 1, 1, 1])
    """
    pixels = as_picture(image)
    real("scale", scale, minimum=0)
    real("sigma", sigma, minimum=0)
    integer("min_size", min_size, minimum=1)
    # At first use: it takes a third of a second, and `import companion.proposals` should cost nothing.
    from skimage.segmentation import felzenszwalb

    labels = felzenszwalb(pixels, scale=scale, sigma=sigma, min_size=min_size, channel_axis=-1)
    return np.asarray(labels, dtype=np.int64)
