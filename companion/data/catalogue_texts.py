"""What the book's page on data sets says besides the facts of the registry."""

INTRODUCTION = """# Data sets

What the package knows of its data, written by `python -m companion.data.catalogue`.

Every data set of the book is read the same way, `companion.data.load(name, split="train")`, and comes in three parts:
`train` to learn from, `validation` to choose by, `test` to report once. Those of the *mini* tier are carried by
packages that are installed anyway, or drawn and cut by this project, and need no network. Those of the *full* tier are
downloaded once, from their public address, as the next part says. Where a data set has parts of its own, they stay
as they are; where the labels of its test part are not public, its validation part is what we test on. One, COCO's, is
here for testing alone.

Licences are given as they are stated by those who publish the data. "Not stated" means that nobody has given you a
right that the law does not give you; such pictures serve to compute with, and no page of this book shows one.
"""

GETTING = """## Getting the full tier

`companion.data.load` downloads what is missing. To do it ahead of time, or to see what there is and how large it is:

```
python -m companion fetch --list
python -m companion fetch --list weights
python -m companion fetch fashion_mnist penn_fudan
python -m companion fetch --chapter detection
python -m companion fetch --all
```

Sizes and licences are shown first. A download that was interrupted goes on where it stopped, and a file appears under
its name only when its checksum is right; the sections below say who publishes it. Where nobody does, the first
download is pinned: its checksum is written down beside it, and every later file must be the same one.

Two environment variables say where things lie. `COMPANION_DATA` is the folder that keeps the data, with a folder of
its own for each data set, where archives and unpacked files lie side by side. `COMPANION_MIRROR` is a folder or an
http address to take the files from instead of their public addresses, for a classroom or a computer without network:
it holds `<data set>/<file name>`, so one reader's data folder can be another one's mirror. A tree that is already
unpacked in `COMPANION_DATA` is taken as it is, and `load` refuses it where pictures are missing.

## Your own pictures

They need no registry. `companion.data.own` reads the usual forms and gives the same kind of data as `load`: a folder
per class (`read_folder_per_class`), Pascal VOC's XML files (`read_voc`), COCO's JSON (`read_coco`), YOLO's text files
(`read_yolo`), and masks beside pictures (`read_mask_folder`). What is wrong with them, such as a label without a
picture or a box outside one, is told for all files at once. Pictures are decoded when they are asked for; one that
cannot be is then named.

```python
from companion.data import own

pictures = own.read_folder_per_class("my_pictures")
```
"""

TENSORFLOW_DATASETS = """## Another way: TensorFlow Datasets

Most public data sets can also be had as ready-made pipelines from
[TensorFlow Datasets](https://www.tensorflow.org/datasets):

```python
import tensorflow_datasets as tfds

train, test = tfds.load("fashion_mnist", split=["train", "test"], as_supervised=True)
```

It gives a `tf.data.Dataset` instead of arrays and brings its own cache and its own splits. This book does without it,
so that the same pictures reach PyTorch and Keras.
"""
