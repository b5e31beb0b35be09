"""Write the book's page on data sets from the registry and the credits: ``python -m companion.data.catalogue``."""

import sys
from pathlib import Path

from companion.data.catalogue_classes import class_lists, classes_of
from companion.data.catalogue_texts import GETTING, INTRODUCTION, TENSORFLOW_DATASETS
from companion.data.credits import CREDITS, Credit
from companion.data.registry import REGISTRY, Entry, RemoteFile

PAGE = Path("book/appendix/datasets.md")

_KINDS = {"md5": "MD5", "sha1": "SHA-1", "sha256": "SHA-256"}


def page() -> str:
    """Return the page as Markdown."""
    embedded, public = _tier("mini", "## Embedded (mini tier)"), _tier("full", "## Downloaded (full tier)")
    parts = [INTRODUCTION, *embedded, GETTING, *public, TENSORFLOW_DATASETS, class_lists(), _credits(), _withheld()]
    return "\n".join(parts)


def _tier(tier: str, heading: str) -> list[str]:
    entries = {name: entry for name, entry in REGISTRY.items() if entry.tier == tier}
    return [heading + "\n", _table(entries), *(_section(name, entry) for name, entry in entries.items())]


def _table(entries: dict[str, Entry]) -> str:
    rows = ["| name | pictures (train, validation, test) | size | classes | download | licence |", "|---" * 6 + "|"]
    for name, entry in entries.items():
        counts = ", ".join(f"{count:,}" for count in entry.counts)
        classes = len(entry.class_names) or "none"
        download = _download(name, entry) if entry.files else "none"
        rows.append(f"| [`{name}`](#{name}) | {counts} | {entry.shape} | {classes} | {download} | {entry.licence} |")
    return "\n".join(rows) + "\n"


def _section(name: str, entry: Entry) -> str:
    lines = [f"### {name}", "", f"*{entry.title}.* {entry.reading}", "", f"- Licence: {entry.licence}."]
    lines.append(f"- Cite: {entry.citation}.")
    if entry.class_names:
        lines.append(f"- {classes_of(entry.class_names)}")
    if not entry.shown:
        lines.append("- No page of this book shows one of these pictures.")
    if entry.files:
        chapters = f"; used in the full tier of: {', '.join(entry.chapters)}" if entry.chapters else ""
        lines.append(f"- Download: {_download(name, entry)}{chapters}.")
        lines += [f"- File: {_file(file)}." for file in entry.files]
    return "\n".join(lines) + "\n"


def _download(name: str, entry: Entry) -> str:
    """Return how much is downloaded, or whose files they are."""
    if entry.store not in ("", name):
        return f"that of [`{entry.store}`](#{entry.store})"
    return f"{sum(file.size for file in entry.files) / 1e6:,.1f} MB"


def _file(file: RemoteFile) -> str:
    """Return address, size and checksum of a file, and who publishes the checksum."""
    size = f"{file.size:,} bytes" if file.exact_size else f"about {file.size / 1e6:,.0f} MB"
    told = f"[{file.name}]({file.url}), {size}"
    if not file.checksum:
        return f"{told}; no checksum is published, so the first download is pinned"
    kind, digits = file.checksum.split(":")
    return f"{told}, {_KINDS[kind]} `{digits}` as published by {file.published_by}"


def _credits() -> str:
    rows = ["## Photographs that the book shows", ""]
    rows += ["Pages show them cropped, resized, gray, or under drawn objects.", ""]
    rows += ["| name | what | author | licence | file |", "|---|---|---|---|---|"]
    rows += [_row(name, credit) for name, credit in CREDITS.items() if credit.shown]
    return "\n".join(rows) + "\n"


def _withheld() -> str:
    rows = ["## Photographs that it only computes with", ""]
    rows += ["Their terms are missing or disputed, so no page shows them.", ""]
    rows += ["| name | what | author | terms | file |", "|---|---|---|---|---|"]
    rows += [_row(name, credit) for name, credit in CREDITS.items() if not credit.shown]
    return "\n".join(rows) + "\n"


def _row(name: str, credit: Credit) -> str:
    author = f"[{credit.author}]({credit.source})" if credit.source.startswith("http") else credit.author
    return f"| {name} | {credit.shows} | {author} | {_licence(credit.licence)} | `{credit.file}` |"


def _licence(text: str) -> str:
    addresses = {
        "CC0 1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
        "CC BY 2.0": "https://creativecommons.org/licenses/by/2.0/",
    }
    return f"[{text}]({addresses[text]})" if text in addresses else text


def main() -> int:
    """Write the page; return 0."""
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
