import numpy as np
import pytest

from companion.data.run_lengths import mask_run_lengths, run_length_mask, uncompressed_counts


def compressed(counts):
    """Write a code as text, by the description of COCO's rleToString."""
    text = ""
    for i, count in enumerate(counts):
        value = count - counts[i - 2] if i > 2 else count
        while True:
            bits, value = value & 31, value >> 5
            more = value != (-1 if bits & 16 else 0)
            text += chr(48 + bits + 32 * more)
            if not more:
                break
    return text


def test_column_by_column():
    assert run_length_mask([2, 3, 1], 2, 3).astype(int).tolist() == [[0, 1, 1], [0, 1, 0]]


def test_begins_with_outside():
    assert mask_run_lengths(np.array([[True, False]])) == [0, 1, 1]
    assert mask_run_lengths(np.array([[True, True]])) == [0, 2]
    assert mask_run_lengths(np.array([[False, False]])) == [2]


def test_decoding_inverts_encoding():
    rng = np.random.default_rng(0)
    for _ in range(50):
        mask = rng.random(rng.integers(1, 12, 2)) < rng.random()
        counts = mask_run_lengths(mask)
        assert (run_length_mask(counts, *mask.shape) == mask).all()
        assert uncompressed_counts(compressed(counts)) == counts


def test_long_runs_as_text():
    counts = [0, 31, 32, 1023, 1024, 5, 307200, 15, 16, 17]
    assert uncompressed_counts(compressed(counts)) == counts


def test_text_by_hand():
    # 5; 40 = 8 + 1 * 32, so "8" with the sign that more follow, then 1; 7; 40 - 3 written as the difference -3.
    assert uncompressed_counts("5X17M") == [5, 40, 7, 37]


def test_nothing():
    assert uncompressed_counts("") == []
    assert run_length_mask([], 0, 3).shape == (0, 3)
    assert mask_run_lengths(np.zeros((0, 3), dtype=bool)) == [0]


def test_bad_counts():
    with pytest.raises(ValueError, match="counts must add up to 2 x 3 = 6 pixels, got 5"):
        run_length_mask([2, 3], 2, 3)
    with pytest.raises(ValueError, match="counts must not be negative, got -1"):
        run_length_mask([7, -1], 2, 3)


def test_bad_text():
    with pytest.raises(ValueError, match="counts must be written in characters from '0' to 'o', got '!'"):
        uncompressed_counts("13!")
    with pytest.raises(ValueError, match="counts must be written in characters from '0' to 'o', got 'p'"):
        uncompressed_counts("p")
    with pytest.raises(ValueError, match="got a text that is cut off"):
        uncompressed_counts("1X")
