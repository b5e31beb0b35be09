import io
import os
import struct
import warnings
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps, PngImagePlugin

from companion.data.decoding import image_size, read_image, read_mask

REAL = os.environ.get("COMPANION_REAL_DATA", "")
RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)


def corners():
    """Return a picture (16, 24) that differs in every orientation: red, green, blue and white quarters."""
    picture = np.zeros((16, 24, 3), np.uint8)
    picture[:8, :12], picture[:8, 12:], picture[8:, :12], picture[8:, 12:] = RED, GREEN, BLUE, WHITE
    return picture


def stored(upright, orientation):
    """Return what a camera stores that was held so, by what the standard says of rows and columns."""
    turned = upright.transpose(1, 0, 2) if orientation >= 5 else upright
    down, right = orientation in (3, 4, 7, 8), orientation in (2, 3, 6, 7)
    if orientation >= 5:  # row 0 of the file is the left (5, 8) or right (6, 7) side of the scene
        down, right = orientation in (6, 7), orientation in (7, 8)
    return turned[:: -1 if down else 1, :: -1 if right else 1]


def exif(orientation):
    data = Image.Exif()
    data[0x0112] = orientation
    return data


def save(path, array, **options):
    picture = array if isinstance(array, Image.Image) else Image.fromarray(np.ascontiguousarray(array))
    picture.save(path, **options)
    return path


def png(path, values, depth):
    """Write a gray PNG of fewer than 8 bits, which Pillow cannot."""
    width = -(-len(values[0]) * depth // 8) * 8
    bits = "".join("0" * 8 + "".join(f"{v:0{depth}b}" for v in row).ljust(width, "0") for row in values)
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", len(values[0]), len(values), depth, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(int(bits, 2).to_bytes(len(bits) // 8, "big"))),
        (b"IEND", b""),
    ]
    body = b"".join(struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in chunks)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + body)
    return path


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize(
    ("suffix", "options"), [("jpg", {"quality": 100, "subsampling": 0}), ("png", {}), ("webp", {"lossless": True})]
)
def test_every_orientation_is_turned_upright(tmp_path, orientation, suffix, options):
    path = save(tmp_path / f"a.{suffix}", stored(corners(), orientation), exif=exif(orientation), **options)
    image = read_image(path)
    assert image.shape == (16, 24, 3)
    assert np.abs(image.astype(int) - corners()).max() <= 3
    assert image_size(path) == (16, 24)


@pytest.mark.parametrize("orientation", [3, 6])
def test_orientation_of_a_tiff_and_of_a_mask(tmp_path, orientation):
    path = save(tmp_path / "a.tif", stored(corners(), orientation), exif=exif(orientation))
    assert (read_image(path) == corners()).all()
    assert image_size(path) == (16, 24)
    mask = stored(corners()[..., :1], orientation)[..., 0]
    assert (read_mask(save(tmp_path / "m.png", mask, exif=exif(orientation))) == corners()[..., 0]).all()


def test_exif_behind_the_pixels_of_a_png(tmp_path):
    plain = save(tmp_path / "a.png", stored(corners(), 6)).read_bytes()
    data = exif(6).tobytes()[6:]
    chunk = struct.pack(">I", len(data)) + b"eXIf" + data + struct.pack(">I", zlib.crc32(b"eXIf" + data))
    (tmp_path / "late.png").write_bytes(plain[:-12] + chunk + plain[-12:])
    assert (read_image(tmp_path / "late.png") == corners()).all()
    assert image_size(tmp_path / "late.png") == (16, 24)
    assert image_size(tmp_path / "a.png") == (24, 16)


def test_an_unknown_orientation_turns_nothing(tmp_path):
    assert (read_image(save(tmp_path / "a.png", corners(), exif=exif(9))) == corners()).all()


@pytest.mark.parametrize(
    ("mode", "value", "expected"),
    [
        ("1", 1, (255, 255, 255)),
        ("L", 77, (77, 77, 77)),
        ("LA", (0, 255), (0, 0, 0)),
        ("LA", (0, 0), (255, 255, 255)),
        ("RGB", (1, 2, 3), (1, 2, 3)),
        ("RGBA", (10, 20, 30, 255), (10, 20, 30)),
        ("RGBA", (10, 20, 30, 0), (255, 255, 255)),
        ("RGBA", (0, 0, 0, 128), (127, 127, 127)),
    ],
)
def test_modes_become_rgb_over_white(tmp_path, mode, value, expected):
    image = read_image(save(tmp_path / "a.png", Image.new(mode, (3, 2), value)))
    assert (image.shape, image.dtype) == ((2, 3, 3), np.uint8)
    assert image[1, 2].tolist() == list(expected)
    image[0] = 0  # a copy of one's own


def palette():
    picture = Image.new("P", (2, 1))
    picture.putpalette([*RED, *BLUE, 9, 9, 9])
    picture.putdata([0, 1])
    return picture


def test_palette_with_and_without_transparency(tmp_path):
    assert read_image(save(tmp_path / "a.png", palette()))[0].tolist() == [[*RED], [*BLUE]]
    assert read_image(save(tmp_path / "b.png", palette(), transparency=1))[0].tolist() == [[*RED], [*WHITE]]
    gray = Image.fromarray(np.array([[5, 6]], np.uint8))
    assert read_image(save(tmp_path / "c.png", gray, transparency=5))[0].tolist() == [[*WHITE], [6, 6, 6]]


def test_cmyk(tmp_path):
    drawn = Image.fromarray(np.repeat(np.repeat(corners(), 4, 0), 4, 1)).convert("CMYK")
    for name in ("a.jpg", "a.tif"):  # Pillow writes JPEGs as Adobe does, inverted
        image = read_image(save(tmp_path / name, drawn, **({"quality": 100} if name == "a.jpg" else {})))
        for y, x, colour in ((8, 8, RED), (8, 80, GREEN), (56, 8, BLUE), (56, 80, WHITE)):
            assert np.abs(image[y, x].astype(int) - colour).max() <= 8


def test_sixteen_bits_are_scaled_and_not_cut_off(tmp_path):
    values = np.array([[0, 256, 385, 386, 32896, 65535]], np.uint16)
    for name in ("a.png", "a.tif", "a.ppm"):
        image = read_image(save(tmp_path / name, values))
        assert image.shape == (1, 6, 3)
        assert image[0, :, 1].tolist() == [0, 1, 1, 2, 128, 255]


def test_numbers_without_a_known_range_are_refused(tmp_path):
    floats = save(tmp_path / "f.tif", np.array([[0.5]], np.float32))
    with pytest.raises(ValueError, match=r"f\.tif: its pixels are floats"):
        read_image(floats)
    with pytest.raises(ValueError, match=r"f\.tif: its pixels are floats"):
        read_mask(floats)
    for values, message in (([[0, 65536]], r"must lie in 0\.\.65535, got 0 to 65536"), ([[-1, 5]], "got -1 to 5")):
        with pytest.raises(ValueError, match=message):
            read_image(save(tmp_path / "i.tif", np.array(values, np.int32)))


def test_the_first_frame_of_an_animation(tmp_path):
    frames = [Image.new("RGB", (2, 2), colour) for colour in (RED, BLUE)]
    path = save(tmp_path / "a.gif", frames[0], save_all=True, append_images=frames[1:])
    assert (read_image(path) == RED).all()


def test_masks_keep_their_numbers(tmp_path):
    assert read_mask(save(tmp_path / "p.png", palette())).tolist() == [[0, 1]]
    assert read_mask(save(tmp_path / "t.png", palette(), transparency=0)).tolist() == [[0, 1]]
    assert read_mask(save(tmp_path / "l.png", np.array([[0, 3, 255]], np.uint8))).tolist() == [[0, 3, 255]]
    assert read_mask(save(tmp_path / "b.png", np.array([[True, False]]))).tolist() == [[1, 0]]
    sixteen = read_mask(save(tmp_path / "s.png", np.array([[0, 255]], np.uint16)))
    assert (sixteen.tolist(), sixteen.dtype) == ([[0, 255]], np.uint8)
    with pytest.raises(ValueError, match=r"must lie in 0\.\.255, got 0 to 256"):
        read_mask(save(tmp_path / "s.png", np.array([[0, 256]], np.uint16)))


@pytest.mark.parametrize(("depth", "row"), [(1, [0, 1, 1]), (2, [0, 1, 3]), (4, [0, 7, 15])])
def test_gray_masks_of_few_bits_are_not_stretched(tmp_path, depth, row):
    assert read_mask(png(tmp_path / "m.png", [row, row], depth)).tolist() == [row, row]


def tiff(path, rows, depth, *, photometric=1, order="<"):
    """Write a gray TIFF without compression, which Pillow writes with 1, 8 or 16 bits alone."""
    lines = ["".join(f"{v:0{depth}b}" for v in row) for row in rows]
    pixels = b"".join(
        int(line.ljust(-(-len(line) // 8) * 8, "0"), 2).to_bytes(-(-len(line) // 8), "big") for line in lines
    )
    tags = {256: len(rows[0]), 257: len(rows), 258: depth, 259: 1, 262: photometric}
    tags |= {273: 8, 277: 1, 278: len(rows), 279: len(pixels)}
    entries = b"".join(struct.pack(f"{order}HHIHH", tag, 3, 1, value, 0) for tag, value in tags.items())
    head = (b"II" if order == "<" else b"MM") + struct.pack(f"{order}HI", 42, 8 + len(pixels))
    path.write_bytes(head + pixels + struct.pack(f"{order}H", len(tags)) + entries + bytes(4))
    return path


@pytest.mark.parametrize(("depth", "row"), [(1, [0, 1, 1]), (2, [0, 1, 2, 3, 1]), (4, [0, 7, 15]), (8, [0, 3, 255])])
@pytest.mark.parametrize("order", ["<", ">"])
def test_masks_of_few_bits_in_a_tiff(tmp_path, depth, row, order):
    assert read_mask(tiff(tmp_path / "m.tif", [row, row[::-1]], depth, order=order)).tolist() == [row, row[::-1]]


@pytest.mark.parametrize("depth", [2, 4, 8])
def test_a_mask_that_counts_from_white_is_refused(tmp_path, depth):
    with pytest.raises(ValueError, match=r"m\.tif: its gray values count from white \(WhiteIsZero\); save them"):
        read_mask(tiff(tmp_path / "m.tif", [[0, 1, 2]], depth, photometric=0))


def test_white_is_one_in_a_mask_of_one_bit(tmp_path):
    assert read_mask(tiff(tmp_path / "m.tif", [[0, 1, 1]], 1, photometric=0)).tolist() == [[1, 0, 0]]
    assert read_mask(save(tmp_path / "g.tif", np.array([[True, False]]), compression="group4")).tolist() == [[1, 0]]


@pytest.mark.parametrize("maximum", [1, 3, 20, 100, 254, 255, 1000, 65535])
@pytest.mark.parametrize("kind", ["P2", "P5"])
def test_masks_in_a_pgm_are_not_stretched(tmp_path, maximum, kind):
    row = list(range(min(maximum, 255) + 1))
    wide = ">u2" if maximum > 255 else "u1"
    body = " ".join(map(str, row)).encode() if kind == "P2" else np.array(row, wide).tobytes()
    head = f"{kind} # made 7 8 9\n# again 5\n{len(row)} 1\n{maximum}\n"
    (tmp_path / "m.pgm").write_bytes(head.encode() + body)
    assert read_mask(tmp_path / "m.pgm").tolist() == [row]


def test_a_pgm_above_255_is_no_mask(tmp_path):
    (tmp_path / "m.pgm").write_bytes(b"P2 2 1 1000 0 256")
    with pytest.raises(ValueError, match=r"m\.pgm: its pixels must lie in 0\.\.255, got 0 to 256"):
        read_mask(tmp_path / "m.pgm")


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "LA"])
def test_a_coloured_mask_is_refused(tmp_path, mode):
    with pytest.raises(ValueError, match=rf"m\.png: a mask holds one number a pixel, this file has mode {mode};"):
        read_mask(save(tmp_path / "m.png", Image.new(mode, (2, 2))))


@pytest.mark.parametrize("read", [read_image, read_mask, image_size])
def test_no_file_no_picture_no_byte(tmp_path, read):
    with pytest.raises(FileNotFoundError, match=r"gone\.jpg"):
        read(tmp_path / "gone.jpg")
    (tmp_path / "empty.jpg").touch()
    with pytest.raises(ValueError, match=r"path must name a whole picture, got .*empty\.jpg: the file is empty"):
        read(tmp_path / "empty.jpg")
    (tmp_path / "page.jpg").write_text("<html>not found</html>", encoding="utf-8")
    with pytest.raises(ValueError, match=r"page\.jpg: this is no file in one of the formats JPEG, PNG"):
        read(str(tmp_path / "page.jpg"))


def test_a_file_that_would_be_run_is_refused(tmp_path):
    with pytest.raises(ValueError, match="this is no file in one of the formats"):
        read_image(save(tmp_path / "a.eps", corners()))


@pytest.mark.parametrize("suffix", ["jpg", "png", "gif", "bmp", "tif", "webp"])
def test_a_file_cut_off_is_named(tmp_path, suffix):
    noise = np.random.default_rng(0).integers(0, 256, (40, 40, 3)).astype(np.uint8)
    whole = save(tmp_path / f"a.{suffix}", noise).read_bytes()
    (tmp_path / f"cut.{suffix}").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ValueError, match=rf"path must name a whole picture, got .*cut\.{suffix}: \w"):
        read_image(tmp_path / f"cut.{suffix}")


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("suffix", ["jpg", "png", "gif", "tif", "webp"])
def test_wrong_bytes_give_a_picture_or_a_named_error(tmp_path, suffix):
    rng = np.random.default_rng(0)
    whole = save(tmp_path / f"a.{suffix}", rng.integers(0, 256, (9, 9, 3)).astype(np.uint8)).read_bytes()
    messages = []
    for _ in range(60):
        content = bytearray(whole)
        for position in rng.integers(len(content), size=3):
            content[position] = rng.integers(256)
        (tmp_path / "odd").write_bytes(content)
        try:
            shape = read_image(tmp_path / "odd").shape
        except ValueError as error:
            messages.append(str(error))
        else:
            assert shape[2] == 3
    assert messages
    assert all(f"got {tmp_path / 'odd'}: " in message for message in messages)


@pytest.mark.parametrize("action", ["error", "ignore"])
def test_a_decompression_bomb_is_named(tmp_path, monkeypatch, action):
    path = save(tmp_path / "bomb.png", np.zeros((30, 30), np.uint8))
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 600)
    with warnings.catch_warnings():
        warnings.simplefilter(action, Image.DecompressionBombWarning)
        for read in (read_image, read_mask, image_size):
            with pytest.raises(ValueError, match=r"bomb\.png: it has more than the 600 pixels"):
                read(path)
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 900)  # exactly the limit is allowed
    assert image_size(path) == (30, 30)
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)  # twice the limit: Pillow raises by itself
    with pytest.raises(ValueError, match=r"bomb\.png: it has more than the 100 pixels"):
        read_image(path)


def test_the_size_is_read_without_the_pixels(tmp_path, monkeypatch):
    content = io.BytesIO()
    Image.fromarray(np.random.default_rng(0).integers(0, 256, (64, 48, 3)).astype(np.uint8)).save(content, "PNG")
    (tmp_path / "head.png").write_bytes(content.getvalue()[:200])
    monkeypatch.setattr(PngImagePlugin.PngImageFile, "load", lambda picture: pytest.fail("decoded", pytrace=False))
    assert image_size(tmp_path / "head.png") == (64, 48)


def real_pictures():
    return sorted(
        p for p in Path(REAL, "trees").glob("*/**/*") if p.suffix.lower() in (".jpg", ".jpeg", ".png", ".gif")
    )


@pytest.mark.skipif(not REAL, reason="COMPANION_REAL_DATA names no folder with real pictures")
def test_real_pictures_decode_to_rgb():
    paths = real_pictures()
    assert len(paths) > 800
    for path in paths[::8] + [p for p in paths if p.suffix == ".gif" or "raccoon" in p.parts]:
        height, width = image_size(path)
        assert read_image(path).shape == (height, width, 3), path


@pytest.mark.skipif(not REAL, reason="COMPANION_REAL_DATA names no folder with real pictures")
def test_orientation_of_real_pictures_agrees_with_pillow():
    for path in real_pictures()[::40]:
        with Image.open(path) as picture:
            width, height = ImageOps.exif_transpose(picture).size
        assert image_size(path) == (height, width)
