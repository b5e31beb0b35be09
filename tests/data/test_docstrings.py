import ast
import re
from pathlib import Path

import pytest

from companion import data

FOLDER = Path(data.__file__).parent
FILES = (
    *("image_data", "consistency", "resizing", "placement", "padding", "batching", "decoding", "gray_levels"),
    *("polygons", "instance_masks", "voc", "pictures_torch", "datasets_torch", "datasets_keras", "datasets_tensorflow"),
    *(f"own/{file.stem}" for file in sorted((FOLDER / "own").glob("*.py")) if file.stem != "__init__"),
)


def functions(tree):
    """Return the public functions of a file and the public methods of its classes, not functions inside functions."""
    for node in tree.body:
        found = node.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_") else [node]
        yield from (f for f in found if isinstance(f, ast.FunctionDef) and not f.name.startswith("_"))


def section(docstring, title):
    found = re.search(rf"^{title}\n-+\n(.*?)(?=^\w[^\n]*\n-+\n|\Z)", docstring, re.MULTILINE | re.DOTALL)
    return found.group(1) if found else ""


def raised(function):
    """Return whether a function raises by itself; what is raised inside `problems.of` is noted there."""
    noted = [node for node in ast.walk(function) if isinstance(node, ast.With)]
    noted = [node for node in noted if "problems.of(" in ast.unparse(node.items[0])]
    inside = {id(inner) for node in noted for inner in ast.walk(node)}
    return any(isinstance(node, ast.Raise) and id(node) not in inside for node in ast.walk(function))


@pytest.mark.parametrize("name", FILES)
def test_every_argument_result_and_error_is_written_out(name):
    for function in functions(ast.parse((FOLDER / f"{name}.py").read_text(encoding="utf-8"))):
        docstring = ast.get_docstring(function)
        told = re.findall(r"^([\w, ]+) : ", section(docstring, "Parameters"), re.MULTILINE)
        arguments = [argument.arg for argument in function.args.args + function.args.kwonlyargs]
        assert set(", ".join(told).split(", ")) - {""} == set(arguments) - {"self"}, function.name
        if any(isinstance(node, ast.Return) and node.value is not None for node in ast.walk(function)):
            assert section(docstring, "Returns"), function.name
        if raised(function):
            assert section(docstring, "Raises"), function.name
        assert not re.search(r"\b[Aa]s in :func:", docstring), function.name


@pytest.mark.parametrize("framework", ["torch", "keras", "tensorflow"])
def test_the_adapters_say_that_difficult_objects_do_not_count(framework):
    tree = ast.parse((FOLDER / f"datasets_{framework}.py").read_text(encoding="utf-8"))
    docstring = next(ast.get_docstring(function) for function in functions(tree) if function.name == "box_batches")
    said = " ".join(docstring.split())
    assert "Difficult objects are left out. M is the number of objects in the fullest picture of `data` after" in said
