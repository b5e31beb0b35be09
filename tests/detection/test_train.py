import pytest

from companion.detection import train
from companion.training.tables import table_text


def write(folder):
    path = train.table_path("grid_detector", folder=folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    row = {"seed": 0, "epochs": 7, "split": "test", "AP50": 0.9, "AP": 0.6, "APs": 0.5, "AP50_raw": 0.4}
    path.write_text(table_text([row], ["date: today"]), encoding="utf-8")


def test_a_line_for_every_row(tmp_path):
    write(tmp_path)
    assert train.summary("grid_detector", folder=tmp_path) == (
        "grid_detector, seed 0 on test: AP50 0.9, AP 0.6, AP50 without suppression 0.4\n"
    )


def test_the_command_hands_its_options_on_and_speaks(tmp_path, monkeypatch, capsys):
    asked = []

    class Recipe:
        @staticmethod
        def make(*, folder, epochs):
            asked.append((folder, epochs))
            write(folder)

    monkeypatch.setattr(train.importlib, "import_module", lambda name: asked.append(name) or Recipe)
    assert train.main(["grid_detector", "--epochs", "7", "--folder", str(tmp_path)]) == 0
    assert asked == ["companion.detection.grid_recipe_torch", (tmp_path, 7)]
    assert capsys.readouterr().out == train.summary("grid_detector", folder=tmp_path)
    assert train.main(["grid_detector", "--folder", str(tmp_path)]) == 0
    assert asked[3] == (tmp_path, 30)


def test_an_unknown_name_is_refused_before_anything_happens(capsys):
    with pytest.raises(SystemExit, match="2"):
        train.main(["yolo"])
    assert "invalid choice: 'yolo'" in capsys.readouterr().err
    with pytest.raises(ValueError, match="name must be one of 'grid_detector', got 'yolo'"):
        train.weights_path("yolo")
