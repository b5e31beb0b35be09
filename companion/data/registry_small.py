"""What is known about the public data sets of small pictures of one size, a class each.

Sizes are those of the files that TensorFlow Datasets lists, or those that servers stated in logs of downloads. A
checksum has the project beside it that publishes it.
"""

from companion.data import class_names, digits
from companion.data.entries import Entry, RemoteFile


def _idx_files(address: str, facts: dict[str, tuple[int, str]]) -> tuple[RemoteFile, ...]:
    names = {part: f"{part.replace('_', '-')}-ubyte.gz" for part in facts}
    return tuple(
        RemoteFile(names[part], address + names[part], size, f"md5:{md5}", "torchvision")
        for part, (size, md5) in facts.items()
    )


_FASHION_FILES = _idx_files(
    "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",  # answers without encryption only
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
_KRIZHEVSKY = "A. Krizhevsky, Learning Multiple Layers of Features from Tiny Images, University of Toronto, 2009"
_PICKLED = (
    "One gzip archive of pickled batches, read with an unpickler that accepts arrays and nothing else. The validation "
    "part is a stratified tenth of the official training part of 50,000; the test part is the official one."
)

SMALL = {
    "mnist": Entry(
        "MNIST handwritten digits",
        "full",
        (54999, 5001, 10000),
        "28 x 28 x 1",
        "CC BY-SA 3.0",
        "Y. LeCun, L. Bottou, Y. Bengio and P. Haffner, Gradient-Based Learning Applied to Document Recognition, "
        "Proceedings of the IEEE 86(11), 1998",
        "Four gzip files in IDX form. The validation part is a stratified twelfth of the official training part of "
        "60,000; the test part is the official one.",
        digits.CLASS_NAMES,
        files=_MNIST_FILES,
        reader="mnist",
        chapters=("basics",),
    ),
    "fashion_mnist": Entry(
        "Fashion-MNIST",
        "full",
        (55000, 5000, 10000),
        "28 x 28 x 1",
        "MIT",
        "H. Xiao, K. Rasul and R. Vollgraf, Fashion-MNIST: a Novel Image Dataset for Benchmarking Machine Learning "
        "Algorithms, arXiv:1708.07747, 2017",
        "Four gzip files in IDX form. The validation part is a stratified twelfth of the official training part of "
        "60,000; the test part is the official one.",
        ("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"),
        files=_FASHION_FILES,
        reader="mnist",
        chapters=("basics",),
    ),
    "cifar10": Entry(
        "CIFAR-10",
        "full",
        (45000, 5000, 10000),
        "32 x 32 x 3",
        "not stated; the authors ask to be cited",
        _KRIZHEVSKY,
        _PICKLED,
        ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"),
        shown=False,
        files=(
            RemoteFile(
                "cifar-10-python.tar.gz",
                "https://www.cs.toronto.edu/~kriz/cifar-10-python.tar.gz",
                170498071,
                "md5:c58f30108f718f92721af3b95e74349a",
                "torchvision",
            ),
        ),
        reader="cifar",
        chapters=("basics",),
    ),
    "cifar100": Entry(
        "CIFAR-100",
        "full",
        (45000, 5000, 10000),
        "32 x 32 x 3",
        "not stated; the authors ask to be cited",
        _KRIZHEVSKY,
        _PICKLED,
        class_names.CIFAR100,
        shown=False,
        files=(
            RemoteFile(
                "cifar-100-python.tar.gz",
                "https://www.cs.toronto.edu/~kriz/cifar-100-python.tar.gz",
                169001437,
                "md5:eb9058c3a382ffc7106e4002c42a8d85",
                "torchvision",
            ),
        ),
        reader="cifar",
        chapters=("transfer",),
    ),
}
"""MNIST, CIFAR and their kin, by their names."""
