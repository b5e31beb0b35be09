import json
import pickle

import numpy as np
import pytest

from companion.data import own


def document(names=("b.jpg", "sub/a.jpg"), outlined=True):
    annotations = [
        {"id": 1, "image_id": 0, "category_id": 2, "bbox": [0, 0, 8, 6], "segmentation": [[0, 0, 8, 0, 8, 6, 0, 6]]},
        {"id": 2, "image_id": 0, "category_id": 1, "bbox": [2, 1, 3, 2], "segmentation": [[2, 1, 5, 1, 5, 3, 2, 3]]},
    ]
    if not outlined:
        for annotation in annotations:
            del annotation["segmentation"]
    return {
        "images": [{"id": i, "file_name": name, "height": 6, "width": 8} for i, name in enumerate(names)],
        "categories": [{"id": 2, "name": "dog"}, {"id": 1, "name": "cat"}],
        "annotations": annotations,
    }


@pytest.fixture
def write(folder, picture):
    """Return the folder and the file, written."""

    def both(content, names=("b.jpg", "sub/a.jpg"), **options):
        for name in names:
            picture(folder("images") / name, **options)
        file = folder("images").parent / "labels.json"
        file.write_text(json.dumps(content))
        return folder("images"), file

    return both


def test_by_hand(write):
    data = own.read_coco(*write(document()))
    assert data.names == ("b.jpg", "sub/a.jpg")
    assert data.class_names == ("cat", "dog")
    assert data.boxes[0].tolist() == [[0, 0, 8, 6], [2, 1, 5, 3]]
    assert data.labels[0].tolist() == [1, 0]
    assert data.boxes[1].shape == (0, 4)
    expected = np.ones((6, 8), dtype=np.uint8)
    expected[1:3, 2:5] = 2
    assert (data.instances[0] == expected).all()
    assert (data.masks[0] == 3 - expected).all()
    assert not data.masks[1].any()
    assert data.images[1].shape == (6, 8, 3)


def test_fractions_of_the_picture(write):
    content = document(outlined=False)
    content["annotations"][0]["bbox"] = [0, 0.25, 1, 0.5]
    assert len(own.read_coco(*write(content))) == 2
    content["annotations"][1]["bbox"] = [0.2, 0.2, 0.5, 0.5]
    with pytest.raises(ValueError, match="^1 problem with ") as caught:
        own.read_coco(*write(content))
    assert str(caught.value).endswith(
        "\n- the boxes: all numbers lie between 0 and 1: COCO wants pixels, not fractions of the picture"
    )


def test_names_in_another_unicode_form(write):
    apart, together = "\u0065\u0301", "\u00e9"
    places = write(document((f"{apart}.jpg", "a.jpg")), (f"{apart}.jpg", "a.jpg"))
    assert own.read_coco(*places, names=[together]).names == (f"{apart}.jpg",)


def test_travels_to_a_worker(write):
    data = own.read_coco(*write(document()))
    copy = pickle.loads(pickle.dumps(data))
    assert (copy.images[0] == data.images[0]).all()
    assert (copy.instances[0] == data.instances[0]).all()


def test_boxes_alone(write):
    data = own.read_coco(*write(document(outlined=False)), name="mine", split="test")
    assert data.masks is None
    assert data.instances is None
    assert (data.name, data.split) == ("mine", "test")


def test_names_choose(write):
    places = write(document(), names=("sub/a.jpg", "c.jpg"))
    assert own.read_coco(*places, names=["sub/a"]).names == ("sub/a.jpg",)
    with pytest.raises(
        ValueError, match="^1 problem with the pictures of .*\n- c: is among the names to read, but not listed"
    ):
        own.read_coco(*places, names=["sub/a", "c"])
    with pytest.raises(ValueError, match="names must be a sequence of different names"):
        own.read_coco(*places, names=[])


def test_one_without_the_other(write, folder):
    places = write(document(), names=("sub/a.jpg", "sub/c.jpg", "d.jpg"))
    (folder("images") / "e.jpg").write_bytes(b"")
    with pytest.raises(ValueError, match="^4 problems with the pictures of ") as caught:
        own.read_coco(*places)
    assert str(caught.value).splitlines()[1:] == [
        "- b.jpg: label without picture: listed under images, but there is no such file; add it, or give `names`",
        "- d.jpg: picture without label: not listed under images; list it, or give `names`",
        "- e.jpg: picture without label: not listed under images; list it, or give `names`",
        "- sub/c.jpg: picture without label: not listed under images; list it, or give `names`",
    ]


def test_loose_picture_above_the_listed_ones(write):
    places = write(document(("sub/a.jpg", "sub/b.jpg")), names=("sub/a.jpg", "sub/b.jpg", "c.jpg"))
    with pytest.raises(ValueError, match="^1 problem with .*\n- c.jpg: picture without label: not listed"):
        own.read_coco(*places)


def test_upright(write):
    with pytest.raises(ValueError, match="- b.jpg: the label says 8 x 6 .*has 6 x 8: it was labelled before"):
        own.read_coco(*write(document(), orientation=6))
    assert len(own.read_coco(*write(document(), orientation=8, width=6, height=8))) == 2


def test_empty_picture(write, folder):
    places = write(document())
    (folder("images") / "b.jpg").write_bytes(b"")
    with pytest.raises(ValueError, match="- b.jpg: the picture is an empty file; copy it again"):
        own.read_coco(*places)


def test_all_problems_of_the_file_at_once(write):
    content = document()
    content["annotations"][0]["category_id"] = 5
    content["annotations"][1]["bbox"] = [0, 0, 0, 0]
    with pytest.raises(
        ValueError, match=r"^2 problems with the COCO annotations in .*labels\.json:\n- annotation 1: .*\n- "
    ):
        own.read_coco(*write(content))


def test_malformed_file(write):
    images, file = write(document())
    file.write_text("{")
    with pytest.raises(ValueError, match=r"^1 problem with the COCO annotations in .*\n- labels.json: is no JSON"):
        own.read_coco(images, file)


def test_nothing_listed(folder, write):
    with pytest.raises(ValueError, match="- labels.json: lists no picture"):
        own.read_coco(*write({"images": [], "annotations": [], "categories": []}, names=()))


def test_missing(folder, tmp_path):
    with pytest.raises(FileNotFoundError, match="images must name a folder"):
        own.read_coco(tmp_path / "none", tmp_path / "none.json")
    with pytest.raises(
        FileNotFoundError, match="annotation_file must name a file, got .*none.json, which does not exist"
    ):
        own.read_coco(folder("images"), tmp_path / "none.json")


def test_real_pets(trees):
    root = trees / "oxford_pets_sample"
    data = own.read_coco(root / "images", root / "annotations" / "coco" / "annotations" / "instances_sample.json")
    assert (len(data), data.class_names) == (370, ("pet",))
    assert data.names[0] == "cats/Abyssinian_101.jpg"
    assert data.boxes[0].tolist() == [[54, 36, 319, 235]]
    rows = (root / "masks_from_polygons.csv").read_text().splitlines()[1:]
    pixels = {row.split(",")[0]: int(row.split(",")[1]) for row in rows}
    for i in range(0, 370, 20):  # theirs are filled by Pillow, which includes the whole outline
        stem = data.names[i].rpartition("/")[2].removesuffix(".jpg")
        assert 0.95 < data.masks[i].sum() / pixels[stem] <= 1
        assert (data.instances[i] == data.masks[i]).all()


def test_names_that_two_pictures_share(write):
    places = write(document(("a.jpg", "a.png", "b.jpg")), names=("a.jpg", "a.png", "b.jpg"))
    with pytest.raises(ValueError, match=r"^1 problem with .*\n- a\.jpg and a\.png: two pictures with the same name"):
        own.read_coco(*places, names=["a", "b"])
    assert own.read_coco(*places, names=["b"]).names == ("b.jpg",)  # the others were not asked for
    assert len(own.read_coco(*places)) == 3


def test_a_file_name_that_names_no_file(write):
    places = write(document(("a.jpg", "b.jpg", ".")), names=("a.jpg", "b.jpg"))
    for names in (None, ["a"]):
        with pytest.raises(ValueError, match=r"^1 problem with .*\n- image 2: 'file_name' must name a file, got '\.'"):
            own.read_coco(*places, names=names)
