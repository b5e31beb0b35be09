"""What is known about the official weights: file, address, checksum, size, terms and paper, without any framework.

torchvision and Keras carry the same facts in their sources; a test compares them with this table. They stand here once
more so that a mirror for a class room can be filled, and the terms read, on a machine that has neither.
"""

from dataclasses import dataclass
from pathlib import Path

from companion.data.entries import Entry, RemoteFile
from companion.data.explaining import mini_tier_advised
from companion.data.fetch import fetch_file

_TORCHVISION = "https://download.pytorch.org/models/"
_KERAS = "https://storage.googleapis.com/tensorflow/keras-applications/"
_EFFICIENTNET = "https://storage.googleapis.com/keras-applications/"
_IMAGENET = "trained on ImageNet, whose pictures are for non-commercial research and education"

_ALEXNET = "A. Krizhevsky, One weird trick for parallelizing convolutional neural networks, arXiv:1404.5997, 2014"
_VGG = (
    "K. Simonyan and A. Zisserman, Very Deep Convolutional Networks for Large-Scale Image Recognition, ICLR 2015, "
    "arXiv:1409.1556"
)
_GOOGLENET = "C. Szegedy et al., Going Deeper with Convolutions, CVPR 2015, arXiv:1409.4842"
_RESNET = (
    "K. He, X. Zhang, S. Ren and J. Sun, Deep Residual Learning for Image Recognition, CVPR 2016, arXiv:1512.03385"
)
_DENSENET = (
    "G. Huang, Z. Liu, L. van der Maaten and K. Q. Weinberger, Densely Connected Convolutional Networks, CVPR 2017, "
    "arXiv:1608.06993"
)
_MOBILENET = (
    "M. Sandler, A. Howard, M. Zhu, A. Zhmoginov and L.-C. Chen, MobileNetV2: Inverted Residuals and Linear "
    "Bottlenecks, CVPR 2018, arXiv:1801.04381"
)
_EFFICIENT = (
    "M. Tan and Q. V. Le, EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks, ICML 2019, "
    "arXiv:1905.11946"
)
_SQUEEZENET = (
    "F. N. Iandola et al., SqueezeNet: AlexNet-level accuracy with 50x fewer parameters and <0.5MB model size, "
    "arXiv:1602.07360, 2016"
)
_FASTER = "S. Ren, K. He, R. Girshick and J. Sun, Faster R-CNN, NeurIPS 2015, arXiv:1506.01497"
_MASK = "K. He, G. Gkioxari, P. Dollar and R. Girshick, Mask R-CNN, ICCV 2017, arXiv:1703.06870"


@dataclass(frozen=True)
class OfficialWeights:
    """The weights that a library publishes for one of its models.

    Parameters
    ----------
    store : str
        Folder in ``COMPANION_DATA`` and in a mirror.
    file : RemoteFile
        What is downloaded.
    terms : str
        Under which terms they are published, as far as anybody says.
    paper : str
        Whom to cite for the architecture.
    """

    store: str
    file: RemoteFile
    terms: str
    paper: str


def fetch_weights(weights: OfficialWeights) -> Path:
    """Return where the file of these weights lies, downloaded and verified if it is not there yet.

    Raises
    ------
    OSError
        If it cannot be had or is damaged; see :func:`companion.data.fetch.fetch_file`.

    Notes
    -----
    It lies at ``COMPANION_DATA/<store>/<file name>``; ``COMPANION_MIRROR`` holds it at ``<store>/<file name>``.
    """
    with mini_tier_advised():
        return fetch_file(weights.store, weights.file)


def _torchvision(file: str, mebibytes: float, paper: str, data: str = _IMAGENET) -> OfficialWeights:
    """Return a row; the eight digits at the end of torchvision's file names begin the SHA-256 checksum."""
    checksum = "sha256:" + file.removesuffix(".pth")[-8:]
    size = round(mebibytes * 2**20)
    remote = RemoteFile(file, _TORCHVISION + file, size, checksum, "torchvision, in the file's name", exact_size=False)
    terms = f"code BSD-3-Clause; weights: torchvision states no licence and points to the data's terms; {data}"
    return OfficialWeights("torchvision_weights", remote, terms, paper)


def _keras(address: str, size: int, md5: str, terms: str, paper: str, *, exact_size: bool = True) -> OfficialWeights:
    """Return a row; a size is exact where logs of downloads show it, which must be so where there is no checksum."""
    name = address.rsplit("/", 1)[-1]
    checksum, publisher = (f"md5:{md5}", "Keras, in its source") if md5 else ("", "")
    remote = RemoteFile(name, address, size, checksum, publisher, exact_size=exact_size)
    return OfficialWeights("keras_weights", remote, f"{terms}; {_IMAGENET}", paper)


_COCO = "trained on COCO train2017, whose pictures are Flickr's under their owners' terms"

TORCHVISION = {
    "alexnet": _torchvision("alexnet-owt-7be5be79.pth", 233.087, _ALEXNET),
    "vgg11": _torchvision("vgg11-8a719046.pth", 506.84, _VGG),
    "vgg13": _torchvision("vgg13-19584684.pth", 507.545, _VGG),
    "vgg16": _torchvision("vgg16-397923af.pth", 527.796, _VGG),
    "vgg19": _torchvision("vgg19-dcbb9e9d.pth", 548.051, _VGG),
    "vgg16_bn": _torchvision("vgg16_bn-6c64b313.pth", 527.866, _VGG),
    "googlenet": _torchvision("googlenet-1378be20.pth", 49.731, _GOOGLENET),
    "resnet18": _torchvision("resnet18-f37072fd.pth", 44.661, _RESNET),
    "resnet34": _torchvision("resnet34-b627a593.pth", 83.275, _RESNET),
    "resnet50": _torchvision("resnet50-0676ba61.pth", 97.781, _RESNET),
    "resnet101": _torchvision("resnet101-63fe2227.pth", 170.511, _RESNET),
    "resnet152": _torchvision("resnet152-394f9c45.pth", 230.434, _RESNET),
    "densenet121": _torchvision("densenet121-a639ec97.pth", 30.845, _DENSENET),
    "mobilenet_v2": _torchvision("mobilenet_v2-b0353104.pth", 13.555, _MOBILENET),
    "efficientnet_b0": _torchvision("efficientnet_b0_rwightman-7f5810bc.pth", 20.451, _EFFICIENT),
    "squeezenet1_1": _torchvision("squeezenet1_1-b8a52dc0.pth", 4.729, _SQUEEZENET),
}
"""torchvision's classifiers: the weights that it calls ``IMAGENET1K_V1``."""

TORCHVISION_DETECTORS = {
    "fasterrcnn_resnet50_fpn": _torchvision("fasterrcnn_resnet50_fpn_coco-258fb6c6.pth", 159.743, _FASTER, _COCO),
    "maskrcnn_resnet50_fpn": _torchvision("maskrcnn_resnet50_fpn_coco-bf2d0c1e.pth", 169.84, _MASK, _COCO),
}
"""torchvision's detectors: the weights that it calls ``COCO_V1``."""

_OXFORD = ("ported from the release of VGG at Oxford, CC BY 4.0", _VGG)
_HE = ("ported from the release of Kaiming He, MIT", _RESNET)
_LIU = ("ported from the release of Zhuang Liu, BSD-3-Clause", _DENSENET)
_GOOGLE = "code Apache-2.0; no terms stated for the weights"
_TF = "_weights_tf_dim_ordering_tf_kernels"
_V2 = f"{_KERAS}mobilenet_v2/mobilenet_v2{_TF}_1.0_224"
_B0 = f"{_EFFICIENTNET}efficientnetb0"

KERAS = {
    "VGG16": _keras(f"{_KERAS}vgg16/vgg16{_TF}.h5", 553467096, "64373286793e3c8b2b4e3219cbf3544b", *_OXFORD),
    "VGG19": _keras(f"{_KERAS}vgg19/vgg19{_TF}.h5", 574710816, "cbe5617147190e668d6c5d5026f83318", *_OXFORD),
    "ResNet50": _keras(f"{_KERAS}resnet/resnet50{_TF}.h5", 102967424, "2cb95161c43110f7111970584f804107", *_HE),
    "DenseNet121": _keras(
        f"{_KERAS}densenet/densenet121{_TF}.h5", 33188688, "9d60b8095a5708f2dcce2bca79d332c7", *_LIU, exact_size=False
    ),
    "MobileNetV2": _keras(f"{_V2}.h5", 14536120, "", _GOOGLE, _MOBILENET),
    "EfficientNetB0": _keras(
        f"{_B0}.h5", 21834768, "902e53a9f72be733fc0bcb005b3ebbac", _GOOGLE, _EFFICIENT, exact_size=False
    ),
}
"""keras.applications with its classifier. For MobileNetV2 Keras publishes no checksum: the first download is pinned."""

_NO = f"{_TF}_notop"

KERAS_WITHOUT_TOP = {
    "VGG16": _keras(f"{_KERAS}vgg16/vgg16{_NO}.h5", 58889256, "6d6bbae143d832006294945121d1f1fc", *_OXFORD),
    "VGG19": _keras(f"{_KERAS}vgg19/vgg19{_NO}.h5", 80134624, "253f8cb515780f3b799900260a226db6", *_OXFORD),
    "ResNet50": _keras(f"{_KERAS}resnet/resnet50{_NO}.h5", 94765736, "4d473c1dd8becc155b73f8504c6f6626", *_HE),
    "DenseNet121": _keras(f"{_KERAS}densenet/densenet121{_NO}.h5", 29084464, "30ee3e1110167f948a6b9946edeeb738", *_LIU),
    "MobileNetV2": _keras(f"{_V2}_no_top.h5", 9406464, "", _GOOGLE, _MOBILENET),
    "EfficientNetB0": _keras(f"{_B0}_notop.h5", 16705208, "50bc09e76180e00e4465e1a485ddc09d", _GOOGLE, _EFFICIENT),
}
"""keras.applications without its classifier."""

KERAS_CLASSES = RemoteFile(
    "imagenet_class_index.json",
    "https://storage.googleapis.com/download.tensorflow.org/data/imagenet_class_index.json",
    35363,
    "md5:c2c37ea517e94d9795004a39431a14cb",
    "Keras, in its source",
)
"""The names of ImageNet's thousand classes, as Keras publishes them."""


def _entry(row: OfficialWeights, *more: RemoteFile) -> Entry:
    return Entry(
        title=row.file.name,
        tier="full",
        counts=(0, 0, 0),
        shape="",
        licence=row.terms,
        citation=row.paper,
        reading="Read by companion.pretrained.",
        class_names=(),
        files=(row.file, *more),
        store=row.store,
    )


def _entries() -> dict[str, Entry]:
    without_top = {f"{name}_notop": weights for name, weights in KERAS_WITHOUT_TOP.items()}
    rows = TORCHVISION | TORCHVISION_DETECTORS | KERAS | without_top
    classes = dict.fromkeys(KERAS, (KERAS_CLASSES,))  # torchvision's names come with it
    return {f"weights/{name}": _entry(row, *classes.get(name, ())) for name, row in rows.items()}


ENTRIES = _entries()
"""All of them for ``python -m companion fetch``: "weights/vgg16" (torchvision), "weights/VGG16_notop" (Keras)."""
