import torch

import numpy as np
import pytest

from companion.detection.grid_torch import (
    WEIGHTS,
    GridDetector,
    cell_centres,
    load_detector,
    raw_detections,
    to_tensor,
)


class Says(torch.nn.Module):
    """Gives fixed outputs for a 2 x 2 grid, whatever the picture."""

    def __init__(self, objectness, class_logits, distances):
        super().__init__()
        self.anchor = torch.nn.Parameter(torch.zeros(1))
        self.parts = [torch.tensor(part, dtype=torch.float32) for part in (objectness, class_logits, distances)]

    def forward(self, images):
        return tuple(part.expand(len(images), *part.shape) for part in self.parts)


def two_speaking_cells():
    objectness = [[0.0, 100.0], [-100.0, -100.0]]
    classes = [[[0.0, 100.0], [100.0, 0.0]], [[0.0, 0.0], [0.0, 0.0]]]
    distances = [[[1.0, 2.0, 3.0, 4.0], [2.0, 2.0, 9.0, 1.0]], [[1.0] * 4, [1.0] * 4]]
    return Says(objectness, classes, distances).eval()


def pictures(count, size=16):
    return np.zeros((count, size, size, 3), np.uint8)


def test_decoding_by_hand_best_first_and_clipped_to_the_picture():
    ((boxes, scores, labels),) = raw_detections(two_speaking_cells(), pictures(1), score_threshold=0.4)
    assert boxes.tolist() == [[10.0, 2.0, 16.0, 5.0], [3.0, 2.0, 7.0, 8.0]]  # centres (12, 4) and (4, 4)
    assert scores.tolist() == [1.0, 0.5]  # sigmoid(100), sigmoid(0), times a certain class
    assert labels.tolist() == [0, 1]


def test_every_edge_of_a_wide_picture_clips():
    model = Says([[0.0, 0.0]], [[[0.0], [0.0]]], [[[99.0] * 4, [99.0] * 4]]).eval()  # 1 x 2 cells
    ((boxes, _, _),) = raw_detections(model, pictures(1)[:, :8], score_threshold=0)
    assert boxes.tolist() == [[0.0, 0.0, 16.0, 8.0]] * 2


def test_the_threshold_includes_its_own_value_and_zero_gives_every_cell():
    model = two_speaking_cells()
    counts = [len(raw_detections(model, pictures(1), score_threshold=t)[0][1]) for t in (0, 0.5, 0.5001, 1)]
    assert counts == [4, 2, 1, 1]


def test_equal_scores_keep_the_order_of_the_cells():
    model = two_speaking_cells()
    model.parts[0][:] = 0.0
    model.parts[1][:] = 0.0
    boxes, scores, _ = raw_detections(model, pictures(1), score_threshold=0)[0]
    assert scores.tolist() == [0.25] * 4
    assert boxes[:, :2].tolist() == [[3.0, 2.0], [10.0, 2.0], [3.0, 11.0], [11.0, 11.0]]


def test_no_picture_and_no_detection():
    model = GridDetector().eval()
    assert raw_detections(model, pictures(0), score_threshold=0.5) == []
    with torch.no_grad():
        model.head.bias[0] = -1000.0
    ((boxes, scores, labels),) = raw_detections(model, pictures(1), score_threshold=0.5)
    assert boxes.shape == (0, 4)
    assert scores.shape == labels.shape == (0,)
    assert (boxes.dtype, scores.dtype, labels.dtype) == (np.float64, np.float64, np.int64)


def test_a_picture_says_the_same_alone_and_among_others():
    images = np.random.default_rng(0).integers(0, 256, (70, 32, 32, 3)).astype(np.uint8)
    model = load_detector()
    together = raw_detections(model, images, score_threshold=0)
    alone = raw_detections(model, images[69:], score_threshold=0)
    assert len(together) == 70
    for one, other in zip(together[69], alone[0], strict=True):
        assert np.allclose(one, other, atol=1e-4)


def test_all_pixels_arrive_in_rgb_order():
    images = np.zeros((1, 8, 16, 3), np.uint8)
    images[0, 2, 5] = 0, 51, 255
    tensor = to_tensor(images)
    assert tensor.shape == (1, 3, 8, 16)
    assert tensor[0, :, 2, 5].tolist() == pytest.approx([0.0, 0.2, 1.0])
    assert tensor.sum() == pytest.approx(1.2)


def test_cell_centres_of_a_grid_that_is_not_square():
    assert cell_centres(2, 3)[1].tolist() == [[4.0, 12.0], [12.0, 12.0], [20.0, 12.0]]


def test_distances_stay_finite_and_positive_whatever_the_weights():
    model = GridDetector().eval()
    for bias in (-50.0, 1000.0):
        with torch.no_grad():
            model.head.bias[-4:] = bias
            distances = model(torch.zeros(1, 3, 16, 16))[2]
        assert distances.isfinite().all()
        assert (distances > 0).all()


def test_the_carried_weights_are_small_and_load_in_evaluation_mode():
    assert WEIGHTS.stat().st_size <= 400_000
    model = load_detector()
    assert not model.training
    assert all(weight.isfinite().all() for weight in model.state_dict().values())


@pytest.mark.parametrize(
    ("images", "threshold", "error", "message"),
    [
        (pictures(1)[0], 0.5, ValueError, r"images must have shape \(B, H, W, 3\), got \(16, 16, 3\)"),
        (pictures(1).astype(float), 0.5, TypeError, "images must be uint8, got float64"),
        (pictures(1, 20), 0.5, ValueError, r"images must have height and width in multiples of 8, .* got \(20, 20\)"),
        (pictures(1)[:, :0], 0.5, ValueError, r"multiples of 8, at least 8, got \(0, 16\)"),
        (pictures(1).tolist(), 0.5, TypeError, "images must be uint8, got int64"),
        (pictures(1), 1.5, ValueError, "score_threshold must be a finite number from 0 to 1, got 1.5"),
    ],
)
def test_bad_input_is_named(images, threshold, error, message):
    with pytest.raises(error, match=message):
        raw_detections(GridDetector().eval(), images, score_threshold=threshold)


def test_a_model_in_training_mode_is_refused_and_stays_as_it_was():
    model = GridDetector().train()
    before = {key: value.clone() for key, value in model.state_dict().items()}
    with pytest.raises(ValueError, match="model must be in evaluation mode, got one in training mode"):
        raw_detections(model, pictures(2), score_threshold=0.5)
    assert all(torch.equal(value, before[key]) for key, value in model.state_dict().items())


def test_pictures_that_nobody_may_write_to():
    images = pictures(2)
    images.flags.writeable = False
    assert len(raw_detections(load_detector(), images, score_threshold=0)) == 2
