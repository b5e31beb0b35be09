"""Import torchvision before anything can import TensorFlow: in the other order the process crashes."""

import contextlib

with contextlib.suppress(ImportError):
    import torchvision  # noqa: F401

# Before pytest imports the files of the room one by one for their doctests: it would put the modules nms and
# average_precision in the place of the functions of these names.
import companion.boxes  # noqa: E402, F401
