"""What is known about the public data sets with several objects a picture: boxes, masks, instances."""

from companion.data import class_names
from companion.data.entries import Entry, RemoteFile, Unpacking
from companion.data.registry_photographs import of_pictures


def _voc_file(year: int, name: str, size: int, md5: str) -> RemoteFile:
    """Return a file of Pascal VOC; its archives are not compressed, so they hold less than their own size."""
    address = f"https://thor.robots.ox.ac.uk/pascal/VOC/voc{year}/{name}"
    return RemoteFile(name, address, size, f"md5:{md5}", "torchvision", unpacking=Unpacking(size))


_VOC2007_FILES = (
    _voc_file(2007, "VOCtrainval_06-Nov-2007.tar", 460032000, "c52e279531787c972589f7e41ab4ae64"),
    _voc_file(2007, "VOCtest_06-Nov-2007.tar", 451020800, "b6e924de25625d8de591ea690078ad9f"),
)
_VOC2012_FILES = (_voc_file(2012, "VOCtrainval_11-May-2012.tar", 1999639040, "6cd6e144f989b92b3379bac3b3de84fd"),)
_FLICKR = "not stated; photographs from Flickr, under its terms of use"
_EVERINGHAM_2010 = (
    "M. Everingham, L. Van Gool, C. K. I. Williams, J. Winn and A. Zisserman, The Pascal Visual Object Classes (VOC) "
    "Challenge, International Journal of Computer Vision 88(2), 2010"
)
_EVERINGHAM_2015 = (
    "M. Everingham, S. M. A. Eslami, L. Van Gool, C. K. I. Williams, J. Winn and A. Zisserman, The Pascal Visual "
    "Object Classes Challenge: A Retrospective, International Journal of Computer Vision 111(1), 2015"
)
_NO_TEST_LABELS = (
    "The labels of the official test part are not public: our test part is the official val list, and the validation "
    "part a tenth of the official train list of {}, chosen at random with a fixed seed."
)
_VOID = "Borders and doubtful regions have the mask value 255, which no metric counts."


def _voc_tree(year: int, kind: str, lists: tuple[str, ...], *folders: str) -> tuple[str, ...]:
    root = f"VOCdevkit/VOC{year}"
    listed = tuple(f"{root}/ImageSets/{kind}/{name}.txt" for name in lists)
    return (f"{root}/JPEGImages", *(f"{root}/{folder}" for folder in folders), *listed)


OBJECTS = {
    "penn_fudan": Entry(
        "Penn-Fudan pedestrians",
        "full",
        (120, 20, 30),
        "various x 3",
        "not stated",
        "L. Wang, J. Shi, G. Song and I. Shen, Object Detection Combining Recognition and Segmentation, ACCV, 2007",
        "170 photographs, 96 from around the University of Pennsylvania and 74 from around Fudan University, in a zip "
        "archive, with a mask for each person (345 by the count of the authors' page); boxes are the smallest around "
        "the masks. There is no official split: ours is stratified by place.",
        ("pedestrian",),
        shown=False,
        files=(
            RemoteFile(
                "PennFudanPed.zip",
                "https://www.cis.upenn.edu/~jshi/ped_html/PennFudanPed.zip",
                53723336,
                "md5:5aaa3dee905cef73325923716e38fc6d",
                "Avalanche",
                unpacking=of_pictures(53723336, "PennFudanPed"),
            ),
        ),
        reader="penn_fudan",
        tree=("PNGImages", "PedMasks"),
        chapters=("detection", "segmentation"),
    ),
    "voc2007": Entry(
        "Pascal VOC 2007, boxes",
        "full",
        (2501, 2510, 4952),
        "various x 3",
        _FLICKR,
        _EVERINGHAM_2010,
        "Two tar archives, with an XML file to each picture. The official train, val and test lists. Objects that the "
        "authors call difficult are marked, and evaluation neither rewards nor punishes them.",
        class_names.VOC,
        shown=False,
        files=_VOC2007_FILES,
        reader="voc",
        tree=_voc_tree(2007, "Main", ("train", "val", "test"), "Annotations"),
        chapters=("detection",),
    ),
    "voc2012": Entry(
        "Pascal VOC 2012, boxes",
        "full",
        (5145, 572, 5823),
        "various x 3",
        _FLICKR,
        _EVERINGHAM_2015,
        f"One tar archive, with an XML file to each picture. {_NO_TEST_LABELS.format('5,717')}",
        class_names.VOC,
        shown=False,
        files=_VOC2012_FILES,
        reader="voc",
        tree=_voc_tree(2012, "Main", ("train", "val"), "Annotations"),
        chapters=("detection",),
    ),
    "voc2007_segmentation": Entry(
        "Pascal VOC 2007, masks",
        "full",
        (209, 213, 210),
        "various x 3",
        _FLICKR,
        _EVERINGHAM_2010,
        "The files of `voc2007`, and of its pictures those that have masks of classes and of single objects. The "
        f"official train, val and test lists. {_VOID}",
        class_names.VOC,
        shown=False,
        files=_VOC2007_FILES,
        reader="voc",
        store="voc2007",
        tree=_voc_tree(2007, "Segmentation", ("train", "val", "test"), "SegmentationClass", "SegmentationObject"),
        chapters=("segmentation",),
    ),
    "voc2012_segmentation": Entry(
        "Pascal VOC 2012, masks",
        "full",
        (1318, 146, 1449),
        "various x 3",
        _FLICKR,
        _EVERINGHAM_2015,
        "The file of `voc2012`, and in it the pictures that have masks of classes and of single objects. Those of "
        "`voc2007_segmentation` are among them, its test part too, under names that begin with `2007_` (`voc2012` has "
        "them not). So who learns from one of the two sets of masks must not test on the other. "
        f"{_NO_TEST_LABELS.format('1,464')} {_VOID}",
        class_names.VOC,
        shown=False,
        files=_VOC2012_FILES,
        reader="voc",
        store="voc2012",
        tree=_voc_tree(2012, "Segmentation", ("train", "val"), "SegmentationClass", "SegmentationObject"),
        chapters=("segmentation",),
    ),
    "coco_val2017": Entry(
        "COCO val2017",
        "full",
        (0, 0, 5000),
        "various x 3",
        "annotations CC BY 4.0; photographs from Flickr, each under its own licence",
        "T.-Y. Lin, M. Maire, S. Belongie, J. Hays, P. Perona, D. Ramanan, P. Dollár and C. L. Zitnick, Microsoft "
        "COCO: Common Objects in Context, ECCV, 2014",
        "For evaluation only: the official validation part is our test part, and there is nothing to train on (the "
        "training pictures, 19 GB, are not fetched). Two zip archives; of the annotations only "
        "`annotations/instances_val2017.json` is unpacked. Crowds are marked as difficult.",
        class_names.COCO,
        shown=False,
        files=(
            RemoteFile(
                "val2017.zip",
                "http://images.cocodataset.org/zips/val2017.zip",  # its certificate is for another name
                815585330,
                "sha256:4f7e2ccb2866ec5041993c9cf2a952bbed69647b115d0f74da7ce8f4bef82f05",
                "TensorFlow Datasets",
                unpacking=of_pictures(815585330),
            ),
            RemoteFile(
                "annotations_trainval2017.zip",
                "http://images.cocodataset.org/annotations/annotations_trainval2017.zip",
                252907541,
                "sha256:113a836d90195ee1f884e704da6304dfaaecff1f023f49b6ca93c4aaae470268",
                "TensorFlow Datasets",
                unpacking=Unpacking(100_000_000, only=("annotations/instances_val2017.json",)),  # text
            ),
        ),
        reader="coco",
        tree=("val2017", "annotations/instances_val2017.json"),
        chapters=("detection", "segmentation"),
    ),
}
"""Data sets with several objects a picture, by their names."""
