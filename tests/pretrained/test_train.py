import pytest

from companion.pretrained import train
from companion.pretrained.tables import table_path
from companion.training.tables import table_text


def rows():
    accuracies = {"pretrained": 0.9, "random": 0.5, "pixels": 0.25}
    return [
        {"features": features, "data": data, "labels_per_class": count, "accuracy": accuracy, "deviation": 0.01}
        for features, accuracy in accuracies.items()
        for data in ("digits", "faces")
        for count in (5, 10)
    ]


def write(folder, name):
    path = table_path(name, folder=folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(table_text(rows(), ["date: today"]), encoding="utf-8")


def test_a_line_for_every_case(tmp_path):
    write(tmp_path, "small_vgg")
    lines = train.summary("small_vgg", folder=tmp_path).splitlines()
    assert len(lines) == 4
    assert lines[0] == "small_vgg on digits, 5 labels a class: pretrained 0.9, random 0.5, pixels 0.25"


def test_the_command_hands_its_options_on_and_speaks(tmp_path, monkeypatch, capsys):
    asked = []

    class Recipe:
        @staticmethod
        def make(name, *, folder, steps):
            asked.append((name, folder, steps))
            write(folder, name)

    monkeypatch.setattr(train.importlib, "import_module", lambda name: asked.append(name) or Recipe)
    assert train.main(["small_resnet", "--steps", "7", "--folder", str(tmp_path)]) == 0
    assert asked == ["companion.pretrained.train_torch", ("small_resnet", tmp_path, 7)]
    assert train.main(["small_vgg", "--folder", str(tmp_path)]) == 0
    assert asked[3] == ("small_vgg", tmp_path, 3000)
    capsys.readouterr()
    assert train.main(["small_resnet", "--folder", str(tmp_path)]) == 0
    assert asked[5] == ("small_resnet", tmp_path, 2000)
    assert capsys.readouterr().out == train.summary("small_resnet", folder=tmp_path)


def test_an_unknown_name_is_refused_before_anything_happens(capsys):
    with pytest.raises(SystemExit, match="2"):
        train.main(["vgg16"])
    assert "invalid choice: 'vgg16'" in capsys.readouterr().err
