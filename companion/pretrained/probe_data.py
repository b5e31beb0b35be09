"""Four data sets that the small weights never saw, for judging them: digits, faces, letters, patches of photographs.

Notes
-----
The letters were added when the first net had been judged on the other three: to tell from which photograph a small
patch comes turned out to be mostly a matter of brightness and contrast (those two numbers alone reach 0.56 with ten
labels a class, more than any net), which the pretext task teaches a net to overlook, and 40 pictures of faces say
little. Nothing was changed in the net after that.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from companion.check import one_of
from companion.data.image_data import SPLITS, ImageData
from companion.data.loading import load
from companion.data.photos import photo
from companion.pretrained.pretext_photos import HELD_OUT

NAMES = ("digits", "faces", "letters", "photographs")
"""Data sets of the probe."""

SIDE = 32
"""Height and width of the pictures, pixels."""

_PARTS = {"train": (0.0, 0.5), "validation": (0.5, 0.7), "test": (0.7, 1.0)}  # of the width of a photograph
_COUNTS = {"train": 100, "validation": 60, "test": 100}  # patches a photograph
_LETTERS = {"train": 60, "validation": 15, "test": 30}  # pictures of each letter
_SIDES = (32, 64)
_SEED = 80


def probe_data(name: str, split: str) -> ImageData:
    """Return pictures of 32 x 32 pixels with classes that the pretext task has not.

    Parameters
    ----------
    name : str
        "digits" (8 x 8, stretched), "faces" (against background, 25 x 25, stretched), "letters" (A to Z in the typeface
        that Pillow carries, black or white on gray patches) or "photographs": from which of seven photographs, all held
        out from the pretext task, does this gray patch come?
    split : str
        "train", "validation" or "test".

    Returns
    -------
    ImageData
        Images (N, 32, 32, 1).

    Raises
    ------
    ValueError
        If a name is unknown.

    Notes
    -----
    The patches of the three splits, those under the letters too, come from strips of each photograph that do not touch:
    its left half, the next fifth, and the rest.

    Examples
    --------
    >>> probe_data("photographs", "validation")
    ImageData('photographs', 'validation': 420 images (32, 32, 1), 7 classes)
    """
    one_of("split", split, SPLITS)
    if one_of("name", name, NAMES) == "photographs":
        return _photographs(split)
    if name == "letters":
        return _letters(split)
    data = load(name, split=split)
    images = np.stack([_stretch(image[..., 0]) for image in data.images])[..., None]
    return ImageData(name, split, images, data.labels, data.class_names)


def _stretch(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.asarray(Image.fromarray(image).resize((SIDE, SIDE), Image.Resampling.BILINEAR))


@cache
def _photographs(split: str) -> ImageData:
    rng = np.random.default_rng([_SEED, SPLITS.index(split)])
    patches = [_patch(name, split, rng) for name in HELD_OUT for _ in range(_COUNTS[split])]
    labels = np.repeat(np.arange(len(HELD_OUT)), _COUNTS[split])
    return ImageData("photographs", split, np.stack(patches)[..., None], labels, HELD_OUT)


@cache
def _letters(split: str) -> ImageData:
    rng = np.random.default_rng([_SEED + 1, SPLITS.index(split)])
    letters = tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    images = [_letter(letter, split, rng) for letter in letters for _ in range(_LETTERS[split])]
    labels = np.repeat(np.arange(len(letters)), _LETTERS[split])
    return ImageData("letters", split, np.stack(images)[..., None], labels, letters)


def _letter(letter: str, split: str, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Return a letter, shifted and turned a little, that is lighter or darker than the patch under it."""
    mask = Image.new("L", (SIDE, SIDE))
    place = tuple(SIDE / 2 + rng.uniform(-3, 3, 2))
    font = ImageFont.load_default(float(rng.uniform(18, 28)))
    ImageDraw.Draw(mask).text(place, letter, fill=255, font=font, anchor="mm")
    turned = mask.rotate(float(rng.uniform(-15, 15)), Image.Resampling.BILINEAR)
    share = np.asarray(turned, dtype=np.float64) / 255
    ground = _patch(HELD_OUT[rng.integers(len(HELD_OUT))], split, rng)
    ink = rng.uniform(0, 60) if ground.mean() > 127 else rng.uniform(195, 255)
    return np.rint(ground + (ink - ground) * share).astype(np.uint8)


def _patch(name: str, split: str, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Return a gray square from the part of a photograph that belongs to a split."""
    picture = _gray(name)
    side = int(rng.integers(_SIDES[0], _SIDES[1] + 1))
    first, last = (round(share * picture.width) for share in _PARTS[split])
    x, y = int(rng.integers(first, last - side + 1)), int(rng.integers(0, picture.height - side + 1))
    return np.asarray(picture.resize((SIDE, SIDE), Image.Resampling.BILINEAR, box=(x, y, x + side, y + side)))


@cache
def _gray(name: str) -> Image.Image:
    return Image.fromarray(photo(name)).convert("L")
