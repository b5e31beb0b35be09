import math

import pytest

torch = pytest.importorskip("torch")

import numpy as np

from companion.data.photos import CREDITS
from companion.detection import face_experiment_torch as recipe
from companion.detection.face_finder_torch import face_net, face_pyramid
from companion.detection.face_mining_torch import Round
from companion.training.tables import provenance, read_table

KEYS = ["mined", "seed", "round", "hard_negatives"]
MEASURED = [
    "faces_found",
    "others_taken",
    "false_mined",
    "false_new",
    "false_faces_new",
    "threshold_90",
    "false_new_90",
    "false_faces_new_90",
    "astronaut_faces",
    "astronaut_faces_90",
    "face_place",
    "face_iou",
    "face_logit",
]


@pytest.fixture
def small(monkeypatch):
    """Put flat photographs of 40x30 pixels in the place of the real ones, and a net that says no everywhere."""
    flat = face_pyramid(np.full((40, 30, 3), 128, np.uint8))
    monkeypatch.setattr(recipe, "pyramid", lambda name: flat)
    torch.manual_seed(0)
    net = face_net(2).eval()
    net.head[-1].weight.data.zero_()
    net.head[-1].bias.data.fill_(-1.0)
    return net


def test_a_net_that_finds_nothing(small):
    row = recipe.row(Round(2, small, 5), "A", 7)
    assert list(row) == KEYS + MEASURED
    assert [row[key] for key in KEYS] == ["A", 7, 2, 5]
    assert [row[key] for key in MEASURED[:5]] == [0] * 5
    assert row["threshold_90"] == -1
    assert row["astronaut_faces"] == 0
    assert math.isnan(row["face_place"])
    assert math.isnan(row["face_iou"])
    assert math.isnan(row["face_logit"])


def test_a_net_that_finds_everything(small, monkeypatch):
    small.head[-1].bias.data.fill_(1.0)
    row = recipe.measure(small, "B")
    assert row["faces_found"] == row["others_taken"] == 40
    assert row["false_new"] == row["false_mined"] == 6 * (4 * 2 + 3 * 1)  # levels of 40x30 and 34x25
    single = face_pyramid(np.zeros((25, 25, 3), np.uint8))
    monkeypatch.setattr(recipe, "pyramid", lambda name: single if name in recipe.HALVES["A"] else [])
    assert [recipe.measure(small, half)["false_mined"] for half in "AB"] == [6, 0]
    assert [recipe.measure(small, half)["false_new"] for half in "AB"] == [0, 6]
    assert row["false_new_90"] == 0  # all scores are equal: none exceeds that of the faces that may be missed


def test_the_halves_share_no_photograph_and_none_shows_a_human_face():
    first, second = map(set, recipe.HALVES.values())
    assert not first & second
    assert not (first | second) & {"astronaut", "camera", "coins"}
    assert first | second <= set(CREDITS)
    assert (recipe.other_half("A"), recipe.other_half("B")) == ("B", "A")


def test_a_run_has_a_row_for_every_round(small, monkeypatch):
    rounds = [Round(number, small, 10 * number) for number in range(3)]
    asked = []
    monkeypatch.setattr(
        recipe, "mining_rounds", lambda pyramids, **options: asked.append((len(pyramids), options)) or rounds
    )
    rows = recipe.run("B", 4, rounds=2, steps=9)
    assert [[row[key] for key in KEYS] for row in rows] == [["B", 4, 0, 0], ["B", 4, 1, 10], ["B", 4, 2, 20]]
    assert asked == [(6, {"rounds": 2, "seed": 4, "steps": 9})]


def test_the_table_is_written_after_every_run(monkeypatch, tmp_path):
    table, counts = tmp_path / "table.csv", []

    def run(mined, seed):
        counts.append(len(read_table(table)) if table.exists() else 0)
        return [{"mined": mined, "seed": seed, "round": number} for number in range(2)]

    monkeypatch.setattr(recipe, "TABLE", table)
    monkeypatch.setattr(recipe, "run", run)
    recipe.main()
    assert counts == list(range(0, 2 * len(recipe.RUNS), 2))
    assert provenance(table) == recipe.notes()


def test_the_committed_table():
    notes, rows = provenance(recipe.TABLE), read_table(recipe.TABLE)
    assert notes[0] == f"command: {recipe.COMMAND}"
    assert [list(row) for row in rows] == [KEYS + MEASURED] * len(rows)
    expected = [(mined, seed, number) for mined, seed in recipe.RUNS for number in range(recipe.ROUNDS + 1)]
    assert [(row["mined"], row["seed"], row["round"]) for row in rows] == expected


def test_bad_input_is_named():
    with pytest.raises(ValueError, match="mined must be one of 'A', 'B', got 'C'"):
        recipe.run("C", 0)
    with pytest.raises(ValueError, match="seed must be a whole number of at least 0, got -1"):
        recipe.run("A", -1)


def test_the_face_of_the_portrait(small, monkeypatch):
    boxes = np.array([[0.0, 0, 9, 9], [171, 80, 279, 134], [171, 80, 279, 188]])  # IoU 0, 0.5, 1
    monkeypatch.setattr(recipe, "find_faces", lambda model, levels: (boxes, np.array([3.0, 2.0, -1.0])))
    row = recipe.measure(small, "A")  # all patches have the logit -1
    assert (row["face_place"], row["face_iou"], row["face_logit"]) == (2, 0.5, 2.0)
    assert (row["astronaut_faces"], row["astronaut_faces_90"]) == (3, 2)
