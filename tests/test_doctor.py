"""The doctor finds what is missing, says what to do, and never shows a path."""

import importlib.metadata
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from types import SimpleNamespace

import pytest

from companion import config, doctor

PROJECT = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(autouse=True)
def quiet_surroundings(monkeypatch, tmp_path):
    """Take neither settings nor folders from whoever runs the tests, and start no frameworks."""
    for name in ("COMPANION_TIER", "COMPANION_DEVICE", "KERAS_BACKEND"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COMPANION_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(config, "device", lambda: "cpu")
    answer = SimpleNamespace(returncode=0, stdout="(1, 6, 6, 2)\n", stderr="")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: answer)
    return answer


def named(findings):
    return {finding.name: finding for finding in findings}


def test_all_is_well_here():
    report = doctor.examine()
    assert [finding for finding in report if not finding.good] == []
    assert {"python", "numpy", "torch", "tier", "data folder", "device"} <= set(named(report))


def test_versions_agree_with_pyproject():
    extras = {"": PROJECT["dependencies"], **PROJECT["optional-dependencies"]}
    for names, minimum, extra in doctor.PACKAGES:
        assert f"{names[0]}>={minimum}" in extras[extra]
    lowest, beyond = (".".join(map(str, version)) for version in doctor.PYTHON)
    assert PROJECT["requires-python"] == f">={lowest},<{beyond}"
    assert PROJECT["name"] == doctor.PROJECT


def test_missing_packages_name_their_extra(monkeypatch):
    def missing(name):
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "version", missing)
    found = named(doctor.packages())
    assert found.pop("python").good
    assert all(finding.text == "missing" and not finding.good for finding in found.values())
    assert found["torch"].advice == 'pip install --upgrade "seeing-with-convolutions[torch]"'
    assert found["numpy"].advice == "pip install --upgrade seeing-with-convolutions"
    assert "->" in str(found["keras"])


@pytest.mark.parametrize(
    ("version", "good"),
    [("2.4", True), ("2.3.9", False), ("2.10.0", True), ("2.4.0+cu130", True), ("3.0rc1", True), ("1.13", False)],
)
def test_old_packages(version, good, monkeypatch):
    monkeypatch.setattr(importlib.metadata, "version", lambda name: version)
    torch = named(doctor.packages())["torch"]
    assert torch.good is good
    assert torch.text == (version if good else f"{version} is older than 2.4")


def test_tensorflow_is_not_wanted_on_another_backend(monkeypatch):
    monkeypatch.setenv("KERAS_BACKEND", "torch")
    assert "tensorflow" not in named(doctor.packages())


def test_wrong_tier(monkeypatch):
    monkeypatch.setenv("COMPANION_TIER", "huge")
    tier = named(doctor.settings())["tier"]
    assert not tier.good
    assert "got 'huge'" in tier.text
    assert tier.advice == "set COMPANION_TIER to mini or full"


def test_a_folder_that_cannot_be_written(tmp_path):
    (tmp_path / "data").write_text("a file stands in the way")
    folder = named(doctor.settings())["data folder"]
    assert not folder.good
    assert folder.text.startswith("cannot be written (")
    assert "COMPANION_DATA" in folder.advice


def test_too_little_room(monkeypatch):
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _: SimpleNamespace(free=5e9))
    assert named(doctor.settings())["data folder"].good
    monkeypatch.setenv("COMPANION_TIER", "full")
    folder = named(doctor.settings())["data folder"]
    assert not folder.good
    assert folder.advice.endswith("12 GB are needed")


def test_frameworks_that_do_not_work(monkeypatch, quiet_surroundings):
    quiet_surroundings.returncode = -11
    assert named(doctor.frameworks())["PyTorch and Keras"].text == "the process ended with code -11"
    quiet_surroundings.stderr = f"...\nImportError: {os.sep}home{os.sep}me: no such thing\n"
    assert named(doctor.frameworks())["PyTorch and Keras"].text == "ImportError"

    def device():
        raise ImportError("no torch")

    monkeypatch.setattr(config, "device", device)
    assert not named(doctor.frameworks())["device"].good

    def too_long(*_, **__):
        raise subprocess.TimeoutExpired("python", 300)

    monkeypatch.setattr(subprocess, "run", too_long)
    assert named(doctor.frameworks())["PyTorch and Keras"].text == "no answer within 300 seconds"


def test_a_device_that_is_not_there(monkeypatch):
    def device():
        raise ValueError("COMPANION_DEVICE asks for 'mps', which PyTorch cannot use on this machine")

    monkeypatch.setattr(config, "device", device)
    assert named(doctor.frameworks())["device"].advice == "unset COMPANION_DEVICE"


def test_no_finding_shows_a_path(tmp_path):
    for report in (doctor.examine(), doctor.examine([doctor.settings])):
        assert str(tmp_path) not in repr(report) + report._repr_html_()
        assert str(Path.home()) + os.sep not in repr(report)
        assert sys.prefix not in repr(report)


def test_html_sets_no_text_or_background_colour():
    bad = doctor.Finding("<b>", False, "1 < 2", "do & see")
    text = doctor.Report([bad, doctor.Finding("x", True, "fine")])._repr_html_()
    assert "background" not in text
    assert " color" not in text
    assert "&lt;b&gt;" in text
    assert "What to do:</strong> do &amp; see" in text
    assert text.count("<tr>") == 2


@pytest.mark.parametrize(
    ("mirror", "good", "text"),
    [
        ("", None, None),
        ("HTTP://mirror.example/data", True, "an address (not asked)"),
        ("mirror.example/data", False, "no such folder"),
        (".", True, "a folder"),
    ],
)
def test_the_mirror(mirror, good, text, monkeypatch):
    monkeypatch.setenv("COMPANION_MIRROR", mirror)
    found = [finding for finding in doctor.settings() if finding.name == "mirror"]
    assert [(finding.good, finding.text) for finding in found] == ([] if good is None else [(good, text)])
    assert all(finding.good or "http://" in finding.advice for finding in found)
