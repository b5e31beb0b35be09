"""Import torchvision before anything can import TensorFlow: in the other order the process crashes."""

import contextlib

with contextlib.suppress(ImportError):
    import torchvision  # noqa: F401
