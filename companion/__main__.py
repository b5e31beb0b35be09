"""The commands for readers: ``python -m companion doctor``, ``fetch`` and ``progress``."""

import argparse
import sys
from collections.abc import Sequence

from companion import __version__, config, doctor, exercises
from companion.data import fetch_command
from companion.exercises import progress
from companion.pretrained.official import ENTRIES


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Parameters
    ----------
    arguments : sequence of str, optional
        The command line without the program's name; that of this process where it is left out.

    Returns
    -------
    int
        0 where all is well, 1 where the doctor found a problem or a download failed, 2 for a wrong command, 130
        after an interruption.
    """
    parser = argparse.ArgumentParser(prog="companion", description="Companion of the course Seeing with Convolutions.")
    parser.add_argument("--version", action="version", version=f"companion {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    commands.add_parser("doctor", help="examine this computer; exit status 1 if something is missing or broken")
    commands.add_parser("progress", help="show which exercises you have tried and solved")
    fetching = commands.add_parser("fetch", help="download data sets and weights of the full tier ahead of time")
    fetch_command.add_arguments(fetching)
    given = parser.parse_args(arguments)
    if given.command is None:
        parser.print_help(sys.stderr)
        return 2
    if given.command == "fetch":
        return fetch_command.run(fetching, given, ENTRIES)
    return {"doctor": _doctor, "progress": _progress}[given.command]()


def _doctor() -> int:
    """Print the findings as they come; return 1 if one of them is a problem."""
    problems = 0
    for check in (doctor.packages, doctor.settings, doctor.frameworks):
        if check is doctor.frameworks:
            print("         trying both frameworks, this takes about ten seconds ...", flush=True)
        for finding in check():
            print(finding, flush=True)
            problems += not finding.good
    print(f"\nData folder: {config.data_folder()}")
    print("All is well." if not problems else f"{problems} problem{'s' * (problems > 1)}: see the lines with an arrow.")
    return int(problems > 0)


def _progress() -> int:
    """Print the reader's progress, a line per chapter."""
    rows = progress.table(exercises.available())
    total = ("all", *(sum(row[column] for row in rows) for column in (1, 2, 3)))  # type: ignore[misc]
    print(f"{'chapter':<16}{'attempted':>10}{'solved':>10}{'exercises':>11}")
    for chapter, attempted, solved, exercise_count in [*rows, total]:
        print(f"{chapter:<16}{attempted:>10}{solved:>10}{exercise_count:>11}")
    print(f"\nKept on this computer only, in {progress.progress_file()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
