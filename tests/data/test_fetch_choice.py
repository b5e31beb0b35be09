"""What the arguments of the command name, what it lists, and what it says of names that there are not."""

import argparse
from dataclasses import replace

import pytest

from companion.data import fetch_command
from companion.data.registry import REGISTRY
from companion.pretrained.tables import NAMES
from tests.data.faulty_server import remote
from tests.data.fetching import TOYS, run


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "fetch: error: name data sets or weights, or a --chapter, or --all\n"),
        ([], "\ndata sets:\n  toy_ants toy_bees toy_cats\nchapters, each after --chapter:\n  basics detection seg"),
        (["imagenet"], "fetch: error: there is no imagenet\ndata sets:\n  toy_ants toy_bees toy_cats\n"),
        (["toy_ant"], "fetch: error: there is no toy_ant; did you mean toy_ants?\ndata sets:\n"),
        (["--all", "--chapter", "basics"], "--all means the data sets of all chapters; leave out --all or --chapter"),
        (["--list", "--all", "--chapter", "basics"], "leave out --all or --chapter"),
        (["--chapter", "style"], "--chapter must be one of basics, detection, segmentation, got style"),
        (["toy_ants", "nothing"], "there is no nothing\n"),
    ],
)
def test_usage_errors(toys, capsys, arguments, words):
    with pytest.raises(SystemExit) as ended:
        run(*arguments)
    assert ended.value.code == 2
    assert words in capsys.readouterr().err
    assert toys.requests == []


def test_the_list(toys, capsys):
    run("toy_bees")
    capsys.readouterr()
    assert run("--list") == 0
    head, *rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert head == ["name", "state", "size", "chapters", "licence"]
    assert [row[:2] for row in rows] == [["toy_ants", "missing"], ["toy_bees", "there"], ["toy_cats", "missing"]]
    assert rows[0][2:4] == ["0.1", "MB"]
    assert rows[0][4:] == ["basics,", "detection", "licence", "of", "toy_ants"]
    assert run("--list", "digits", "--chapter", "segmentation") == 0
    rows = capsys.readouterr().out.splitlines()[1:]
    assert [row.split()[:2] for row in rows] == [["digits", "embedded"], ["toy_cats", "missing"]]
    assert len(toys.requests) == 1


@pytest.fixture
def weights(toys):
    """Return two official weights."""
    file = remote(url=f"{toys.address}/a.bin")
    entry = replace(REGISTRY["toy_ants"], licence="terms", files=(file,), store="toy_weights", chapters=())
    return {"weights/toy": entry, "weights/toy18": entry}


def test_weights_are_listed_on_demand(toys, weights, capsys):
    assert run("--list", weights=weights) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[1:-2]] == list(TOYS)
    assert lines[-2:] == ["", "2 official weights: fetch --list weights"]
    assert run("--list", "weights", weights=weights) == 0
    head, *rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert head == ["name", "state", "size", "licence"]  # no chapter uses them, and the column is left out
    assert rows == [[name, "missing", "0.1", "MB", "terms"] for name in weights]
    assert run("--list", "toy_ants", "weights", weights=weights) == 0
    lines = capsys.readouterr().out.splitlines()[1:]
    assert [line.split()[0] for line in lines] == ["toy_ants", *weights]
    assert run("--list", "weights") == 0
    assert len(capsys.readouterr().out.splitlines()) == 1
    assert toys.requests == []


@pytest.mark.parametrize("arguments", [[], ["nothing"]])
def test_usage_errors_name_weights_on_lines_that_fit(toys, weights, capsys, monkeypatch, arguments):
    monkeypatch.setenv("COLUMNS", "60")
    more = {f"weights/toy{number}": weights["weights/toy"] for number in range(30)}
    with pytest.raises(SystemExit):
        run(*arguments, weights=weights | more)
    err = capsys.readouterr().err
    assert "\nweights:\n  weights/toy weights/toy18 weights/toy0 " in err
    assert max(map(len, err[err.index("data sets:\n") :].splitlines())) < 60


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("toy18", "there is no toy18; did you mean weights/toy18?\n"),
        ("weights", "official weights are fetched one by one, for instance weights/toy\n"),
    ],
)
def test_weights_by_another_name(toys, weights, capsys, given, words):
    with pytest.raises(SystemExit):
        run(given, weights=weights)
    assert f"fetch: error: {words}" in capsys.readouterr().err


@pytest.mark.parametrize("name", NAMES)
def test_small_weights_need_no_fetching(toys, capsys, name):
    assert run(name) == 0
    assert capsys.readouterr().out == f"{name}: comes with the package, nothing to do\n"
    assert run("--list", name) == 0
    assert capsys.readouterr().out.splitlines()[1].split()[:2] == [name, "embedded"]


def test_the_list_fits_the_terminal(toys, capsys, monkeypatch):
    terms = "not stated; " + "photographs from everywhere " * 5
    REGISTRY["toy_ants"] = replace(REGISTRY["toy_ants"], licence=terms)
    monkeypatch.setenv("COLUMNS", "70")
    assert run("--list") == 0
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 70
    assert lines[1].endswith("...")
    monkeypatch.delenv("COLUMNS")
    monkeypatch.setattr("sys.__stdout__", None)  # no terminal: nothing is cut
    assert run("--list") == 0
    assert terms.strip() in capsys.readouterr().out


def test_help_names_the_chapters(capsys):
    parser = argparse.ArgumentParser(prog="fetch")
    fetch_command.add_arguments(parser)
    words = " ".join(parser.format_help().split())
    assert "a chapter uses: augmentation, basics, detection, segmentation, transfer" in words


def test_headings_stand_over_names_alone(toys, capsys):
    with pytest.raises(SystemExit):
        run()
    assert "weights:" not in capsys.readouterr().err
