import numpy as np

from companion.pretrained.pretext_patterns import NUM_PATTERNS, _stepped, draw_patterns


def test_gray_levels_by_hand():
    waves = np.array([0.0, -0.5, -0.1, 2.0], dtype=np.float32).reshape(4, 1, 1)
    assert np.allclose(_stepped(waves, np.array([0, 2, 1, 3])).ravel(), [0.5, 0.5, 0.2, 1.0])


def test_every_class_has_grain():
    levels = draw_patterns(np.arange(NUM_PATTERNS), np.random.default_rng(0))
    assert levels.shape == (NUM_PATTERNS, 32, 32)
    assert levels.min() >= 0
    assert levels.max() <= 1
    assert levels.std(axis=(1, 2)).min() > 0.05


def test_seeded_and_new_each_time():
    classes = np.array([5, 5])
    first = draw_patterns(classes, np.random.default_rng(1))
    assert np.array_equal(first, draw_patterns(classes, np.random.default_rng(1)))
    assert not np.allclose(first[0], first[1])


def test_a_class_keeps_its_spectrum():
    rng = np.random.default_rng(2)

    def spectrum(label):
        levels = draw_patterns(np.full(200, label), rng)
        power = (np.abs(np.fft.rfft2(levels - levels.mean(axis=(1, 2), keepdims=True))) ** 2).mean(axis=0)
        return power / power.sum()

    spectra = [[spectrum(label) for _ in range(2)] for label in range(6)]
    same = [np.abs(one - other).sum() for one, other in spectra]
    different = [np.abs(spectra[i][0] - spectra[j][0]).sum() for i in range(6) for j in range(i)]
    assert max(same) < min(different)


def test_nothing_to_draw():
    assert draw_patterns(np.empty(0, np.int64), np.random.default_rng(0)).shape == (0, 32, 32)
