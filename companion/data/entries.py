"""What is written down about a data set and about each of its files."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Unpacking:
    """How an archive becomes a tree of files.

    Parameters
    ----------
    limit : int
        Most bytes that the unpacked files may take together; an archive that holds more is refused.
    strip : str
        Folder inside the archive whose content is kept, without the folder itself; "" keeps everything as it is.
    only : tuple of str
        Members wanted, by how their path begins (after `strip`); empty for all.
    """

    limit: int
    strip: str = ""
    only: tuple[str, ...] = ()


@dataclass(frozen=True)
class RemoteFile:
    """One file of a public data set.

    Parameters
    ----------
    name : str
        File name in the data folder and in a mirror.
    url : str
        Public address.
    size : int
        Bytes.
    checksum : str
        "md5:...", "sha1:..." or "sha256:..." in hexadecimal digits; fewer digits mean the beginning of the checksum.
        "" where no trustworthy source publishes one: the first download is then pinned.
    published_by : str
        Who publishes the checksum; "" if nobody does.
    exact_size : bool
        Whether `size` is exact; else it only serves to tell the reader and to ask for room.
    unpacking : Unpacking, optional
        How it is unpacked; None for a file that is read as it is.
    """

    name: str
    url: str
    size: int
    checksum: str = ""
    published_by: str = ""
    exact_size: bool = True
    unpacking: Unpacking | None = None


@dataclass(frozen=True)
class Entry:
    """One data set.

    Parameters
    ----------
    title : str
        Full name.
    tier : str
        "mini" (embedded) or "full" (downloaded).
    counts : tuple of int
        Pictures for training, validation and test.
    shape : str
        Height, width and channels of a picture.
    licence : str
        Terms, or that none are stated.
    citation : str
        Whom to cite.
    reading : str
        Where the pictures come from and how they are split.
    class_names : tuple of str
        Names of the classes.
    shown : bool
        Whether its pictures may stand in a page of the book.
    files : tuple of RemoteFile
        What is downloaded; empty for an embedded data set.
    reader : str
        Module of `companion.data` whose ``read(name, split)`` gives it.
    store : str
        Folder in ``COMPANION_DATA`` and in a mirror; "" for the name of the entry. Archives are shared through it.
    tree : tuple of str
        Files or folders in that folder by which an unpacked tree is known; empty if nothing is unpacked.
    chapters : tuple of str
        Chapters of the book that use it in the full tier.
    """

    title: str
    tier: str
    counts: tuple[int, int, int]
    shape: str
    licence: str
    citation: str
    reading: str
    class_names: tuple[str, ...]
    shown: bool = True
    files: tuple[RemoteFile, ...] = ()
    reader: str = ""
    store: str = ""
    tree: tuple[str, ...] = ()
    chapters: tuple[str, ...] = ()
