"""Import torchvision before anything can import TensorFlow: in the other order the process crashes."""

import contextlib

with contextlib.suppress(ImportError):
    import torchvision  # noqa: F401

# Before pytest imports the files of these rooms one by one for their doctests: it would put modules such as nms,
# average_precision and selective_search in the place of the functions of these names.
import companion.boxes  # noqa: E402
import companion.proposals  # noqa: E402, F401
