"""Readers for one's own data: the common formats, with all that is wrong with them told at once.

Each gives an `ImageData` whose pictures are decoded when they are asked for, in an order that does not depend on the
machine. Its `take` gives a part of it; `companion.data.splits.stratified_split` says which.
"""

from companion.data.own.coco import read_coco
from companion.data.own.folders import read_folder_per_class
from companion.data.own.masks import read_mask_folder
from companion.data.own.pictures import EXTENSIONS
from companion.data.own.voc import read_voc
from companion.data.own.yolo import read_yolo

__all__ = ["EXTENSIONS", "read_coco", "read_folder_per_class", "read_mask_folder", "read_voc", "read_yolo"]
