from types import SimpleNamespace

import pytest

torch = pytest.importorskip("torch")

import numpy as np

from companion.data.datasets_torch import batches
from companion.data.image_data import ImageData
from companion.training import degradation_torch as recipe
from companion.training.tables import provenance, read_table

COLUMNS = ["net", "seed", "epoch", "train_loss", "train_error", "validation_error", "cpu_seconds", "device"]
SURFACE_COLUMNS = ["net", "seed", "first", "second", "loss"]


@pytest.fixture
def few_textures(monkeypatch, toy):
    """Put 48 toy pictures of 32x32 pixels in the place of every split; return the splits that were asked for."""
    asked = []

    def load(name, split):
        asked.append((name, split))
        images, labels = toy.images(seed=len(asked))
        large = np.repeat(np.repeat((images * 255).astype(np.uint8), 2, axis=1), 2, axis=2)[:, :32, :32]
        return ImageData(name, split, large, labels, ("left", "right", "lower"))

    monkeypatch.setattr(recipe.data, "load", load)
    monkeypatch.setenv("COMPANION_DEVICE", "cpu")
    monkeypatch.delenv("COMPANION_TIER", raising=False)
    return asked


def test_rows_of_a_net(few_textures):
    rows = recipe.run("resnet20", 3, until=3)
    assert [list(row) for row in rows] == [COLUMNS] * 2
    assert [(row["net"], row["seed"], row["epoch"]) for row in rows] == [("resnet20", 3, 0), ("resnet20", 3, 3)]
    assert few_textures == [("textures", "train"), ("textures", "validation")]


def test_a_shorter_run_is_the_beginning_of_a_longer_one(few_textures, monkeypatch):
    rates = []
    monkeypatch.setattr(recipe, "linear_warmup_cosine", lambda progress: rates.append(progress) or 0.01)
    for until in (1, 2):
        few_textures.clear()
        recipe.run("plain20", 0, until=until)
    assert rates == [0.0, *rates[1:]]
    assert rates == pytest.approx([0, 0, 1 / 30])


def test_the_same_seed_gives_the_same_net_and_the_global_generator_is_left_alone(few_textures):
    torch.manual_seed(3)
    before, nets = torch.get_rng_state(), []
    for seed in (0, 0, 1):
        few_textures.clear()
        nets.append(recipe.trained("plain20", seed, until=0)[0].stem.conv.weight)
    assert torch.equal(torch.get_rng_state(), before)
    assert torch.equal(nets[0], nets[1])
    assert not torch.equal(nets[0], nets[2])


def test_pictures_are_means_of_squares(monkeypatch):
    images = np.zeros((1, 4, 4, 1), np.uint8)
    images[0, :2, :2, 0] = [[10, 20], [30, 41]]
    part = ImageData("toy", "train", images, np.zeros(1, np.int64), ("one",))
    monkeypatch.setattr(recipe.data, "load", lambda name, split: part)
    assert recipe.pictures("train").images[0, :, :, 0].tolist() == [[25, 0], [0, 0]]
    monkeypatch.setenv("COMPANION_TIER", "full")
    assert recipe.pictures("train") is part


@pytest.mark.parametrize("seed", [0, 1])
def test_how_a_net_is_trained_and_what_its_rows_say(few_textures, monkeypatch, seed):
    seen = {}

    def fit(model, train, validation, *, epochs, optimizer, schedule):
        seen.update(optimizer.param_groups[0], maps=model.stem.conv.out_channels)
        return SimpleNamespace(
            train_loss=[3.0, 2.5, 2.0, 1.5],
            train_accuracy=[0.1, 0.2, 0.3, 0.4],
            validation_accuracy=[0.5, 0.6, 0.7, 0.8],
        )

    monkeypatch.setattr(recipe, "fit", fit)
    orders = []
    monkeypatch.setattr(recipe, "batches", lambda part, **options: orders.append(options) or batches(part, **options))
    rows = recipe.run("plain20", seed, until=3)
    assert (seen["lr"], seen["momentum"], seen["weight_decay"], seen["maps"]) == (0.1, 0.9, 1e-4, 8)
    assert orders == [{"batch_size": 64, "shuffle": True, "seed": seed}, {"batch_size": 64}]
    assert [tuple(row[name] for name in COLUMNS[2:6]) for row in rows] == [(0, 3.0, 0.9, 0.5), (3, 1.5, 0.6, 0.2)]


def test_the_rows_of_a_slice(monkeypatch):
    labels = np.arange(500) % 7
    part = ImageData("toy", "train", np.zeros((500, 1, 1, 1), np.uint8), labels, tuple("abcdefg"))
    asked, seen = [], {}

    def loss_surface(model, images, labels, directions, **options):
        seen.update(options, labels=labels, directions=directions)
        return np.arange(81.0).reshape(9, 9)

    monkeypatch.setattr(recipe, "pictures", lambda split: asked.append(split) or part)
    monkeypatch.setattr(recipe, "filter_normalized_direction", lambda model, seed: seed)
    monkeypatch.setattr(recipe, "loss_surface", loss_surface)
    monkeypatch.setenv("COMPANION_DEVICE", "cpu")
    rows = recipe.surface_rows(None, "plain20", 3)
    assert asked == ["train"]
    assert seen.pop("labels").tolist() == labels[:480].tolist()
    assert seen == {"directions": (6, 7), "reach": 0.5, "points": 9}
    assert rows[1] == {"net": "plain20", "seed": 3, "first": -0.5, "second": -0.375, "loss": 1.0}
    assert [row["loss"] for row in rows] == list(range(81))


def test_a_net_s_name_is_its_builder_s():
    assert {net: build(2, in_channels=1, width=0.1).name for net, build in recipe.NETS.items()} == {
        net: net for net in recipe.NETS
    }


def test_the_tables_are_written_after_every_run(monkeypatch, tmp_path):
    table, surfaces = tmp_path / "table.csv", tmp_path / "surface.csv"
    monkeypatch.setattr(recipe, "TABLE", table)
    monkeypatch.setattr(recipe, "SURFACES", surfaces)
    counts = []

    def trained(net, seed):
        counts.append(len(read_table(table)) if table.exists() else 0)
        return None, [{"net": net, "seed": seed}]

    monkeypatch.setattr(recipe, "trained", trained)
    monkeypatch.setattr(recipe, "surface_rows", lambda model, net, seed: [{"net": net, "seed": seed}])
    recipe.main()
    expected = [(net, seed) for seed in recipe.SEEDS for net in recipe.NETS]
    assert counts == list(range(len(expected)))
    assert [tuple(row.values()) for row in read_table(table)] == expected
    assert [tuple(row.values()) for row in read_table(surfaces)] == expected
    assert provenance(table) == provenance(surfaces) == recipe.notes()


def test_the_committed_tables():
    for path in (recipe.TABLE, recipe.SURFACES):
        assert provenance(path)[0] == f"command: {recipe.COMMAND}"
        assert [note.split(":")[0] for note in provenance(path)] == ["command", "versions", "date"]
    rows, slices = read_table(recipe.TABLE), read_table(recipe.SURFACES)
    assert [list(row) for row in rows] == [COLUMNS] * len(rows)
    assert [(row["net"], row["seed"], row["epoch"]) for row in rows] == [
        (net, seed, epoch) for seed in recipe.SEEDS for net in recipe.NETS for epoch in range(0, 31, 3)
    ]
    assert [list(row) for row in slices] == [SURFACE_COLUMNS] * len(slices)
    assert len(slices) == len(recipe.NETS) * len(recipe.SEEDS) * recipe.POINTS**2
    assert all(row["loss"] >= 0 for row in slices)


def test_bad_input():
    with pytest.raises(ValueError, match="net must be one of 'plain20', .* got 'vgg'"):
        recipe.run("vgg", 0)
    with pytest.raises(ValueError, match="seed must be a whole number of at least 0, got -1"):
        recipe.run("plain20", -1)
    with pytest.raises(ValueError, match="until must be a whole number from 0 to 30, got 31"):
        recipe.run("plain20", 0, until=31)
