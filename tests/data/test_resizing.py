import pickle

import numpy as np
import pytest
from PIL import Image

from companion.data import ImageData
from companion.data.decoding import read_image
from companion.data.lazy import Lazy
from companion.data.placement import place_mask, place_picture
from companion.data.resizing import crop_center, letterbox, picture_sizes, stretch
from companion.data.scene_drawing import tight_boxes
from companion.data.scenes import draw_scenes

RESIZES = [lambda d: stretch(d, 40, 72), lambda d: letterbox(d, 50), lambda d: crop_center(d, 48)]


def wide(form=np.asarray):
    """Return a picture (20, 40) with a square left, one in the middle and one at the right edge."""
    instances = np.zeros((1, 20, 40), np.uint8)
    for i, x in enumerate((2, 17, 34)):
        instances[0, 8:14, x : x + 6] = i + 1
    masks = np.array([0, 1, 2, 1], np.uint8)[instances]
    boxes = (tight_boxes(instances[0], 3),)
    labels, difficult = (np.array([0, 1, 0]),), (np.array([False, True, False]),)
    images = form(np.repeat(60 * instances[..., None], 3, axis=3))
    return ImageData("wide", "test", images, labels, ("a", "b"), boxes, masks, instances, difficult, ("w",))


def test_stretch_by_hand():
    data = stretch(wide(), 10, 80)
    assert data.images[0].shape == (10, 80, 3)
    assert data.boxes[0].tolist() == [[4, 4, 16, 7], [34, 4, 46, 7], [68, 4, 80, 7]]
    assert tight_boxes(data.instances[0], 3).tolist() == data.boxes[0].tolist()
    assert np.unique(data.masks[0]).tolist() == [0, 1, 2]


def test_letterbox_by_hand():
    data = letterbox(wide(), 80)  # twice as large, 20 rows above and below
    assert data.boxes[0].tolist() == [[4, 36, 16, 48], [34, 36, 46, 48], [68, 36, 80, 48]]
    image, mask = data.images[0], data.masks[0]
    assert image.shape == (80, 80, 3)
    assert (image[:20] == 114).all()
    assert (image[60:] == 114).all()
    assert (image[20] == 0).all()
    assert (mask[:20] == 255).all()
    assert (mask[60:] == 255).all()
    assert (mask[20:60] < 3).all()
    assert (data.instances[0][:20] == 255).all()
    assert [len(labels) for labels in data.labels] == [3]


def test_crop_center_by_hand():
    data = crop_center(wide(), 20)  # columns 10 to 30 are left
    assert data.boxes[0].tolist() == [[7, 8, 13, 14]]
    assert data.labels[0].tolist() == [1]
    assert data.difficult[0].tolist() == [True]
    assert np.unique(data.instances[0]).tolist() == [0, 1]
    assert tight_boxes(data.instances[0], 1).tolist() == [[7, 8, 13, 14]]
    assert data.names == ("w",)


@pytest.mark.parametrize(("x", "kept"), [(6, []), (7, [0])])
def test_an_object_goes_when_its_centre_does(x, kept):
    """A square of 6 columns: its centre lies on the edge, column 10, from x = 7 on."""
    data = wide()
    instances = np.zeros((1, 20, 40), np.uint8)
    instances[0, 5:11, x : x + 6] = 1
    label, box = (np.array([0]),), (tight_boxes(instances[0], 1),)
    cropped = crop_center(ImageData("x", "test", data.images, label, ("a",), box, instances, instances), 20)
    assert len(cropped.boxes[0]) == len(kept) == len(cropped.labels[0])
    assert np.unique(cropped.instances[0]).tolist() == ([0, 1] if kept else [0, 255])
    assert np.unique(cropped.masks[0]).tolist() == [0, 1]
    if kept:
        assert cropped.boxes[0].tolist() == [[0, 5, 3, 11]]


def rectangles(count):
    """Return pictures (60, 90) with two rectangles each, one left and one right; no tip that a coarser grid misses."""
    rng = np.random.default_rng(0)
    instances = np.zeros((count, 60, 90), np.uint8)
    for i in range(count):
        for k in range(2):
            (y1, x1), (height, width) = rng.integers(0, 20, 2), rng.integers(4, 24, 2)
            instances[i, y1 : y1 + height, 45 * k + x1 : 45 * k + x1 + width] = k + 1
    boxes = tuple(tight_boxes(mask, 2) for mask in instances)
    labels = (np.array([0, 1]),) * count
    images = np.repeat(100 * instances[..., None], 3, axis=3)
    return ImageData("rectangles", "test", images, labels, ("a", "b"), boxes, instances, instances)


@pytest.mark.parametrize("resize", [*RESIZES, lambda d: stretch(d, 61, 200), lambda d: crop_center(d, 77)])
def test_the_box_of_a_resized_mask_is_the_resized_box(resize):
    resized = resize(rectangles(20))
    counts = {len(boxes) for boxes in resized.boxes}
    for instances, boxes in zip(resized.instances, resized.boxes, strict=True):
        assert np.abs(tight_boxes(instances, len(boxes)) - boxes).max(initial=0) <= 1
    assert 2 in counts
    assert all(mask.shape == image.shape[:2] for mask, image in zip(resized.masks, resized.images, strict=True))


@pytest.mark.parametrize(
    "resize", [lambda d: stretch(d, 64, 64), lambda d: letterbox(d, 64), lambda d: crop_center(d, 64)]
)
def test_the_same_size_changes_nothing(resize):
    scenes = draw_scenes(2, size=64)
    same = resize(scenes).decoded()
    for part in ("images", "masks", "instances"):
        assert (getattr(same, part) == getattr(scenes, part)).all()
    assert all((new == old).all() for new, old in zip(same.boxes, scenes.boxes, strict=True))


@pytest.mark.parametrize("resize", RESIZES)
def test_eager_tuple_and_lazy_give_the_same_and_can_be_pickled(resize, tmp_path):
    Image.fromarray(wide().images[0]).save(tmp_path / "w.png")
    eager, loose = resize(wide()), resize(wide(tuple))
    lazy = pickle.loads(pickle.dumps(resize(wide(lambda _: Lazy(read_image, (tmp_path / "w.png",))))))
    for other in (loose, lazy):
        assert (other.images[0] == eager.images[0]).all()
        assert (other.boxes[0] == eager.boxes[0]).all()
        assert (other.instances[0] == eager.instances[0]).all()


def test_boxes_of_files_move_without_decoding(tmp_path):
    Image.fromarray(wide().images[0]).save(tmp_path / "w.png")
    whole = (tmp_path / "w.png").read_bytes()
    (tmp_path / "w.png").write_bytes(whole[:60])
    data = wide(lambda _: Lazy(read_image, (tmp_path / "w.png",)))
    assert letterbox(stretch(data, 20, 40), 80).boxes[0].tolist() == letterbox(wide(), 80).boxes[0].tolist()


def test_sizes_of_every_kind_of_pictures():
    pictures = (np.zeros((2, 3, 1), np.uint8), np.zeros((4, 5, 1), np.uint8))
    assert picture_sizes(pictures) == [(2, 3), (4, 5)]
    assert picture_sizes(np.zeros((2, 4, 5, 3))) == [(4, 5)] * 2
    assert picture_sizes(Lazy(np.zeros, ((6, 7, 1),))) == [(6, 7)]


def test_no_aliasing_and_no_new_class():
    lines = np.zeros((8, 64, 1), np.uint8)
    lines[:, ::2] = 255
    data = ImageData("x", "test", lines[None], np.zeros(1, int), ("a",), masks=lines[None, ..., 0])
    shrunk = stretch(data, 8, 16)
    assert np.abs(shrunk.images[0][:, 1:-1].astype(int) - 127.5).max() <= 20
    assert shrunk.images[0].shape == (8, 16, 1)
    assert set(np.unique(shrunk.masks[0])) <= {0, 255}


def test_a_mask_takes_the_value_below_the_centre():
    plan = stretch(wide(), 1, 2).masks.decode.plan
    assert place_mask(np.array([[1, 2, 3, 4, 5, 6]], np.uint8), plan(1, 6)).tolist() == [[2, 5]]


def test_extreme_shapes_keep_a_pixel():
    thin = np.full((1, 1000, 3), 9, np.uint8)
    data = ImageData("thin", "test", thin[None], np.zeros(1, int), ("a",))
    assert (letterbox(data, 16).images[0] == 9).any()
    assert crop_center(data, 4).images[0].shape == (4, 4, 3)
    plan = letterbox(data, 16).images.decode.plan
    assert place_picture(thin, plan(1, 1000)).shape == (16, 16, 3)


def test_one_label_a_picture_stays_when_its_box_goes():
    boxes = (np.array([[0.0, 0, 4, 4]]),)
    data = ImageData("pets", "train", wide().images, np.array([1]), ("a", "b"), boxes)
    cropped = crop_center(data, 20)
    assert cropped.labels.tolist() == [1]
    assert cropped.boxes[0].shape == (0, 4)


def test_no_picture_and_no_box():
    empty = draw_scenes(0, size=64)
    for resize in RESIZES:
        assert len(resize(empty)) == 0
    bare = draw_scenes(1, size=64, objects=(0, 0))
    assert letterbox(bare, 90).boxes[0].shape == (0, 4)


@pytest.mark.parametrize("resize", [letterbox, crop_center])
def test_bad_input(resize):
    with pytest.raises(ValueError, match="side must be a whole number of at least 1, got 0"):
        resize(wide(), 0)
    with pytest.raises(ValueError, match="width must be a whole number of at least 1, got 0"):
        stretch(wide(), 4, 0)
    with pytest.raises(TypeError, match=r"height must be a whole number of at least 1, got float 4\.0"):
        stretch(wide(), 4.0, 4)
