import numpy as np
import pytest

from companion.data import own
from companion.data.own.yolo import parse_line

CLASSES = ["cat", "dog"]
EIGHTY = [str(number) for number in range(80)]


@pytest.fixture
def write(folder, picture):
    """Return the two folders and a function that writes a picture and its text file."""

    def pair(stem, content, **options):
        picture(folder("images") / f"{stem}.jpg", **options)
        (folder("labels") / f"{stem}.txt").write_text(content)
        return folder("images"), folder("labels")

    return pair


def test_box_by_hand(write):
    write("b", "1 0.5 0.5 0.25 0.5\n\n0 0.25 0.5 0.5 1 \n")
    data = own.read_yolo(*write("a", ""), CLASSES)
    assert data.names == ("a.jpg", "b.jpg")
    assert data.boxes[1].tolist() == [[3, 1.5, 5, 4.5], [0, 0, 4, 6]]
    assert data.labels[1].tolist() == [1, 0]
    assert data.boxes[0].shape == (0, 4)
    assert data.masks is None
    assert data.class_names == ("cat", "dog")
    assert data.images[1].shape == (6, 8, 3)


def test_a_picture_in_a_format_that_is_not_read(write):
    places = write("a", "")
    (places[0] / "z.heic").write_bytes(b"a photograph")
    with pytest.raises(ValueError, match="- z.heic: a picture in a format that is not read; convert it to JPEG$"):
        own.read_yolo(*places, CLASSES)
    assert len(own.read_yolo(*places, CLASSES, names=["a"])) == 1


def test_swapped_folders(write):
    images, labels = write("a", "")
    with pytest.raises(ValueError, match=r"1 problem .*\n.*labels holds no picture .*are the two arguments swapped\?$"):
        own.read_yolo(labels, images, CLASSES)


@pytest.mark.parametrize(("count", "told"), [(1, "is 1 class, 0"), (3, "are 3 classes, 0 to 2")])
def test_unknown_class_tells_which_there_are(count, told):
    with pytest.raises(ValueError, match=f"^unknown class 7; there {told}$"):
        parse_line("7 0.5 0.5 0.5 0.5", (6, 8), count)


@pytest.mark.parametrize("line", ["0,0.5,0.5,0.5,0.5", "0, 0.5, 0.5, 0.5, 0.5", "0.5,0.5,0.5 ,0.5"])
def test_commas(line):
    with pytest.raises(ValueError, match=f"^this looks like CSV: YOLO separates by spaces, got '{line}'$"):
        parse_line(line, (6, 8), 2)
    with pytest.raises(ValueError, match="a whole number and then fractions, got '0 0,5 0,5 0,5 0,5'"):
        parse_line("0 0,5 0,5 0,5 0,5", (6, 8), 2)


def test_polygon_by_hand(write):
    # A square of 4 x 3 pixels from (2, 1), and the left column below it: 8 x 6 pixels.
    places = write(
        "a", "1 0.25 0.166666667 0.75 0.166666667 0.75 0.666666667 0.25 0.666666667\n0 0 0 0.125 0 0.125 1 0 1"
    )
    data = own.read_yolo(*write("b", "")[:2], CLASSES, split="test", name="mine")
    assert places == (places[0], places[1])
    assert np.round(data.boxes[0], 6).tolist() == [[2, 1, 6, 4], [0, 0, 1, 6]]
    expected = np.zeros((6, 8), dtype=np.uint8)
    expected[1:4, 2:6], expected[:, 0] = 1, 2
    assert (data.instances[0] == expected).all()
    assert (data.masks[0] == np.array([0, 2, 1])[expected]).all()
    assert data.masks[1].tolist() == [[0] * 8] * 6
    assert (data.name, data.split) == ("mine", "test")


def test_fractions_are_of_the_upright_picture(write):
    places = write("a", "0 0.5 0.5 1 1", orientation=6)
    assert own.read_yolo(*places, CLASSES).boxes[0].tolist() == [[0, 0, 6, 8]]


def test_what_is_passed_over(write):
    images, labels = write("a", "\ufeff0 0.5 0.5 1 1")
    (labels / "classes.txt").write_text("cat\ndog")
    (labels / ".hidden.txt").touch()
    (labels / "train.cache").touch()
    assert len(own.read_yolo(images, labels, CLASSES).boxes[0]) == 1


def test_names_choose(write):
    for stem in "cab":
        places = write(stem, "")
    (places[1] / "a.txt").unlink()
    assert own.read_yolo(*places, CLASSES, names=["c", "b"]).names == ("b.jpg", "c.jpg")


def test_written_and_read_again(write):
    rng = np.random.default_rng(0)
    corners = rng.uniform(0, 4, (4, 3, 2))
    boxes = np.concatenate([corners, corners + rng.uniform(0.5, 2, (4, 3, 2))], axis=2)
    for number, of_picture in enumerate(boxes):
        middle, size = (of_picture[:, :2] + of_picture[:, 2:]) / 2, of_picture[:, 2:] - of_picture[:, :2]
        rows = np.concatenate([middle, size], axis=1) / [8, 6, 8, 6]
        places = write(str(number), "".join(f"1 {' '.join(map(repr, row))}\n" for row in rows.tolist()))
    assert np.allclose(np.array(own.read_yolo(*places, CLASSES).boxes), boxes, rtol=0, atol=1e-12)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("0 0.5 0.5 0.5", "a line must be `class cx cy w h` or `class x1 y1 x2 y2 x3 y3 ...`, got 4 values"),
        ("0 0.5 0.5", "y3 ...`, got 3 values"),
        ("0", "y3 ...`, got 1 values"),
        ("0 0.5 0.5 0.5 0.5 0.9", "got 6 values (is the sixth a detector's score? remove it)"),
        ("0 0.1 0.1 0.9 0.1 0.9 0.9 0.1", "got 8 values"),
        ("0.0 0.5 0.5 0.5 0.5", "a whole number and then fractions, got '0.0 0.5 0.5 0.5 0.5'"),
        ("0 0,5 0.5 0.5 0.5", "a whole number and then fractions, got '0 0,5 0.5 0.5 0.5'"),
        ("2 0.5 0.5 0.5 0.5", "unknown class 2; there are 2 classes, 0 and 1"),
        ("-1 0.5 0.5 0.5 0.5", "unknown class -1; there are 2 classes, 0 and 1"),
        ("0 0.5 0.5 nan 0.5", "is not finite"),
        ("0 0.5 0.5 0 0.5", "has no area"),
        ("0 0.5 0.5 0.5 -0.1", "has no area"),
        ("0 0.9 0.5 0.5 0.5", "lies outside the picture of 8 x 6 pixels by more than 1"),
        (
            "0 4 3 2 2",
            "at this size; YOLO wants fractions of the picture, not pixels",
        ),
        ("0 0.1 0.1 0.5 0.1 0.3 0.1", "has no area"),
    ],
)
def test_bad_lines(write, line, message):
    with pytest.raises(ValueError, match="^1 problem with the YOLO labels in .*labels:\n- a.txt line 2: ") as caught:
        own.read_yolo(*write("a", f"0 0.5 0.5 0.5 0.5\n{line}\n"), CLASSES)
    assert message in str(caught.value)


def test_rounded_fractions_are_cut_off():
    assert parse_line("0 0.5 0.5 1.01 1.01", (6, 8), 1)[1] == (0, 0, 8, 6)


def test_boxes_among_polygons(write):
    write("a", "0 0.1 0.1 0.9 0.1 0.9 0.9")
    with pytest.raises(ValueError, match="- b.jpg: its label has 2 boxes while others have polygons; use one"):
        own.read_yolo(*write("b", "0 0.5 0.5 0.5 0.5\n" * 2), CLASSES)


def test_all_problems_at_once(write, picture):
    write("a", "")
    write("b", "0 0.5 0.5 0 0\n9 0.5 0.5 0.1 0.1")
    images, labels = write("c", "")
    (images / "a.jpg").write_bytes(b"no picture")
    (labels / "c.txt").write_bytes(b"\xff\xfe\x00")
    picture(images / "d.jpg")
    (labels / "e.txt").touch()
    with pytest.raises(ValueError, match="^6 problems with the YOLO labels in .*labels:\n") as caught:
        own.read_yolo(images, labels, CLASSES)
    assert [line[2:48] for line in str(caught.value).splitlines()[1:]] == [
        "d.jpg: picture without label; add d.txt, an em",
        "e.txt: label without picture; add a picture e.",
        "a.jpg: cannot be read as a picture (this is no",
        "b.txt line 1: the box from (4, 3) to (4, 3) ha",
        "b.txt line 2: unknown class 9; there are 2 cla",
        "c.txt: is no text file in UTF-8; export it aga",
    ]


def test_empty_and_missing(folder, tmp_path):
    with pytest.raises(ValueError, match="the folder of the pictures: .*images holds no picture"):
        own.read_yolo(folder("images"), folder("labels"), CLASSES)
    with pytest.raises(FileNotFoundError, match="images must name a folder"):
        own.read_yolo(tmp_path / "none", folder("labels"), CLASSES)
    with pytest.raises(FileNotFoundError, match="labels must name a folder"):
        own.read_yolo(folder("images"), tmp_path / "none", CLASSES)
    with pytest.raises(ValueError, match="class_names must be different names, at least one, got \\[\\]"):
        own.read_yolo(folder("images"), folder("labels"), [])


def test_real_coco128_names_what_is_missing(trees):
    root = trees / "coco128_train"
    with pytest.raises(ValueError, match="^4 problems") as caught:
        own.read_yolo(root / "images", root / "boxes_yolo", EIGHTY)
    assert [line.split(": ")[:2] for line in str(caught.value).replace("; ", ": ").splitlines()[1:]] == [
        ["- 000000000250.jpg", "picture without label"],
        ["- 000000000508.jpg", "picture without label"],
        ["- 000000000656.txt", "label without picture"],
        ["- 000000000659.txt", "label without picture"],
    ]


def both(folder):
    """Return the stems of pictures that have a label in `folder` of the real tree."""
    images = {path.stem for path in (folder.parent / "images").iterdir()}
    return sorted(images & {path.stem for path in folder.iterdir()})


def test_real_coco128_boxes(trees):
    labels = trees / "coco128_train" / "boxes_yolo"
    stems = both(labels)
    data = own.read_yolo(labels.parent / "images", labels, EIGHTY, names=stems)
    lines = [(labels / f"{stem}.txt").read_text().split("\n") for stem in stems]
    assert len(data) == 126
    assert [len(boxes) for boxes in data.boxes] == [sum(map(bool, of_file)) for of_file in lines]
    in_two = sum(map(bool, "".join((labels / f"000000000{n}.txt").read_text() for n in (656, 659)).split("\n")))
    assert sum(map(len, data.boxes)) == 941 - in_two


def test_real_coco128_polygons_agree_with_boxes(trees):
    # Made from masks, so the smallest box around a polygon is a pixel or so off; its classes are COCO's own ids.
    root = trees / "coco128_train"
    stems = [stem for stem in both(root / "polygons_yolo") if stem in both(root / "boxes_yolo")]
    ids = sorted(set(range(1, 91)) - {12, 26, 29, 30, 45, 66, 68, 69, 71, 83})
    names = [str(number) for number in range(91)]
    polygons = own.read_yolo(root / "images", root / "polygons_yolo", names, names=stems)
    boxes = own.read_yolo(root / "images", root / "boxes_yolo", EIGHTY, names=stems)
    near = []
    for i in range(len(stems)):
        for label, box in zip(polygons.labels[i], polygons.boxes[i], strict=True):
            same = boxes.boxes[i][boxes.labels[i] == ids.index(label)]
            near.append(len(same) > 0 and np.abs(same - box).max(axis=1).min() < 3)
    assert len(near) == 746
    assert np.mean(near) > 0.93


def test_real_coco128_painted_polygons_have_their_box(trees):
    root = trees / "coco128_train"
    names = [str(number) for number in range(91)]
    data = own.read_yolo(root / "images", root / "polygons_yolo", names, names=both(root / "polygons_yolo")[:20])
    for i in range(len(data)):
        assert ((data.instances[i] > 0) == (data.masks[i] > 0)).all()
        for number, (x1, y1, x2, y2) in enumerate(data.boxes[i], start=1):
            rows, columns = np.nonzero(data.instances[i] == number)
            assert rows.size > 0
            assert columns.min() >= x1 - 0.5
            assert rows.min() >= y1 - 0.5
            assert columns.max() + 1 <= x2 + 0.5
            assert rows.max() + 1 <= y2 + 0.5
