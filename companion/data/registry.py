"""What is known about each data set: where it comes from, its terms, its classes, its files and their checksums."""

from companion.check import one_of
from companion.data import digits, faces, texture_regions
from companion.data.entries import Entry, RemoteFile
from companion.data.shapes import SHAPES

__all__ = ["REGISTRY", "Entry", "RemoteFile", "entry"]


def entry(name: str) -> Entry:
    """Return what is known about a data set.

    Raises
    ------
    ValueError
        If the name is unknown.

    Examples
    --------
    >>> entry("fashion_mnist").licence
    'MIT'
    """
    return REGISTRY[one_of("name", name, tuple(REGISTRY))]


def _idx_files(address: str, facts: dict[str, tuple[int, str]]) -> tuple[RemoteFile, ...]:
    names = {part: f"{part.replace('_', '-')}-ubyte.gz" for part in facts}
    return tuple(
        RemoteFile(names[part], address + names[part], size, f"md5:{digits_of_it}", "torchvision")
        for part, (size, digits_of_it) in facts.items()
    )


_FASHION_FILES = _idx_files(
    "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
    {
        "train_images_idx3": (26421880, "8d4fb7e6c68d591d4c3dfef9ec88bf0d"),
        "train_labels_idx1": (29515, "25c81989df183df01b3e8a0aad5dffbe"),
        "t10k_images_idx3": (4422102, "bef4ecab320f06d8554ea6380940ec79"),
        "t10k_labels_idx1": (5148, "bb300cfdad3c16e7a12a480ee83cd310"),
    },
)
_MNIST_FILES = _idx_files(
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    {
        "train_images_idx3": (9912422, "f68b3c2dcbeaaa9fbdd348bbdeb94873"),
        "train_labels_idx1": (28881, "d53e105ee54ea40749a09fcbcd1e9432"),
        "t10k_images_idx3": (1648877, "9fb629c4189551a2d022fa330f9573f3"),
        "t10k_labels_idx1": (4542, "ec29112dd5afa0611ce80d1b7f02629c"),
    },
)
_CIFAR_FILES = (
    RemoteFile(
        "cifar-10-python.tar.gz",
        "https://www.cs.toronto.edu/~kriz/cifar-10-python.tar.gz",
        170498071,
        "md5:c58f30108f718f92721af3b95e74349a",
        "torchvision",
    ),
)

REGISTRY = {
    "digits": Entry(
        "Optical Recognition of Handwritten Digits, test half",
        "mini",
        (1169, 269, 359),
        "8 x 8 x 1",
        "CC BY 4.0 (UCI Machine Learning Repository)",
        "E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning Repository, 1998",
        "Carried by scikit-learn: the 1,797 digits that 13 people wrote for the test half of the original. Who wrote "
        "which is not recorded, so our stratified split at random does not keep the writers apart.",
        digits.CLASS_NAMES,
    ),
    "faces": Entry(
        "Face patches of Labeled Faces in the Wild",
        "mini",
        (120, 40, 40),
        "25 x 25 x 1",
        "not stated; press photographs of people who were not asked",
        "G. B. Huang, M. Ramesh, T. Berg and E. Learned-Miller, Labeled Faces in the Wild, University of "
        "Massachusetts, Amherst, Technical Report 07-49, 2007",
        "Carried by scikit-image: 100 patches with a face, 100 without. Computed with and never shown.",
        faces.CLASS_NAMES,
        shown=False,
    ),
    "photos": Entry(
        "Photographs of scikit-image and scikit-learn",
        "mini",
        (16, 16, 16),
        "various x 3",
        "each its own, see below",
        "S. van der Walt et al., scikit-image: image processing in Python, PeerJ 2:e453, 2014; F. Pedregosa et al., "
        "Scikit-learn: Machine Learning in Python, JMLR 12, 2011",
        "Carried by the two packages. Nothing is learned from them as they are, so all splits hold all of them.",
        (),
    ),
    "textures": Entry(
        "Texture patches",
        "mini",
        (1800, 480, 480),
        "32 x 32 x 1",
        "those of the photographs they are cut from",
        "the photographs below",
        "Cut by us in gray from the photographs. Training, validation and test patches come from disjoint rectangles "
        "of a photograph; within a split patches overlap.",
        tuple(texture_regions.REGIONS),
    ),
    "scenes": Entry(
        "Drawn scenes",
        "mini",
        (1000, 250, 250),
        "128 x 128 x 3",
        "CC BY 4.0 (this project), over the photographs below",
        "this project, and the photographs below",
        "Drawn by us: flat shapes with patterns, light and shadow on photographs, one to four in a picture, with exact "
        "boxes, semantic and instance masks. Each split has its own part of every photograph.",
        SHAPES,
    ),
    "fashion_mnist": Entry(
        "Fashion-MNIST",
        "full",
        (55000, 5000, 10000),
        "28 x 28 x 1",
        "MIT",
        "H. Xiao, K. Rasul and R. Vollgraf, Fashion-MNIST: a Novel Image Dataset for Benchmarking Machine Learning "
        "Algorithms, arXiv:1708.07747, 2017",
        "Four gzip files in IDX form. The validation part is a stratified twelfth of the official training part.",
        (
            "T-shirt/top",
            "Trouser",
            "Pullover",
            "Dress",
            "Coat",
            "Sandal",
            "Shirt",
            "Sneaker",
            "Bag",
            "Ankle boot",
        ),
        files=_FASHION_FILES,
    ),
    "mnist": Entry(
        "MNIST handwritten digits",
        "full",
        (54999, 5001, 10000),
        "28 x 28 x 1",
        "CC BY-SA 3.0",
        "Y. LeCun, L. Bottou, Y. Bengio and P. Haffner, Gradient-Based Learning Applied to Document Recognition, "
        "Proceedings of the IEEE 86(11), 1998",
        "Four gzip files in IDX form. The validation part is a stratified twelfth of the official training part.",
        digits.CLASS_NAMES,
        files=_MNIST_FILES,
    ),
    "cifar10": Entry(
        "CIFAR-10",
        "full",
        (45000, 5000, 10000),
        "32 x 32 x 3",
        "not stated; the authors ask to be cited",
        "A. Krizhevsky, Learning Multiple Layers of Features from Tiny Images, University of Toronto, 2009",
        "One gzip archive of pickled batches, read with an unpickler that accepts arrays and nothing else. The "
        "validation part is a stratified tenth of the official training part.",
        ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"),
        files=_CIFAR_FILES,
    ),
}
"""Every data set by its name."""
