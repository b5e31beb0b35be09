import numpy as np
import pytest
from PIL import Image

from companion.data import own
from companion.data.own.masks import MaskFile, read_class_mask

CLASSES = ["cat", "dog"]
VALUES = [[0, 1, 2], [255, 0, 1]]


@pytest.fixture
def write(folder, picture, mask):
    """Return the two folders and a function that writes a picture of 3 x 2 pixels and its mask."""

    def pair(stem, values, **options):
        picture(folder("images") / f"{stem}.jpg", **{"width": 3, "height": 2, **options})
        mask(folder("masks") / f"{stem}.png", values)
        return folder("images"), folder("masks")

    return pair


def test_by_hand(write):
    write("b", [[0] * 3] * 2)
    data = own.read_mask_folder(*write("a", VALUES), CLASSES)
    assert data.names == ("a.jpg", "b.jpg")
    assert data.masks[0].tolist() == VALUES
    assert data.masks[0].dtype == np.uint8
    assert data.images[0].shape == (2, 3, 3)
    assert [labels.shape for labels in data.labels] == [(0,), (0,)]
    assert data.class_names == ("cat", "dog")
    assert data.instances is None
    assert (data.name, data.split) == ("own", "train")


def test_a_picture_in_a_format_that_is_not_read(write):
    places = write("a", VALUES)
    (places[0] / "z.heic").write_bytes(b"a photograph")
    with pytest.raises(ValueError, match="- z.heic: a picture in a format that is not read; convert it to JPEG$"):
        own.read_mask_folder(*places, CLASSES)
    assert len(own.read_mask_folder(*places, CLASSES, names=["a"])) == 1


def test_palette_gives_indices(write):
    images, masks = write("a", VALUES)
    image = Image.fromarray(np.array(VALUES, dtype=np.uint8))
    image.putpalette(np.random.default_rng(0).integers(0, 256, 768).tolist())
    image.save(masks / "a.png")
    data = own.read_mask_folder(images, masks, CLASSES, name="mine", split="test")
    assert data.masks[0].tolist() == VALUES
    assert (data.name, data.split) == ("mine", "test")


def test_written_and_read_again(write):
    masks = np.random.default_rng(0).integers(0, 3, (5, 2, 3))
    for number, values in enumerate(masks):
        places = write(str(number), values)
    assert (np.array(list(own.read_mask_folder(*places, CLASSES).masks)) == masks).all()


def test_names_choose(write):
    for stem in "cab":
        places = write(stem, VALUES)
    (places[1] / "a.png").unlink()
    assert own.read_mask_folder(*places, CLASSES, names=["c"]).names == ("c.jpg",)


def test_unknown_class_in_the_first_mask(write):
    with pytest.raises(
        ValueError, match=r"- a.png: .*a.png: unknown class value 3, 7 in the mask; allowed are 0"
    ) as caught:
        own.read_mask_folder(*write("a", [[0, 3, 2], [255, 7, 1]]), CLASSES)
    assert str(caught.value).endswith("allowed are 0 (background), 1 to 2 (class 0 is 1) and 255 (void)")


def test_unknown_class_in_a_later_mask(write):
    write("a", VALUES)
    data = own.read_mask_folder(*write("b", [[0, 3, 2], [0, 0, 0]]), CLASSES)
    with pytest.raises(ValueError, match=r"b\.png: unknown class value 3 in the mask"):
        data.masks[1]


def test_object_written_as_255(write):
    with pytest.raises(
        ValueError, match=r"a\.png: the mask holds only 0 and 255, which is void here; write objects as 1"
    ):
        own.read_mask_folder(*write("a", [[0, 255, 255], [0, 0, 0]]), CLASSES)


@pytest.mark.parametrize("values", [[[0, 0]], [[255, 255]], [[1, 255]], [[0, 254]]])
def test_allowed_values(tmp_path, mask, values):
    assert read_class_mask(MaskFile(mask(tmp_path / "a.png", values), 254)).tolist() == values


def test_all_problems_at_once(write, picture, folder):
    write("a", [[0]])
    write("b", VALUES)
    write("c", VALUES)
    write("f", VALUES, width=2, height=3, orientation=6)
    write("g", VALUES, orientation=6)
    images, masks = write("d", VALUES)
    (masks / "b.png").write_bytes(b"")
    (masks / "c.png").rename(masks / "c.jpg")
    picture(images / "d.png")
    (masks / "e.png").touch()
    with pytest.raises(ValueError, match="^7 problems with the masks in .*masks:\n") as caught:
        own.read_mask_folder(images, masks, CLASSES)
    beginnings = [
        "c.jpg: JPEG changes the values of a mask; save it as PNG from the ",
        "c.jpg: picture without label; add c.png, all 0 if it shows background ",
        "d.jpg and d.png: two pictures with the same name but for the extension; ",
        "e.png: label without picture; add a picture e.jpg or remove the label",
        "a.png: the mask has 1 x 1 pixels (width x height), the upright picture 3 ",
        "b.png: the picture is an empty file; copy it again",
        "g.png: the mask has 3 x 2 pixels (width x height), the upright picture 2 ",
    ]
    told = [line[2:] for line in str(caught.value).splitlines()[1:]]
    assert [line[: len(start)] for line, start in zip(told, beginnings, strict=True)] == beginnings


def test_empty_and_missing(folder, tmp_path):
    with pytest.raises(ValueError, match="the folder of the pictures: .*images holds no picture"):
        own.read_mask_folder(folder("images"), folder("masks"), CLASSES)
    with pytest.raises(FileNotFoundError, match="images must name a folder"):
        own.read_mask_folder(tmp_path / "none", folder("masks"), CLASSES)
    with pytest.raises(FileNotFoundError, match="masks must name a folder"):
        own.read_mask_folder(folder("images"), tmp_path / "none", CLASSES)
    with pytest.raises(ValueError, match="masks must lie in another folder than images"):
        own.read_mask_folder(folder("images"), folder("images"), CLASSES)


def test_pictures_in_a_deeper_folder(write, folder):
    images, masks = write("a", VALUES)
    (images / "a.jpg").rename(folder("images/train") / "a.jpg")
    with pytest.raises(ValueError, match=r"1 problem .*\n.*images holds no picture .*; images/train holds some$"):
        own.read_mask_folder(images, masks, CLASSES)


def test_most_classes(write):
    names = [str(number) for number in range(254)]
    assert len(own.read_mask_folder(*write("a", [[0, 254, 1], [0, 0, 0]]), names).class_names) == 254


def test_bad_class_names(folder):
    with pytest.raises(ValueError, match="class_names must be a list of names"):
        own.read_mask_folder(folder("images"), folder("masks"), "cat")
    with pytest.raises(ValueError, match="class_names must be at most 254 where masks are files, got 255"):
        own.read_mask_folder(folder("images"), folder("masks"), [str(number) for number in range(255)])


@pytest.mark.parametrize("first", ["background", "Background", "BG", "_background_", "__background__"])
def test_background_is_no_class(write, first):
    with pytest.raises(ValueError, match=f"^class_names must not name the background, .*: leave '{first}' out$"):
        own.read_mask_folder(*write("a", VALUES), [first, "cat"])


def test_background_in_another_place_is_a_name_like_others(write):
    assert own.read_mask_folder(*write("a", VALUES), ["cat", "background"]).class_names == ("cat", "background")


def test_real_pets(trees, folder):
    root = trees / "oxford_pets_sample"
    for path in root.glob("images/*/*.jpg"):
        (folder("images") / path.name).symlink_to(path)
    data = own.read_mask_folder(folder("images"), root / "masks_from_polygons", ["pet"])
    assert len(data) == 370
    header, *rows = (root / "masks_from_polygons.csv").read_text().splitlines()
    assert header.startswith("image_name,mask_pixels,")
    pixels = {row.split(",")[0]: int(row.split(",")[1]) for row in rows}
    for i in range(0, 370, 10):
        assert np.unique(data.masks[i]).tolist() == [0, 1]
        assert int(data.masks[i].sum()) == pixels[data.names[i].removesuffix(".jpg")]
        assert data.images[i].shape[:2] == data.masks[i].shape
