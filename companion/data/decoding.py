"""Picture files as arrays: always upright, always RGB, and a file that is no whole picture is named.

Notes
-----
What careless reading gets wrong, and what happens here: a camera stores which way up it was held (EXIF orientation,
eight values; also in PNG and WebP) and the picture is turned; gray and palette pictures become RGB; transparent pixels
are laid over white; CMYK is converted (without its colour profile); 16-bit gray is scaled to 8 bits, not cut off;
of an animation the first frame is taken. Colour profiles are not applied.
"""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from os import PathLike
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from companion.data.gray_levels import stored_levels

# Others are left out on purpose: an EPS file, for instance, is a program that Pillow would have run.
_FORMATS = ("JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP", "PPM", "JPEG2000")

_ORIENTATION = 0x0112  # the tag of EXIF
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

FilePath = str | PathLike[str]


def read_image(path: FilePath) -> NDArray[np.uint8]:
    """Return a picture as RGB, upright.

    Parameters
    ----------
    path : path
        JPEG, PNG, GIF, BMP, TIFF, WebP, PPM or JPEG 2000 file.

    Returns
    -------
    ndarray of shape (H, W, 3), uint8

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If it is empty, no picture, cut off or corrupt, larger than Pillow's limit against decompression bombs, or holds
        numbers without a known range (floats, or whole numbers outside 0..65535). The message names the file.

    Notes
    -----
    A 16-bit gray value v becomes round(v / 257), so that 65535 becomes 255.
    """
    with _opened(path) as (picture, _):
        picture.load()
        upright = _upright(picture)
        if upright.mode == "F" or upright.mode.startswith("I"):
            gray = np.rint(_in_range(_whole(upright), 65535) / 257).astype(np.uint8)
            return np.repeat(gray[..., None], 3, axis=2)
        if upright.has_transparency_data:
            colours = upright.convert("RGBA")
            upright = Image.alpha_composite(Image.new("RGBA", colours.size, "white"), colours)
        return np.array(upright.convert("RGB"))


def read_mask(path: FilePath) -> NDArray[np.uint8]:
    """Return a mask that holds one number a pixel: palette indices (never their colours) or gray values as they are.

    Parameters
    ----------
    path : path
        File with a palette or in gray, of 1 to 16 bits.

    Returns
    -------
    ndarray of shape (H, W), uint8

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If it is empty, no picture, cut off or corrupt, larger than Pillow's limit, or holds floats; also if it holds
        colours, transparency or numbers above 255, or is a TIFF that counts from white. The message names the file.

    Notes
    -----
    Gray values of 2 or 4 bits (PNG, TIFF) and of a PGM with a maximum below 255 are not stretched to white: 3 stays 3.
    Of one bit white is 1.
    """
    with _opened(path) as (picture, file):
        picture.load()
        upright = _upright(picture)
        if upright.mode == "F" or upright.mode.startswith("I"):
            return _in_range(stored_levels(_whole(upright), picture, file), 255).astype(np.uint8)
        if upright.mode not in ("1", "L", "P"):
            raise ValueError(
                f"a mask holds one number a pixel, this file has mode {upright.mode}; "
                "translate its colours to class numbers and save them in gray or with a palette"
            )
        values = np.array(upright, dtype=np.uint8)
        return stored_levels(values, picture, file) if upright.mode == "L" else values


def image_size(path: FilePath) -> tuple[int, int]:
    """Return height and width of the upright picture from the head of its file, without decoding pixels.

    Parameters
    ----------
    path : path
        JPEG, PNG, GIF, BMP, TIFF, WebP, PPM or JPEG 2000 file.

    Returns
    -------
    height, width : int
        Pixels.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If it is empty, no picture, or larger than Pillow's limit. The message names the file.
    """
    with _opened(path) as (picture, file):
        # Pillow turns a TIFF by itself, and gives the size after that.
        settled = picture.format == "TIFF" or (picture.format == "PNG" and not _says_more(file))
        orientation = 1 if settled else _orientation(picture)
        width, height = picture.size
        return (width, height) if orientation >= 5 else (height, width)


@contextmanager
def _opened(path: FilePath) -> Iterator[tuple[Image.Image, BinaryIO]]:
    """Give a picture whose head was read, and its file; whatever goes wrong inside is said of that file."""
    with open(path, "rb") as file:
        try:
            with Image.open(file, formats=_FORMATS) as picture:
                limit = Image.MAX_IMAGE_PIXELS
                if limit is not None and picture.width * picture.height > limit:  # where the warning is not an error
                    raise Image.DecompressionBombWarning
                yield picture, file
        except MemoryError:
            raise
        except Exception as error:  # Pillow's decoders raise whatever a corrupt byte leads them to
            raise ValueError(f"path must name a whole picture, got {path}: {_reason(error, file)}") from error


def _reason(error: Exception, file: BinaryIO) -> str:
    """Say in a few words what is wrong with a file."""
    if isinstance(error, (Image.DecompressionBombError, Image.DecompressionBombWarning)):
        return f"it has more than the {Image.MAX_IMAGE_PIXELS} pixels that PIL.Image.MAX_IMAGE_PIXELS allows"
    if file.seek(0, 2) == 0:
        return "the file is empty"
    if isinstance(error, UnidentifiedImageError):
        return f"this is no file in one of the formats {', '.join(_FORMATS)}"
    return str(error) or type(error).__name__


def _orientation(picture: Image.Image) -> int:
    """Return the EXIF orientation, 1 to 8; unreadable or absent metadata say nothing, and the pixels may be fine."""
    try:
        value = picture.getexif().get(_ORIENTATION, 1)
    except Exception:
        return 1
    return value if value in _TURNS else 1


def _upright(picture: Image.Image) -> Image.Image:
    turn = _TURNS.get(_orientation(picture))
    return picture if turn is None else picture.transpose(turn)


def _whole(picture: Image.Image) -> NDArray[np.int64]:
    """Return numbers (H, W) if they are whole."""
    if picture.mode == "F":
        raise ValueError("its pixels are floats, whose range nobody states; save them as whole numbers from 0 to 255")
    return np.array(picture).astype(np.int64)


def _in_range(values: NDArray[Any], largest: int) -> NDArray[Any]:
    if values.min() < 0 or values.max() > largest:
        raise ValueError(f"its pixels must lie in 0..{largest}, got {values.min()} to {values.max()}")
    return values


def _says_more(file: BinaryIO) -> bool:
    """Say whether a PNG holds anything that could state an orientation; Pillow decodes all its pixels to find out."""
    position = 8
    while True:
        file.seek(position)
        head = file.read(8)
        if len(head) < 8:
            return False
        length, kind = struct.unpack(">I4s", head)
        if kind in (b"eXIf", b"iTXt", b"tEXt", b"zTXt"):
            return True
        position += length + 12
