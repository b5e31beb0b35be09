"""Who made each photograph, where it comes from, and whether it may be shown: what the packages that carry it state."""

from dataclasses import dataclass

_CC0 = "CC0 1.0"


@dataclass(frozen=True)
class Credit:
    """Where one photograph comes from.

    Parameters
    ----------
    file : str
        Package and path of the file within it.
    shows : str
        What one sees.
    author : str
        Who took it, or "not stated".
    source : str
        Address that the package gives, or the package itself.
    licence : str
        Terms, in the package's words where they are not a named licence.
    shown : bool
        Whether it may stand in a page of the book.
    """

    file: str
    shows: str
    author: str
    source: str
    licence: str
    shown: bool


CREDITS = {
    "astronaut": Credit(
        "skimage/data/astronaut.png",
        "the astronaut Eileen Collins in her orange suit",
        "NASA",
        "https://flic.kr/p/r9qvLn",
        "public domain (no known copyright restrictions)",
        True,
    ),
    "brick": Credit(
        "skimage/data/brick.png",
        "a brick wall",
        "CC0Textures (Bricks25)",
        "https://cc0textures.com/view.php?tex=Bricks25",
        _CC0,
        True,
    ),
    "camera": Credit(
        "skimage/data/camera.png",
        "a man behind a camera on a lawn",
        "Lav Varshney",
        "https://github.com/scikit-image/scikit-image/issues/3927",
        _CC0,
        True,
    ),
    "chelsea": Credit(
        "skimage/data/chelsea.png",
        "Chelsea, a tabby cat",
        "Stefan van der Walt",
        "https://scikit-image.org/docs/stable/api/skimage.data.html",
        _CC0,
        True,
    ),
    "china": Credit(
        "sklearn/datasets/images/china.jpg",
        "a pagoda above trees and a lake",
        "danielbuechele",
        "https://www.flickr.com/photos/danielbuechele/6061409035/",
        "CC BY 2.0",
        True,
    ),
    "coffee": Credit(
        "skimage/data/coffee.png",
        "a cup of coffee on a wooden table",
        "Rachel Michetti, courtesy of Pikolo Espresso Bar",
        "https://scikit-image.org/docs/stable/api/skimage.data.html",
        _CC0,
        True,
    ),
    "coins": Credit(
        "skimage/data/coins.png",
        "Greek coins from Pompeii",
        "Brooklyn Museum Collection",
        "https://www.brooklynmuseum.org/opencollection/archives/image/51611",
        "no known copyright restrictions",
        True,
    ),
    "flower": Credit(
        "sklearn/datasets/images/flower.jpg",
        "an orange dahlia",
        "vultilion (so its address; the package's text repeats the name danielbuechele)",
        "https://www.flickr.com/photos/vultilion/6056698931/",
        "CC BY 2.0",
        True,
    ),
    "grass": Credit(
        "skimage/data/grass.png",
        "grass from above",
        "linolafett",
        "https://www.deviantart.com/linolafett/art/Grass-01-434853879",
        _CC0,
        True,
    ),
    "gravel": Credit(
        "skimage/data/gravel.png",
        "gravel from above",
        "CC0Textures (Gravel04)",
        "https://cc0textures.com/view.php?tex=Gravel04",
        _CC0,
        True,
    ),
    "hubble_deep_field": Credit(
        "skimage/data/hubble_deep_field.jpg",
        "galaxies in the Hubble eXtreme Deep Field",
        "NASA",
        "http://hubblesite.org/newscenter/archive/releases/2012/37/image/a/",
        "public domain",
        True,
    ),
    "ihc": Credit(
        "skimage/data/ihc.png",
        "stained colonic glands under a microscope",
        "Center for Microscopy And Molecular Imaging (CMMI)",
        "not stated",
        "no known copyright restrictions, but no source is given",
        False,
    ),
    "moon": Credit(
        "skimage/data/moon.png",
        "craters on the moon",
        "not stated",
        "not stated",
        "not stated",
        False,
    ),
    "motorcycle": Credit(
        "skimage/data/motorcycle_left.png",
        "a red motorcycle in a garage",
        "Nesic, Westling, Wang, Kitajima, Krathwohl and Scharstein, Middlebury College",
        "https://vision.middlebury.edu/stereo/data/scenes2014/",
        "not stated",
        False,
    ),
    "retina": Credit(
        "skimage/data/retina.jpg",
        "the retina of a left eye",
        "Mikael Häggström",
        "https://commons.wikimedia.org/wiki/File:Fundus_photograph_of_normal_left_eye.jpg",
        _CC0,
        True,
    ),
    "rocket": Credit(
        "skimage/data/rocket.jpg",
        "a Falcon 9 before its launch",
        "SpaceX",
        "https://www.flickr.com/photos/spacexphotos/16511594820/",
        "disputed: public domain according to the package, CC BY-NC 2.0 on the page it came from",
        False,
    ),
}
"""Who made each photograph, and whether it may be shown."""
