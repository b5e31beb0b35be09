"""pyproject.toml, requirements.lock and environment.yml say the same, and the repository's address is one."""

import re
import shutil
import subprocess
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from tools import environment, repository
from tools.setup_cell import ROOT, repository_url

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCK = [Requirement(line) for line in (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines() if line]


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def wanted():
    extras = [line for lines in PROJECT["optional-dependencies"].values() for line in lines]
    return [Requirement(line) for line in [*PROJECT["dependencies"], *extras]]


@pytest.mark.parametrize("requirement", wanted(), ids=lambda requirement: requirement.name)
def test_the_lock_holds_one_version_in_range(requirement):
    pinned = [line for line in LOCK if normal(line.name) == normal(requirement.name)]
    assert len(pinned) == 1
    (pin,) = pinned[0].specifier
    assert pin.operator == "=="
    assert requirement.specifier.contains(pin.version)


def test_the_lock_pins_everything_and_names_no_address():
    assert len(LOCK) > 200
    assert all([part.operator for part in line.specifier] == ["=="] and line.url is None for line in LOCK)
    assert "://" not in (ROOT / "requirements.lock").read_text(encoding="utf-8")


def test_the_lock_holds_the_build_backend():
    """`make setup` builds without isolation, so that nothing unpinned is downloaded."""
    assert "setuptools" in {normal(line.name) for line in LOCK}


def test_conda_environment_is_made_from_pyproject():
    assert (ROOT / "environment.yml").read_text(encoding="utf-8") == environment.environment()
    assert set(environment.requirements()) >= {Requirement(line).name for line in PROJECT["dependencies"]}


def test_python_versions_agree_everywhere():
    versions = ["3.11", "3.12", "3.13"]
    assert all(SpecifierSet(PROJECT["requires-python"]).contains(version) for version in versions)
    assert not any(SpecifierSet(PROJECT["requires-python"]).contains(version) for version in ("3.10", "3.14"))
    assert f"python: {versions}".replace("'", '"') in (ROOT / ".github/workflows/cpu.yml").read_text(encoding="utf-8")


def test_every_place_names_the_same_repository():
    expected = repository_url()
    for path in repository.places():
        found = set(
            re.findall(r"https://github\.com/seeing-with-convolutions/[\w-]+", path.read_text(encoding="utf-8"))
        )
        assert found <= {expected}, path.name
    assert PROJECT["urls"]["Homepage"] == expected


@pytest.fixture
def copy_of_the_addresses(tmp_path):
    for path in repository.places():
        target = tmp_path / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    return tmp_path


def test_a_fork_rewrites_its_address_everywhere_and_can_go_back(copy_of_the_addresses):
    root, original = copy_of_the_addresses, repository_url()
    before = {path: path.read_text(encoding="utf-8") for path in repository.places(root)}
    changed = repository.rewrite("https://github.com/somebody/their-course/", root)
    assert root / "_config.yml" in changed
    assert root / "README.md" in changed
    for path in repository.places(root):
        assert "seeing-with-convolutions/book" not in path.read_text(encoding="utf-8"), path.name
    repository.rewrite(original, root)
    assert before == {path: path.read_text(encoding="utf-8") for path in repository.places(root)}


@pytest.mark.parametrize("url", ["", "github.com/you/book", "https://github.com/you", "https://example.org/you/book"])
def test_a_wrong_address_is_refused(url, tmp_path):
    with pytest.raises(ValueError, match="https://github.com/owner/name"):
        repository.rewrite(url, tmp_path)


def test_make_alone_lists_the_commands():
    text = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for target in ("book", "test", "lab", "lint", "notebooks", "bench", "site-test", "linkcheck", "test-gpu"):
        assert f"make {target} " in text
