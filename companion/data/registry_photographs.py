"""What is known about the public data sets of photographs of one thing each."""

from companion.data import class_names
from companion.data.entries import Entry, RemoteFile, Unpacking


def of_pictures(size: int, strip: str = "") -> Unpacking:
    """Return how an archive of pictures is unpacked: JPEG and PNG hardly shrink any more, so twice its size is enough.

    Parameters
    ----------
    size : int
        Bytes of the archive.
    strip : str
        Folder in it that is taken away.

    Examples
    --------
    >>> of_pictures(1000, "photos").limit
    2000
    """
    return Unpacking(2 * size, strip)


_PET_FILES = (
    RemoteFile(
        "images.tar.gz",
        "https://www.robots.ox.ac.uk/~vgg/data/pets/data/images.tar.gz",
        791918971,
        "md5:5c4f3ee8e5d25df40f4fd59a7f44e54c",
        "torchvision",
        unpacking=of_pictures(791918971),
    ),
    RemoteFile(
        "annotations.tar.gz",
        "https://www.robots.ox.ac.uk/~vgg/data/pets/data/annotations.tar.gz",
        19173078,
        "md5:95a8c909bbe2e81eed6a22bccdf3f68f",
        "torchvision",
        unpacking=Unpacking(200_000_000),  # text shrinks to a tenth, and there are 7,400 PNG files besides
    ),
)
_PET_TERMS = "CC BY-SA 4.0; the copyright of the photographs remains with their owners"
_PARKHI = "O. M. Parkhi, A. Vedaldi, A. Zisserman and C. V. Jawahar, Cats and Dogs, CVPR, 2012"
_PET_SPLIT = (
    "The validation part is a tenth of each breed of the official trainval list of 3,680, the test part the official "
    "test list of 3,669."
)

PHOTOGRAPHS = {
    "hymenoptera_data": Entry(
        "Ants and bees",
        "full",
        (195, 49, 153),
        "various x 3",
        "not stated; photographs from the web, collected for ImageNet",
        "S. Chilamkurthy, Transfer Learning for Computer Vision Tutorial, PyTorch Tutorials, 2017; J. Deng, W. Dong, "
        "R. Socher, L.-J. Li, K. Li and L. Fei-Fei, ImageNet: A Large-Scale Hierarchical Image Database, CVPR, 2009",
        "The set of the PyTorch tutorial on transfer learning, in a zip archive with a folder a class. There is no "
        "official test part, so the official validation part is our test part, and our validation part a stratified "
        "fifth of the official training part. Of that 244 pictures can be used, 123 ants and 121 bees: "
        "`train/ants/imageNotFound.gif` is no photograph and is left out.",
        ("ants", "bees"),
        shown=False,
        files=(
            RemoteFile(
                "hymenoptera_data.zip",
                "https://download.pytorch.org/tutorial/hymenoptera_data.zip",
                47286322,
                "sha256:fbc41b31d544714d18dd1230b1e2b455e1557766e13e67f9f5a7a23af7c02209",
                "PyTorch Tutorials",
                unpacking=of_pictures(47286322, "hymenoptera_data"),
            ),
        ),
        reader="folders",
        tree=("train/ants", "train/bees", "val/ants", "val/bees"),
        chapters=("transfer",),
    ),
    "cats_and_dogs_filtered": Entry(
        "Cats and dogs, filtered",
        "full",
        (1600, 400, 1000),
        "various x 3",
        "not stated; photographs from Petfinder.com, released for research on Asirra",
        "J. Elson, J. R. Douceur, J. Howell and J. Saul, Asirra: A CAPTCHA that Exploits Interest-Aligned Manual Image "
        "Categorization, ACM Conference on Computer and Communications Security, 2007",
        "3,000 of the 25,000 training pictures of the Kaggle competition Dogs vs. Cats, chosen for Google's course on "
        "machine learning, in a zip archive with a folder a class. The validation part is a stratified fifth of the "
        "official training part of 2,000; the test part is the official validation part.",
        ("cats", "dogs"),
        shown=False,
        files=(
            RemoteFile(
                "cats_and_dogs_filtered.zip",
                "https://storage.googleapis.com/mledu-datasets/cats_and_dogs_filtered.zip",
                68606236,
                unpacking=of_pictures(68606236, "cats_and_dogs_filtered"),
            ),
        ),
        reader="folders",
        tree=("train/cats", "train/dogs", "validation/cats", "validation/dogs"),
        chapters=("transfer",),
    ),
    "tf_flowers": Entry(
        "Flowers of the TensorFlow tutorials",
        "full",
        (2936, 367, 367),
        "various x 3",
        "CC BY 2.0; LICENSE.txt in the archive names the photographer of each picture",
        "The TensorFlow Team, Flowers, 2019",
        "3,670 photographs in a gzip archive with a folder a class: 633 daisies, 898 dandelions, 641 roses, 699 "
        "sunflowers, 799 tulips. There is no official split: ours is stratified, a tenth for validation and a tenth "
        "for testing.",
        ("daisy", "dandelion", "roses", "sunflowers", "tulips"),
        files=(
            RemoteFile(
                "flower_photos.tgz",
                "https://storage.googleapis.com/download.tensorflow.org/example_images/flower_photos.tgz",
                228813984,
                "sha256:4c54ace7911aaffe13a365c34f650e71dd5bf1be0a58b464e5a7183e3e595d9c",
                "TensorFlow Datasets",
                unpacking=of_pictures(228813984, "flower_photos"),
            ),
        ),
        reader="folders",
        tree=("daisy", "dandelion", "roses", "sunflowers", "tulips"),
        chapters=("augmentation",),
    ),
    "oxford_pets": Entry(
        "Oxford-IIIT Pet, breeds",
        "full",
        (3311, 369, 3669),
        "various x 3",
        _PET_TERMS,
        _PARKHI,
        "Two gzip archives: photographs, and lists with trimaps. 25 breeds of dogs and 12 of cats, about 200 pictures "
        f"each. {_PET_SPLIT}",
        class_names.OXFORD_PETS,
        shown=False,
        files=_PET_FILES,
        reader="pets",
        tree=("images", "annotations/trainval.txt", "annotations/test.txt"),
        chapters=("transfer",),
    ),
    "oxford_pets_trimaps": Entry(
        "Oxford-IIIT Pet, trimaps",
        "full",
        (3311, 369, 3669),
        "various x 3",
        _PET_TERMS,
        _PARKHI,
        "The files of `oxford_pets`, with a mask to each picture. The files write 1 for the pet, 2 for the background "
        "and 3 for the thin border between them; here 0 is the background, 1 the pet and 2 the border. The legend of "
        'the data calls the border "Not classified", since nobody decided what its pixels show; this book treats it as '
        f"a class of its own, as the well-known tutorial of TensorFlow does. {_PET_SPLIT}",
        ("pet", "border"),
        shown=False,
        files=_PET_FILES,
        reader="pets",
        store="oxford_pets",
        tree=("images", "annotations/trainval.txt", "annotations/test.txt", "annotations/trimaps"),
        chapters=("segmentation",),
    ),
}
"""Data sets of photographs, by their names."""
