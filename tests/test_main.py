"""The commands that speak to the reader."""

import subprocess
import sys

import pytest

from companion import __main__ as program
from companion import __version__, doctor, exercises
from companion.doctor import Finding


@pytest.fixture(autouse=True)
def own_data_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("COMPANION_DATA", str(tmp_path))


def pretend(monkeypatch, *findings):
    monkeypatch.setattr(doctor, "packages", lambda: iter(findings))
    for part in ("settings", "frameworks"):
        monkeypatch.setattr(doctor, part, lambda: iter(()))


def test_doctor_is_content(monkeypatch, capsys, tmp_path):
    pretend(monkeypatch, Finding("numpy", True, "2.0"))
    assert program.main(["doctor"]) == 0
    out = capsys.readouterr().out
    assert "ok       numpy" in out
    assert str(tmp_path) in out
    assert out.endswith("All is well.\n")


@pytest.mark.parametrize(("count", "words"), [(1, "1 problem: see"), (2, "2 problems: see")])
def test_doctor_counts_problems(count, words, monkeypatch, capsys):
    pretend(monkeypatch, *[Finding("torch", False, "missing", "pip install it")] * count)
    assert program.main(["doctor"]) == 1
    out = capsys.readouterr().out
    assert words in out
    assert "-> pip install it" in out


def test_progress(capsys):
    exercises.get("start/channels_first_or_last").check("d")
    exercises.get("start/mean_brightness").check(lambda images: 1)
    assert program.main(["progress"]) == 0
    rows = {line.split()[0]: line.split()[1:] for line in capsys.readouterr().out.splitlines() if line}
    total = len([key for key in exercises.available() if key.startswith("start/")])
    assert rows["start"] == ["2", "1", str(total)]
    assert rows["all"] == ["2", "1", str(len(exercises.available()))]
    assert "computer" in " ".join(rows["Kept"])


def test_progress_before_anything_was_tried(capsys):
    assert program.main(["progress"]) == 0
    assert "start" in capsys.readouterr().out


def test_fetch_is_one_of_the_commands(capsys):
    assert program.main(["fetch", "digits"]) == 0  # the rest of it in tests/data/test_fetch_command.py
    assert capsys.readouterr().out == "digits: comes with the software, nothing to do\n"


def test_no_command_prints_help(capsys):
    assert program.main([]) == 2
    assert "doctor" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["nothing"], 2), (["fetch"], 2), (["fetch", "nothing"], 2), (["--help"], 0), (["--version"], 0)],
)
def test_exit_codes(arguments, code, capsys):
    with pytest.raises(SystemExit) as ended:
        program.main(arguments)
    assert ended.value.code == code
    if arguments == ["--version"]:
        assert capsys.readouterr().out == f"companion {__version__}\n"


def test_as_a_module():
    done = subprocess.run([sys.executable, "-m", "companion", "progress"], capture_output=True, text=True, check=True)
    assert "attempted" in done.stdout
    assert done.stderr == ""
