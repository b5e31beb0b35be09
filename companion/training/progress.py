"""A progress bar for people, and silence for files."""

import os
import sys

from tqdm import tqdm


def progress_bar(total: int) -> "tqdm[int]":
    """Return a bar for `total` steps: advance it with `update(1)` and use it in a `with` statement.

    Parameters
    ----------
    total : int
        Number of steps.

    Returns
    -------
    tqdm.tqdm
        Writes to standard error, starts to show after two seconds and vanishes when it is closed.

    Notes
    -----
    It is silent where nobody watches: when standard error is neither a terminal nor a notebook, and whenever the
    environment variable ``COMPANION_PROGRESS`` is "0", which the tool that stores the outputs of the notebooks sets.

    Examples
    --------
    >>> with progress_bar(3) as bar:
    ...     for _ in range(3):
    ...         _ = bar.update(1)
    """
    watched = sys.stderr.isatty() or "ipykernel" in sys.modules
    hidden = not watched or os.environ.get("COMPANION_PROGRESS", "").strip() == "0"
    return tqdm(total=total, disable=hidden, leave=False, delay=2, mininterval=0.5, unit="batch")
