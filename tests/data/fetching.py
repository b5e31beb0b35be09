"""The command that fetches, as a function, and the names of three data sets of one file each."""

import argparse
from types import MappingProxyType

from companion.data import fetch_command

TOYS = {"toy_ants": ("basics", "detection"), "toy_bees": ("detection",), "toy_cats": ("segmentation",)}


def run(*arguments, weights=MappingProxyType({})):
    parser = argparse.ArgumentParser(prog="fetch")
    fetch_command.add_arguments(parser)
    return fetch_command.run(parser, parser.parse_args(arguments), weights)
