import numpy as np
import pytest

from companion.data.scenes import draw_scenes
from companion.detection import proposal_recall as recipe
from companion.proposals import recall_at
from companion.training.tables import provenance, read_table

RECALLS = [f"recall_{count}" for count in recipe.COUNTS]
COLUMNS = ["method", "seed", "iou_threshold", "boxes", *RECALLS, "cpu_seconds"]
KEYS = [(method, seed, threshold) for method in recipe.METHODS for seed in recipe.SEEDS for threshold in (0.5, 0.7)]


@pytest.fixture
def truth_first(monkeypatch):
    """Put a method into the table that knows the boxes: one box beside the objects, then the boxes themselves."""
    scenes = draw_scenes(3, size=192, objects=(2, 4), object_size=(24, 96), seed=5)
    answers = {image.tobytes(): boxes for image, boxes in zip(scenes.images, scenes.boxes, strict=True)}

    def propose(image, rng):
        return np.concatenate([np.repeat([[0.0, 0, 1, 1]], 10, axis=0), answers[image.tobytes()]])

    monkeypatch.setitem(recipe.METHODS, "truth_first", propose)
    return scenes


def test_rows_worked_by_hand(truth_first):
    rows = recipe.run("truth_first", 5, pictures=3)
    assert [list(row) for row in rows] == [COLUMNS, COLUMNS]
    for row, threshold in zip(rows, (0.5, 0.7), strict=True):
        assert (row["method"], row["seed"], row["iou_threshold"]) == ("truth_first", 5, threshold)
        assert row["boxes"] == round(10 + np.mean([len(boxes) for boxes in truth_first.boxes]))
        assert [row[column] for column in RECALLS] == [0, *[1] * 7]


@pytest.mark.parametrize("method", recipe.METHODS)
def test_a_method_gives_boxes_within_the_picture_and_recall_never_falls(method):
    image = draw_scenes(1, size=64, object_size=(16, 32)).images[0]
    boxes = recipe.METHODS[method](image, np.random.default_rng(0))
    assert boxes.shape[1:] == (4,)
    assert len(boxes) > 10
    assert boxes.min() >= 0
    assert boxes.max() <= 64
    assert (boxes[:, 2:] >= boxes[:, :2]).all()
    found = recall_at([boxes], [[[16, 16, 48, 48]]], recipe.COUNTS)
    assert (np.diff(found) >= 0).all()


def test_the_same_seed_gives_the_same_row_and_another_another():
    first, again, other = (recipe.run("random_boxes", seed, pictures=3) for seed in (0, 0, 1))
    assert [[row[column] for column in RECALLS] for row in first] == [
        [row[column] for column in RECALLS] for row in again
    ]
    assert [row["recall_100"] for row in first] != [row["recall_100"] for row in other]


def test_both_orders_of_the_package_hold_the_same_boxes():
    image = draw_scenes(1, size=64, object_size=(16, 32)).images[0]
    latest, returned = (
        recipe.METHODS[name](image, np.random.default_rng(0)) for name in ("package", "package_as_returned")
    )
    assert sorted(map(tuple, latest)) == sorted(map(tuple, returned))
    assert latest[0].tolist() == [0, 0, 64, 64]
    assert returned[0].tolist() != [0, 0, 64, 64]


def test_segments_come_largest_first():
    image = np.zeros((32, 32, 3), np.uint8)
    image[4:10, 4:10], image[20:30, 4:30] = 255, 128
    boxes = recipe.segments(image, np.random.default_rng(0))
    assert boxes[0].tolist() == [0, 0, 32, 32]


def test_bad_input():
    with pytest.raises(ValueError, match="method must be one of 'ours', .*, got 'theirs'"):
        recipe.run("theirs", 0)
    with pytest.raises(ValueError, match="seed must be a whole number of at least 0, got -1"):
        recipe.run("segments", -1)
    with pytest.raises(ValueError, match="pictures must be a whole number of at least 1, got 0"):
        recipe.run("segments", 0, pictures=0)


def test_main_writes_after_every_run(monkeypatch, tmp_path):
    table, counts = tmp_path / "results" / "table.csv", []

    def run(method, seed):
        counts.append(len(read_table(table)) if table.exists() else 0)
        return [dict(zip(COLUMNS[:3], (method, seed, threshold), strict=True)) for threshold in recipe.THRESHOLDS]

    monkeypatch.setattr(recipe, "TABLE", table)
    monkeypatch.setattr(recipe, "run", run)
    recipe.main()
    assert counts == list(range(0, len(KEYS), 2))
    assert [tuple(row.values()) for row in read_table(table)] == KEYS
    assert provenance(table) == recipe.notes()


def test_the_table_holds_every_row():
    rows = read_table(recipe.TABLE)
    assert [tuple(row.values())[:3] for row in rows] == KEYS
    assert all(list(row) == COLUMNS for row in rows)
    assert [line.split(":")[0] for line in provenance(recipe.TABLE)] == ["command", "versions", "date"]
    assert recipe.COMMAND in provenance(recipe.TABLE)[0]


def test_the_table_says_what_the_page_says():
    rows = read_table(recipe.TABLE)

    def mean(method, threshold, count):
        chosen = [row for row in rows if (row["method"], row["iou_threshold"]) == (method, threshold)]
        return np.mean([row[f"recall_{count}"] for row in chosen])

    for threshold in recipe.THRESHOLDS:
        for count in (100, 500, 1000):
            names = ("ours", "ours_one_grouping", "package", "package_as_returned", "segments")
            ours, single, package, returned, segments = (mean(name, threshold, count) for name in names)
            assert (
                min(ours, single) > mean("package_fitting_bins", threshold, count) > max(package, returned) > segments
            )
            assert package >= returned
            assert single > mean("ours_size_and_fill", threshold, count) + 0.05
    assert mean("random_boxes", 0.5, 1000) > 0.75 > 0.5 > mean("random_boxes", 0.7, 1000)


def test_a_row_comes_out_as_in_the_table():
    for row in recipe.run("segments", 0):
        stored = next(r for r in read_table(recipe.TABLE) if all(r[key] == row[key] for key in COLUMNS[:3]))
        assert max(abs(row[column] - stored[column]) for column in RECALLS) < 0.03
