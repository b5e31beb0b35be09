import pytest

from companion.data.own.voc_annotation import parse_annotation

BOX = "<bndbox><ymax>4</ymax><xmax>3</xmax><xmin>1</xmin><ymin>2</ymin></bndbox>"


def parsed(content):
    return parse_annotation(f"<annotation>{content}</annotation>".encode())


def test_box_of_one_pixel():
    box = "<bndbox><xmin>1</xmin><ymin>1</ymin><xmax>1</xmax><ymax>1</ymax></bndbox>"
    assert parsed(f"<object><name>cat</name>{box}</object>").objects[0].box == (0, 0, 1, 1)


def test_whole_file():
    annotation = parsed(
        "<size><width>5</width><height>4</height><depth>3</depth></size>"
        f"<object><name> cat </name><difficult>1</difficult>{BOX}</object>"
        f"<object><name>dog</name><difficult>0</difficult>{BOX}<part><name>head</name>{BOX}</part></object>"
        "<object><name>cow</name><bndbox><xmin>1.5</xmin><ymin>1</ymin><xmax>2</xmax><ymax>2.5</ymax></bndbox></object>"
    )
    assert annotation.size == (4, 5)
    assert [(thing.class_name, thing.difficult) for thing in annotation.objects] == [
        ("cat", True),
        ("dog", False),
        ("cow", False),
    ]
    assert [thing.box for thing in annotation.objects] == [(0, 1, 3, 4), (0, 1, 3, 4), (0.5, 0, 2, 2.5)]


def test_no_objects_and_no_size():
    annotation = parsed("")
    assert (annotation.size, annotation.objects) == (None, ())
    assert parsed("<size><width>0</width><height>0</height></size>").size is None


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty; export it again, or write <annotation/> if the picture shows no object"),
        (b" \n", "is empty"),
        (b"<annotation>", "is not well-formed XML (no element found"),
        (b"hello", "is not well-formed XML (syntax error"),
        (b'<?xml version="1.0" encoding="none"?><annotation/>', "is not well-formed XML (unknown encoding"),
        (b"<html/>", "must begin with <annotation>, got <html>; is it a file of another format?"),
    ],
)
def test_no_annotation(content, message):
    with pytest.raises(ValueError, match=".*") as caught:
        parse_annotation(content)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (f"<object>{BOX}</object>", "has an <object> without <name>; name its class"),
        (f"<object><name> </name>{BOX}</object>", "has an <object> without <name>"),
        ("<object><name>cat</name></object>", "has an <object> cat without <bndbox>; draw its box or remove it"),
        (f"<object><name>cat</name>{BOX.replace('3', 'x')}</object>", "<xmax> in <bndbox> must hold a number, got 'x'"),
        (
            f"<object><name>cat</name>{BOX.replace('<xmin>1</xmin>', '')}</object>",
            "<xmin> in <bndbox> must hold a number, got None",
        ),
        (
            f"<object><name>cat</name><difficult>no</difficult>{BOX}</object>",
            "<difficult> in <object> must hold a number, got 'no'",
        ),
        ("<size><width>2.5</width><height>4</height></size>", "height and width must be whole numbers of at least 1"),
        ("<size><width>5</width></size>", "<height> in <size> must hold a number, got None"),
    ],
)
def test_bad_content(content, message):
    with pytest.raises(ValueError, match=".*") as caught:
        parsed(content)
    assert message in str(caught.value)


def test_entity_bomb_is_refused():
    lines = ['<!ENTITY a0 "ha">'] + [f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10)]
    bomb = f"<!DOCTYPE annotation [{''.join(lines)}]><annotation><object><name>&a9;</name></object></annotation>"
    with pytest.raises(ValueError, match="has a document type, which VOC files have not; remove it"):
        parse_annotation(bomb.encode())
    # In another encoding the name of the thing is not found, and the parser's own limit stops it.
    with pytest.raises(ValueError, match="is not well-formed XML"):
        parse_annotation(bomb.encode("utf-16"))


def test_external_entity_is_refused(tmp_path):
    (tmp_path / "secret").write_text("secret")
    text = f'<!DOCTYPE a [<!ENTITY e SYSTEM "{(tmp_path / "secret").as_uri()}">]>'
    text += f"<annotation><object><name>&e;</name>{BOX}</object></annotation>"
    with pytest.raises(ValueError, match="has a document type"):
        parse_annotation(text.encode())
    with pytest.raises(ValueError, match="is not well-formed XML"):
        parse_annotation(text.encode("utf-16"))
