"""Take a picture of every page, wide, narrow and dark: ``python -m tests.site.screenshots FOLDER [PAGE ...]``."""

import sys
from pathlib import Path

from tests.site.browser import NARROW, WIDE, launched, opened, served, toc_pages

VIEWS = (("light", WIDE), ("dark", WIDE), ("light", NARROW))


def take(folder: Path, pages: list[str]) -> int:
    """Write one PNG per page and view; return how many."""
    folder.mkdir(parents=True, exist_ok=True)
    with served() as address, launched() as browser:
        for name in pages:
            for theme, width in VIEWS:
                with opened(browser, f"{address}/{name}.html", theme=theme, width=width) as (page, _):
                    file = f"{name.removeprefix('book/').replace('/', '_')}-{theme}-{width}.png"
                    page.screenshot(path=folder / file, full_page=True)
    return len(pages) * len(VIEWS)


if __name__ == "__main__":
    count = take(Path(sys.argv[1]), sys.argv[2:] or toc_pages())
    sys.stdout.write(f"{count} pictures\n")
