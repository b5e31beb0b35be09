import csv

import numpy as np
import pytest

from companion.data import own

SIZE = "<size><width>8</width><height>6</height></size>"


def thing(name, xmin, ymin, xmax, ymax, difficult=0):
    box = f"<xmin>{xmin}</xmin><ymin>{ymin}</ymin><xmax>{xmax}</xmax><ymax>{ymax}</ymax>"
    return f"<object><name>{name}</name><difficult>{difficult}</difficult><bndbox>{box}</bndbox></object>"


@pytest.fixture
def write(folder, picture):
    """Return the two folders and a function that writes a picture and its XML file."""

    def pair(stem, content, **options):
        picture(folder("images") / f"{stem}.jpg", **options)
        (folder("labels") / f"{stem}.xml").write_text(f"<annotation>{content}</annotation>")
        return folder("images"), folder("labels")

    return pair


def test_by_hand(write):
    write("b", SIZE + thing("dog", 1, 1, 8, 6) + thing("cat", 2, 3, 2, 4, difficult=1))
    data = own.read_voc(*write("a", SIZE))
    assert data.names == ("a.jpg", "b.jpg")
    assert data.class_names == ("cat", "dog")
    assert data.boxes[1].tolist() == [[0, 0, 8, 6], [1, 2, 2, 4]]
    assert data.labels[1].tolist() == [1, 0]
    assert data.difficult[1].tolist() == [False, True]
    assert data.boxes[0].shape == (0, 4)
    assert data.images[1].shape == (6, 8, 3)
    assert data.masks is None


def test_fractions_of_the_picture(write):
    write("b", thing("cat", 0.1, 0.2, 0.5, 1.0) + thing("cat", 1, 1, 8, 6))
    write("c", thing("cat", 1, 1, 1, 1))
    with pytest.raises(ValueError, match="^1 problem with ") as caught:
        own.read_voc(*write("a", thing("cat", 0.1, 0.2, 0.5, 1.0) + thing("cat", 0, 0, 0.2, 0.3)))
    assert str(caught.value).endswith(
        "\n- a.xml: all numbers lie between 0 and 1: VOC wants pixels, not fractions of the picture"
    )


def test_a_picture_in_a_format_that_is_not_read(write):
    places = write("a", SIZE)
    (places[0] / "z.heic").write_bytes(b"a photograph")
    with pytest.raises(ValueError, match="- z.heic: a picture in a format that is not read; convert it to JPEG$"):
        own.read_voc(*places)
    assert len(own.read_voc(*places, names=["a"])) == 1


def test_swapped_folders(write):
    images, labels = write("a", "")
    with pytest.raises(ValueError, match=r"1 problem .*\n.*labels holds no picture .*are the two arguments swapped\?$"):
        own.read_voc(labels, images)


def test_classes_are_sorted(write):
    data = own.read_voc(*write("a", "".join(thing(name, 1, 1, 8, 6) for name in "hbgcfaed")))
    assert data.class_names == tuple("abcdefgh")
    assert data.labels[0].tolist() == ["abcdefgh".index(name) for name in "hbgcfaed"]


def test_given_classes(write):
    places = write("a", thing("dog", 1, 1, 8, 6))
    data = own.read_voc(*places, class_names=["dog", "cat"], name="pets", split="test")
    assert data.class_names == ("dog", "cat")
    assert data.labels[0].tolist() == [0]
    assert (data.name, data.split) == ("pets", "test")


def test_names_choose(write):
    for stem in "cab":
        places = write(stem, "")
    (places[0] / "a.jpg").unlink()
    (places[1] / "b.xml").write_text("")
    assert own.read_voc(*places, names=["c"]).names == ("c.jpg",)


def test_numbered_from_nought(write):
    # Off by one at the left and above: cut off, because nothing tells such a file from another.
    assert own.read_voc(*write("a", thing("cat", 0, 0, 7, 5))).boxes[0].tolist() == [[0, 0, 7, 5]]


def test_same_folder_for_both(write):
    images, labels = write("a", thing("cat", 1, 1, 8, 6))
    (labels / "a.xml").rename(images / "a.xml")
    assert len(own.read_voc(images, images)) == 1


def test_written_and_read_again(write):
    rng = np.random.default_rng(0)
    corners = rng.integers(1, 5, (5, 3, 2))
    boxes = np.concatenate([corners, corners + rng.integers(0, 2, (5, 3, 2))], axis=2)
    for number, of_picture in enumerate(boxes):
        places = write(str(number), "".join(thing("cat", *box) for box in of_picture))
    assert (np.array(own.read_voc(*places).boxes) == boxes - [1, 1, 0, 0]).all()


def test_upright(write):
    places = write("a", SIZE + thing("cat", 1, 1, 6, 8), orientation=6)
    with pytest.raises(ValueError, match="- a.xml: the label says 8 x 6 .*, the upright picture has 6 x 8: it"):
        own.read_voc(*places)
    turned = "<size><width>6</width><height>8</height></size>"
    write("a", turned + thing("cat", 1, 1, 6, 8), orientation=6)
    assert own.read_voc(*places).boxes[0].tolist() == [[0, 0, 6, 8]]


def test_all_problems_at_once(write, picture):
    write(
        "a", thing("cat", 1, 1, 8, 6) + thing("cow", 1, 1, 8, 6) + thing("cat", 5, 1, 4, 6) + thing("cat", 1, 1, 10, 6)
    )
    write("b", SIZE.replace("8", "80"))
    write("c", "<object/>")
    write("d", "")
    write("e", "")
    images, labels = write("f", "")
    (images / "d.jpg").write_bytes(b"")
    (labels / "e.xml").write_bytes(b"")
    picture(images / "f.png")
    (labels / "g.xml").touch()
    picture(images / "h.jpg")
    with pytest.raises(ValueError, match="^10 problems with the VOC annotations in .*labels:\n") as caught:
        own.read_voc(images, labels, class_names=["cat"])
    assert [line[2:60] for line in str(caught.value).splitlines()[1:]] == [
        "f.jpg and f.png: two pictures with the same name but for t",
        "g.xml: label without picture; add a picture g.jpg or remov",
        "h.jpg: picture without label; add h.xml, without <object> ",
        "b.xml: the label says 80 x 6 (width x height), the upright",
        "c.xml: has an <object> without <name>; name its class",
        "d.xml: the picture is an empty file; copy it again",
        "e.xml: is empty; export it again, or write <annotation/> i",
        "a.xml, object 2 (cow): unknown class 'cow'; class_names ha",
        "a.xml, object 3 (cat): the box from (4, 0) to (4, 6) has n",
        "a.xml, object 4 (cat): the box from (0, 0) to (10, 6) lies",
    ]


def test_empty_folder(folder):
    with pytest.raises(ValueError, match="the folder of the pictures: .*images holds no picture"):
        own.read_voc(folder("images"), folder("labels"))


def test_missing_folders(folder, tmp_path):
    with pytest.raises(FileNotFoundError, match="images must name a folder"):
        own.read_voc(tmp_path / "none", folder("labels"))
    with pytest.raises(FileNotFoundError, match="annotations must name a folder"):
        own.read_voc(folder("images"), tmp_path / "none")


def test_bad_class_names(write):
    with pytest.raises(ValueError, match=r"class_names must be a list of names such as \[.*\], got 'cat'"):
        own.read_voc(*write("a", ""), class_names="cat")


def test_real_raccoons_as_their_table_says(trees):
    data = own.read_voc(trees / "raccoon" / "images", trees / "raccoon" / "annotations")
    assert (len(data), data.class_names) == (200, ("raccoon",))
    assert sum(map(len, data.boxes)) == 217
    with open(trees / "raccoon" / "data" / "raccoon_labels.csv", newline="") as file:
        rows = [
            (row["filename"], *(int(row[key]) for key in ("xmin", "ymin", "xmax", "ymax")))
            for row in csv.DictReader(file)
        ]
    ours = [
        (name, *box)
        for name, boxes in zip(data.names, data.boxes, strict=True)
        for box in (boxes + [1, 1, 0, 0]).tolist()
    ]
    assert sorted(ours) == sorted(rows)
    assert all(data.images[i].shape[2] == 3 for i in range(0, 200, 20))
