import pytest

torch = pytest.importorskip("torch")

import numpy as np

from companion.detection import face_mining_torch as mining
from companion.detection.face_finder_torch import face_net, face_pyramid


def stripes(period):
    """Return a photograph (60, 80, 3) of vertical stripes: no face."""
    picture = np.zeros((60, 80, 3), np.uint8)
    picture[:, np.arange(80) % period < period // 2] = 255
    return picture


@pytest.fixture(scope="module")
def pyramids():
    return [face_pyramid(stripes(period)) for period in (4, 14)]


def test_patches():
    faces, others = mining.face_patches("train")
    assert faces.shape == others.shape == (60, 1, 25, 25)
    assert faces.dtype == torch.float32
    assert 0 <= faces.min() < faces.max() <= 1
    assert [len(part) for part in mining.face_patches("validation", "test")] == [40, 40]


def test_variations_are_small_and_repeatable():
    patches = torch.linspace(0, 1, 25).expand(400, 1, 25, 25).contiguous()  # dark on the left, light on the right
    first, second = (mining.vary(patches, torch.Generator().manual_seed(0)) for _ in range(2))
    assert torch.equal(first, second)
    rising = first[:, 0, 12, -1] > first[:, 0, 12, 0]
    assert 160 < rising.sum() < 240  # half are mirrored
    assert (first.mean(dim=(1, 2, 3)) - 0.5).abs().max() < 0.35
    slopes = (first[:, 0, 12, -1] - first[:, 0, 12, 0]).abs()
    assert 0.3 < slopes.min() < 0.6
    assert 1.2 < slopes.max() < 1.6


def test_a_turned_patch_is_not_squeezed():
    """A disc stays a disc: neither turning nor mirroring may change the length of an axis against the other."""
    row, column = torch.meshgrid(torch.arange(25.0) - 12, torch.arange(25.0) - 12, indexing="ij")
    disc = (row**2 + column**2 <= 49).float().expand(200, 1, 25, 25).contiguous()
    varied = mining.vary(disc, torch.Generator().manual_seed(1))[:, 0]
    low, high = varied.amin(dim=(1, 2), keepdim=True), varied.amax(dim=(1, 2), keepdim=True)
    inside = (varied - low) / (high - low) > 0.5
    sides = [inside.any(dim=axis).sum(dim=1) for axis in (1, 2)]
    assert (sides[0] - sides[1]).abs().max() <= 1
    down, across = ((inside * part).sum(dim=(1, 2)) / inside.sum(dim=(1, 2)) for part in (row, column))  # its middle
    row, column = row - down[:, None, None], column - across[:, None, None]
    slant = (inside * row * column).sum(dim=(1, 2)) / (inside * row**2).sum(dim=(1, 2))
    assert slant.abs().max() < 0.1
    assert sides[0].min() >= 12
    assert sides[0].max() <= 18


def test_training_tells_the_patches_apart_and_ends_in_evaluation_mode():
    faces, others = mining.face_patches("train")
    torch.manual_seed(0)
    net = face_net(8)
    mining.train(net, faces, others, steps=150, generator=torch.Generator().manual_seed(0))
    assert not net.training
    with torch.no_grad():
        assert (net(faces) > 0).float().mean() > 0.9
        assert (net(others) < 0).float().mean() > 0.9


def test_hard_negatives_are_windows_above_zero(pyramids):
    torch.manual_seed(0)
    net = face_net(4).eval()
    net.head[-1].bias.data.fill_(0.0)
    patches, found = mining.hard_negatives(net, pyramids, most=10**6, rng=np.random.default_rng(0))
    assert len(patches) == found
    with torch.no_grad():
        assert (net(patches) > -1e-5).all()
    net.head[-1].bias.data.fill_(100.0)  # everything is a face now
    few, everything = mining.hard_negatives(net, pyramids, most=7, rng=np.random.default_rng(0))
    assert few.shape == (7, 1, 25, 25)
    assert everything == sum(((h - 25) // 4 + 1) * ((w - 25) // 4 + 1) for p in pyramids for h, w in shapes(p)) > found
    net.head[-1].bias.data.fill_(-100.0)
    assert mining.hard_negatives(net, pyramids, rng=np.random.default_rng(0))[0].shape == (0, 1, 25, 25)
    assert mining.hard_negatives(net, [], rng=np.random.default_rng(0))[1] == 0


def shapes(pyramid):
    return [level.image.shape for level in pyramid]


def test_rounds_repeat_with_their_seed_and_leave_the_global_generator_alone(pyramids):
    before = torch.get_rng_state()
    runs = []
    for seed in (0, 0, 1):
        found = list(mining.mining_rounds(pyramids, rounds=1, seed=seed, steps=3))
        assert [part.number for part in found] == [0, 1]
        assert found[0].negatives == 0
        runs.append((found[1].negatives, found[1].model.base[0].weight.detach().clone()))
    assert torch.equal(torch.get_rng_state(), before)
    assert runs[0][0] == runs[1][0]
    assert torch.equal(runs[0][1], runs[1][1])
    assert not torch.equal(runs[0][1], runs[2][1])


def test_mining_removes_false_positives(pyramids):
    counts = []
    for found in mining.mining_rounds(pyramids, rounds=1, seed=0, steps=60):
        counts.append(mining.hard_negatives(found.model, pyramids, rng=np.random.default_rng(0))[1])
    assert counts[0] > 20
    assert counts[1] < counts[0] / 4


def test_bad_input_is_named():
    faces, _ = mining.face_patches("train")
    with pytest.raises(ValueError, match="steps must be a whole number of at least 1, got 0"):
        mining.train(face_net(1), faces, faces, steps=0, generator=torch.Generator())
    with pytest.raises(ValueError, match="faces and others must hold at least one patch, got 60 and 0"):
        mining.train(face_net(1), faces, faces[:0], generator=torch.Generator())
    with pytest.raises(ValueError, match="rounds must be a whole number of at least 0, got -1"):
        next(mining.mining_rounds([], rounds=-1))
    with pytest.raises(ValueError, match="most must be a whole number of at least 0, got -1"):
        mining.hard_negatives(face_net(1).eval(), [], most=-1, rng=np.random.default_rng(0))
